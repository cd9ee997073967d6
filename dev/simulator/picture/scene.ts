// What a scene is, and how things move in it.
import type { Canvas, Haze } from './canvas';
import type { Random } from './random';
import type { Mounting } from './view';

/** A place that a camera looks at. The same seed always gives the same place. */
export interface Scene {
	readonly mounting: Mounting;
	readonly haze: Haze;
	/** Draws what never moves. */
	readonly drawPlace: (canvas: Canvas) => void;
	/** Draws what moves, as it is at this second. */
	readonly drawAction: (canvas: Canvas, seconds: number) => void;
}

/** Makes the scene of one camera. */
export type SceneMaker = (random: Random) => Scene;

/** Somewhere on the way between two ends, and which way it goes: 1 there, -1 back. */
export interface Position {
	readonly at: number;
	readonly direction: 1 | -1;
}

/** To and fro between two ends at a steady speed. */
export function toAndFro(
	seconds: number,
	from: number,
	to: number,
	metresPerSecond: number,
): Position {
	const length = Math.abs(to - from);
	const gone = (((seconds * metresPerSecond) % (2 * length)) + 2 * length) % (2 * length);
	const isOut = gone <= length;
	const share = (isOut ? gone : 2 * length - gone) / length;
	return { at: from + (to - from) * share, direction: isOut ? 1 : -1 };
}

/** From one end to the other at a steady speed, and again from the start. */
export function passing(
	seconds: number,
	from: number,
	to: number,
	metresPerSecond: number,
): number {
	const length = Math.abs(to - from);
	return from + ((to - from) * ((seconds * metresPerSecond) % length)) / length;
}
