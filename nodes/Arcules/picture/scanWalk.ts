/**
 * Walks over the Huffman codes of a scan: keeps the DC coefficients of luma, and finds out whether all blocks are there.
 */
import { EntropyData } from './entropyData';
import { mcuGrid, type Component, type Frame, type Grid } from './frame';
import {
	acTables,
	dcTables,
	isPossible,
	lengthOf,
	NO_CODE,
	sizeOf,
	valueAt,
	type AcTable,
	type DcTable,
} from './huffman';
import type { Scan, ScanComponent } from './scan';
import { STANDARD_AC_TABLES, STANDARD_DC_TABLES } from './standardTables';

/** Where the grey levels of the luma blocks go, in rows that have room for whole MCUs. */
export interface LumaPlane {
	readonly component: Component;
	readonly columns: number;
	readonly levels: Uint8Array;
}

/** One block of each MCU. */
interface Block {
	readonly dc: DcTable;
	readonly ac: AcTable;
	/** By how much its DC coefficient is multiplied; NOT_KEPT when it is not luma. */
	readonly dcStep: number;
	/** Where it stands in the plane, counted from the MCU's first block. */
	readonly offset: number;
}

const NOT_KEPT = -1;
const MID_GREY = 128;
const SINGLE = { horizontal: 1, vertical: 1 };

/** Walks over the scan; false when it has fewer MCUs than the frame needs, or bits that are no code. */
export function walkScan(frame: Frame, scan: Scan, luma: LumaPlane): boolean {
	const blocks = blocksOfMcu(scan, luma);
	if (!blocks) return false;
	const grid = mcuGrid(
		frame,
		scan.components.map(({ component }) => component),
	);
	const data = new EntropyData(scan.data);
	const walk = new ScanWalk(
		data,
		blocks,
		grid,
		luma,
		isInterleaved(scan) ? luma.component : SINGLE,
	);
	const total = grid.columns * grid.rows;
	const interval = scan.restartInterval || total;
	for (let from = 0; from < total; from += interval) {
		if (from > 0 && !data.restart()) return false;
		if (!walk.over(from, Math.min(total, from + interval))) return false;
	}
	return true;
}

function isInterleaved({ components }: Scan): boolean {
	return components.length > 1;
}

function blocksOfMcu(scan: Scan, luma: LumaPlane): Block[] | undefined {
	const blocks: Block[] = [];
	for (const part of scan.components) {
		const tables = tablesOf(part);
		if (!tables || part.dcStep === undefined) return undefined;
		const { horizontal, vertical } = isInterleaved(scan) ? part.component : SINGLE;
		const dcStep = part.component === luma.component ? part.dcStep : NOT_KEPT;
		for (let index = 0; index < horizontal * vertical; index++) {
			const column = index % horizontal;
			const row = (index - column) / horizontal;
			blocks.push({ dc: tables.dc, ac: tables.ac, dcStep, offset: row * luma.columns + column });
		}
	}
	return blocks;
}

function tablesOf(part: ScanComponent): { dc: DcTable; ac: AcTable } | undefined {
	const dc = part.dcTable ?? STANDARD_DC_TABLES[part.dcSlot];
	const ac = part.acTable ?? STANDARD_AC_TABLES[part.acSlot];
	if (!dc || !ac || !isPossible(dc) || !isPossible(ac)) return undefined;
	return { dc: dcTables.get(dc), ac: acTables.get(ac) };
}

/** What all restart intervals of a scan have in common. */
class ScanWalk {
	constructor(
		private readonly data: EntropyData,
		private readonly blocks: readonly Block[],
		private readonly grid: Grid,
		private readonly luma: LumaPlane,
		private readonly mcu: { readonly horizontal: number; readonly vertical: number },
	) {}

	/** Walks over the MCUs of one restart interval; false when it is broken. */
	over(from: number, to: number): boolean {
		const { data, blocks, grid, mcu: size } = this;
		const { levels } = this.luma;
		const { view } = data;
		let position = 0;
		let predictor = 0;
		let level = MID_GREY;
		let at = 0;
		for (let mcu = from; mcu < to; mcu++) {
			const isNewRow = mcu === from || mcu % grid.columns === 0;
			at = isNewRow ? this.offsetOf(mcu) : at + size.horizontal;
			if (position >= data.limitBits) {
				position = data.more(position);
				if (position === NO_CODE) return false;
			}
			// Not by for…of: the iterator keeps V8 from compiling the loop as one.
			for (let index = 0; index < blocks.length; index++) {
				const block = blocks[index];
				const step = block?.dc.stepAt(view, position) ?? NO_CODE;
				if (!block || step === NO_CODE) return false;
				position += lengthOf(step);
				if (block.dcStep !== NOT_KEPT) {
					// Many blocks are as grey as the one before.
					if (sizeOf(step) > 0) {
						predictor += valueAt(view, position, sizeOf(step));
						level = greyLevel(predictor * block.dcStep);
					}
					levels[at + block.offset] = level;
				}
				position = block.ac.skipBlock(view, position + sizeOf(step));
				if (position === NO_CODE) return false;
			}
		}
		return data.isWithin(position);
	}

	/** Where the first luma block of an MCU stands in the plane. */
	private offsetOf(mcu: number): number {
		const column = mcu % this.grid.columns;
		const row = (mcu - column) / this.grid.columns;
		return row * this.mcu.vertical * this.luma.columns + column * this.mcu.horizontal;
	}
}

/** The mean of a block: a DC coefficient is eight times it, and counted from the middle (T.81, A.3.3). */
function greyLevel(dequantized: number): number {
	const level = MID_GREY + ((dequantized + 4) >> 3);
	return level < 0 ? 0 : level > 255 ? 255 : level;
}
