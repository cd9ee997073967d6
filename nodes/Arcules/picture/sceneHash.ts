/**
 * A fingerprint of the view, and how far two of them are apart.
 *
 * The picture is averaged over 18×18 cells. Of each of the inner 16×16 cells one bit is kept: whether it is brighter than the mean of
 * its four neighbours. This is the idea of the difference hash (N. Krawetz, "Kind of Like That", 2013) with the second difference
 * (the Laplacian) in place of the first: light that falls off over the picture, as an infrared lamp's at night, changes
 * the first differences of many cells, but hardly a second one; and it belongs to finer structure, so that a turn by a
 * tenth of the width, one and a half cells, changes nearly as many bits as another camera does.
 */
import { byteAt } from './bytes';
import type { DcImage } from './dcImage';

const BITS_ACROSS = 16;
const CELLS_ACROSS = BITS_ACROSS + 2;
const NEIGHBOURS = 4;
/** Above what the rounding of the sums makes of equal levels. */
const MIN_DIFFERENCE_LEVELS = 0.01;
const BITS_PER_DIGIT = 4;
const HEX = 16;
const SCENE_HASH = /^[0-9a-f]{64}$/;

/** The bits of a scene hash, which is the largest distance two can have. */
export const SCENE_HASH_BITS = BITS_ACROSS * BITS_ACROSS;

/**
 * Up to this distance two pictures show the same view. Of two unrelated ones half of the bits differ (128). In trials
 * night, people, noise, fog, and other qualities and sizes made 53 differ at most (119 pictures of seven
 * views), a camera that was turned, tilted or zoomed by a tenth or more 92 at least (70 pictures), another camera 104:
 * the limit lies in the middle. A blank picture has no view: its distance means nothing.
 */
export const SAME_VIEW_MAX_DISTANCE = 70;

/** The fingerprint: 256 bits as 64 hexadecimal digits, row by row. */
export function sceneHashOf(image: DcImage): string {
	const cells = cellMeans(image);
	let hash = '';
	let digit = 0;
	for (let bit = 0; bit < SCENE_HASH_BITS; bit++) {
		const column = (bit % BITS_ACROSS) + 1;
		const row = Math.floor(bit / BITS_ACROSS) + 1;
		digit = digit * 2 + (isBrighter(cells, row * CELLS_ACROSS + column) ? 1 : 0);
		if (bit % BITS_PER_DIGIT < BITS_PER_DIGIT - 1) continue;
		hash += digit.toString(HEX);
		digit = 0;
	}
	return hash;
}

/** In how many bits two fingerprints differ (Hamming distance); all of them when one is no fingerprint. */
export function sceneDistance(one: string, other: string): number {
	if (![one, other].every((hash) => SCENE_HASH.test(hash))) return SCENE_HASH_BITS;
	let distance = 0;
	for (let index = 0; index < one.length; index++) {
		const differing = digitAt(one, index) ^ digitAt(other, index);
		for (let bits = differing; bits > 0; bits >>= 1) distance += bits & 1;
	}
	return distance;
}

function digitAt(hash: string, index: number): number {
	return Number.parseInt(hash.charAt(index), HEX);
}

function isBrighter(cells: Float64Array, at: number): boolean {
	const around = [at - 1, at + 1, at - CELLS_ACROSS, at + CELLS_ACROSS];
	const sum = around.reduce((levels, neighbour) => levels + cellAt(cells, neighbour), 0);
	return NEIGHBOURS * cellAt(cells, at) - sum > NEIGHBOURS * MIN_DIFFERENCE_LEVELS;
}

function cellAt(cells: Float64Array, at: number): number {
	return cells[at] ?? 0;
}

/** The mean levels of cells of equal size; a block on the border of two cells counts in each for its share. */
function cellMeans({ levels, width, height }: DcImage): Float64Array {
	const cells = new Float64Array(CELLS_ACROSS * CELLS_ACROSS);
	const cellWidth = width / CELLS_ACROSS;
	const cellHeight = height / CELLS_ACROSS;
	const area = cellWidth * cellHeight;
	for (let row = 0; row < height; row++) {
		const line = levels.subarray(row * width, (row + 1) * width);
		const first = Math.floor(row / cellHeight);
		const last = Math.min(CELLS_ACROSS, Math.ceil((row + 1) / cellHeight));
		for (let column = 0; column < CELLS_ACROSS; column++) {
			const sum = sumBetween(line, column * cellWidth, (column + 1) * cellWidth);
			for (let cell = first; cell < last; cell++) {
				const at = cell * CELLS_ACROSS + column;
				const share = overlap(row, cell * cellHeight, (cell + 1) * cellHeight);
				cells[at] = cellAt(cells, at) + (share * sum) / area;
			}
		}
	}
	return cells;
}

/** The sum of the levels between two positions; at its ends, shares of them. */
function sumBetween(line: Uint8Array, from: number, to: number): number {
	const first = Math.floor(from);
	const last = Math.ceil(to) - 1;
	let sum = overlap(first, from, to) * byteAt(line, first);
	for (let index = first + 1; index < last; index++) sum += line[index] ?? 0;
	if (last > first) sum += overlap(last, from, to) * byteAt(line, last);
	return sum;
}

/** How much of the span from index to index + 1 lies between two positions. */
function overlap(index: number, from: number, to: number): number {
	return Math.max(0, Math.min(index + 1, to) - Math.max(index, from));
}
