// A street in front of a building, with passing traffic and somebody on the pavement.
import type { Canvas } from '../canvas';
import { drawCar } from '../car';
import { mix, shade } from '../colour';
import { drawPerson } from '../person';
import { between, pick, type Random } from '../random';
import { passing, toAndFro, type SceneMaker } from '../scene';
import type { Point } from '../view';

const KERB_NEAR_M = 7;
const KERB_FAR_M = 15;
const FACADE_M = 19;
const HALF_LENGTH_M = 45;
const PAINTS = ['#c3c7ca', '#7d2226', '#2b4563', '#30353a', '#b08a3a', '#e0e1de'] as const;

interface Look {
	readonly brick: string;
	readonly sky: string;
	readonly isNight: boolean;
}

function band(near: number, far: number, y = 0): Point[] {
	return [
		[-HALF_LENGTH_M, y, near],
		[-HALF_LENGTH_M, y, far],
		[HALF_LENGTH_M, y, far],
		[HALF_LENGTH_M, y, near],
	];
}

function onFacade(left: number, right: number, low: number, high: number, out = 0.02): Point[] {
	return [
		[left, low, FACADE_M - out],
		[right, low, FACADE_M - out],
		[right, high, FACADE_M - out],
		[left, high, FACADE_M - out],
	];
}

function drawGround(canvas: Canvas, { isNight }: Look): void {
	const light = isNight ? 0.5 : 1;
	canvas.face(band(-1, KERB_NEAR_M), shade('#8d8c87', light));
	canvas.face(band(KERB_NEAR_M, KERB_FAR_M), shade('#55585b', light));
	canvas.face(band(KERB_FAR_M, FACADE_M), shade('#96948e', light));
	canvas.face(band(KERB_NEAR_M - 0.2, KERB_NEAR_M), shade('#b3b2ac', light));
	canvas.face(band(KERB_FAR_M, KERB_FAR_M + 0.2), shade('#b3b2ac', light));
	for (let x = -HALF_LENGTH_M; x < HALF_LENGTH_M; x += 4) {
		canvas.line([x, 0, 11], [x + 2, 0, 11], 0.13, shade('#dedfd8', light), 0.85);
	}
	for (let x = -HALF_LENGTH_M; x < HALF_LENGTH_M; x += 1.5) {
		canvas.line([x, 0, KERB_FAR_M + 0.2], [x, 0, FACADE_M], 0.03, '#5f5e5a', 0.5);
		canvas.line([x, 0, 0], [x, 0, KERB_NEAR_M - 0.2], 0.03, '#5f5e5a', 0.5);
	}
}

function drawWindow(canvas: Canvas, random: Random, x: number, y: number, look: Look): void {
	const isLit = look.isNight && random() < 0.35;
	const glass = look.isNight ? '#1c242c' : mix('#4c5c68', look.sky, between(random, 0.1, 0.5));
	canvas.face(onFacade(x - 0.1, x + 1.5, y - 0.12, y + 1.9), shade(look.brick, 1.2));
	canvas.face(onFacade(x, x + 1.4, y, y + 1.8, 0.03), isLit ? '#f7cf83' : glass);
	canvas.face(onFacade(x + 0.67, x + 0.73, y, y + 1.8, 0.04), '#2e3336');
	canvas.face(onFacade(x, x + 1.4, y + 1.1, y + 1.16, 0.04), '#2e3336');
	canvas.box({
		x: x + 0.7,
		y: y - 0.2,
		z: FACADE_M - 0.1,
		width: 1.8,
		height: 0.1,
		depth: 0.2,
		colour: '#b9b5ab',
	});
}

function drawShopFront(canvas: Canvas, random: Random, x: number, look: Look): void {
	const colour = pick(random, ['#28423c', '#5a2a2c', '#24364d', '#4a4038']);
	canvas.face(onFacade(x, x + 6.4, 0, 3.3), shade(colour, look.isNight ? 0.6 : 1));
	const glass = look.isNight ? '#e9c987' : mix('#39454d', look.sky, 0.3);
	canvas.face(onFacade(x + 0.3, x + 4.2, 0.5, 2.6, 0.03), glass);
	canvas.face(onFacade(x + 4.6, x + 5.9, 0, 2.6, 0.03), shade(glass, 0.75));
	canvas.face(onFacade(x + 2.2, x + 2.28, 0.5, 2.6, 0.04), shade(colour, 0.6));
	canvas.box({
		x: x + 3.2,
		y: 2.75,
		z: FACADE_M - 0.5,
		width: 6.2,
		height: 0.35,
		depth: 1,
		colour,
	});
	if (look.isNight) canvas.floorGlow([x + 2.4, 0, FACADE_M - 1.2], 2.8, '#ffd78f', 0.4);
}

function drawFacade(canvas: Canvas, random: Random, look: Look): void {
	const brick = shade(look.brick, look.isNight ? 0.42 : 1);
	canvas.face(onFacade(-HALF_LENGTH_M, HALF_LENGTH_M, 0, 14, 0), brick);
	for (let y = 3.4; y < 12; y += 0.28) {
		canvas.face(
			onFacade(-HALF_LENGTH_M, HALF_LENGTH_M, y, y + 0.03, 0.01),
			shade(brick, 0.84),
			0.6,
		);
	}
	for (let x = -27; x < 27; x += 6.8) drawShopFront(canvas, random, x, { ...look, brick });
	for (let x = -27; x < 27; x += 3.4) {
		for (const y of [4.4, 7.8]) drawWindow(canvas, random, x + 0.9, y, { ...look, brick });
	}
}

function drawLamp(canvas: Canvas, x: number, isNight: boolean): void {
	const post = { x, z: KERB_FAR_M + 0.7 };
	canvas.box({ ...post, width: 0.13, height: 5.2, depth: 0.13, colour: '#23282b' });
	canvas.box({ ...post, y: 5.1, width: 0.5, height: 0.16, depth: 0.5, colour: '#23282b' });
	if (!isNight) return;
	canvas.glow([x, 5, post.z - 0.1], 2, '#ffe3ad', 0.95);
	canvas.floorGlow([x, 0, post.z - 1], 4.4, '#ffdca0', 0.45);
}

function drawTree(canvas: Canvas, random: Random, x: number, isNight: boolean): void {
	const z = KERB_FAR_M + 0.8;
	canvas.floorGlow([x, 0, z], 1.6, '#000000', 0.4);
	canvas.box({ x, z, width: 0.24, height: 2.6, depth: 0.24, colour: '#4a3b2e' });
	for (let index = 0; index < 46; index++) {
		const angle = random() * 2 * Math.PI;
		const reach = Math.sqrt(random()) * 1.5;
		const green = pick(random, ['#3f6138', '#557a48', '#2f4d2d', '#486d3f']);
		const at: Point = [x + Math.cos(angle) * reach, 3.7 + Math.sin(angle) * reach * 0.9, z];
		canvas.glow(at, between(random, 0.35, 0.7), shade(green, isNight ? 0.4 : 1), 0.9);
	}
}

/** The street. */
export const makeStreet: SceneMaker = (random) => {
	const look: Look = {
		brick: pick(random, ['#8c5f4d', '#9b8a76', '#7a6a62', '#a37a5e']),
		sky: pick(random, ['#c8d6e0', '#b7c3cb']),
		isNight: random() < 0.25,
	};
	const near = pick(random, PAINTS);
	const far = pick(random, PAINTS);
	const speed = between(random, 5.5, 7.5);
	return {
		mounting: {
			heightM: between(random, 4.8, 5.6),
			pitchDeg: between(random, 13, 16),
			yawDeg: between(random, -22, 22),
			focalPx: 740,
		},
		haze: { colour: look.isNight ? '#232833' : '#aeb6bb', perMetre: 0.01 },
		drawPlace: (canvas) => {
			canvas.raw(`<rect width="1280" height="720" fill="${look.isNight ? '#161b26' : look.sky}"/>`);
			drawGround(canvas, look);
			drawFacade(canvas, random, look);
			for (const x of [-16, -4, 8, 20]) drawTree(canvas, random, x, look.isNight);
			for (const x of [-10, 2, 14]) drawLamp(canvas, x, look.isNight);
		},
		drawAction: (canvas, seconds) => {
			const { at, direction } = toAndFro(seconds, -9, 9, 1.3);
			const walk = { x: at, z: FACADE_M - 1.9, seconds, heading: direction };
			drawPerson(canvas, { ...walk, jacket: '#40485a', trousers: '#25282c' });
			const lights = look.isNight;
			const farX = passing(seconds, 26, -26, speed);
			drawCar(canvas, { x: farX, z: 13, turnRad: Math.PI, colour: far, lights, van: true });
			const nearX = passing(seconds + 4, -26, 26, speed * 0.8);
			drawCar(canvas, { x: nearX, z: 9, turnRad: 0, colour: near, lights });
		},
	};
};
