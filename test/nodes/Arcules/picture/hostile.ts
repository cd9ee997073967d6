/**
 * JPEGs that nobody sends by accident: floods of segments, tables that cannot be, codes that take longest to walk over.
 */
import { encodeJpeg, segment } from './encodeJpeg';

const MEGABYTE = 1_000_000;
const SOI = Buffer.from([0xff, 0xd8]);
const EOI = Buffer.from([0xff, 0xd9]);

/** Deterministic bytes. */
export function randomBytes(length: number, seed: number): Buffer {
	const bytes = Buffer.alloc(length);
	let state = seed;
	for (let index = 0; index < length; index++) {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		bytes[index] = state >>> 24;
	}
	return bytes;
}

const flood = (...bytes: number[]) => Buffer.alloc(MEGABYTE, Buffer.from(bytes));

/** A definition of Huffman codes: as many of each length, and the symbols. */
function codes(counts: Record<number, number>, symbols: readonly number[]): number[] {
	return [...Array.from({ length: 16 }, (_, index) => counts[index + 1] ?? 0), ...symbols];
}

/** A grey frame of this many blocks across and down, with one table each, and any data. */
function grey(blocks: [number, number], dc: number[], ac: number[], data: Buffer, dri = 0): Buffer {
	const [width, height] = [blocks[0] * 8, blocks[1] * 8];
	return Buffer.concat([
		SOI,
		segment(0xdb, [0, ...new Array<number>(64).fill(1)]),
		segment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]),
		segment(0xc4, [0, ...dc, 0x10, ...ac]),
		segment(0xdd, [dri >> 8, dri & 255]),
		segment(0xda, [1, 1, 0, 0, 63, 0]),
		data,
		EOI,
	]);
}

const ONE_BIT_DC = codes({ 1: 1 }, [0]);
const ONE_BIT_EOB = codes({ 1: 1 }, [0]);
const allSymbols = Array.from({ length: 255 }, (_, index) => index + 1).filter(
	(symbol) => symbol % 16 > 0,
);

/** The pictures by name, each of about a megabyte. */
export function hostileJpegs(): ReadonlyArray<readonly [name: string, jpeg: Buffer]> {
	const zeros = Buffer.alloc(MEGABYTE);
	const small = encodeJpeg({
		width: 16,
		height: 16,
		channels: [{ horizontal: 1, vertical: 1, levelAt: (x) => x * 9 }],
	});
	const head = small.subarray(0, small.lastIndexOf(Buffer.from([0xff, 0xda])));
	const stuffed = Buffer.from(randomBytes(MEGABYTE, 3).map((byte) => (byte === 255 ? 254 : byte)));
	return [
		['random bytes', Buffer.concat([SOI, Buffer.from([0xff]), randomBytes(MEGABYTE, 1)])],
		[
			'random bytes as a scan',
			grey(
				[2000, 500],
				codes({ 4: 12 }, [...Array(12).keys()]),
				codes({ 8: 240 }, allSymbols),
				stuffed,
			),
		],
		['the largest number of blocks', grey([4000, 1000], ONE_BIT_DC, ONE_BIT_EOB, zeros)],
		['blocks full of single places', grey([500, 250], ONE_BIT_DC, codes({ 1: 1 }, [1]), zeros)],
		[
			'codes of 16 bits only',
			grey([1000, 60], codes({ 16: 2 }, [0, 1]), codes({ 16: 3 }, [0, 1, 2]), zeros),
		],
		[
			'runs beyond the end of the block',
			grey([2000, 500], ONE_BIT_DC, codes({ 2: 2 }, [0xe1, 0xf1]), zeros),
		],
		[
			'a restart marker for each block',
			grey([4000, 60], ONE_BIT_DC, ONE_BIT_EOB, flood(0x3f, 0xff, 0xd0), 1),
		],
		[
			'restart markers without data',
			grey([4000, 60], ONE_BIT_DC, ONE_BIT_EOB, flood(0xff, 0xd0), 1),
		],
		['nothing but 0xFF', Buffer.concat([SOI, flood(0xff), EOI])],
		['stuffed 0xFF in the scan', grey([1000, 1000], ONE_BIT_DC, ONE_BIT_EOB, flood(0xff, 0))],
		['a flood of empty comments', Buffer.concat([SOI, flood(0xff, 0xfe, 0, 0), small.subarray(2)])],
		['a flood of restart markers', Buffer.concat([SOI, flood(0xff, 0xd3), small.subarray(2)])],
		[
			'a flood of Huffman tables',
			Buffer.concat([
				SOI,
				...Array.from({ length: 45_000 }, (_, index) =>
					segment(0xc4, [index % 4, ...codes({ 2: 1 }, [index % 12])]),
				),
				small.subarray(2),
			]),
		],
		[
			'a flood of scans',
			Buffer.concat([
				head,
				...Array.from({ length: 90_000 }, () => segment(0xda, [1, 1, 0, 0, 63, 0])),
				EOI,
			]),
		],
		[
			'a flood of progressive scans',
			Buffer.concat([
				head,
				...Array.from({ length: 90_000 }, () => segment(0xda, [1, 1, 0, 0, 63, 0])),
				EOI,
			]).fill(
				0xc2,
				head.indexOf(Buffer.from([0xff, 0xc0])) + 1,
				head.indexOf(Buffer.from([0xff, 0xc0])) + 2,
			),
		],
		[
			'more codes of one length than there are',
			grey(
				[1000, 1000],
				codes({ 1: 3 }, [0, 1, 2]),
				codes({ 1: 200 }, allSymbols.slice(0, 200)),
				zeros,
			),
		],
		['tables without a code', grey([1000, 1000], codes({}, []), codes({}, []), zeros)],
		[
			'the largest size without data',
			grey([8191, 8191], ONE_BIT_DC, ONE_BIT_EOB, Buffer.alloc(100)),
		],
		['no end', Buffer.concat([small.subarray(0, -2), zeros])],
	];
}
