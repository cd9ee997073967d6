/**
 * The markers of a JPEG and the segments they begin, byte by byte (ITU-T T.81, table B.1 and B.1.1).
 */
import { byteAt, wordAt } from '../../../../nodes/Arcules/picture/bytes';
import {
	isFrameHeader,
	isMetadata,
	isRestart,
	isStandalone,
	nextMarker,
} from '../../../../nodes/Arcules/picture/markers';
import { pictureParts, segmentsOf, startsAsJpeg } from '../../../../nodes/Arcules/picture/segments';

const bytesOf = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');

/** All markers for which something is so, in hex. */
const markersThat = (are: (marker: number) => boolean) =>
	[...Array(256).keys()].filter(are).map((marker) => marker.toString(16));

describe('Of all markers', () => {
	test('eight are restart markers', () => {
		expect(markersThat(isRestart)).toEqual(['d0', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7']);
	});

	test('nine have no length', () => {
		expect(markersThat(isStandalone)).toEqual([
			'1',
			'd0',
			'd1',
			'd2',
			'd3',
			'd4',
			'd5',
			'd6',
			'd7',
		]);
	});

	test('seventeen say something about the picture', () => {
		const application = [...Array(16).keys()].map((number) => `e${number.toString(16)}`);
		expect(markersThat(isMetadata)).toEqual([...application, 'fe']);
	});

	test('thirteen are frame headers', () => {
		const frames = 'c0 c1 c2 c3 c5 c6 c7 c9 ca cb cd ce cf';
		expect(markersThat(isFrameHeader)).toEqual(frames.split(' '));
	});
});

describe('The next marker', () => {
	test.each([
		['ffd9', 0, 0],
		['00 ffd9', 0, 1],
		['00 ffd9', 1, 1],
		['ff00 ffd9', 0, 2],
		['ffff ffd9', 0, 2],
		['ff00 ff00 11', 0, -1],
		['1122', 0, -1],
		['ff', 0, -1],
		['11 ff', 0, -1],
		['ffd9 11', 1, -1],
		['ffd8 ffd9', 2, 2],
		['', 0, -1],
	])('in %s from byte %i is at %i', (hex, from, at) => {
		expect(nextMarker(bytesOf(hex), from)).toBe(at);
	});
});

test('beyond the end of the bytes there are zeros', () => {
	const bytes = bytesOf('0102');
	expect([byteAt(bytes, 1), byteAt(bytes, 2)]).toEqual([2, 0]);
	expect([wordAt(bytes, 0), wordAt(bytes, 1), wordAt(bytes, 2)]).toEqual([0x102, 0x200, 0]);
});

test.each([
	['ffd8ff', true],
	['ffd8ffe0', true],
	['00d8ff', false],
	['ff00ff', false],
	['ffd800', false],
	['ffd8', false],
])('%s begins as a JPEG: %p', (hex, begins) => {
	expect(startsAsJpeg(bytesOf(hex))).toBe(begins);
});

describe('The segments', () => {
	/** Marker, start, payload and end of each. */
	const inHex = (hex: string) =>
		[...segmentsOf(bytesOf(`ffd8 ${hex}`))].map(
			({ marker, start, payloadStart, payloadEnd, end }) =>
				`${marker.toString(16)} ${start} ${payloadStart}-${payloadEnd} ${end}`,
		);

	test.each([
		['ffd9', ['d9 2 4-4 4']],
		['ffe0 0003 11 ffd9', ['e0 2 6-7 7', 'd9 7 9-9 9']],
		['ffe0 0002 ffd9', ['e0 2 6-6 6', 'd9 6 8-8 8']],
		['ffe0 0003 11', ['e0 2 6-7 7']],
		['ffe0 0004 11', []],
		['ffe0 00', []],
		['ffe0 0000 ffd9', ['e0 2 6-6 6', 'd9 6 8-8 8']],
		['fffe 0001 ffd9', ['fe 2 6-6 6', 'd9 6 8-8 8']],
		['ffdb 0001 ffd9', []],
		['ffdb 0002 ffd9', ['db 2 6-6 6', 'd9 6 8-8 8']],
		['1122 ffd9 ffe0 0002', ['d9 4 6-6 6']],
		['ffd8 ffd9', []],
		['ffd8 0002 ffd9', []],
		['ffe0 0002', ['e0 2 6-6 6']],
		['ffdb 0002 1122 ffd9', ['db 2 6-6 6', 'd9 8 10-10 10']],
		['ff01 ffd3 ffd9', ['d9 6 8-8 8']],
		['ffda 0003 11 2233 ffd9', ['da 2 6-7 9', 'd9 9 11-11 11']],
		['ffda 0002 22ff00 ffd0 33 ffff ffd9', ['da 2 6-6 14', 'd9 14 16-16 16']],
		['ffda 0002 22', ['da 2 6-6 7']],
		['ffda 0002 22 ffd0', ['da 2 6-6 9']],
		['', []],
	])('of %s are %j', (hex, segments) => {
		expect(inHex(hex)).toEqual(segments);
	});

	test('are none behind an SOI without another marker, however much follows', () => {
		expect(inHex('00'.repeat(60_000))).toEqual([]);
	});

	test('that are the picture alone are those that say nothing about it', () => {
		const parts = pictureParts(bytesOf('ffd8 ffe0 0003 11 ffdb 0003 22 fffe 0002 33 ffd9 44'));
		expect(Buffer.concat([...parts])).toEqual(bytesOf('ffd8 ffdb 0003 22 ffd9'));
	});
});
