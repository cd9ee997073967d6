// A warehouse aisle between pallet racks, with a worker walking along it.
import type { Canvas } from '../canvas';
import { shade } from '../colour';
import { drawPerson } from '../person';
import { between, pick, type Random } from '../random';
import { toAndFro, type SceneMaker } from '../scene';

const AISLE_HALF_WIDTH_M = 1.9;
const RACK_DEPTH_M = 1.1;
const BAY_M = 2.7;
const BAYS = 11;
const FIRST_BAY_M = 2.2;
const LEVELS_M = [0.12, 1.75, 3.4, 5.05];
const CEILING_M = 8;
const END_M = FIRST_BAY_M + BAYS * BAY_M + 3;
const CARTONS = ['#a5835a', '#94734b', '#b5976c', '#87898b', '#9d8a70', '#6d7f8d'] as const;

function drawHall(canvas: Canvas, floor: string): void {
	canvas.raw('<rect width="1280" height="720" fill="#23282b"/>');
	const wide = 12;
	canvas.face(
		[
			[-wide, 0, -1],
			[-wide, 0, END_M],
			[wide, 0, END_M],
			[wide, 0, -1],
		],
		floor,
	);
	canvas.face(
		[
			[-wide, CEILING_M, -1],
			[-wide, CEILING_M, END_M],
			[wide, CEILING_M, END_M],
			[wide, CEILING_M, -1],
		],
		'#42484b',
	);
	canvas.face(
		[
			[-wide, 0, END_M],
			[wide, 0, END_M],
			[wide, CEILING_M, END_M],
			[-wide, CEILING_M, END_M],
		],
		'#8f9799',
	);
	for (const side of [-1, 1]) {
		const x = side * (AISLE_HALF_WIDTH_M - 0.18);
		canvas.line([x, 0, 0], [x, 0, END_M - 2], 0.12, '#d3b03a', 0.85);
	}
}

function drawLights(canvas: Canvas): void {
	for (let z = END_M - 3; z > 3; z -= 4.2) {
		canvas.box({
			x: 0,
			z,
			y: CEILING_M - 0.4,
			width: 0.5,
			height: 0.1,
			depth: 1.6,
			colour: '#fbfdf6',
		});
		canvas.glow([0, CEILING_M - 0.4, z], 2, '#f4faff', 0.5, 0.5);
		canvas.floorGlow([0, 0, z], 2.1, '#eef4f6', 0.4);
	}
}

function drawGoods(canvas: Canvas, random: Random, x: number, level: number, z: number): void {
	if (random() < 0.14) return;
	const colour = pick(random, CARTONS);
	const count = random() < 0.5 ? 2 : 1;
	const depth = (BAY_M - 0.5) / count;
	for (let index = count - 1; index >= 0; index--) {
		const at = z + 0.22 + depth * (index + 0.5);
		const height = between(random, 0.75, 1.35);
		const paint = shade(colour, between(random, 0.8, 1.1));
		const pallet = { x, z: at, width: RACK_DEPTH_M - 0.1, depth: depth - 0.12 };
		canvas.box({ ...pallet, y: level, height: 0.12, colour: '#7c6343' });
		canvas.box({ ...pallet, y: level + 0.12, height, colour: paint });
		const front = x - Math.sign(x) * (RACK_DEPTH_M / 2 - 0.04);
		canvas.face(
			[
				[front, level + 0.45, at - 0.2],
				[front, level + 0.45, at + 0.1],
				[front, level + 0.7, at + 0.1],
				[front, level + 0.7, at - 0.2],
			],
			'#d9dad4',
			0.8,
		);
	}
}

function drawBay(canvas: Canvas, random: Random, side: number, z: number, frame: string): void {
	const x = side * (AISLE_HALF_WIDTH_M + RACK_DEPTH_M / 2);
	const face = side * AISLE_HALF_WIDTH_M;
	// The dark behind the goods, so that one does not look through the rack.
	canvas.face(
		[
			[x + side * 0.5, 0, z],
			[x + side * 0.5, 0, z + BAY_M],
			[x + side * 0.5, 6.4, z + BAY_M],
			[x + side * 0.5, 6.4, z],
		],
		'#1c2023',
	);
	canvas.box({ x: face, z: z + BAY_M, width: 0.1, height: 6.6, depth: 0.1, colour: frame });
	for (const level of LEVELS_M) {
		drawGoods(canvas, random, x, level, z);
		if (level < 1) continue;
		const beam = { x: face, y: level - 0.14, z: z + BAY_M / 2 };
		canvas.box({ ...beam, width: 0.06, height: 0.14, depth: BAY_M, colour: '#d2701f' });
	}
}

/** The warehouse. */
export const makeWarehouse: SceneMaker = (random) => {
	const frame = pick(random, ['#2c4f86', '#31557a', '#3c4a5c']);
	const floor = pick(random, ['#7b7d7b', '#70757a', '#85807a']);
	const vest = pick(random, ['#d4dc3f', '#e58a2f']);
	const side = between(random, -0.8, 0.8);
	return {
		mounting: {
			xM: between(random, -0.5, 0.5),
			heightM: between(random, 4.2, 5),
			pitchDeg: between(random, 14, 18),
			yawDeg: between(random, -4, 4),
			focalPx: 780,
		},
		haze: { colour: '#69747a', perMetre: 0.026 },
		drawPlace: (canvas) => {
			drawHall(canvas, floor);
			drawLights(canvas);
			for (let bay = BAYS - 1; bay >= -1; bay--) {
				const z = FIRST_BAY_M + bay * BAY_M;
				for (const rackSide of [-1, 1]) drawBay(canvas, random, rackSide, z, frame);
			}
		},
		drawAction: (canvas, seconds) => {
			const { at } = toAndFro(seconds, 8, 27, 1.3);
			const walk = { x: side, z: at, seconds, heading: 0 };
			drawPerson(canvas, {
				...walk,
				jacket: vest,
				trousers: '#26303d',
				hiVis: true,
				hair: '#e8e6df',
			});
		},
	};
};
