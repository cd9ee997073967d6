// A server room: rows of racks with blinking lights, and a technician now and then.
import type { Canvas } from '../canvas';
import { shade } from '../colour';
import { drawPerson } from '../person';
import { between, pick, type Random } from '../random';
import { toAndFro, type SceneMaker } from '../scene';
import type { Point } from '../view';

const AISLE_HALF_WIDTH_M = 1.35;
const RACK_WIDTH_M = 0.8;
const RACK_HEIGHT_M = 2.15;
const FIRST_RACK_M = 2.4;
const RACKS = 14;
const CEILING_M = 3;
const END_M = FIRST_RACK_M + RACKS * RACK_WIDTH_M + 2.2;

/** One server in a rack. */
interface Server {
	readonly heightM: number;
	readonly light: number;
	readonly led: Led;
}

/** A small light on the front of a server. */
interface Led {
	readonly at: Point;
	readonly colour: string;
	/** 0 is steady. */
	readonly blinksPerSecond: number;
}

interface Rack {
	readonly side: number;
	readonly z: number;
	readonly servers: readonly Server[];
}

const LED_SIZE_M = 0.022;
const UNIT_HEIGHT_M = 0.115;

function fillRack(random: Random, side: number, z: number): Rack {
	const servers: Server[] = [];
	for (let heightM = 0.14; heightM < RACK_HEIGHT_M - 0.2; heightM += UNIT_HEIGHT_M) {
		if (random() < 0.14) continue;
		const x = side * (AISLE_HALF_WIDTH_M - 0.01);
		const at: Point = [x, heightM + 0.05, z + between(random, 0.13, 0.29)];
		const colour = pick(random, ['#43ff8f', '#43ff8f', '#4fc3ff', '#ffb03b']);
		const blinksPerSecond = random() < 0.35 ? between(random, 0.3, 2.4) : 0;
		const led = { at, colour, blinksPerSecond };
		servers.push({ heightM, light: between(random, 0.6, 1.25), led });
	}
	return { side, z, servers };
}

function drawRoom(canvas: Canvas): void {
	canvas.raw('<rect width="1280" height="720" fill="#14191d"/>');
	const wide = 3.4;
	const level = (y: number, colour: string) =>
		canvas.face(
			[
				[-wide, y, -1],
				[-wide, y, END_M],
				[wide, y, END_M],
				[wide, y, -1],
			],
			colour,
		);
	level(0, '#7d868c');
	level(CEILING_M, '#5a6369');
	for (let z = 0; z < END_M; z += 0.6) {
		canvas.line([-wide, 0, z], [wide, 0, z], 0.02, '#4c555b', 0.9);
	}
	for (let x = -1.2; x <= 1.2; x += 0.6) {
		canvas.line([x, 0, 0], [x, 0, END_M], 0.02, '#4c555b', 0.9);
	}
	canvas.face(
		[
			[-wide, 0, END_M],
			[wide, 0, END_M],
			[wide, CEILING_M, END_M],
			[-wide, CEILING_M, END_M],
		],
		'#8d989e',
	);
	canvas.box({ x: 0, z: END_M - 0.05, width: 1, height: 2.1, depth: 0.05, colour: '#596a76' });
}

function drawLights(canvas: Canvas): void {
	for (let z = END_M - 1.5; z > 1.5; z -= 2.4) {
		canvas.face(
			[
				[-0.16, CEILING_M - 0.01, z - 0.7],
				[-0.16, CEILING_M - 0.01, z + 0.7],
				[0.16, CEILING_M - 0.01, z + 0.7],
				[0.16, CEILING_M - 0.01, z - 0.7],
			],
			'#f2fbff',
		);
		canvas.glow([0, CEILING_M, z], 1.1, '#dff4ff', 0.5, 0.35);
		canvas.floorGlow([0, 0, z], 1.1, '#d9efff', 0.42);
	}
}

function drawRack(canvas: Canvas, { side, z, servers }: Rack): void {
	const face = side * AISLE_HALF_WIDTH_M;
	const quad = (low: number, high: number, from: number, to: number, colour: string) =>
		canvas.face(
			[
				[face, low, z + from],
				[face, low, z + to],
				[face, high, z + to],
				[face, high, z + from],
			],
			colour,
		);
	const body = { x: side * (AISLE_HALF_WIDTH_M + 0.5), z: z + RACK_WIDTH_M / 2 };
	const size = { width: 1, height: RACK_HEIGHT_M, depth: RACK_WIDTH_M };
	canvas.box({ ...body, ...size, colour: '#2e353a' });
	quad(0, RACK_HEIGHT_M, 0, RACK_WIDTH_M, '#262c31');
	quad(0.08, RACK_HEIGHT_M - 0.06, 0.06, RACK_WIDTH_M - 0.06, '#12161a');
	for (const { heightM, light } of servers) {
		quad(heightM, heightM + 0.095, 0.08, RACK_WIDTH_M - 0.08, shade('#3b454c', light));
		quad(heightM + 0.035, heightM + 0.06, 0.34, RACK_WIDTH_M - 0.12, '#171c20');
	}
}

function isOn({ blinksPerSecond }: Led, seconds: number): boolean {
	return Math.sin(seconds * blinksPerSecond * 2 * Math.PI) > -0.2;
}

// One shape for all lights of a colour: hundreds of shapes would take longer than the picture.
function drawLeds(canvas: Canvas, leds: readonly Led[]): void {
	const outlines = new Map<string, string>();
	for (const { at, colour } of leds) {
		const spot = canvas.view.project(at);
		if (spot === undefined) continue;
		const size = Math.max(1.6, canvas.view.pixelsPerMetre(spot.depthM) * LED_SIZE_M).toFixed(1);
		const square = `M${spot.x.toFixed(1)} ${spot.y.toFixed(1)}h${size}v${size}h-${size}z`;
		outlines.set(colour, (outlines.get(colour) ?? '') + square);
	}
	for (const [colour, data] of outlines) {
		canvas.raw(
			`<path d="${data}" fill="${colour}" stroke="${colour}" stroke-opacity=".3" stroke-width="3"/>`,
		);
	}
}

/** The server room. */
export const makeServerRoom: SceneMaker = (random) => {
	const racks = Array.from({ length: 2 * RACKS }, (_, index) => {
		const z = FIRST_RACK_M + (RACKS - 1 - Math.floor(index / 2)) * RACK_WIDTH_M;
		return fillRack(random, index % 2 === 0 ? -1 : 1, z);
	});
	const leds = racks.flatMap(({ servers }) => servers.map(({ led }) => led));
	const jacket = pick(random, ['#3d5a80', '#5a6168', '#7c3f3f']);
	return {
		mounting: {
			xM: between(random, -0.4, 0.4),
			heightM: between(random, 2.55, 2.75),
			pitchDeg: between(random, 15, 18),
			yawDeg: between(random, -5, 5),
			focalPx: 760,
		},
		haze: { colour: '#2d4454', perMetre: 0.04 },
		drawPlace: (canvas) => {
			drawRoom(canvas);
			drawLights(canvas);
			for (const rack of racks) drawRack(canvas, rack);
			canvas.raw('<rect width="1280" height="720" fill="#2a6fa8" opacity=".1"/>');
			drawLeds(
				canvas,
				leds.filter(({ blinksPerSecond }) => blinksPerSecond === 0),
			);
		},
		drawAction: (canvas, seconds) => {
			drawLeds(
				canvas,
				leds.filter((led) => led.blinksPerSecond > 0 && isOn(led, seconds)),
			);
			const { at } = toAndFro(seconds, 4.6, END_M - 1.2, 0.9);
			const walk = { x: 0.25, z: at, seconds, heading: 0 };
			drawPerson(canvas, { ...walk, jacket, trousers: '#20252b' });
		},
	};
};
