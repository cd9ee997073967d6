// An office corridor with doors, light panels and somebody walking along it.
import type { Canvas } from '../canvas';
import { mix, shade } from '../colour';
import { drawPerson } from '../person';
import { between, pick } from '../random';
import { toAndFro, type SceneMaker } from '../scene';

const HALF_WIDTH_M = 1.7;
const CEILING_M = 2.8;
const END_M = 26;
const START_M = -1;

interface Look {
	readonly wall: string;
	readonly floor: string;
	readonly door: string;
}

function drawShell(canvas: Canvas, { wall, floor }: Look): void {
	const [left, right] = [-HALF_WIDTH_M, HALF_WIDTH_M];
	canvas.raw(`<rect width="1280" height="720" fill="${shade(wall, 0.5)}"/>`);
	canvas.face(
		[
			[left, CEILING_M, START_M],
			[left, CEILING_M, END_M],
			[right, CEILING_M, END_M],
			[right, CEILING_M, START_M],
		],
		'#b9bcb9',
	);
	canvas.face(
		[
			[left, 0, START_M],
			[left, 0, END_M],
			[right, 0, END_M],
			[right, 0, START_M],
		],
		floor,
	);
	for (const [x, light] of [
		[left, 0.94],
		[right, 0.82],
	] as const) {
		wallStrip(canvas, x, 0, CEILING_M, shade(wall, light));
		wallStrip(canvas, x, 0, 1.05, shade(mix(wall, floor, 0.45), light * 0.9));
		wallStrip(canvas, x, 1.02, 1.12, shade(wall, light * 0.66));
		wallStrip(canvas, x, 0, 0.12, '#2d3032');
	}
}

function wallStrip(canvas: Canvas, x: number, low: number, high: number, colour: string): void {
	canvas.face(
		[
			[x, low, START_M],
			[x, low, END_M],
			[x, high, END_M],
			[x, high, START_M],
		],
		colour,
	);
}

function drawEnd(canvas: Canvas, wall: string): void {
	canvas.face(
		[
			[-HALF_WIDTH_M, 0, END_M],
			[HALF_WIDTH_M, 0, END_M],
			[HALF_WIDTH_M, CEILING_M, END_M],
			[-HALF_WIDTH_M, CEILING_M, END_M],
		],
		shade(wall, 0.9),
	);
	for (const x of [-0.62, 0.62]) {
		canvas.box({ x, z: END_M - 0.1, width: 1.16, height: 2.2, depth: 0.05, colour: '#4d565c' });
		canvas.face(
			[
				[x - 0.4, 0.9, END_M - 0.15],
				[x + 0.4, 0.9, END_M - 0.15],
				[x + 0.4, 2.0, END_M - 0.15],
				[x - 0.4, 2.0, END_M - 0.15],
			],
			'#f4f8fa',
		);
	}
	canvas.glow([0, 1.3, END_M - 0.3], 3.2, '#eef6ff', 0.5);
	canvas.face(
		[
			[-0.35, 2.34, END_M - 0.2],
			[0.35, 2.34, END_M - 0.2],
			[0.35, 2.58, END_M - 0.2],
			[-0.35, 2.58, END_M - 0.2],
		],
		'#1fae5c',
	);
}

function drawDoor(canvas: Canvas, x: number, z: number, colour: string): void {
	const quad = (low: number, high: number, from: number, to: number, paint: string) =>
		canvas.face(
			[
				[x, low, z + from],
				[x, low, z + to],
				[x, high, z + to],
				[x, high, z + from],
			],
			paint,
		);
	quad(0, 2.2, -0.08, 1.08, shade(colour, 0.45));
	quad(0, 2.12, 0, 1, shade(colour, x < 0 ? 1 : 0.86));
	quad(1.2, 1.95, 0.68, 0.84, '#22303a');
	quad(1.0, 1.06, 0.08, 0.22, '#c9cdd0');
	quad(1.45, 1.72, 1.25, 1.5, '#dfe3e4');
}

function drawLights(canvas: Canvas, floor: string): void {
	for (let z = 23; z > 1; z -= 3.2) {
		canvas.face(
			[
				[-0.62, CEILING_M - 0.01, z],
				[-0.62, CEILING_M - 0.01, z + 1.25],
				[0.62, CEILING_M - 0.01, z + 1.25],
				[0.62, CEILING_M - 0.01, z],
			],
			'#fdfefb',
		);
		canvas.glow([0, CEILING_M, z + 0.6], 1.5, '#fffdf2', 0.4, 0.3);
		canvas.floorGlow([0, 0, z + 0.6], 1.35, mix('#ffffff', floor, 0.2), 0.42);
		for (const x of [-HALF_WIDTH_M, HALF_WIDTH_M]) {
			canvas.glow([x, 2.1, z + 0.6], 1.1, '#fffdf0', 0.16);
		}
	}
}

/** The corridor. */
export const makeCorridor: SceneMaker = (random) => {
	const look: Look = {
		wall: pick(random, ['#cfccc2', '#bcc8cc', '#d3cabb', '#c2ccc0']),
		floor: pick(random, ['#767d80', '#8a7c6c', '#6d7b86', '#7e8078']),
		door: pick(random, ['#8a6a4a', '#5d7280', '#9a8263', '#6a5a50']),
	};
	const doors = [3.5, 7.5, 11.5, 15.5, 19.5].map((z) => z + between(random, -0.5, 0.5));
	const jacket = pick(random, ['#33526e', '#7a3b3b', '#3f4a3d', '#2c2f38', '#8b8f94']);
	const side = between(random, -0.7, 0.7);
	return {
		mounting: {
			xM: between(random, -0.7, 0.7),
			heightM: between(random, 2.35, 2.55),
			pitchDeg: between(random, 13, 17),
			yawDeg: between(random, -7, 7),
			focalPx: 780,
		},
		haze: { colour: '#8d989c', perMetre: 0.018 },
		drawPlace: (canvas) => {
			drawShell(canvas, look);
			drawEnd(canvas, look.wall);
			for (const z of [...doors].reverse()) {
				drawDoor(canvas, -HALF_WIDTH_M + 0.01, z, look.door);
				drawDoor(canvas, HALF_WIDTH_M - 0.01, z + 1.6, look.door);
			}
			drawLights(canvas, look.floor);
		},
		drawAction: (canvas, seconds) => {
			const { at } = toAndFro(seconds, 4.6, 20, 1.25);
			drawPerson(canvas, { x: side, z: at, seconds, heading: 0, jacket, trousers: '#23262c' });
		},
	};
};
