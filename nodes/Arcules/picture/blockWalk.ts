/**
 * The loop over the blocks of a scan. All that it needs is in this file: V8 makes one piece of machine code of it, and
 * reads what comes from other modules anew each time.
 *
 * To reach the next DC coefficient, the AC coefficients need not be known, only how many bits they take and how many places of
 * the block they fill. So the tables hold steps: one look-up by the next bits goes over several codes and their values.
 *
 * Positions are counted in bits. One load of 32 bits gives at least 25 from any position on.
 */
import type { EntropyData } from './entropyData';

/** How many bits a look-up of DC codes is indexed by. */
const DC_INDEX_BITS = 9;
/** How many bits a look-up of AC codes is indexed by: tables of 12 bits take 5 % longer, larger ones leave the cache. */
const AC_INDEX_BITS = 13;
/** A DC step: the size of the value in bits, and above it that of code and value together. */
const DC_BITS_SHIFT = 4;
/** An AC step: the bits it takes, and above them the places it fills. */
const AC_PLACES_SHIFT = 5;
/** Stands for the places that are zero up to the end of the block (EOB). */
const END_OF_BLOCK = 128;
/** The places of a block, DC included. */
const BLOCK_PLACES = 64;
/** The longest code. */
const MAX_CODE_BITS = 16;

const DC_INDEX_SHIFT = 32 - DC_INDEX_BITS;
const AC_INDEX_SHIFT = 32 - AC_INDEX_BITS;
const CODE_SHIFT = 32 - MAX_CODE_BITS;
const DC_SIZE_MASK = 15;
const AC_BITS_MASK = 31;
const NO_CODE = -1;
const MID_GREY = 128;
const MAX_LEVEL = 255;

// Not exported where they are declared: the compiled code would read them from the module's exports.
export {
	AC_INDEX_BITS,
	AC_PLACES_SHIFT,
	BLOCK_PLACES,
	DC_BITS_SHIFT,
	DC_INDEX_BITS,
	END_OF_BLOCK,
	MAX_CODE_BITS,
};

/** The steps of a Huffman table. */
export interface StepTable {
	/** By the next bits; 0 when the code is longer, or none. */
	readonly steps: Uint16Array;
	/** The step over one code, at the start of 16 bits; 0 when no code begins there. */
	readonly longStep: (bits: number) => number;
}

/** One block of each MCU. */
export interface Block {
	readonly dc: StepTable;
	readonly ac: StepTable;
	/** Whether its grey level is kept. */
	readonly isLuma: boolean;
	/** By how much its DC coefficient is multiplied. */
	readonly dcStep: number;
	/** Where it stands among the levels, counted from the MCU's first block. */
	readonly offset: number;
}

/** What the MCUs of a scan are made of, and how they lie in the plane of grey levels. */
export interface McuLayout {
	readonly blocks: readonly Block[];
	readonly columns: number;
	/** From one MCU to the next, and from one row of MCUs to the next. */
	readonly acrossStep: number;
	readonly downStep: number;
}

/** Walks over the MCUs of one restart interval; false when there are fewer, or bits that are no code. */
export function walkInterval(
	data: EntropyData,
	layout: McuLayout,
	levels: Uint8Array,
	from: number,
	to: number,
): boolean {
	const { view } = data;
	const { blocks, columns, acrossStep } = layout;
	let position = 0;
	let predictor = 0;
	let level = MID_GREY;
	let column = from % columns;
	let at = offsetOf(layout, from);
	for (let mcu = from; mcu < to; mcu++, column++, at += acrossStep) {
		if (column === columns) {
			column = 0;
			at = offsetOf(layout, mcu);
		}
		if (position >= data.limitBits) position = data.more(position);
		if (position < 0) return false;
		// Not by for…of: the iterator keeps V8 from compiling the loop as one.
		for (let index = 0; index < blocks.length; index++) {
			const block = blocks[index];
			const step = block ? dcStepAt(view, position, block.dc) : 0;
			if (!block || step === 0) return false;
			position += step >> DC_BITS_SHIFT;
			const sizeBits = step & DC_SIZE_MASK;
			if (block.isLuma) {
				// Many blocks are as grey as the one before.
				if (sizeBits > 0) {
					predictor += valueAt(view, position - sizeBits, sizeBits);
					level = greyLevel(predictor * block.dcStep);
				}
				levels[at + block.offset] = level;
			}
			position = skipAc(view, position, block.ac);
			if (position < 0) return false;
		}
	}
	return data.isWithin(position);
}

/** Where the first luma block of an MCU stands. */
function offsetOf({ columns, acrossStep, downStep }: McuLayout, mcu: number): number {
	const column = mcu % columns;
	return ((mcu - column) / columns) * downStep + column * acrossStep;
}

function dcStepAt(view: DataView, position: number, table: StepTable): number {
	const bits = view.getUint32(position >>> 3) << (position & 7);
	const step = table.steps[bits >>> DC_INDEX_SHIFT] ?? 0;
	return step === 0 ? table.longStep(bits >>> CODE_SHIFT) : step;
}

/** The signed value of a size at this position: its first bit is 1 when it is positive (T.81, F.2.2.1). */
function valueAt(view: DataView, position: number, sizeBits: number): number {
	const bits = view.getUint32(position >>> 3) << (position & 7);
	const value = bits >>> (32 - sizeBits);
	return value >= 1 << (sizeBits - 1) ? value : value + 1 - (1 << sizeBits);
}

/** The mean of a block: its DC coefficient is eight times as much, counted from the middle (T.81, A.3.3). */
function greyLevel(dequantized: number): number {
	const level = MID_GREY + ((dequantized + 4) >> 3);
	return level < 0 ? 0 : level > MAX_LEVEL ? MAX_LEVEL : level;
}

/** The position behind a block whose AC coefficients begin here; NO_CODE when the block is broken. */
function skipAc(view: DataView, from: number, table: StepTable): number {
	const { steps } = table;
	let position = from;
	let places = 1;
	do {
		const bits = view.getUint32(position >>> 3) << (position & 7);
		let step = steps[bits >>> AC_INDEX_SHIFT] ?? 0;
		if (step === 0 || !fits(places + (step >> AC_PLACES_SHIFT))) {
			// A long code, or the last codes of the step belong to the next block: over one code, then.
			step = table.longStep(bits >>> CODE_SHIFT);
			if (step === 0 || !fits(places + (step >> AC_PLACES_SHIFT))) return NO_CODE;
		}
		position += step & AC_BITS_MASK;
		places += step >> AC_PLACES_SHIFT;
	} while (places < BLOCK_PLACES);
	return position;
}

/** Whether a block can be filled up to here: at most to its last place, and ended only while there are places left. */
function fits(places: number): boolean {
	return places <= BLOCK_PLACES || (places > END_OF_BLOCK && places < END_OF_BLOCK + BLOCK_PLACES);
}
