/**
 * Which parts a JPEG must have, and in which order; and what its application segments say of its colours.
 */
import { analyzeJpeg } from '../../../../nodes/Arcules/picture/analyzeJpeg';
import { hasLuma, readJpeg } from '../../../../nodes/Arcules/picture/jpeg';
import { encodeJpeg, segment } from './encodeJpeg';

const SOI = Buffer.from([0xff, 0xd8]);
const EOI = Buffer.from([0xff, 0xd9]);

/** A JPEG made of these parts, one after the other. */
const jpegOf = (...parts: Buffer[]) => Buffer.concat([SOI, ...parts, EOI]);
const kindOf = (...parts: Buffer[]) => readJpeg(jpegOf(...parts)).kind;

describe('A JPEG whose scans are not walked over, as with arithmetic coding,', () => {
	const ARITHMETIC = 0xc9;
	const frame = segment(ARITHMETIC, [8, 0, 16, 0, 16, 1, 1, 0x11, 0]);
	const noFrame = segment(ARITHMETIC, [8, 0, 0, 0, 16, 1, 1, 0x11, 0]);
	const header = segment(0xda, [1, 1, 0, 0, 63, 0]);
	const scan = Buffer.concat([header, Buffer.from([0x55])]);

	test.each<[what: string, parts: Buffer[]]>([
		['a frame and a scan', [frame, scan]],
		['several scans', [frame, scan, scan]],
		['a scan without data beside one that has some', [frame, header, scan]],
	])('is whole with %s', (_what, parts) => {
		expect(kindOf(...parts)).toBe('jpeg');
	});

	test.each<[what: string, parts: Buffer[]]>([
		['nothing', []],
		['a frame alone', [frame]],
		['a scan alone', [scan]],
		['a scan before the frame', [scan, frame]],
		['a scan without data', [frame, header]],
		['two frames', [frame, scan, frame]],
		['a frame that cannot be, and one that can', [noFrame, frame, scan]],
	])('is not whole with %s', (_what, parts) => {
		expect(kindOf(...parts)).toBe('incomplete');
	});
});

describe('Of a baseline JPEG', () => {
	const channel = { horizontal: 1, vertical: 1, levelAt: (x: number) => x };
	const drawing = { width: 16, height: 16, channels: [channel, { ...channel }, { ...channel }] };
	const bytes = encodeJpeg({ ...drawing, hasSeparateScans: true });
	const starts = [...bytes.keys()].filter((at) => bytes[at] === 0xff && bytes[at + 1] === 0xda);
	const head = bytes.subarray(2, starts[0]);
	const scans = starts.map((start, index) =>
		bytes.subarray(start, starts[index + 1] ?? bytes.length - 2),
	);
	const [first = SOI, second = SOI, third = SOI] = scans;
	const empty = first.subarray(0, 10);

	test.each<[what: string, parts: Buffer[]]>([
		['one scan for each component', [first, second, third]],
		['a scan that comes again behind all others', [first, second, third, first]],
		['an empty one behind all others', [first, second, third, empty]],
	])('%s is whole', (_what, parts) => {
		expect(kindOf(head, ...parts)).toBe('jpeg');
	});

	test.each<[what: string, parts: Buffer[]]>([
		['a missing scan', [first, second]],
		['a scan that comes again before the others', [first, first, second, third]],
		['a scan with too little data, though it comes again', [empty, first, second, third]],
	])('%s is not whole', (_what, parts) => {
		expect(kindOf(head, ...parts)).toBe('incomplete');
	});
});

describe('A progressive JPEG', () => {
	/** 400 blocks of each component. */
	const frameOf = (process: number, ...ids: number[]) =>
		segment(process, [8, 0, 160, 0, 160, ids.length, ...ids.flatMap((id) => [id, 0x11, 0])]);
	const scanOf = (ids: readonly number[], selection: readonly number[], dataBytes: number) =>
		Buffer.concat([
			segment(0xda, [ids.length, ...ids.flatMap((id) => [id, 0]), ...selection]),
			Buffer.alloc(dataBytes, 0x55),
		]);
	const ALL = [0, 63, 0] as const;

	test.each<[what: string, kind: string, parts: Buffer[]]>([
		['of an unknown component', 'incomplete', [frameOf(0xc2, 1), scanOf([9], ALL, 50)]],
		['with a bit for each block', 'jpeg', [frameOf(0xc2, 1), scanOf([1], ALL, 50)]],
		['with less than a bit for each block', 'incomplete', [frameOf(0xc2, 1), scanOf([1], ALL, 49)]],
		['of two components', 'jpeg', [frameOf(0xc2, 1, 2), scanOf([1, 2], ALL, 100)]],
		['of arithmetic codes', 'jpeg', [frameOf(0xca, 1), scanOf([1], ALL, 1)]],
		['of some arithmetic codes', 'incomplete', [frameOf(0xca, 1), scanOf([1], [0, 0, 0], 1)]],
	])('that has a scan %s is %s', (_what, kind, parts) => {
		expect(kindOf(...parts)).toBe(kind);
	});
});

describe('One block of codes', () => {
	/** A DHT with codes of one length, numbered through. */
	const table = (slot: number, lengthBits: number, ...symbols: number[]) =>
		segment(0xc4, [
			slot,
			...Array.from({ length: 16 }, (_, at) => (at === lengthBits - 1 ? symbols.length : 0)),
			...symbols,
		]);
	const END_OF_BLOCK = 0x00;
	const SIXTEEN_ZEROS = 0xf0;
	const head = [
		segment(0xdb, [0, ...Array<number>(64).fill(8)]),
		segment(0xc0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
	];
	const kindWith = (dc: Buffer, ac: Buffer, ...data: number[]) =>
		analyzeJpeg(jpegOf(...head, dc, ac, segment(0xda, [1, 1, 0, 0, 63, 0]), Buffer.from(data)))
			.kind;
	const anyBitEnds = table(0x10, 1, END_OF_BLOCK, END_OF_BLOCK);

	test.each([
		['a code of one bit', table(0, 1, 0), anyBitEnds, [0b0011_1111], 'analyzed'],
		['no DC code', table(0, 1, 0), anyBitEnds, [0b1011_1111], 'incomplete'],
		['a code of ten bits', table(0, 10, 0), anyBitEnds, [0, 0], 'analyzed'],
		['half of a code of ten bits', table(0, 10, 0), anyBitEnds, [0], 'incomplete'],
		['more zeros than places', table(0, 1, 0), table(0x10, 1, SIXTEEN_ZEROS), [0, 0], 'incomplete'],
		['no AC code', table(0, 1, 0), table(0x10, 1, END_OF_BLOCK), [0b0111_1111], 'incomplete'],
	])('with %s', (_what, dc, ac, data, kind) => {
		expect(kindWith(dc, ac, ...data)).toBe(kind);
	});
});

describe('The colours', () => {
	const channelsOf = (ids: readonly number[]) =>
		ids.map((id) => ({ horizontal: 1, vertical: 1, levelAt: (x: number) => x * 9, id }));
	const [RGB, YCBCR] = [channelsOf([82, 71, 66]), channelsOf([1, 2, 3])];
	const named = (name: string, last: number) =>
		[...Buffer.from(name.padEnd(11, '\0')), last].slice(0, 12);

	test.each([
		['YCbCr', YCBCR, [], true],
		['RGB by their ids', RGB, [], false],
		['YCbCr by JFIF', RGB, [segment(0xe0, named('JFIF', 0))], true],
		['as by their ids with another APP0', RGB, [segment(0xe0, named('AVI1', 0))], false],
		['as by their ids with JFIF elsewhere', RGB, [segment(0xe1, named('JFIF', 0))], false],
		['RGB by Adobe', YCBCR, [segment(0xee, named('Adobe', 0))], false],
		['YCbCr by Adobe', RGB, [segment(0xee, named('Adobe', 1))], true],
		['as by their ids with another APP14', YCBCR, [segment(0xee, named('Other', 0))], true],
		['as by their ids with Adobe elsewhere', YCBCR, [segment(0xed, named('Adobe', 0))], true],
		[
			'YCbCr by JFIF, whatever another APP0 and Adobe say',
			RGB,
			[
				segment(0xe0, named('JFIF', 0)),
				segment(0xe0, named('AVI1', 0)),
				segment(0xee, named('Adobe', 0)),
			],
			true,
		],
	] as const)('are %s', (_what, channels, preamble, isLuma) => {
		const bytes = encodeJpeg({
			width: 16,
			height: 16,
			channels,
			preamble: Buffer.concat(preamble),
		});
		const jpeg = readJpeg(bytes);
		expect(jpeg.kind === 'jpeg' && hasLuma(jpeg)).toBe(isLuma);
		expect(analyzeJpeg(bytes).kind).toBe(isLuma ? 'analyzed' : 'notAnalyzed');
	});
});
