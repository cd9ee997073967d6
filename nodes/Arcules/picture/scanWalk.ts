/**
 * Walks over a scan, restart interval by restart interval, and finds out whether all its blocks are there.
 */
import { walkInterval, type Block, type McuLayout, type StepTable } from './blockWalk';
import { EntropyData } from './entropyData';
import { mcuGrid, type Component, type Frame } from './frame';
import { acTables, dcTables, isPossible } from './huffman';
import type { Scan, ScanComponent } from './scan';
import { STANDARD_AC_TABLES, STANDARD_DC_TABLES } from './standardTables';

/** Where the grey levels of the luma blocks go, in rows that have room for whole MCUs. */
export interface LumaPlane {
	readonly columns: number;
	readonly levels: Uint8Array;
}

const SINGLE = { horizontal: 1, vertical: 1 };

/** Walks over the scan; false when it has fewer MCUs than the frame needs, or bits that are no code. */
export function walkScan(frame: Frame, scan: Scan, luma: LumaPlane): boolean {
	const blocks = blocksOfMcu(scan, frame.luma, luma.columns);
	if (!blocks) return false;
	const components = scan.components.map(({ component }) => component);
	const { columns, rows } = mcuGrid(frame, components);
	const size = isInterleaved(scan) ? frame.luma : SINGLE;
	const layout: McuLayout = {
		blocks,
		columns,
		acrossStep: size.horizontal,
		downStep: size.vertical * luma.columns,
	};
	const data = new EntropyData(scan.data);
	const total = columns * rows;
	const interval = scan.restartInterval || total;
	for (let from = 0; from < total; from += interval) {
		if (from > 0 && !data.restart()) return false;
		const to = Math.min(total, from + interval);
		if (!walkInterval(data, layout, luma.levels, from, to)) return false;
	}
	return true;
}

function isInterleaved({ components }: Scan): boolean {
	return components.length > 1;
}

function blocksOfMcu(scan: Scan, luma: Component, lumaColumns: number): Block[] | undefined {
	const blocks: Block[] = [];
	for (const part of scan.components) {
		const tables = tablesOf(part);
		const { component, dcStep } = part;
		if (!tables || dcStep === undefined) return undefined;
		const isLuma = component === luma;
		const { horizontal, vertical } = isInterleaved(scan) ? component : SINGLE;
		for (let index = 0; index < horizontal * vertical; index++) {
			const column = index % horizontal;
			const row = (index - column) / horizontal;
			const offset = row * lumaColumns + column;
			blocks.push({ dc: tables.dc, ac: tables.ac, isLuma, dcStep, offset });
		}
	}
	return blocks;
}

function tablesOf(part: ScanComponent): { dc: StepTable; ac: StepTable } | undefined {
	const dc = part.dcTable ?? STANDARD_DC_TABLES[part.dcSlot];
	const ac = part.acTable ?? STANDARD_AC_TABLES[part.acSlot];
	if (!dc || !ac || !isPossible(dc) || !isPossible(ac)) return undefined;
	return { dc: dcTables.get(dc), ac: acTables.get(ac) };
}
