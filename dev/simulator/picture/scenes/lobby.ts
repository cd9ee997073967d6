// A lobby with a glass front, a reception desk and somebody crossing it.
import type { Canvas } from '../canvas';
import { mix, shade } from '../colour';
import { drawPerson, type Person } from '../person';
import { between, pick } from '../random';
import { toAndFro, type SceneMaker } from '../scene';
import type { Point } from '../view';

const HALF_WIDTH_M = 8;
const CEILING_M = 4.2;
const FRONT_M = 15;

interface Look {
	readonly tile: string;
	readonly wood: string;
	readonly accent: string;
	readonly sky: string;
}

function upright(x: number, right: number, low: number, high: number, z: number): Point[] {
	return [
		[x, low, z],
		[right, low, z],
		[right, high, z],
		[x, high, z],
	];
}

function flat(left: number, right: number, near: number, far: number, y: number): Point[] {
	return [
		[left, y, near],
		[left, y, far],
		[right, y, far],
		[right, y, near],
	];
}

function drawFloor(canvas: Canvas, tile: string): void {
	canvas.face(flat(-HALF_WIDTH_M, HALF_WIDTH_M, -1, FRONT_M, 0), tile);
	for (let x = -HALF_WIDTH_M; x <= HALF_WIDTH_M; x += 1.2) {
		canvas.line([x, 0, 0], [x, 0, FRONT_M], 0.02, shade(tile, 0.7), 0.7);
	}
	for (let z = 0; z <= FRONT_M; z += 1.2) {
		canvas.line([-HALF_WIDTH_M, 0, z], [HALF_WIDTH_M, 0, z], 0.02, shade(tile, 0.7), 0.7);
	}
}

function drawFront(canvas: Canvas, sky: string): void {
	canvas.face(upright(-HALF_WIDTH_M, HALF_WIDTH_M, 0, CEILING_M, FRONT_M), '#2c3338');
	for (let x = -HALF_WIDTH_M + 0.1; x < HALF_WIDTH_M - 1; x += 2) {
		canvas.face(upright(x, x + 1.84, 1.3, 3.9, FRONT_M - 0.02), sky);
		canvas.face(upright(x, x + 1.84, 0.1, 1.3, FRONT_M - 0.02), mix(sky, '#74806f', 0.7));
		canvas.face(upright(x, x + 1.84, 1.05, 1.9, FRONT_M - 0.03), mix(sky, '#5d6f5c', 0.55), 0.6);
		canvas.floorGlow([x + 0.9, 0, FRONT_M - 2.2], 2.6, '#f5faff', 0.4);
	}
	for (const x of [-0.95, 0.95]) {
		canvas.face(upright(x - 0.9, x + 0.9, 0, 2.5, FRONT_M - 0.05), mix(sky, '#50606a', 0.45));
		canvas.line([x - 0.9, 0, FRONT_M - 0.1], [x - 0.9, 0, FRONT_M - 0.1], 0.1, '#22282c');
	}
	canvas.face(upright(-2, 2, 2.5, 2.66, FRONT_M - 0.06), '#1d2327');
	canvas.glow([0, 2.2, FRONT_M], 9, '#f2f8ff', 0.34, 0.5);
}

function drawWalls(canvas: Canvas, { wood }: Look): void {
	for (const [x, light] of [
		[-HALF_WIDTH_M, 0.9],
		[HALF_WIDTH_M, 0.72],
	] as const) {
		canvas.face(
			[
				[x, 0, -1],
				[x, 0, FRONT_M],
				[x, CEILING_M, FRONT_M],
				[x, CEILING_M, -1],
			],
			shade('#cfc9bd', light),
		);
		for (let z = 3; z < FRONT_M - 1; z += 0.5) {
			canvas.face(
				[
					[x, 0.1, z],
					[x, 0.1, z + 0.4],
					[x, CEILING_M - 0.3, z + 0.4],
					[x, CEILING_M - 0.3, z],
				],
				shade(wood, light * (0.92 + 0.1 * Math.sin(z * 7))),
			);
		}
	}
}

function drawCeiling(canvas: Canvas): void {
	canvas.face(flat(-HALF_WIDTH_M, HALF_WIDTH_M, -1, FRONT_M, CEILING_M), '#a9aaa6');
	for (let z = 13; z > 2; z -= 3) {
		for (const x of [-5, -1.7, 1.7, 5]) {
			canvas.face(flat(x - 0.3, x + 0.3, z - 0.3, z + 0.3, CEILING_M - 0.02), '#fffdf4');
			canvas.glow([x, CEILING_M, z], 1, '#fff6dc', 0.5, 0.35);
			canvas.floorGlow([x, 0, z - 0.4], 1.1, '#fff8e8', 0.26);
		}
	}
}

function drawDesk(canvas: Canvas, { wood, accent }: Look): void {
	canvas.floorGlow([-4.6, 0, 8.6], 3.2, '#000000', 0.5);
	canvas.box({ x: -4.6, z: 9, width: 4, height: 1.08, depth: 0.9, colour: wood });
	canvas.box({ x: -4.6, z: 8.9, y: 1.08, width: 4.2, height: 0.07, depth: 1.2, colour: '#d8d8d3' });
	canvas.face(upright(-6.4, -2.8, 0.16, 0.24, 8.5), accent);
	canvas.box({ x: -5.3, z: 9.1, y: 1.15, width: 0.6, height: 0.4, depth: 0.05, colour: '#15181b' });
}

function drawPlant(canvas: Canvas, x: number, z: number): void {
	canvas.floorGlow([x, 0, z], 0.8, '#000000', 0.5);
	canvas.box({ x, z, width: 0.5, height: 0.55, depth: 0.5, colour: '#5d5d5a' });
	for (let leaf = 0; leaf < 13; leaf++) {
		const angle = leaf * 2.4;
		const reach = 0.18 + (leaf % 4) * 0.12;
		const tip: Point = [x + Math.cos(angle) * reach * 1.4, 1.0 + (leaf % 5) * 0.17, z];
		const green = leaf % 2 === 0 ? '#37573a' : '#2a4630';
		canvas.face(
			[
				[x - 0.03, 0.5, z],
				[tip[0] - 0.14, tip[1] - 0.28, z],
				tip,
				[tip[0] + 0.12, tip[1] - 0.32, z],
				[x + 0.03, 0.5, z],
			],
			green,
		);
	}
}

function drawSofa(canvas: Canvas, accent: string): void {
	canvas.floorGlow([5.2, 0, 8], 2.4, '#000000', 0.5);
	canvas.box({ x: 5.2, z: 8.7, width: 2.9, height: 0.85, depth: 0.3, colour: accent });
	canvas.box({ x: 5.2, z: 8.1, width: 2.9, height: 0.45, depth: 0.95, colour: accent });
	canvas.box({ x: 5, z: 6.3, width: 1.2, height: 0.4, depth: 0.7, colour: '#7b6a55' });
}

/** The lobby. */
export const makeLobby: SceneMaker = (random) => {
	const look: Look = {
		tile: pick(random, ['#a5a29a', '#8f9698', '#ada393', '#8a8784']),
		wood: pick(random, ['#8d6a48', '#6f543f', '#9c8467', '#5c4a3e']),
		accent: pick(random, ['#2f5d73', '#8a4033', '#4c5a45', '#4a4f63']),
		sky: pick(random, ['#dbe8f1', '#e8e4d8', '#cfdfee']),
	};
	const jacket = pick(random, ['#29364a', '#6d2f35', '#3c3f42', '#4f5b4a']);
	const depthM = between(random, 9.8, 11.5);
	return {
		mounting: {
			xM: between(random, -1.5, 1.5),
			heightM: between(random, 3.2, 3.6),
			pitchDeg: between(random, 15, 18),
			yawDeg: between(random, -8, 8),
			focalPx: 760,
		},
		haze: { colour: '#aab4ba', perMetre: 0.012 },
		drawPlace: (canvas) => {
			canvas.raw('<rect width="1280" height="720" fill="#6d6b66"/>');
			drawCeiling(canvas);
			drawFloor(canvas, look.tile);
			drawWalls(canvas, look);
			drawFront(canvas, look.sky);
			for (const x of [-6.6, -2.4, 2.4, 6.6]) {
				canvas.box({ x, z: 12.6, width: 0.55, height: CEILING_M, depth: 0.55, colour: '#bdb8ae' });
			}
			drawPlant(canvas, 3.2, 12.9);
			drawPlant(canvas, -7.2, 11);
			drawDesk(canvas, look);
			drawSofa(canvas, look.accent);
		},
		drawAction: (canvas, seconds) => {
			// Only as far as the sofa, which is part of the background and cannot hide anybody.
			const { at, direction } = toAndFro(seconds, -1.9, 3.2, 1.3);
			const visitor = toAndFro(seconds + 9, 4.8, 12, 1.1);
			const crossing: Person = {
				x: at,
				z: depthM,
				seconds,
				heading: direction,
				jacket,
				trousers: '#20242b',
			};
			const coming: Person = {
				x: -0.6,
				z: visitor.at,
				seconds: seconds + 0.4,
				heading: 0,
				jacket: '#9a9284',
				trousers: '#3a3f47',
				hair: '#6b5138',
			};
			const people = [crossing, coming].sort((first, second) => second.z - first.z);
			for (const person of people) drawPerson(canvas, person);
		},
	};
};
