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
export function dcImageOf(jpeg: Jpeg): DcImage | undefined {
	const luma = planeFor(jpeg.frame);
	if (!luma || !jpeg.scans.every((scan) => walkScan(jpeg.frame, scan, luma))) return undefined;
	const { columns, rows } = blockGrid(jpeg.frame, luma.component);
	// The plane has room for whole MCUs, the picture ends earlier: its rows are moved together.
	for (let row = 1; row < rows; row++) {
		luma.levels.copyWithin(row * columns, row * luma.columns, row * luma.columns + columns);
	}
	return {
		width: columns,
		height: rows,
		levels: luma.levels.subarray(0, columns * rows),
		stepLevels: lumaStep(jpeg, luma) / BLOCK,
	};
}

function planeFor(frame: Frame): LumaPlane | undefined {
	const [component] = frame.components;
	if (!component) return undefined;
	const columns = Math.ceil(frame.width / (BLOCK * frame.horizontal)) * component.horizontal;
	const rows = Math.ceil(frame.height / (BLOCK * frame.vertical)) * component.vertical;
	return { component, columns, levels: new Uint8Array(columns * rows) };
}

function lumaStep({ scans }: Jpeg, luma: LumaPlane): number {
	const parts = scans.flatMap(({ components }) => components);
	return parts.find(({ component }) => component === luma.component)?.dcStep ?? 1;
}
