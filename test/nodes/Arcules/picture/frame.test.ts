/**
 * The frame header, the grids of blocks that follow from it, and the tables of a scan (ITU-T T.81, B.2.2 to B.2.4 and
 * A.1.1).
 */
import {
	blockGrid,
	blocksPerMcu,
	type Component,
	type Frame,
	isSequentialHuffman,
	mcuGrid,
	readFrame,
} from '../../../../nodes/Arcules/picture/frame';
import { isPossible } from '../../../../nodes/Arcules/picture/huffman';
import { DHT, DQT, DRI } from '../../../../nodes/Arcules/picture/markers';
import { canBeWhole, DecoderTables } from '../../../../nodes/Arcules/picture/scan';

const bytesOf = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');

const frameOf = (hex: string): Frame => {
	const frame = readFrame(0xc0, bytesOf(hex));
	if (frame === undefined) throw new Error('There is no such frame.');
	return frame;
};

const GREY = '08 0064 0090 01 01 11 00';
/** 4:2:0, 144 across and 100 down. */
const COLOUR = '08 0064 0090 03 01 22 00 02 11 01 03 11 01';

describe('A frame header', () => {
	test('tells the size, and what each component is', () => {
		const luma = { id: 1, horizontal: 2, vertical: 2, quantizer: 0 };
		expect(frameOf(COLOUR)).toEqual({
			process: 0xc0,
			precisionBits: 8,
			width: 144,
			height: 100,
			components: [
				luma,
				{ id: 2, horizontal: 1, vertical: 1, quantizer: 1 },
				{ id: 3, horizontal: 1, vertical: 1, quantizer: 1 },
			],
			luma,
			horizontal: 2,
			vertical: 2,
		});
		expect(frameOf('08 0064 0090 02 01 21 00 02 14 01')).toMatchObject({
			horizontal: 2,
			vertical: 4,
		});
	});

	test.each([
		['has no height', '08 0000 0090 01 01 11 00'],
		['has no width', '08 0064 0000 01 01 11 00'],
		['has no components', '08 0064 0090 00'],
		['is too short', '08 0064 0090 01 01 11'],
		['has no samples across', '08 0064 0090 01 01 01 00'],
		['has no samples down', '08 0064 0090 01 01 10 00'],
		['has too many samples across', '08 0064 0090 01 01 51 00'],
		['has too many samples down', '08 0064 0090 01 01 15 00'],
		['has one component that cannot be', '08 0064 0090 02 01 11 00 02 55 00'],
	])('that %s is none', (_what, hex) => {
		expect(readFrame(0xc0, bytesOf(hex))).toBeUndefined();
	});

	test.each(['08 0064 0090 01 01 44 00', `${GREY} 99`])('is %s', (hex) => {
		expect(readFrame(0xc0, bytesOf(hex))).toBeDefined();
	});

	test('names the process', () => {
		const processes = [0xc0, 0xc1, 0xc2, 0xc3, 0xc9];
		const frames = processes.map((process) => readFrame(process, bytesOf(GREY)));
		expect(frames.map((frame) => frame && isSequentialHuffman(frame))).toEqual([
			true,
			true,
			false,
			false,
			false,
		]);
	});
});

describe('The grid', () => {
	const of = (hex: string) => {
		const frame = frameOf(hex);
		return frame.components.map((component) => blockGrid(frame, component));
	};

	test('of blocks is that of the picture, for each component in its proportion', () => {
		expect(of(COLOUR)).toEqual([
			{ columns: 18, rows: 13 },
			{ columns: 9, rows: 7 },
			{ columns: 9, rows: 7 },
		]);
		// 17 across are 9 at half of the width, which take two blocks.
		expect(of('08 0011 0011 02 01 22 00 02 11 00')[1]).toEqual({ columns: 2, rows: 2 });
		expect(of('08 0010 0010 02 01 22 00 02 11 00')[1]).toEqual({ columns: 1, rows: 1 });
		expect(of('08 0008 0021 02 01 31 00 02 12 00')).toEqual([
			{ columns: 5, rows: 1 },
			{ columns: 2, rows: 1 },
		]);
	});

	test('of MCUs is that of blocks for one component, and of groups for several', () => {
		const frame = frameOf(COLOUR);
		const [luma] = frame.components;
		expect(mcuGrid(frame, luma ? [luma] : [])).toEqual({ columns: 18, rows: 13 });
		expect(mcuGrid(frame, frame.components)).toEqual({ columns: 9, rows: 7 });
		expect(blocksPerMcu(luma ? [luma] : [])).toBe(1);
		expect(blocksPerMcu(frame.components)).toBe(6);
	});
});

/** Sixteen counts of codes, and as many symbols as they say. */
const table = (counts: readonly number[], symbols: readonly number[]) => [
	...counts,
	...Array<number>(16 - counts.length).fill(0),
	...symbols,
];

describe('The tables', () => {
	const scanWith = (tables: DecoderTables, header = '01 01 00') =>
		tables.readScan(frameOf(COLOUR), bytesOf(header), new Uint8Array(7));

	test('that a scan names are those with its slots, the latest of each', () => {
		const tables = new DecoderTables();
		const [one, two, three] = [table([1], [5]), table([0, 2], [6, 7]), table([0, 1], [8])];
		expect(tables.take(DHT, Uint8Array.from([0x00, ...one, 0x11, ...two]))).toBe(true);
		expect(tables.take(DHT, Uint8Array.from([0x13, ...three]))).toBe(true);
		expect(scanWith(tables, '01 01 01')?.components[0]).toMatchObject({
			dcSlot: 0,
			acSlot: 1,
			dcTable: Uint8Array.from(one),
			acTable: Uint8Array.from(two),
		});
		expect(scanWith(tables, '01 01 13')?.components[0]).toMatchObject({
			dcSlot: 1,
			acSlot: 3,
			dcTable: undefined,
			acTable: Uint8Array.from(three),
		});
		tables.take(DHT, Uint8Array.from([0x00, ...three]));
		expect(scanWith(tables)?.components[0]?.dcTable).toEqual(Uint8Array.from(three));
	});

	test('with more codes than there is room for cannot be', () => {
		const tables = new DecoderTables();
		expect(tables.take(DHT, Uint8Array.from([0x00, ...table([2], [1])]))).toBe(false);
		expect(tables.take(DHT, Uint8Array.from([0x00, ...table([2], [1, 2])]))).toBe(true);
		// Too short to be a table at all.
		expect(tables.take(DHT, Uint8Array.from([0x00, ...table([], []).slice(1)]))).toBe(true);
	});

	test('of no codes at all take the place of the earlier ones', () => {
		const tables = new DecoderTables();
		tables.take(DHT, Uint8Array.from([0x00, ...table([1], [5])]));
		tables.take(DHT, Uint8Array.from([0x00, ...table([], [])]));
		expect(scanWith(tables)?.components[0]?.dcTable).toEqual(Uint8Array.from(table([], [])));
	});

	test('in a slot that no scan can name are passed over', () => {
		const tables = new DecoderTables();
		tables.take(DHT, Uint8Array.from([0x04, ...table([1], [5])]));
		expect(scanWith(tables, '01 01 44')?.components[0]?.dcTable).toBeUndefined();
		tables.take(DQT, Uint8Array.from([0x04, ...Array<number>(64).fill(9)]));
		const far = frameOf('08 0064 0090 01 01 11 04');
		expect(
			tables.readScan(far, bytesOf('01 01 00'), new Uint8Array())?.components[0]?.dcStep,
		).toBeUndefined();
	});

	test('of the quantisation give the step of the DC coefficients, of one byte or of two', () => {
		const steps = (...payload: number[]) => {
			const tables = new DecoderTables();
			tables.take(DQT, Uint8Array.from(payload));
			return scanWith(tables, '02 01 00 02 00')?.components.map(({ dcStep }) => dcStep);
		};
		const narrow = Array<number>(64).fill(3);
		const wide = Array<number>(64)
			.fill(0)
			.flatMap(() => [1, 2]);
		expect(steps(0, ...narrow)).toEqual([3, undefined]);
		expect(steps(0, ...narrow, 1, ...narrow)).toEqual([3, 3]);
		expect(steps(0x10, ...wide, 1, ...narrow)).toEqual([0x102, 3]);
		expect(steps(0, ...narrow, 0x11, ...wide)).toEqual([3, 0x102]);
		expect(steps(0, ...narrow.slice(1))).toEqual([undefined, undefined]);
		expect(steps(0x10, ...narrow)).toEqual([undefined, undefined]);
	});

	test('with more codes of a length than can be told apart are no codes', () => {
		const possible = (...counts: number[]) => isPossible(Uint8Array.from(table(counts, [])));
		expect(possible(2)).toBe(true);
		expect(possible(3)).toBe(false);
		expect(possible(1, 2)).toBe(true);
		expect(possible(1, 3)).toBe(false);
		expect(possible(2, 1)).toBe(false);
		expect(possible(0, 4)).toBe(true);
		expect(possible(0, 5)).toBe(false);
		expect(possible()).toBe(true);
		expect(isPossible(Uint8Array.from([...table([2], []), 255]))).toBe(true);
	});
});

describe('The header of a scan', () => {
	const read = (header: string, of = COLOUR) =>
		new DecoderTables().readScan(frameOf(of), bytesOf(header), bytesOf('0102'));
	const idsIn = (header: string) => read(header)?.components.map(({ component }) => component.id);

	test.each([
		['01 03 00', [3]],
		['03 01 00 02 11 03 11', [1, 2, 3]],
		['02 03 00 01 00 ffff', [3, 1]],
	])('%s names the components %j', (header, ids) => {
		expect(idsIn(header)).toEqual(ids);
	});

	test.each([
		'00',
		'05 01 00 02 00 03 00 04 00 05 00',
		'02 01 00 02',
		'01 09 00',
		'02 01 00 01 00',
	])('%s does not fit', (header) => {
		expect(read(header)).toBeUndefined();
	});

	test('names four components at most', () => {
		const header = (count: number) =>
			`0${count} ${[1, 2, 3, 4, 5]
				.slice(0, count)
				.map((id) => `0${id} 00`)
				.join(' ')}`;
		const five = '08 0064 0090 05 01 11 00 02 11 00 03 11 00 04 11 00 05 11 00';
		expect(read(header(4), five)?.components).toHaveLength(4);
		expect(read(header(5), five)).toBeUndefined();
	});

	test('means components of one id in their order', () => {
		const same = '08 0064 0090 02 01 21 00 01 11 01';
		const scan = read('02 01 00 01 11', same);
		expect(scan?.components.map(({ component }) => component)).toEqual(frameOf(same).components);
	});

	test('has its data, and the restart interval in force', () => {
		expect(read('01 01 00')).toMatchObject({ restartInterval: 0, data: bytesOf('0102') });
		const tables = new DecoderTables();
		expect(tables.take(DRI, bytesOf('0102'))).toBe(true);
		const scan = tables.readScan(frameOf(COLOUR), bytesOf('01 01 00'), bytesOf(''));
		expect(scan?.restartInterval).toBe(0x102);
	});
});

describe('A scan can be whole', () => {
	const canBe = (names: readonly Component[], frame: Frame, dataBytes: number) => {
		const header = Buffer.from([names.length, ...names.flatMap(({ id }) => [id, 0])]);
		const scan = new DecoderTables().readScan(frame, header, new Uint8Array(dataBytes));
		return scan !== undefined && canBeWhole(frame, scan);
	};
	const of = (hex: string, dataBytes: number) => {
		const frame = frameOf(hex);
		return canBe(frame.components, frame, dataBytes);
	};

	test('when it has two bits for each block', () => {
		// 18 × 13 blocks of two bits are 58.5 bytes.
		expect(of(GREY, 58)).toBe(false);
		expect(of(GREY, 59)).toBe(true);
		// 16 × 16 pixels: four blocks, which are one byte.
		expect(of('08 0010 0010 01 01 11 00', 1)).toBe(true);
		expect(of('08 0010 0010 01 01 11 00', 0)).toBe(false);
		// 9 × 7 MCUs of six blocks.
		expect(of(COLOUR, 94)).toBe(false);
		expect(of(COLOUR, 95)).toBe(true);
	});

	test('when its MCUs have at most ten blocks', () => {
		expect(of('08 0010 0010 03 01 22 00 02 22 00 03 12 00', 99)).toBe(true);
		expect(of('08 0010 0010 03 01 22 00 02 22 00 03 13 00', 99)).toBe(false);
	});
});
