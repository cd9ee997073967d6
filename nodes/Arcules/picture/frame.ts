/**
 * The frame header of a JPEG: its size, its components, and how many 8×8 blocks they have (ITU-T T.81, B.2.2 and A.1.1).
 */

import { byteAt, wordAt } from './bytes';

/** One colour component. */
export interface Component {
	readonly id: number;
	/** Samples across, in proportion to the other components: 1 to 4. */
	readonly horizontal: number;
	/** Samples down, in proportion to the other components: 1 to 4. */
	readonly vertical: number;
	/** The slot of its quantisation table. */
	readonly quantizer: number;
}

/** What the frame header says. */
export interface Frame {
	/** The marker, which names the process: 0xC0 is baseline. */
	readonly process: number;
	readonly precisionBits: number;
	readonly width: number;
	readonly height: number;
	readonly components: readonly Component[];
	/** The first component, which is luma in grey and YCbCr pictures. */
	readonly luma: Component;
	/** The largest proportions of all components. */
	readonly horizontal: number;
	readonly vertical: number;
}

/** Columns and rows of something. */
export interface Grid {
	readonly columns: number;
	readonly rows: number;
}

const BLOCK = 8;
const HEIGHT_AT = 1;
const WIDTH_AT = 3;
const COUNT_AT = 5;
const HEADER_BYTES = 6;
const COMPONENT_BYTES = 3;
const MAX_PROPORTION = 4;
/** No camera has so many; whoever decodes the picture of one that says so would run out of memory. */
const MAX_PIXELS = 2 ** 28;
const BASELINE = 0xc0;
const EXTENDED_SEQUENTIAL = 0xc1;

/** Reads the payload of a frame header; nothing when it has no size or one beyond all cameras, or components that cannot be. */
export function readFrame(process: number, payload: Uint8Array): Frame | undefined {
	const precisionBits = byteAt(payload, 0);
	const height = wordAt(payload, HEIGHT_AT);
	const width = wordAt(payload, WIDTH_AT);
	const count = byteAt(payload, COUNT_AT);
	if (width === 0 || height === 0 || width * height > MAX_PIXELS) return undefined;
	if (payload.length < HEADER_BYTES + count * COMPONENT_BYTES) return undefined;
	const components = Array.from({ length: count }, (_, index) =>
		readComponent(payload, HEADER_BYTES + index * COMPONENT_BYTES),
	);
	const [luma] = components;
	if (!luma || !components.every(isPossible)) return undefined;
	const horizontal = Math.max(...components.map((component) => component.horizontal));
	const vertical = Math.max(...components.map((component) => component.vertical));
	return { process, precisionBits, width, height, components, luma, horizontal, vertical };
}

function readComponent(payload: Uint8Array, at: number): Component {
	const proportions = byteAt(payload, at + 1);
	return {
		id: byteAt(payload, at),
		horizontal: proportions >> 4,
		vertical: proportions & 15,
		quantizer: byteAt(payload, at + 2),
	};
}

function isPossible({ horizontal, vertical }: Component): boolean {
	return [horizontal, vertical].every((value) => value >= 1 && value <= MAX_PROPORTION);
}

/** Whether the scans are Huffman codes of whole blocks, one block after the other: baseline and extended sequential. */
export function isSequentialHuffman({ process }: Frame): boolean {
	return process === BASELINE || process === EXTENDED_SEQUENTIAL;
}

/** The blocks of a component that the picture needs. */
export function blockGrid(frame: Frame, { horizontal, vertical }: Component): Grid {
	return {
		columns: Math.ceil(Math.ceil((frame.width * horizontal) / frame.horizontal) / BLOCK),
		rows: Math.ceil(Math.ceil((frame.height * vertical) / frame.vertical) / BLOCK),
	};
}

/** The MCUs of a scan: single blocks when it has one component, else groups of blocks that cover the same area. */
export function mcuGrid(frame: Frame, components: readonly Component[]): Grid {
	const [first] = components;
	if (first && components.length === 1) return blockGrid(frame, first);
	return {
		columns: Math.ceil(frame.width / (BLOCK * frame.horizontal)),
		rows: Math.ceil(frame.height / (BLOCK * frame.vertical)),
	};
}

/** How many blocks one MCU of such a scan has. */
export function blocksPerMcu(components: readonly Component[]): number {
	if (components.length === 1) return 1;
	return components.reduce((sum, { horizontal, vertical }) => sum + horizontal * vertical, 0);
}
