// A loading dock from inside: roller doors, pallets and a worker in a high-visibility jacket.
import type { Canvas } from '../canvas';
import { mix, shade } from '../colour';
import { textPath, textWidthPx } from '../lettering';
import { drawPerson } from '../person';
import { between, pick, type Random } from '../random';
import { toAndFro, type SceneMaker } from '../scene';
import type { Point } from '../view';

const HALF_WIDTH_M = 11;
const CEILING_M = 6.5;
const WALL_M = 16;
const DOORS_X_M = [-6.4, 0, 6.4];
const DOOR_HALF_WIDTH_M = 1.9;
const DOOR_HEIGHT_M = 3.6;

function upright(x: number, right: number, low: number, high: number, z: number): Point[] {
	return [
		[x, low, z],
		[right, low, z],
		[right, high, z],
		[x, high, z],
	];
}

function drawHall(canvas: Canvas, wall: string, floor: string): void {
	canvas.raw('<rect width="1280" height="720" fill="#2c2f31"/>');
	canvas.face(
		[
			[-HALF_WIDTH_M, 0, -1],
			[-HALF_WIDTH_M, 0, WALL_M],
			[HALF_WIDTH_M, 0, WALL_M],
			[HALF_WIDTH_M, 0, -1],
		],
		floor,
	);
	canvas.face(upright(-HALF_WIDTH_M, HALF_WIDTH_M, 0, CEILING_M, WALL_M), wall);
	canvas.face(upright(-HALF_WIDTH_M, HALF_WIDTH_M, 0, 0.5, WALL_M - 0.01), shade(wall, 0.55));
	for (let x = -HALF_WIDTH_M; x < HALF_WIDTH_M; x += 0.55) {
		canvas.face(upright(x, x + 0.05, 0.5, CEILING_M, WALL_M - 0.02), shade(wall, 0.86));
	}
	for (const [x, light] of [
		[-HALF_WIDTH_M, 0.8],
		[HALF_WIDTH_M, 0.65],
	] as const) {
		canvas.face(
			[
				[x, 0, -1],
				[x, 0, WALL_M],
				[x, CEILING_M, WALL_M],
				[x, CEILING_M, -1],
			],
			shade(wall, light),
		);
	}
	canvas.face(
		[
			[-HALF_WIDTH_M, CEILING_M, -1],
			[-HALF_WIDTH_M, CEILING_M, WALL_M],
			[HALF_WIDTH_M, CEILING_M, WALL_M],
			[HALF_WIDTH_M, CEILING_M, -1],
		],
		'#3a3e40',
	);
}

function drawLights(canvas: Canvas): void {
	for (const z of [14, 10, 6]) {
		for (const x of [-6.5, 0, 6.5]) {
			canvas.box({ x, z, y: 5.9, width: 1.8, height: 0.1, depth: 0.3, colour: '#f7f8ef' });
			canvas.glow([x, 5.9, z], 1.8, '#fdfbe6', 0.55, 0.45);
			canvas.floorGlow([x, 0, z - 0.6], 3.2, '#fbf7e2', 0.24);
		}
	}
}

function drawNumber(canvas: Canvas, x: number, label: string): void {
	const at = canvas.view.project([x, 4.35, WALL_M - 0.1]);
	if (at === undefined) return;
	const sizePx = canvas.view.pixelsPerMetre(at.depthM) * 0.8;
	const left = at.x - textWidthPx(label, sizePx) / 2;
	canvas.raw(`<path d="${textPath(label, left, at.y, sizePx)}" fill="#1b1d1f"/>`);
}

function drawShutter(canvas: Canvas, x: number): void {
	const [left, right] = [x - DOOR_HALF_WIDTH_M, x + DOOR_HALF_WIDTH_M];
	for (let slat = 0; slat < DOOR_HEIGHT_M; slat += 0.24) {
		const light = 0.84 + 0.14 * Math.sin(slat * 9);
		canvas.face(upright(left, right, slat, slat + 0.21, WALL_M - 0.06), shade('#a9aeb0', light));
	}
}

// An open door shows the inside of a trailer that has backed up to it.
function drawTrailer(canvas: Canvas, x: number): void {
	const [left, right] = [x - DOOR_HALF_WIDTH_M, x + DOOR_HALF_WIDTH_M];
	canvas.face(upright(left, right, 0, DOOR_HEIGHT_M, WALL_M - 0.06), '#14181b');
	canvas.face(
		upright(left + 0.35, right - 0.35, 0.1, DOOR_HEIGHT_M - 0.4, WALL_M - 0.07),
		'#4a4f52',
	);
	canvas.face(upright(left + 0.8, right - 0.8, 0.4, DOOR_HEIGHT_M - 0.9, WALL_M - 0.08), '#77797a');
	canvas.face(upright(left + 0.95, right - 1.7, 0.4, 1.9, WALL_M - 0.09), '#8a6b47');
	canvas.face(upright(right - 1.65, right - 0.9, 0.4, 1.5, WALL_M - 0.09), '#9c7c56');
	canvas.glow([x, 2, WALL_M - 0.2], 2, '#dfeaf2', 0.25);
}

function drawDoor(canvas: Canvas, x: number, isOpen: boolean, label: string): void {
	const [left, right] = [x - DOOR_HALF_WIDTH_M, x + DOOR_HALF_WIDTH_M];
	canvas.face(upright(left - 0.3, right + 0.3, 0, DOOR_HEIGHT_M + 0.35, WALL_M - 0.05), '#22262a');
	if (isOpen) drawTrailer(canvas, x);
	else drawShutter(canvas, x);
	for (const post of [left - 0.5, right + 0.5]) {
		for (let stripe = 0; stripe < 5; stripe++) {
			const colour = stripe % 2 === 0 ? '#d9b21f' : '#1f2123';
			const y = stripe * 0.24;
			canvas.box({ x: post, y, z: WALL_M - 0.4, width: 0.2, height: 0.24, depth: 0.2, colour });
		}
	}
	const lamp = isOpen ? '#37d067' : '#e2382c';
	canvas.glow([right + 0.75, 2.6, WALL_M - 0.2], 0.5, lamp, 0.75);
	drawNumber(canvas, x, label);
}

function drawMarkings(canvas: Canvas): void {
	for (const x of DOORS_X_M) {
		for (const side of [-2.4, 2.4]) {
			canvas.line([x + side, 0, 9], [x + side, 0, WALL_M - 0.4], 0.13, '#d6b634', 0.8);
		}
	}
	canvas.line([-HALF_WIDTH_M, 0, 8.9], [HALF_WIDTH_M, 0, 8.9], 0.15, '#d6b634', 0.8);
	canvas.line([-HALF_WIDTH_M, 0, 7.1], [HALF_WIDTH_M, 0, 7.1], 0.15, '#d6b634', 0.8);
}

function drawPallet(canvas: Canvas, random: Random, x: number, z: number): void {
	canvas.floorGlow([x, 0, z], 1.3, '#000000', 0.55);
	const turnRad = between(random, -0.12, 0.12);
	canvas.box({ x, z, width: 1.3, height: 0.15, depth: 1.1, colour: '#8a6d49', turnRad });
	const layers = 1 + Math.floor(random() * 3);
	const carton = pick(random, ['#a5835a', '#947349', '#b39468', '#8f9296']);
	for (let layer = 0; layer < layers; layer++) {
		const y = 0.15 + layer * 0.5;
		for (const offset of [-0.31, 0.31]) {
			const colour = shade(carton, between(random, 0.88, 1.08));
			const size = { width: 0.59, height: 0.49, depth: 1 };
			canvas.box({ x: x + offset, y, z, ...size, colour, turnRad });
		}
	}
}

/** The dock. */
export const makeDock: SceneMaker = (random) => {
	const wall = pick(random, ['#98a0a3', '#a79d8c', '#8c979c']);
	const floor = pick(random, ['#777874', '#6c7175', '#837c72']);
	const vest = pick(random, ['#e2812b', '#c7d43a']);
	return {
		mounting: {
			xM: between(random, -2, 2),
			heightM: between(random, 4.2, 5),
			pitchDeg: between(random, 16, 19),
			yawDeg: between(random, -10, 10),
			focalPx: 760,
		},
		haze: { colour: mix(wall, '#40464a', 0.5), perMetre: 0.022 },
		drawPlace: (canvas) => {
			drawHall(canvas, wall, floor);
			drawMarkings(canvas);
			const openDoor = Math.floor(random() * DOORS_X_M.length);
			DOORS_X_M.forEach((x, index) => drawDoor(canvas, x, index === openDoor, `0${index + 1}`));
			drawLights(canvas);
			for (const x of [-9, -3.3, 3.2, 9]) {
				if (random() < 0.85) drawPallet(canvas, random, x, between(random, 11.5, 14.2));
			}
			drawPallet(canvas, random, -7.6, 10.2);
			drawPallet(canvas, random, 8, 5.6);
			drawPallet(canvas, random, -5.6, 4.9);
		},
		drawAction: (canvas, seconds) => {
			const { at, direction } = toAndFro(seconds, -8, 8, 1.35);
			const walk = { x: at, z: 8, seconds, heading: direction };
			drawPerson(canvas, {
				...walk,
				jacket: vest,
				trousers: '#28303c',
				hiVis: true,
				hair: '#e9e4d2',
			});
		},
	};
};
