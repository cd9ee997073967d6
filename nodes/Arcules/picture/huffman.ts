/**
 * Huffman tables of a JPEG (ITU-T T.81, annexes C and F.2.2), laid out for walking over codes rather than decoding them.
 *
 * To reach the next DC coefficient, the AC coefficients need not be known, only how many bits they take and how many
 * places of the block they fill. So one look-up by the next 13 bits tells this for several codes and values at once. Tables of
 * 12 bits take 5 % longer, tables of 16 bits do not stay in the processor's first cache.
 *
 * Positions are counted in bits. At any position 25 bits can be had by one load of 32, which the data must have room for.
 */

const AC_INDEX_BITS = 13;
const DC_INDEX_BITS = 9;
const AC_INDEX_SHIFT = 32 - AC_INDEX_BITS;
const DC_INDEX_SHIFT = 32 - DC_INDEX_BITS;
const MAX_CODE_BITS = 16;
/** A code can be longer than the index; the loaded 32 bits then begin with it. */
const CODE_SHIFT = 32 - MAX_CODE_BITS;
/** The places of a block, DC included. */
const BLOCK_PLACES = 64;
/** Stands for the places that a code leaves zero up to the end of the block (EOB). */
const END_OF_BLOCK = 128;
/** An AC step: the bits it takes, and above them the places it fills. */
const STEP_BITS_MASK = 31;
const STEP_PLACES_SHIFT = 5;
/** A DC step: the size of the value in bits, and above it the length of the code. */
const DC_SIZE_MASK = 15;
const DC_LENGTH_SHIFT = 4;
/** The difference of two DC coefficients of 8-bit samples has at most 11 bits (T.81, table F.1). */
const MAX_DC_SIZE_BITS = 11;
const EOB = 0x00;
const ZRL = 0xf0;
const ZRL_PLACES = 16;
/** While a table is built, the length of a code stands above its step. */
const BUILD_LENGTH_SHIFT = 16;
const STEP_MASK = 0xffff;
const TABLES_KEPT = 16;

/** What is returned in place of a position or a step where the bits are no code. */
export const NO_CODE = -1;

/** The step of a symbol whose code has this length; 0 when there is no such symbol. */
type StepOf = (symbol: number, lengthBits: number) => number;

function dcStep(sizeBits: number, lengthBits: number): number {
	return sizeBits > MAX_DC_SIZE_BITS ? 0 : (lengthBits << DC_LENGTH_SHIFT) | sizeBits;
}

function acStep(symbol: number, lengthBits: number): number {
	const sizeBits = symbol & 15;
	if (sizeBits > 0) return placed((symbol >> 4) + 1, lengthBits + sizeBits);
	if (symbol === EOB) return placed(END_OF_BLOCK, lengthBits);
	return symbol === ZRL ? placed(ZRL_PLACES, lengthBits) : 0;
}

function placed(places: number, bits: number): number {
	return (places << STEP_PLACES_SHIFT) | bits;
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

	/** The step at the start of 16 bits, found length by length; 0 when no code begins there. */
	step(bits: number): number {
		let code = 0;
		let index = 0;
		for (let length = 1; length <= MAX_CODE_BITS; length++) {
			const count = this.counts[length - 1] ?? 0;
			const offset = (bits >> (MAX_CODE_BITS - length)) - code;
			if (offset < count) return this.stepOf(this.symbols[index + offset] ?? 0, length);
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
			for (let count = this.counts[length - 1] ?? 0; count > 0; count--) {
				const step = this.stepOf(this.symbols[index++] ?? 0, length);
				if (step !== 0) steps.fill((length << BUILD_LENGTH_SHIFT) | step, from, from + width);
				from += width;
			}
		}
		return steps;
	}
}

/** The step over all codes that lie wholly in the index, but not beyond the end of a block. */
function joinedStep(single: Uint32Array, index: number): number {
	let step = (single[index] ?? 0) & STEP_MASK;
	for (;;) {
		const bits = step & STEP_BITS_MASK;
		const places = step >> STEP_PLACES_SHIFT;
		if (step === 0 || bits >= AC_INDEX_BITS || places >= END_OF_BLOCK) return step;
		const next = single[(index << bits) & (single.length - 1)] ?? 0;
		const nextPlaces = (next & STEP_MASK) >> STEP_PLACES_SHIFT;
		const isWhole = next !== 0 && next >> BUILD_LENGTH_SHIFT <= AC_INDEX_BITS - bits;
		if (!isWhole || places + (nextPlaces % END_OF_BLOCK) >= BLOCK_PLACES) return step;
		step += next & STEP_MASK;
	}
}

/** Walks over the DC coefficients of a component. */
export class DcTable {
	private readonly steps: Uint16Array;

	private readonly codes: CanonicalCodes;

	constructor(definition: Uint8Array) {
		this.codes = new CanonicalCodes(definition, dcStep);
		this.steps = Uint16Array.from(this.codes.steps(DC_INDEX_BITS), (step) => step & STEP_MASK);
	}

	/** The step at this position, for `lengthOf` and `sizeOf`; NO_CODE when no code begins there. */
	stepAt(view: DataView, position: number): number {
		const bits = view.getUint32(position >>> 3) << (position & 7);
		const step = this.steps[bits >>> DC_INDEX_SHIFT] ?? 0;
		return step || this.codes.step(bits >>> CODE_SHIFT) || NO_CODE;
	}
}

/** The length of a DC code. */
export function lengthOf(dcStep: number): number {
	return dcStep >> DC_LENGTH_SHIFT;
}

/** The size of the value that follows a DC code. */
export function sizeOf(dcStep: number): number {
	return dcStep & DC_SIZE_MASK;
}

/** The signed value of a size at this position: its first bit is 1 for positive values (T.81, F.2.2.1). */
export function valueAt(view: DataView, position: number, sizeBits: number): number {
	const bits = view.getUint32(position >>> 3) << (position & 7);
	// Shifted twice, because a shift by 32 is none.
	const value = (bits >>> 1) >>> (31 - sizeBits);
	return value >= (1 << sizeBits) >> 1 ? value : value + 1 - (1 << sizeBits);
}

/** Walks over the AC coefficients of a component. */
export class AcTable {
	/** Steps over one or several codes by the next bits; 0 when the first code is longer, or none. */
	private readonly steps = new Uint16Array(1 << AC_INDEX_BITS);

	private readonly codes: CanonicalCodes;

	constructor(definition: Uint8Array) {
		this.codes = new CanonicalCodes(definition, acStep);
		const single = this.codes.steps(AC_INDEX_BITS);
		for (let index = 0; index < single.length; index++) {
			this.steps[index] = joinedStep(single, index);
		}
	}

	/** The position behind a block whose AC coefficients begin here; NO_CODE when the block is broken. */
	skipBlock(view: DataView, from: number): number {
		const { steps } = this;
		let position = from;
		let places = 1;
		do {
			const bits = view.getUint32(position >>> 3) << (position & 7);
			let step = steps[bits >>> AC_INDEX_SHIFT] ?? 0;
			if (step === 0 || !fits(places + (step >> STEP_PLACES_SHIFT))) {
				// A long code, or the step goes beyond the block's last place, because the last of its codes are not of this block.
				step = this.codes.step(bits >>> CODE_SHIFT);
				if (step === 0 || !fits(places + (step >> STEP_PLACES_SHIFT))) return NO_CODE;
			}
			position += step & STEP_BITS_MASK;
			places += step >> STEP_PLACES_SHIFT;
		} while (places < BLOCK_PLACES);
		return position;
	}
}

/** Whether a block can be filled up to here: at most to its last place, and ended only while there are places left. */
function fits(places: number): boolean {
	return places <= BLOCK_PLACES || (places > END_OF_BLOCK && places < END_OF_BLOCK + BLOCK_PLACES);
}

/** Keeps the tables that were built last: the pictures of one maker's cameras mostly have the same. */
class RecentTables<T> {
	private readonly tables = new Map<string, T>();

	constructor(private readonly build: (definition: Uint8Array) => T) {}

	get(definition: Uint8Array): T {
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
export const dcTables = new RecentTables((definition) => new DcTable(definition));
/** AC tables by their definitions. */
export const acTables = new RecentTables((definition) => new AcTable(definition));

/** Whether a definition has no more codes of any length than can be told apart. */
export function isPossible(definition: Uint8Array): boolean {
	let free = 1;
	for (const count of definition.subarray(0, MAX_CODE_BITS)) {
		free = free * 2 - count;
		if (free < 0) return false;
	}
	return true;
}
