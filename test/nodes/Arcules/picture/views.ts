/**
 * Views that a camera has, made of the simulator's stills: by day and by night, in fog, covered, turned, with people.
 */
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { analyzeJpeg } from '../../../../nodes/Arcules/picture/analyzeJpeg';
import type { Analysis } from '../../../../nodes/Arcules/picture/analysis';

const STILLS = join(__dirname, '../../../../dev/simulator/stills');
const WIDTH = 1280;
const HEIGHT = 720;
const RAW = { width: WIDTH, height: HEIGHT, channels: 3 } as const;

/** The stills' names. */
export const STILL_NAMES = [
	'corridor',
	'dock',
	'lobby',
	'parking',
	'serverRoom',
	'street',
	'warehouse',
];

/** Raw pixels of 1280×720. */
export type Pixels = Buffer;

/** A change of a picture. */
export type Change = (pixels: Pixels) => Promise<Pixels>;

/** A part of a still, as large as a picture. */
export interface Part {
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
}

const whole: Part = { left: 0, top: 0, width: WIDTH, height: HEIGHT };

async function pixelsOf(image: Sharp): Promise<Pixels> {
	return await image.removeAlpha().toColourspace('srgb').raw().toBuffer();
}

const from = (pixels: Pixels) => sharp(pixels, { raw: RAW });

const decoded = new Map<string, Promise<Pixels>>();

/** A still, or a part of it. */
export async function still(name: string, part = whole): Promise<Pixels> {
	const pixels = decoded.get(name) ?? pixelsOf(sharp(join(STILLS, `${name}.jpg`)));
	decoded.set(name, pixels);
	const image = from(await pixels).extract(part);
	return await pixelsOf(image.resize(WIDTH, HEIGHT, { fit: 'fill' }));
}

/** A still seen by a camera that hangs askew. */
export async function rolled(name: string, degrees: number, part: Part): Promise<Pixels> {
	const turned = await sharp(join(STILLS, `${name}.jpg`))
		.rotate(degrees)
		.png()
		.toBuffer();
	return await pixelsOf(sharp(turned).extract(part).resize(WIDTH, HEIGHT, { fit: 'fill' }));
}

/** One colour. */
export async function colour(background: string): Promise<Pixels> {
	return await pixelsOf(sharp({ create: { ...RAW, background } }));
}

/** Does one change after the other. */
export async function changed(pixels: Pixels, ...changes: Change[]): Promise<Pixels> {
	let result = pixels;
	for (const change of changes) result = await change(result);
	return result;
}

/** Multiplied and shifted: darker, brighter, paler. */
export const scaled =
	(factor: number | number[], offset: number | number[] = 0): Change =>
	async (pixels) =>
		await pixelsOf(from(pixels).linear(factor, offset));

export const grey: Change = async (pixels) =>
	await pixelsOf(from(pixels).modulate({ saturation: 0.1 }));

/** Blurred by many pixels, at a quarter of the size: a large blur takes long, and leaves nothing that would be lost there. */
export const blurred =
	(sigmaPixels: number): Change =>
	async (pixels) => {
		const [width, height] = [WIDTH / 4, HEIGHT / 4];
		if (sigmaPixels < 16) return await pixelsOf(from(pixels).blur(sigmaPixels));
		const small = await pixelsOf(
			sharp(await pixelsOf(from(pixels).resize(width, height)), {
				raw: { width, height, channels: 3 },
			}).blur(sigmaPixels / 4),
		);
		return await pixelsOf(
			sharp(small, { raw: { width, height, channels: 3 } }).resize(WIDTH, HEIGHT, {
				kernel: 'cubic',
			}),
		);
	};

const grains = new Map<number, Promise<Buffer>>();

async function grainOf(sigmaLevels: number): Promise<Buffer> {
	const noise = { type: 'gaussian', mean: 128, sigma: sigmaLevels } as const;
	return await sharp({ create: { ...RAW, background: '#808080', noise } })
		.ensureAlpha(0.5)
		.raw()
		.toBuffer();
}

/** Gaussian noise, independent in each pixel: the mean of picture and noise, taken apart again. */
export const noisy =
	(sigmaLevels: number): Change =>
	async (pixels) => {
		const grain = grains.get(sigmaLevels) ?? grainOf(sigmaLevels);
		grains.set(sigmaLevels, grain);
		const mixed = from(pixels).composite([{ input: await grain, raw: { ...RAW, channels: 4 } }]);
		return await changed(await pixelsOf(mixed), scaled(2, -128));
	};

/** Draws SVG over it. */
export const drawnOver =
	(svg: string): Change =>
	async (pixels) => {
		const input = Buffer.from(`<svg width="${WIDTH}" height="${HEIGHT}">${svg}</svg>`);
		return await pixelsOf(from(pixels).composite([{ input }]));
	};

/** Name and clock, as cameras write them. */
export const withDisplay = (clock: string): Change => {
	const text = (x: number, y: number, size: number, words: string) =>
		`<text x="${x}" y="${y}" font-size="${size}" fill="#fff" font-family="sans-serif">${words}</text>`;
	const name = text(32, 54, 30, 'Camera North 12');
	return drawnOver(name + text(900, 54, 30, clock) + text(32, 690, 20, 'CH 69eb770a'));
};

/** Deterministic numbers from 0 to 1. */
export function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}

/** Lamps with a glow around them. */
export const withLights = (count: number, radius: number, seed: number): Change => {
	const random = randomFrom(seed);
	const lamps = Array.from({ length: count }, () => {
		const at = `cx="${100 + random() * 1080}" cy="${140 + random() * 440}" fill="#ffe9b0"`;
		return `<circle ${at} r="${radius}"/><circle ${at} r="${3 * radius}" opacity=".2"/>`;
	});
	return drawnOver(lamps.join(''));
};

/** Snowflakes near the lens. */
export const withFlakes = (count: number, seed: number): Change => {
	const random = randomFrom(seed);
	const flakes = Array.from({ length: count }, () => {
		return `<circle cx="${random() * WIDTH}" cy="${random() * HEIGHT}" r="${2 + random() * 3}" fill="#fff"/>`;
	});
	return drawnOver(flakes.join(''));
};

/** People who stand about. */
export const withPeople = (count: number, seed: number): Change => {
	const random = randomFrom(seed);
	const people = Array.from({ length: count }, (_, index) => {
		const [x, feet, size] = [120 + random() * 1040, 420 + random() * 260, 160 + random() * 200];
		const coat = ['#844', '#28a', '#dd6', '#222', '#eee'][index % 5];
		return (
			`<g transform="translate(${x} ${feet}) scale(${size / 100})">` +
			`<ellipse cy="-92" rx="7" ry="8" fill="#d8a98a"/><rect x="-14" y="-84" width="28" height="46" rx="6" fill="${coat}"/>` +
			'<rect x="-11" y="-40" width="9" height="40" fill="#223"/><rect x="2" y="-40" width="9" height="40" fill="#223"/></g>'
		);
	});
	return drawnOver(people.join(''));
};

/** Brighter or darker from a point outwards. */
export const shaded = (
	x: number,
	y: number,
	radius: number,
	inner: string,
	outer: string,
): Change =>
	drawnOver(
		`<radialGradient id="shade" cx="${x}" cy="${y}" r="${radius}"><stop offset="0" stop-color="${inner.slice(0, 7)}" stop-opacity="${opacityOf(inner)}"/>` +
			`<stop offset="1" stop-color="${outer.slice(0, 7)}" stop-opacity="${opacityOf(outer)}"/></radialGradient>` +
			`<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#shade)"/>`,
	);

/** The alpha of a colour written as #rrggbbaa. */
function opacityOf(hex: string): number {
	return Number.parseInt(hex.slice(7), 16) / 255;
}

/** What is found in it as a JPEG. */
export async function analysisOf(
	pixels: Pixels,
	{ quality = 80, width = WIDTH }: { readonly quality?: number; readonly width?: number } = {},
): Promise<Analysis> {
	const found = analyzeJpeg(await from(pixels).resize(width).jpeg({ quality }).toBuffer());
	if (found.kind !== 'analyzed') throw new Error(`The picture is ${found.kind}`);
	return found.analysis;
}
