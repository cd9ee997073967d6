/**
 * Huffman tables of a JPEG (ITU-T T.81, annexes C and F.2.2), laid out as steps for the walk over blocks.
 */
import {
	AC_INDEX_BITS,
	AC_PLACES_SHIFT,
	BLOCK_PLACES,
	DC_BITS_SHIFT,
	DC_INDEX_BITS,
	END_OF_BLOCK,
	MAX_CODE_BITS,
	type StepTable,
} from './blockWalk';
import { byteAt } from './bytes';

// The difference of two DC coefficients of 8-bit samples has at most 11 bits (T.81, table F.1).
const MAX_DC_SIZE_BITS = 11;
const EOB = 0x00;
const ZRL = 0xf0;
const ZRL_PLACES = 16;
const AC_BITS_MASK = (1 << AC_PLACES_SHIFT) - 1;
// While a table is built, the length of a code stands above its step.
const LENGTH_SHIFT = 16;
const STEP_MASK = (1 << LENGTH_SHIFT) - 1;
const TABLES_KEPT = 16;

/** The step over a symbol with its value, by the length of its code; 0 when there is no such symbol. */
type StepOf = (symbol: number, lengthBits: number) => number;

function dcStep(sizeBits: number, lengthBits: number): number {
	if (sizeBits > MAX_DC_SIZE_BITS) return 0;
	return ((lengthBits + sizeBits) << DC_BITS_SHIFT) | sizeBits;
}

function acStep(symbol: number, lengthBits: number): number {
	const sizeBits = symbol & 15;
	if (sizeBits > 0) return placed((symbol >> 4) + 1, lengthBits + sizeBits);
	if (symbol === EOB) return placed(END_OF_BLOCK, lengthBits);
	return symbol === ZRL ? placed(ZRL_PLACES, lengthBits) : 0;
}

function placed(places: number, bits: number): number {
	return (places << AC_PLACES_SHIFT) | bits;
}

/** The codes of a table. They are canonical: those of one length are numbered through (T.81, C.2). */
class CanonicalCodes {
	private readonly counts: Uint8Array;

	private readonly symbols: Uint8Array;

	/** @param definition sixteen counts of codes by length, then the symbols, as in a DHT */
	constructor(
		definition: Uint8Array,
		private readonly stepOf: StepOf,
	) {
		this.counts = definition.slice(0, MAX_CODE_BITS);
		this.symbols = definition.slice(MAX_CODE_BITS);
	}

	/** The step over the code at the start of 16 bits, found length by length; 0 when there is none. */
	step(bits: number): number {
		let code = 0;
		let index = 0;
		for (let length = 1; length <= MAX_CODE_BITS; length++) {
			const count = byteAt(this.counts, length - 1);
			const offset = (bits >> (MAX_CODE_BITS - length)) - code;
			if (offset < count) return this.stepOf(byteAt(this.symbols, index + offset), length);
			index += count;
			code = (code + count) * 2;
		}
		return 0;
	}

	/** The steps by their first bits, below the lengths of their codes; 0 for longer codes, and for none. */
	steps(indexBits: number): Uint32Array {
		const steps = new Uint32Array(1 << indexBits);
		let index = 0;
		let from = 0;
		for (let length = 1; length <= indexBits; length++) {
			const width = 1 << (indexBits - length);
			for (let count = byteAt(this.counts, length - 1); count > 0; count--) {
				const step = this.stepOf(byteAt(this.symbols, index++), length);
				if (step !== 0) steps.fill((length << LENGTH_SHIFT) | step, from, from + width);
				from += width;
			}
		}
		return steps;
	}
}

/** The step over all codes that lie wholly in the index, but not beyond the end of a block. */
function joinedStep(single: Uint32Array, first: number, index: number): number {
	let step = first & STEP_MASK;
	for (;;) {
		const bits = step & AC_BITS_MASK;
		const places = step >> AC_PLACES_SHIFT;
		const next = single[(index << bits) & (single.length - 1)] ?? 0;
		const nextPlaces = (next & STEP_MASK) >> AC_PLACES_SHIFT;
		const isWhole = next !== 0 && next >> LENGTH_SHIFT <= AC_INDEX_BITS - bits;
		if (!isWhole || places + (nextPlaces % END_OF_BLOCK) >= BLOCK_PLACES) return step;
		step += next & STEP_MASK;
	}
}

function dcTableOf(definition: Uint8Array): StepTable {
	const codes = new CanonicalCodes(definition, dcStep);
	const steps = Uint16Array.from(codes.steps(DC_INDEX_BITS), (step) => step & STEP_MASK);
	return { steps, longStep: (bits) => codes.step(bits) };
}

function acTableOf(definition: Uint8Array): StepTable {
	const codes = new CanonicalCodes(definition, acStep);
	const single = codes.steps(AC_INDEX_BITS);
	const steps = Uint16Array.from(single, (first, index) => joinedStep(single, first, index));
	return { steps, longStep: (bits) => codes.step(bits) };
}

/** Keeps the tables that were built last: the pictures of one maker's cameras mostly have the same. */
class RecentTables {
	private readonly tables = new Map<string, StepTable>();

	constructor(private readonly build: (definition: Uint8Array) => StepTable) {}

	get(definition: Uint8Array): StepTable {
		const key = String.fromCharCode(...definition);
		const table = this.tables.get(key) ?? this.build(definition);
		// Taken out and put in again, the first one is the one that was not used for longest.
		this.tables.delete(key);
		this.tables.set(key, table);
		const [oldest] = this.tables.keys();
		if (this.tables.size > TABLES_KEPT && oldest !== undefined) this.tables.delete(oldest);
		return table;
	}
}

/** DC tables by their definitions. */
export const dcTables = new RecentTables(dcTableOf);
/** AC tables by their definitions. */
export const acTables = new RecentTables(acTableOf);

/** Whether a definition has no more codes of any length than can be told apart. */
export function isPossible(definition: Uint8Array): boolean {
	let free = 1;
	for (const count of definition.subarray(0, MAX_CODE_BITS)) {
		free = free * 2 - count;
		if (free < 0) return false;
	}
	return true;
}
