// A car, parked or moving, in perspective.
import type { Canvas } from './canvas';
import { shade } from './colour';
import type { Point } from './view';

/** Where a car is, which way it points and what it is painted. */
export interface Car {
	readonly x: number;
	readonly z: number;
	/** 0 points to the right of the picture; anticlockwise seen from above. */
	readonly turnRad: number;
	readonly colour: string;
	readonly lights?: boolean;
	/** A van is taller and longer in the cabin. */
	readonly van?: boolean;
}

const LENGTH_M = 4.4;
const WIDTH_M = 1.8;
const GLASS = '#1b242c';
const TYRE = '#0f1113';

type Outline = ReadonlyArray<readonly [along: number, up: number]>;

// Side views, in metres from the middle of the car: bonnet to the right.
const SALOON_BODY: Outline = [
	[-2.2, 0.32],
	[2.2, 0.32],
	[2.18, 0.72],
	[1.0, 0.92],
	[-1.75, 0.95],
	[-2.2, 0.85],
];
const SALOON_CABIN: Outline = [
	[-1.75, 0.94],
	[1.0, 0.91],
	[0.3, 1.43],
	[-1.1, 1.44],
];
const VAN_BODY: Outline = [
	[-2.2, 0.34],
	[2.2, 0.34],
	[2.18, 0.95],
	[1.6, 1.12],
	[-2.2, 1.12],
];
const VAN_CABIN: Outline = [
	[-2.2, 1.11],
	[1.6, 1.11],
	[0.9, 1.95],
	[-2.18, 1.98],
];
const AXLES_M = [-1.35, 1.38];
const WHEEL_RADIUS_M = 0.33;
const CABIN_INSET_M = 0.14;

class CarBody {
	private readonly cos: number;

	private readonly sin: number;

	constructor(private readonly car: Car) {
		this.cos = Math.cos(car.turnRad);
		this.sin = Math.sin(car.turnRad);
	}

	/** A point of the car in the scene: along, up, and to the left of it. */
	at(along: number, up: number, left: number): Point {
		return [
			this.car.x + along * this.cos - left * this.sin,
			up,
			this.car.z + along * this.sin + left * this.cos,
		];
	}

	/** The side of the car that is nearer to the camera: 1 is its left, -1 its right. */
	nearSide(canvas: Canvas): 1 | -1 {
		const left = canvas.view.project(this.at(0, 0.5, WIDTH_M / 2));
		const right = canvas.view.project(this.at(0, 0.5, -WIDTH_M / 2));
		return (left?.depthM ?? Infinity) < (right?.depthM ?? Infinity) ? 1 : -1;
	}
}

function extrude(
	canvas: Canvas,
	body: CarBody,
	outline: Outline,
	halfWidth: number,
	colours: { side: string; ends: string; top: string },
): void {
	const near = body.nearSide(canvas);
	const strips = outline.map((from, index) => ({
		from,
		to: outline[(index + 1) % outline.length] ?? from,
	}));
	const quads = strips.map(({ from, to }) => ({
		corners: [
			body.at(from[0], from[1], halfWidth),
			body.at(to[0], to[1], halfWidth),
			body.at(to[0], to[1], -halfWidth),
			body.at(from[0], from[1], -halfWidth),
		],
		isFlat: Math.abs(to[0] - from[0]) > Math.abs(to[1] - from[1]) * 2.2,
		isUnderside: from[1] < 0.5 && to[1] < 0.5,
		depthM:
			canvas.view.project(body.at((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, 0))?.depthM ?? 0,
	}));
	const visible = quads.filter(({ isUnderside }) => !isUnderside);
	for (const quad of visible.sort((first, second) => second.depthM - first.depthM)) {
		canvas.face(quad.corners, quad.isFlat ? colours.top : colours.ends);
	}
	canvas.face(
		outline.map(([along, up]) => body.at(along, up, near * halfWidth)),
		colours.side,
	);
}

function wheels(canvas: Canvas, body: CarBody): void {
	const side = body.nearSide(canvas) * (WIDTH_M / 2 + 0.01);
	const rim = (along: number, radius: number) =>
		Array.from({ length: 14 }, (_, index) => {
			const angle = (index / 14) * 2 * Math.PI;
			const up = WHEEL_RADIUS_M + Math.sin(angle) * radius;
			return body.at(along + Math.cos(angle) * radius, up, side);
		});
	for (const along of AXLES_M) {
		canvas.face(rim(along, WHEEL_RADIUS_M), TYRE);
		canvas.face(rim(along, WHEEL_RADIUS_M * 0.6), '#6f767c');
		canvas.face(rim(along, WHEEL_RADIUS_M * 0.2), '#33383d');
	}
}

function sideWindow(canvas: Canvas, body: CarBody, cabin: Outline): void {
	const side = body.nearSide(canvas) * (WIDTH_M / 2 - CABIN_INSET_M + 0.01);
	const along = cabin.reduce((sum, point) => sum + point[0], 0) / cabin.length;
	const up = cabin.reduce((sum, point) => sum + point[1], 0) / cabin.length;
	const inset = cabin.map(([x, y]) =>
		body.at(along + (x - along) * 0.86, up + (y - up) * 0.72, side),
	);
	canvas.face(inset, GLASS);
	const pillar = cabin.length > 0 ? along - 0.05 : 0;
	canvas.line(body.at(pillar, 0.9, side), body.at(pillar, up + 0.2, side), 0.09, '#22282d');
}

function lampGlass(
	canvas: Canvas,
	body: CarBody,
	along: number,
	left: number,
	colour: string,
): void {
	const corners = [
		body.at(along, 0.56, left - 0.17),
		body.at(along, 0.56, left + 0.17),
		body.at(along, 0.7, left + 0.15),
		body.at(along, 0.7, left - 0.15),
	];
	canvas.face(corners, colour);
}

function lamps(canvas: Canvas, body: CarBody, lit: boolean): void {
	const frontDepthM = canvas.view.project(body.at(LENGTH_M / 2, 0.6, 0))?.depthM ?? 0;
	const backDepthM = canvas.view.project(body.at(-LENGTH_M / 2, 0.6, 0))?.depthM ?? 0;
	const frontIsNear = frontDepthM < backDepthM;
	for (const left of [-0.68, 0.68]) {
		const front = body.at(LENGTH_M / 2, 0.62, left);
		const back = body.at(-LENGTH_M / 2, 0.72, left);
		if (frontIsNear) lampGlass(canvas, body, LENGTH_M / 2 + 0.01, left, '#dfe6ea');
		else lampGlass(canvas, body, -LENGTH_M / 2 - 0.01, left, '#8e1f1c');
		if (!lit) continue;
		canvas.glow(front, 0.2, '#fffbe8', 0.95);
		canvas.glow(front, 0.8, '#fff1c4', 0.28);
		canvas.glow(back, 0.22, '#ff3a2a', 0.7);
	}
	if (lit) canvas.floorGlow(body.at(LENGTH_M / 2 + 2.4, 0, 0), 2.6, '#fff3cf', 0.3);
}

function drawShadow(canvas: Canvas, body: CarBody): void {
	for (const along of [-1.3, 0, 1.3]) {
		canvas.floorGlow(body.at(along, 0, 0), 1.7, '#000000', 0.4);
	}
	for (const spread of [0.22, 0.1, 0]) {
		const [length, width] = [LENGTH_M / 2 + spread - 0.05, WIDTH_M / 2 + spread];
		const corners = [
			body.at(-length, 0, -width),
			body.at(length, 0, -width),
			body.at(length, 0, width),
			body.at(-length, 0, width),
		];
		canvas.face(corners, '#08090a', 0.36);
	}
}

/** Draws the car where it is. */
export function drawCar(canvas: Canvas, car: Car): void {
	const body = new CarBody(car);
	const { colour } = car;
	drawShadow(canvas, body);
	const painted = { side: shade(colour, 0.8), ends: shade(colour, 0.62), top: shade(colour, 1.1) };
	const cabin = car.van ? VAN_CABIN : SALOON_CABIN;
	extrude(canvas, body, car.van ? VAN_BODY : SALOON_BODY, WIDTH_M / 2, painted);
	wheels(canvas, body);
	extrude(canvas, body, cabin, WIDTH_M / 2 - CABIN_INSET_M, {
		side: painted.side,
		ends: shade(GLASS, 1.25),
		top: painted.top,
	});
	sideWindow(canvas, body, cabin);
	lamps(canvas, body, car.lights ?? false);
}
