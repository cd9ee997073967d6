// Collects the shapes of a picture as SVG, shading faces by their distance from the camera.
import { mix, shade } from './colour';
import { HEIGHT_PX, WIDTH_PX, type Point, type ScreenPoint, type View } from './view';

/** Air between the camera and what it sees. */
export interface Haze {
	readonly colour: string;
	/** The share of the colour that is lost in every metre. */
	readonly perMetre: number;
}

/** A box that stands upright; its footprint may be turned. */
export interface Box {
	readonly x: number;
	/** Height of its underside. */
	readonly y?: number;
	readonly z: number;
	readonly width: number;
	readonly height: number;
	readonly depth: number;
	readonly colour: string;
	/** Turn of the footprint, anticlockwise seen from above. */
	readonly turnRad?: number;
	/** How much narrower the top is than the footprint: 0 is a box, 1 a roof. */
	readonly taper?: number;
}

const TOP_LIGHT = 1.18;
const FRONT_LIGHT = 0.92;
const SIDE_LIGHT = 0.68;

function fixed(value: number): string {
	return value.toFixed(1);
}

function pathData(points: readonly ScreenPoint[]): string {
	return `M${points.map(({ x, y }) => `${fixed(x)} ${fixed(y)}`).join('L')}Z`;
}

// Twice the signed area; positive is clockwise in the picture.
function winding(points: readonly ScreenPoint[]): number {
	return points.reduce((sum, point, index) => {
		const next = points[(index + 1) % points.length] ?? point;
		return sum + point.x * next.y - next.x * point.y;
	}, 0);
}

/** A picture in the making. What is added later covers what was added before. */
export class Canvas {
	private readonly defs: string[] = [];

	private readonly shapes: string[] = [];

	constructor(
		readonly view: View,
		private readonly haze: Haze,
	) {}

	/** Adds SVG as it is. */
	raw(svg: string): void {
		this.shapes.push(svg);
	}

	/** Adds a definition as it is. */
	define(svg: string): void {
		this.defs.push(svg);
	}

	/** A polygon of one colour. It fades with distance. */
	face(points: readonly Point[], colour: string, opacity = 1): void {
		const projected = this.view.projectPolygon(points);
		if (projected.length >= 3) this.fill(projected, colour, opacity);
	}

	/** A box. Only the faces towards the camera are drawn. */
	box(box: Box): void {
		const { y = 0, height, colour } = box;
		const bottom = footprint(box, y, 1);
		const top = footprint(box, y + height, 1 - (box.taper ?? 0));
		this.boxFace(top, shade(colour, TOP_LIGHT));
		for (let side = 0; side < 4; side++) {
			const next = (side + 1) % 4;
			const corners = [bottom[side], bottom[next], top[next], top[side]].filter(
				(corner): corner is Point => corner !== undefined,
			);
			this.boxFace(corners, shade(colour, side % 2 === 0 ? FRONT_LIGHT : SIDE_LIGHT));
		}
	}

	/** A soft spot of light (or of shadow, in a dark colour) around a point. */
	glow(at: Point, radiusM: number, colour: string, opacity: number, flatness = 1): void {
		const centre = this.view.project(at);
		if (centre === undefined) return;
		const radiusX = radiusM * this.view.pixelsPerMetre(centre.depthM);
		this.ellipseGlow(centre, radiusX, radiusX * flatness, colour, opacity);
	}

	/** A soft spot that lies on the floor. */
	floorGlow(at: Point, radiusM: number, colour: string, opacity: number): void {
		const centre = this.view.project(at);
		if (centre === undefined) return;
		this.glow(at, radiusM, colour, opacity, this.view.floorFlatness(centre));
	}

	/** A line on the floor or anywhere else, as wide as it is there. */
	line(from: Point, to: Point, widthM: number, colour: string, opacity = 1): void {
		const length = Math.hypot(to[0] - from[0], to[2] - from[2]) || 1;
		const acrossX = (((to[2] - from[2]) / length) * widthM) / 2;
		const acrossZ = ((-(to[0] - from[0]) / length) * widthM) / 2;
		const corners: Point[] = [
			[from[0] - acrossX, from[1], from[2] - acrossZ],
			[to[0] - acrossX, to[1], to[2] - acrossZ],
			[to[0] + acrossX, to[1], to[2] + acrossZ],
			[from[0] + acrossX, from[1], from[2] + acrossZ],
		];
		this.face(corners, colour, opacity);
	}

	/** The colour as it looks from a distance. */
	hazed(colour: string, depthM: number): string {
		return mix(colour, this.haze.colour, 1 - Math.exp(-this.haze.perMetre * depthM));
	}

	/** The picture as an SVG document, see-through where nothing was drawn. */
	toSvg(): string {
		return (
			`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH_PX}" height="${HEIGHT_PX}">` +
			`<defs>${this.defs.join('')}</defs>${this.shapes.join('')}</svg>`
		);
	}

	private boxFace(corners: readonly Point[], colour: string): void {
		const projected = this.view.projectPolygon(corners);
		if (projected.length >= 3 && winding(projected) < 0) this.fill(projected, colour, 1);
	}

	private fill(points: readonly ScreenPoint[], colour: string, opacity: number): void {
		const sorted = [...points].sort((first, second) => first.depthM - second.depthM);
		const nearest = sorted[0];
		const farthest = sorted[sorted.length - 1];
		if (nearest === undefined || farthest === undefined) return;
		const paint =
			farthest.depthM - nearest.depthM < 1
				? this.hazed(colour, nearest.depthM)
				: this.depthGradient(colour, nearest, farthest);
		this.raw(`<path d="${pathData(points)}" fill="${paint}" opacity="${opacity}"/>`);
	}

	private depthGradient(colour: string, near: ScreenPoint, far: ScreenPoint): string {
		const id = `d${this.defs.length}`;
		const ends = `x1="${fixed(near.x)}" y1="${fixed(near.y)}" x2="${fixed(far.x)}" y2="${fixed(far.y)}"`;
		// Depth grows faster towards the far end of the picture, so the middle is still near.
		const middleM = 2 / (1 / near.depthM + 1 / far.depthM);
		const stops = [near.depthM, middleM, far.depthM].map(
			(depthM, index) => `<stop offset="${index / 2}" stop-color="${this.hazed(colour, depthM)}"/>`,
		);
		this.define(
			`<linearGradient id="${id}" gradientUnits="userSpaceOnUse" ${ends}>${stops.join('')}</linearGradient>`,
		);
		return `url(#${id})`;
	}

	private ellipseGlow(
		centre: ScreenPoint,
		radiusX: number,
		radiusY: number,
		colour: string,
		opacity: number,
	): void {
		const id = `g${this.defs.length}`;
		this.define(
			`<radialGradient id="${id}"><stop offset="0" stop-color="${colour}" stop-opacity="${opacity}"/>` +
				`<stop offset=".45" stop-color="${colour}" stop-opacity="${opacity * 0.45}"/>` +
				`<stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>`,
		);
		this.raw(
			`<ellipse cx="${fixed(centre.x)}" cy="${fixed(centre.y)}" rx="${fixed(radiusX)}" ` +
				`ry="${fixed(radiusY)}" fill="url(#${id})"/>`,
		);
	}
}

// Anticlockwise seen from above, starting at the front left corner, so that every side that is
// towards the camera winds the same way in the picture.
function footprint(box: Box, y: number, scale: number): Point[] {
	const halfWidth = (box.width / 2) * scale;
	const halfDepth = (box.depth / 2) * scale;
	const sin = Math.sin(box.turnRad ?? 0);
	const cos = Math.cos(box.turnRad ?? 0);
	const corners = [
		[-halfWidth, -halfDepth],
		[halfWidth, -halfDepth],
		[halfWidth, halfDepth],
		[-halfWidth, halfDepth],
	] as const;
	return corners.map(([x, z]): Point => [box.x + x * cos - z * sin, y, box.z + x * sin + z * cos]);
}
