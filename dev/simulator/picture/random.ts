// Random numbers that are the same for the same seed, so that a camera always shows its own scene.

/** Gives numbers from 0 up to 1. */
export type Random = () => number;

const FNV_OFFSET = 2166136261;
const FNV_PRIME = 16777619;

function hash(text: string): number {
	let value = FNV_OFFSET;
	for (const character of text) {
		value = Math.imul(value ^ (character.codePointAt(0) ?? 0), FNV_PRIME);
	}
	return value >>> 0;
}

/** A generator for the seed (mulberry32). */
export function seededRandom(seed: string): Random {
	let state = hash(seed);
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let value = Math.imul(state ^ (state >>> 15), 1 | state);
		value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
		return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
	};
}

/** A number between two others. */
export function between(random: Random, low: number, high: number): number {
	return low + random() * (high - low);
}

/** One of the choices. */
export function pick<T>(random: Random, choices: readonly [T, ...T[]]): T {
	return choices[Math.floor(random() * choices.length)] ?? choices[0];
}
