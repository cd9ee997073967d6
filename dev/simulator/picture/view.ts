// A pinhole camera: where a point of the scene falls in the picture.

/** Size of all pictures. */
export const WIDTH_PX = 1280;
/** Size of all pictures. */
export const HEIGHT_PX = 720;

/** A point in metres: to the right, up from the floor, away from the camera's wall. */
export type Point = readonly [x: number, y: number, z: number];

/** A point of the picture, and how far away it is. */
export interface ScreenPoint {
	readonly x: number;
	readonly y: number;
	readonly depthM: number;
}

/** Where the camera hangs and where it looks. */
export interface Mounting {
	readonly xM?: number;
	readonly heightM: number;
	/** Downwards. */
	readonly pitchDeg: number;
	/** To the right. */
	readonly yawDeg: number;
	readonly focalPx: number;
}

const NEAR_M = 0.3;

function radians(degrees: number): number {
	return (degrees * Math.PI) / 180;
}

/** Projects points of the scene for one mounting. */
export class View {
	private readonly sinPitch: number;

	private readonly cosPitch: number;

	private readonly sinYaw: number;

	private readonly cosYaw: number;

	constructor(private readonly mounting: Mounting) {
		this.sinPitch = Math.sin(radians(mounting.pitchDeg));
		this.cosPitch = Math.cos(radians(mounting.pitchDeg));
		this.sinYaw = Math.sin(radians(mounting.yawDeg));
		this.cosYaw = Math.cos(radians(mounting.yawDeg));
	}

	/** The point of the picture, or undefined behind the camera. */
	project(point: Point): ScreenPoint | undefined {
		const seen = this.toCamera(point);
		return seen[2] < NEAR_M ? undefined : this.toScreen(seen);
	}

	/** The polygon in the picture, without what lies behind the camera. */
	projectPolygon(points: readonly Point[]): ScreenPoint[] {
		const seen = points.map((point) => this.toCamera(point));
		const kept = seen.flatMap((point, index) => {
			const previous = seen[(index + seen.length - 1) % seen.length] ?? point;
			const isIn = point[2] >= NEAR_M;
			const crossing = isIn === previous[2] >= NEAR_M ? [] : [atNearPlane(previous, point)];
			return isIn ? [...crossing, point] : crossing;
		});
		return kept.map((point) => this.toScreen(point));
	}

	/** How many pixels a metre is at this depth. */
	pixelsPerMetre(depthM: number): number {
		return this.mounting.focalPx / depthM;
	}

	/** How flat a circle on the floor looks: 0 is a line, 1 a circle. */
	floorFlatness({ depthM }: ScreenPoint): number {
		const { heightM } = this.mounting;
		return Math.min(0.9, Math.max(0.08, heightM / Math.hypot(heightM, depthM) + 0.02));
	}

	private toCamera([x, y, z]: Point): Point {
		const right = x - (this.mounting.xM ?? 0);
		const up = y - this.mounting.heightM;
		const across = right * this.cosYaw - z * this.sinYaw;
		const ahead = right * this.sinYaw + z * this.cosYaw;
		return [
			across,
			up * this.cosPitch + ahead * this.sinPitch,
			ahead * this.cosPitch - up * this.sinPitch,
		];
	}

	private toScreen([x, y, depthM]: Point): ScreenPoint {
		const scale = this.pixelsPerMetre(depthM);
		return { x: WIDTH_PX / 2 + x * scale, y: HEIGHT_PX / 2 - y * scale, depthM };
	}
}

function atNearPlane(from: Point, to: Point): Point {
	const share = (NEAR_M - from[2]) / (to[2] - from[2]);
	return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share, NEAR_M];
}
