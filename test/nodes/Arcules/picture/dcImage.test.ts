/**
 * The grey level of each block, to the level, on drawn JPEGs: whatever the sampling, the scans and the restart markers.
 */
import { dcImageOf } from '../../../../nodes/Arcules/picture/dcImage';
import { EntropyData } from '../../../../nodes/Arcules/picture/entropyData';
import { readJpeg } from '../../../../nodes/Arcules/picture/jpeg';
import { type Drawing, encodeJpeg, segment } from './encodeJpeg';

const BLOCK = 8;

/** A level for each block, from black to white, with steps of all sizes between neighbours. */
const blockLevel = (column: number, row: number) => (column * 37 + row * 91 + column * row) % 256;

/** Waves with a mean of zero, which are in the AC coefficients alone. */
const texture = (x: number, y: number) =>
	20 * Math.cos(((2 * x + 1) * 3 * Math.PI) / 16) * Math.cos(((2 * y + 1) * 5 * Math.PI) / 16);

interface Sampling {
	readonly proportions: ReadonlyArray<readonly [across: number, down: number]>;
	readonly width?: number;
	readonly height?: number;
	readonly variant?: Partial<Drawing>;
}

function drawn({ proportions, width = 101, height = 67, variant }: Sampling) {
	const largest = [0, 1].map((side) => Math.max(...proportions.map((of) => of[side] ?? 1)));
	const channels = proportions.map(([horizontal, vertical], index) => {
		const blockWidth = (BLOCK * (largest[0] ?? 1)) / horizontal;
		const blockHeight = (BLOCK * (largest[1] ?? 1)) / vertical;
		const levelAt = (x: number, y: number) => {
			const [column, row] = [Math.floor(x / blockWidth), Math.floor(y / blockHeight)];
			const level = index === 0 ? blockLevel(column, row) : 255 - blockLevel(row, column);
			return (
				level + texture(((x * BLOCK) / blockWidth) % BLOCK, ((y * BLOCK) / blockHeight) % BLOCK)
			);
		};
		return { horizontal, vertical, levelAt };
	});
	return encodeJpeg({ width, height, channels, ...variant });
}

function imageOf(bytes: Buffer) {
	const jpeg = readJpeg(bytes);
	return jpeg.kind === 'jpeg' ? dcImageOf(jpeg) : undefined;
}

const COLOUR = {
	proportions: [
		[2, 2],
		[1, 1],
		[1, 1],
	],
} as const;

test.each<[name: string, sampling: Sampling, columns: number, rows: number]>([
	['grey', { proportions: [[1, 1]], width: 104, height: 72 }, 13, 9],
	[
		'4:4:4',
		{
			proportions: [
				[1, 1],
				[1, 1],
				[1, 1],
			],
			width: 104,
			height: 72,
		},
		13,
		9,
	],
	['4:2:0', { ...COLOUR, width: 104, height: 72 }, 13, 9],
	[
		'4:2:2',
		{
			proportions: [
				[2, 1],
				[1, 1],
				[1, 1],
			],
			width: 104,
			height: 72,
		},
		13,
		9,
	],
	[
		'4:4:0',
		{
			proportions: [
				[1, 2],
				[1, 1],
				[1, 1],
			],
			width: 104,
			height: 72,
		},
		13,
		9,
	],
	[
		'4:1:1',
		{
			proportions: [
				[4, 1],
				[1, 1],
				[1, 1],
			],
			width: 104,
			height: 72,
		},
		13,
		9,
	],
	[
		'less luma than colour',
		{
			proportions: [
				[1, 1],
				[2, 2],
			],
			width: 112,
			height: 80,
		},
		7,
		5,
	],
	[
		'4:2:0 with restart markers',
		{ ...COLOUR, width: 104, height: 72, variant: { restartInterval: 3 } },
		13,
		9,
	],
	[
		'4:2:0 in separate scans',
		{ ...COLOUR, width: 104, height: 72, variant: { hasSeparateScans: true } },
		13,
		9,
	],
	[
		'grey, restarted within its rows',
		{ proportions: [[1, 1]], width: 104, height: 72, variant: { restartInterval: 20 } },
		13,
		9,
	],
	[
		'without tables, with wide quantisers',
		{
			...COLOUR,
			width: 104,
			height: 72,
			variant: { lacksHuffmanTables: true, hasWideQuantizers: true },
		},
		13,
		9,
	],
])('%s', (_name, sampling, columns, rows) => {
	const image = imageOf(drawn(sampling));
	expect(image).toMatchObject({ width: columns, height: rows, stepLevels: 1 });
	const levels = Array.from({ length: columns * rows }, (_, at) =>
		blockLevel(at % columns, Math.floor(at / columns)),
	);
	expect([...(image?.levels ?? [])]).toEqual(levels);
});

test('blocks that the picture needs only in part are there as well, and none that it does not need', () => {
	expect(imageOf(drawn({ ...COLOUR, width: 97, height: 65 }))).toMatchObject({
		width: 13,
		height: 9,
	});
});

test('levels beyond black and white are black and white', () => {
	const levelAt = (x: number) => (x < 8 ? -60 : 315);
	const channels = [{ horizontal: 1, vertical: 1, levelAt }];
	expect([...(imageOf(encodeJpeg({ width: 16, height: 8, channels }))?.levels ?? [])]).toEqual([
		0, 255,
	]);
});

test('the step of the luma is that of its own table', () => {
	const bytes = drawn(COLOUR);
	const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
	const coarse = segment(0xdb, [0, ...Array<number>(64).fill(20)]);
	const changed = Buffer.concat([bytes.subarray(0, frame), coarse, bytes.subarray(frame)]);
	expect(imageOf(changed)?.stepLevels).toBe(2.5);
});

describe('Of a JPEG in separate scans', () => {
	const proportions = [
		[1, 1],
		[1, 1],
	] as const;
	const bytes = () => drawn({ proportions, variant: { hasSeparateScans: true } });
	const scansOf = (jpeg: Buffer) => {
		const first = jpeg.indexOf(Buffer.from([0xff, 0xda]));
		const second = jpeg.indexOf(Buffer.from([0xff, 0xda]), first + 2);
		return { first, second, end: jpeg.length - 2 };
	};

	test('the luma is found wherever its scan stands, with its own table', () => {
		const jpeg = bytes();
		// The second component takes another table, twice as coarse, and its scan comes first.
		jpeg[jpeg.indexOf(Buffer.from([0xff, 0xc0])) + 15] = 1;
		const { first, second, end } = scansOf(jpeg);
		const swapped = Buffer.concat([
			jpeg.subarray(0, first),
			segment(0xdb, [1, ...Array<number>(64).fill(16)]),
			jpeg.subarray(second, end),
			jpeg.subarray(first, second),
			jpeg.subarray(end),
		]);
		const image = imageOf(swapped);
		expect(image?.stepLevels).toBe(1);
		expect(image?.levels).toEqual(imageOf(bytes())?.levels);
	});

	test.each(['first', 'second'] as const)('the %s one has to be whole', (which) => {
		const jpeg = bytes();
		const { second, end } = scansOf(jpeg);
		const at = which === 'first' ? second : end;
		const cut = Buffer.concat([jpeg.subarray(0, at - 20), jpeg.subarray(at)]);
		expect(readJpeg(cut).kind).toBe('jpeg');
		expect(imageOf(cut)).toBeUndefined();
	});
});

describe('Entropy-coded data', () => {
	/** All bytes that come, piece by piece, up to a marker or the end. */
	function read(data: EntropyData): number[] {
		const bytes: number[] = [];
		let position = 0;
		for (;;) {
			if (position >= data.limitBits) position = data.more(position);
			if (position < 0) return bytes;
			bytes.push(data.view.getUint8(position >>> 3));
			position += 8;
		}
	}

	const readHex = (hex: string) =>
		Buffer.from(read(new EntropyData(Buffer.from(hex.replaceAll(' ', ''), 'hex')))).toString('hex');

	test.each([
		['', ''],
		['11', '11'],
		['1122 3344 5566', '112233445566'],
		['ff00', 'ff'],
		['11ff 0022', '11ff22'],
		['1122 33ff 00ff 0044', '112233ffff44'],
		['ff00 ff00 ff00', 'ffffff'],
		['1122 ffff 0033', '1122ff33'],
		['1122 ffd0 33', '1122'],
		['1122 3344 ffd9', '11223344'],
		['1122 33ff', '112233'],
		['fefe 7f80 ff00 fe', 'fefe7f80fffe'],
	])('%s is %s', (hex, bytes) => {
		expect(readHex(hex)).toBe(bytes);
	});

	test.each([32_767, 32_768, 32_769, 70_001])('of %i bytes come whole, in pieces', (count) => {
		const bytes = Array.from({ length: count }, (_, at) => (at * 7919 + (at >> 8)) % 256);
		const stuffed = bytes.flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte]));
		expect(read(new EntropyData(Uint8Array.from(stuffed)))).toEqual(bytes);
	});

	test('go on behind restart markers, whatever stands before them', () => {
		const data = new EntropyData(Buffer.from('1122ffd03344ff00ffe0ffd75566ffd9', 'hex'));
		expect(read(data)).toEqual([0x11, 0x22]);
		expect(data.restart()).toBe(true);
		expect(read(data)).toEqual([0x33, 0x44, 0xff]);
		expect(data.restart()).toBe(true);
		expect(read(data)).toEqual([0x55, 0x66]);
		expect(data.restart()).toBe(false);
	});

	test('say whether a position is within them', () => {
		const data = new EntropyData(Buffer.from('1122', 'hex'));
		expect([0, 15, 16, 17].map((position) => data.isWithin(position))).toEqual([
			true,
			true,
			true,
			false,
		]);
		expect(data.more(17)).toBe(-1);
	});

	test('have no more behind the end of what was loaded', () => {
		const loadedBits = 32_768 * 8;
		expect(new EntropyData(new Uint8Array(70_000)).more(loadedBits)).toBe(0);
		expect(new EntropyData(new Uint8Array(70_000)).more(loadedBits + 1)).toBe(-1);
	});

	test('keep the bits that were not read yet when more is loaded', () => {
		const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => at % 251);
		const data = new EntropyData(bytes);
		const position = data.more(data.limitBits + 3);
		expect(position).toBe(3);
		expect(data.view.getUint8(0)).toBe((32_768 - 2_560) % 251);
	});
});

test('the levels take a byte for each block of luma in whole MCUs, and no more', () => {
	const image = imageOf(drawn({ ...COLOUR, width: 104, height: 72 }));
	expect(image?.levels.buffer.byteLength).toBe(14 * 10);
});
