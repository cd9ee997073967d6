// A car park with marked bays, parked cars and one that drives down the lane.
import type { Canvas } from '../canvas';
import { drawCar, type Car } from '../car';
import { mix, shade } from '../colour';
import { drawPerson } from '../person';
import { between, pick, type Random } from '../random';
import { toAndFro, type SceneMaker } from '../scene';

const BAY_M = 2.7;
const FIRST_BAY_M = 7;
const BAYS = 9;
const LANE_HALF_WIDTH_M = 3.4;
const ROW_X_M = 6.2;
const EDGE_M = 36;
const PAINTS = [
	'#b9bdc1',
	'#2b3138',
	'#7d1f24',
	'#dcdedd',
	'#27415f',
	'#5b6066',
	'#8a7c66',
	'#3a4d40',
] as const;

interface Light {
	readonly skyTop: string;
	readonly skyLow: string;
	readonly asphalt: string;
	readonly isDusk: boolean;
}

const DAY: Light = { skyTop: '#8fb0cf', skyLow: '#dfe6e6', asphalt: '#6a6d70', isDusk: false };
const GREY: Light = { skyTop: '#a3adb4', skyLow: '#cfd3d3', asphalt: '#5d6164', isDusk: false };
const DUSK: Light = { skyTop: '#1d2a44', skyLow: '#b0705a', asphalt: '#33363d', isDusk: true };

function parkedCars(random: Random): Car[] {
	const cars: Car[] = [];
	for (let bay = BAYS - 1; bay >= 0; bay--) {
		for (const side of [-1, 1]) {
			const isTaken = random() < 0.68;
			const car = {
				x: side * ROW_X_M + between(random, -0.25, 0.25),
				z: FIRST_BAY_M + (bay + 0.5) * BAY_M,
				turnRad: side > 0 === random() < 0.75 ? 0 : Math.PI,
				colour: pick(random, PAINTS),
				van: random() < 0.15,
			};
			if (isTaken) cars.push(car);
		}
	}
	return cars;
}

function drawSky(canvas: Canvas, { skyTop, skyLow }: Light): void {
	canvas.define(
		`<linearGradient id="sky" x2="0" y2="1"><stop offset="0" stop-color="${skyTop}"/>` +
			`<stop offset=".4" stop-color="${skyLow}"/></linearGradient>`,
	);
	canvas.raw('<rect width="1280" height="720" fill="url(#sky)"/>');
}

function drawBuildings(canvas: Canvas, random: Random, light: Light): void {
	for (let x = -42; x < 42; x += 9) {
		const height = between(random, 4, 9);
		const colour = mix(pick(random, ['#8f8a83', '#7c8790', '#a3937f']), light.skyTop, 0.35);
		const z = EDGE_M + 14;
		canvas.box({ x, z, width: 8.6, height, depth: 6, colour });
		for (let floor = 1.2; floor < height - 1; floor += 1.9) {
			for (let window = -3.4; window < 3.6; window += 1.4) {
				const lit = light.isDusk && random() < 0.4;
				canvas.face(
					[
						[x + window, floor, z - 3.05],
						[x + window + 0.8, floor, z - 3.05],
						[x + window + 0.8, floor + 1.1, z - 3.05],
						[x + window, floor + 1.1, z - 3.05],
					],
					lit ? '#ffd98a' : shade(colour, 0.6),
				);
			}
		}
	}
}

function drawHedge(canvas: Canvas, random: Random, light: Light): void {
	const soil = mix('#34492f', light.asphalt, 0.35);
	canvas.box({ x: 0, z: EDGE_M + 1, width: 90, height: 1.1, depth: 1.4, colour: soil });
	for (let index = 0; index < 190; index++) {
		const x = between(random, -36, 36);
		const y = between(random, 0.3, 1.7);
		const green = pick(random, ['#3f5a3a', '#2f4a31', '#4d6642']);
		canvas.glow(
			[x, y, EDGE_M + 0.6],
			between(random, 0.9, 1.7),
			mix(green, light.asphalt, 0.3),
			0.9,
		);
	}
}

function drawGround(canvas: Canvas, asphalt: string): void {
	canvas.face(
		[
			[-60, 0, -1],
			[-60, 0, EDGE_M],
			[60, 0, EDGE_M],
			[60, 0, -1],
		],
		asphalt,
	);
	// Beyond the hedge the ground goes on to the houses.
	canvas.face(
		[
			[-90, 0, EDGE_M],
			[-90, 0, EDGE_M + 14],
			[90, 0, EDGE_M + 14],
			[90, 0, EDGE_M],
		],
		mix(asphalt, '#5a6450', 0.5),
	);
	for (let bay = 0; bay <= BAYS; bay++) {
		const z = FIRST_BAY_M + bay * BAY_M;
		for (const side of [-1, 1]) {
			canvas.line([side * LANE_HALF_WIDTH_M, 0, z], [side * 9, 0, z], 0.12, '#d9dad3', 0.85);
		}
	}
	for (const side of [-1, 1]) {
		const end = FIRST_BAY_M + BAYS * BAY_M;
		canvas.line([side * 9, 0, FIRST_BAY_M], [side * 9, 0, end], 0.12, '#d9dad3', 0.7);
		canvas.box({ x: side * 10, z: 19, width: 0.3, height: 0.18, depth: 26, colour: '#8f908c' });
	}
	for (let z = 4; z < EDGE_M - 3; z += 4) {
		canvas.line([0, 0, z], [0, 0, z + 1.8], 0.12, '#d8c25a', 0.75);
	}
}

function drawWear(canvas: Canvas, random: Random): void {
	for (let index = 0; index < 26; index++) {
		const spot = [between(random, -11, 11), 0, between(random, 3, 32)] as const;
		const isDark = random() < 0.65;
		canvas.floorGlow(spot, between(random, 0.5, 2.2), isDark ? '#1c1e20' : '#a9aba8', 0.16);
	}
}

function drawLamp(canvas: Canvas, x: number, z: number, isLit: boolean): void {
	canvas.box({ x, z, width: 0.16, height: 6, depth: 0.16, colour: '#4b5054' });
	const arm = x < 0 ? 0.7 : -0.7;
	canvas.box({ x: x + arm, z, y: 5.95, width: 1.5, height: 0.12, depth: 0.3, colour: '#4b5054' });
	if (!isLit) return;
	canvas.glow([x + arm, 5.9, z], 2, '#ffe7b0', 0.9);
	canvas.floorGlow([x + arm, 0, z], 6, '#ffdf9e', 0.34);
}

/** The car park. */
export const makeParking: SceneMaker = (random) => {
	const light = pick(random, [DAY, GREY, DUSK]);
	const cars = parkedCars(random);
	const paint = pick(random, PAINTS);
	return {
		mounting: {
			xM: between(random, -2.5, 2.5),
			heightM: between(random, 5, 6.2),
			pitchDeg: between(random, 15, 18),
			yawDeg: between(random, -9, 9),
			focalPx: 800,
		},
		haze: { colour: mix(light.skyLow, light.skyTop, 0.5), perMetre: 0.009 },
		drawPlace: (canvas) => {
			drawSky(canvas, light);
			drawGround(canvas, light.asphalt);
			drawBuildings(canvas, random, light);
			drawHedge(canvas, random, light);
			drawWear(canvas, random);
			for (const car of cars) drawCar(canvas, car);
			for (const z of [30, 17]) {
				for (const x of [-10.4, 10.4]) drawLamp(canvas, x, z, light.isDusk);
			}
		},
		drawAction: (canvas, seconds) => {
			const walker = toAndFro(seconds, 30, 10, 1.2);
			const drive = toAndFro(seconds, 34, 7, 3.4);
			const car = () =>
				drawCar(canvas, {
					x: 1.5 * -drive.direction,
					z: drive.at,
					turnRad: (-Math.PI / 2) * drive.direction,
					colour: paint,
					lights: light.isDusk,
				});
			const person = () => {
				const place = { x: -2.9, z: walker.at, seconds, heading: 0 };
				drawPerson(canvas, { ...place, jacket: '#3b4d66', trousers: '#2a2c30' });
			};
			const inOrder = drive.at > walker.at ? [car, person] : [person, car];
			for (const draw of inOrder) draw();
		},
	};
};
