/**
 * The luma image of an eighth of the size: the DC coefficients of a sequential JPEG, each of which is the mean of an 8×8 block.
 * Reaching them means walking over all Huffman codes, which also shows whether the scans are whole.
 */
import { blockGrid, type Frame } from './frame';
import type { Jpeg } from './jpeg';
import { walkScan, type LumaPlane } from './scanWalk';

/** One grey level for each 8×8 block of luma. */
export interface DcImage {
	readonly width: number;
	readonly height: number;
	/** Row by row, 0 to 255. */
	readonly levels: Uint8Array;
	/** The step between two levels that can be told apart: the coarser the quality, the larger. */
	readonly stepLevels: number;
}

const BLOCK = 8;

/** Walks over the scans; nothing is returned when one of them is not whole. */
export function dcImageOf({ frame, scans }: Jpeg): DcImage | undefined {
	const luma = planeFor(frame);
	const parts = scans.flatMap(({ components }) => components);
	const dcStep = parts.find(({ component }) => component === frame.luma)?.dcStep;
	if (dcStep === undefined) return undefined;
	if (!scans.every((scan) => walkScan(frame, scan, luma))) return undefined;
	const { columns, rows } = blockGrid(frame, frame.luma);
	// The plane has room for whole MCUs, the picture ends earlier: its rows are moved together.
	for (let row = 1; row < rows; row++) {
		luma.levels.copyWithin(row * columns, row * luma.columns, row * luma.columns + columns);
	}
	return {
		width: columns,
		height: rows,
		levels: luma.levels.subarray(0, columns * rows),
		stepLevels: dcStep / BLOCK,
	};
}

function planeFor(frame: Frame): LumaPlane {
	const columns = Math.ceil(frame.width / (BLOCK * frame.horizontal)) * frame.luma.horizontal;
	const rows = Math.ceil(frame.height / (BLOCK * frame.vertical)) * frame.luma.vertical;
	return { columns, levels: new Uint8Array(columns * rows) };
}
