/**
 * The luma image of pictures of many kinds, held against libvips.
 */
import { join } from 'node:path';
import sharp, { type JpegOptions } from 'sharp';
import { encodeJpeg, segment, type Channel, type Drawing } from './encodeJpeg';
import { differenceFromLibvips } from './libvips';

const STILLS = join(__dirname, '../../../../dev/simulator/stills');
const MAX_MEAN_LEVELS = 2;
const MIN_CORRELATION = 0.995;

type Subject = (width: number, height: number) => Promise<Buffer>;

const still =
	(name: string): Subject =>
	async (width, height) =>
		await sharp(join(STILLS, `${name}.jpg`))
			.resize(width, height, { fit: 'fill' })
			.raw()
			.toBuffer();

const drawn =
	(colourAt: (x: number, y: number, channel: number) => number): Subject =>
	async (width, height) => {
		const pixels = Buffer.alloc(width * height * 3);
		for (let index = 0; index < pixels.length; index++) {
			const pixel = Math.floor(index / 3);
			const [x, y] = [(pixel % width) / width, Math.floor(pixel / width) / height];
			pixels[index] = colourAt(x, y, index % 3);
		}
		return pixels;
	};

/** A deterministic noise, equally distributed. */
function noiseFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}

const noise = noiseFrom(12);
const SUBJECTS: Record<string, Subject> = {
	lobby: still('lobby'),
	street: still('street'),
	parking: still('parking'),
	noise: drawn(() => noise() * 255),
	gradient: drawn((x, y, channel) => [x * 255, y * 255, 128][channel] ?? 0),
};
const SIZES = [
	[320, 180],
	[317, 201],
	[161, 97],
	[129, 73],
] as const;
const KINDS: ReadonlyArray<readonly [name: string, options: JpegOptions, isGrey: boolean]> = [
	['4:2:0', { chromaSubsampling: '4:2:0', optimiseCoding: true }, false],
	['4:2:0 with standard tables', { chromaSubsampling: '4:2:0', optimiseCoding: false }, false],
	['4:4:4', { chromaSubsampling: '4:4:4', optimiseCoding: false }, false],
	['grey', { optimiseCoding: true }, true],
];
const QUALITIES = [20, 50, 80, 100];

/** Those that are too far from libvips; none is to be. */
async function tooFar(
	jpegs: ReadonlyArray<readonly [name: string, jpeg: Buffer]>,
): Promise<unknown[]> {
	const found: unknown[] = [];
	for (const [name, jpeg] of jpegs) {
		const { meanLevels, correlation } = await differenceFromLibvips(jpeg);
		if (meanLevels <= MAX_MEAN_LEVELS && correlation > MIN_CORRELATION) continue;
		found.push({ name, meanLevels, correlation });
	}
	return found;
}

describe.each(Object.entries(SUBJECTS))('The luma image of a JPEG of %s', (_subject, draw) => {
	test.each(SIZES)(
		'is that of libvips, in 16 kinds and qualities: %d×%d',
		async (width, height) => {
			const raw = { width, height, channels: 3 as const };
			const pixels = await draw(width, height);
			const jpegs: Array<readonly [string, Buffer]> = [];
			for (const [kind, options, isGrey] of KINDS) {
				for (const quality of QUALITIES) {
					const picture = sharp(pixels, { raw }).toColourspace(isGrey ? 'b-w' : 'srgb');
					const jpeg = await picture.jpeg({ ...options, quality }).toBuffer();
					jpegs.push([`${kind}, quality ${quality}`, jpeg]);
				}
			}
			expect(await tooFar(jpegs)).toEqual([]);
		},
	);
});

/** Waves, coarser in the second and third component. */
function channel(horizontal: number, vertical: number, index: number): Channel {
	const levelAt = (x: number, y: number) =>
		128 +
		(index === 0 ? 90 * Math.sin(x / 9) * Math.cos(y / 13) : 30 * Math.sin((x + y) / 40 + index));
	return { horizontal, vertical, levelAt };
}

const SAMPLINGS: ReadonlyArray<
	readonly [name: string, proportions: ReadonlyArray<[number, number]>]
> = [
	['grey', [[1, 1]]],
	['grey, sampled as two by two', [[2, 2]]],
	[
		'4:4:4',
		[
			[1, 1],
			[1, 1],
			[1, 1],
		],
	],
	[
		'4:2:2',
		[
			[2, 1],
			[1, 1],
			[1, 1],
		],
	],
	[
		'4:4:0',
		[
			[1, 2],
			[1, 1],
			[1, 1],
		],
	],
	[
		'4:2:0',
		[
			[2, 2],
			[1, 1],
			[1, 1],
		],
	],
	[
		'4:1:1',
		[
			[4, 1],
			[1, 1],
			[1, 1],
		],
	],
	[
		'4:1:0',
		[
			[4, 2],
			[1, 1],
			[1, 1],
		],
	],
	[
		'4:2:0 of unlike chroma',
		[
			[2, 2],
			[2, 1],
			[1, 1],
		],
	],
];
const VARIANTS: ReadonlyArray<readonly [name: string, variant: Partial<Drawing>]> = [
	['in one scan', {}],
	['in separate scans', { hasSeparateScans: true }],
	['with a restart marker after each MCU', { restartInterval: 1 }],
	['with restart markers, in separate scans', { restartInterval: 7, hasSeparateScans: true }],
	['with the standard tables left out', { lacksHuffmanTables: true }],
	['extended sequential', { process: 0xc1 }],
	['with quantisers of 16 bits', { hasWideQuantizers: true, process: 0xc1 }],
	[
		'with fill bytes before a marker',
		{ preamble: Buffer.concat([Buffer.from([0xff, 0xff]), segment(0xfe, [1])]) },
	],
];

describe.each(SAMPLINGS)('The luma image of a JPEG sampled %s', (_sampling, proportions) => {
	test.each(VARIANTS)('is that of libvips: %s', async (_variant, variant) => {
		const channels = proportions.map(([across, down], index) => channel(across, down, index));
		const jpegs = [
			[144, 99],
			[75, 58],
		].map(([width = 0, height = 0]) => {
			const jpeg = encodeJpeg({ width, height, channels, ...variant });
			return [`${width}x${height}`, jpeg] as const;
		});
		expect(await tooFar(jpegs)).toEqual([]);
	});
});
