/**
 * What is one whole JPEG by its markers: on pictures that sharp encodes in every way it can, and on the small broken files
 * of `fixtures`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { analyzeJpeg } from '../../../../nodes/Arcules/picture/analyzeJpeg';
import { checkJpeg, readJpeg } from '../../../../nodes/Arcules/picture/jpeg';
import { pictureParts } from '../../../../nodes/Arcules/picture/segments';
import { encodeJpeg, segment } from './encodeJpeg';

const INCOMPLETE = { kind: 'incomplete' };

const noise = (width: number, height: number) =>
	sharp(Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => (i * 7919) % 251)), {
		raw: { width, height, channels: 3 },
	});

/** A grey picture of 16×16. */
const small = encodeJpeg({
	width: 16,
	height: 16,
	channels: [{ horizontal: 1, vertical: 1, levelAt: (x, y) => x * 8 + y * 6 }],
});

/** The offset of the first marker of this kind. */
const offsetOf = (jpeg: Buffer, marker: number) => jpeg.indexOf(Buffer.from([0xff, marker]));

const inserted = (jpeg: Buffer, at: number, ...bytes: Buffer[]) =>
	Buffer.concat([jpeg.subarray(0, at), ...bytes, jpeg.subarray(at)]);

const without = (jpeg: Buffer, from: number, to: number) =>
	Buffer.concat([jpeg.subarray(0, from), jpeg.subarray(to)]);

describe('The markers of a JPEG', () => {
	test.each([
		['baseline', {}],
		['progressive', { progressive: true }],
		['by mozjpeg, with trellis and scans,', { mozjpeg: true }],
		['without chroma subsampling', { chromaSubsampling: '4:4:4' }],
	])('tell the size of a JPEG %s', async (_name, options) => {
		const jpeg = await noise(317, 201).jpeg(options).toBuffer();
		expect(checkJpeg(jpeg)).toEqual({ kind: 'jpeg', width: 317, height: 201 });
	});

	test('are not mistaken for those of a thumbnail inside the metadata', async () => {
		const inner = await noise(16, 16).jpeg().toBuffer();
		const outer = await noise(64, 48).jpeg().toBuffer();
		const jpeg = inserted(outer, 2, segment(0xe1, [...inner]));

		expect(checkJpeg(jpeg)).toEqual({ kind: 'jpeg', width: 64, height: 48 });
		expect(checkJpeg(jpeg.subarray(0, inner.length + 100))).toEqual(INCOMPLETE);
	});

	test.each([
		['padding behind the EOI', Buffer.concat([small, Buffer.alloc(1000)])],
		['another picture behind the EOI', Buffer.concat([small, small])],
		[
			'fill bytes before a marker',
			inserted(small, offsetOf(small, 0xda), Buffer.from('ffff', 'hex')),
		],
		['junk between two segments', inserted(small, offsetOf(small, 0xda), Buffer.from('clock'))],
		[
			'a restart marker and a TEM at the end',
			inserted(small, small.length - 2, Buffer.from('ffd0ff01', 'hex')),
		],
		['a COM of length 0', inserted(small, 2, Buffer.from('fffe0000', 'hex'))],
		['a COM of length 1', inserted(small, 2, Buffer.from('fffe0001', 'hex'))],
		['an APP2 of length 0', inserted(small, 2, Buffer.from('ffe20000', 'hex'))],
	])('are whole with %s', (_name, jpeg) => {
		expect(checkJpeg(jpeg)).toEqual({ kind: 'jpeg', width: 16, height: 16 });
		expect(analyzeJpeg(jpeg)).toEqual(analyzeJpeg(small));
	});

	test('say where the picture ends', () => {
		const padded = readJpeg(Buffer.concat([small, Buffer.alloc(10)]));
		expect(padded).toMatchObject({ kind: 'jpeg', end: small.length });
	});

	test.each([
		['nothing', ''],
		['a GIF', '474946383961'],
		['two bytes', 'ffd8'],
		['SOI without a marker', 'ffd800ff'],
		['a line feed before the SOI', `0a${small.toString('hex')}`],
	])('take %s for no JPEG', (_name, hex) => {
		expect(checkJpeg(Buffer.from(hex, 'hex'))).toEqual({ kind: 'notAJpeg' });
		expect(analyzeJpeg(Buffer.from(hex, 'hex'))).toEqual({ kind: 'notAJpeg' });
	});

	const frame = small.subarray(offsetOf(small, 0xc0), offsetOf(small, 0xc4));
	const changed = (marker: number, offset: number, ...values: number[]) => {
		const copy = Buffer.from(small);
		copy.set(values, offsetOf(copy, marker) + offset);
		return copy;
	};
	test.each([
		['SOI and EOI alone', Buffer.from('ffd8ffd9', 'hex')],
		['no scan', without(small, offsetOf(small, 0xda), small.length - 2)],
		['no frame header', without(small, offsetOf(small, 0xc0), offsetOf(small, 0xc4))],
		['a frame header that is too short', Buffer.from('ffd8ffc00004080affd9', 'hex')],
		['a second frame header', inserted(small, small.length - 2, frame)],
		['no width', changed(0xc0, 7, 0, 0)],
		[
			'no height, which a DNL gives',
			inserted(changed(0xc0, 5, 0, 0), small.length - 2, segment(0xdc, [0, 16])),
		],
		['a component with no samples', changed(0xc0, 11, 0x01)],
		['a component with too many samples', changed(0xc0, 11, 0x51)],
		['a scan of an unknown component', changed(0xda, 5, 9)],
		['a scan of no component', changed(0xda, 4, 0)],
		['an SOI inside', inserted(small, offsetOf(small, 0xda), Buffer.from('ffd8', 'hex'))],
		['a table of length 1', inserted(small, 2, Buffer.from('ffdb0001', 'hex'))],
		['a segment that goes on beyond the end', Buffer.from('ffd8ffe0ffff0000', 'hex')],
		['a segment cut in its length', Buffer.from('ffd8ffe000', 'hex')],
		['a marker cut in half', Buffer.from('ffd8ffe000020000ff', 'hex')],
		['a scan with less than two bits for each block', changed(0xc0, 5, 0x10, 0, 0x10, 0)],
	])('take a picture for incomplete that has %s', (_name, jpeg) => {
		expect(checkJpeg(jpeg)).toEqual(INCOMPLETE);
		expect(analyzeJpeg(jpeg)).toEqual(INCOMPLETE);
	});

	test('take a picture for incomplete of which one component has no scan', () => {
		const channel = { horizontal: 1, vertical: 1, levelAt: (x: number) => x };
		const drawing = { width: 16, height: 16, channels: [channel, { ...channel }, { ...channel }] };
		const jpeg = encodeJpeg({ ...drawing, hasSeparateScans: true });
		expect(checkJpeg(jpeg)).toMatchObject({ kind: 'jpeg' });

		const lastScan = jpeg.lastIndexOf(Buffer.from([0xff, 0xda]));
		expect(checkJpeg(without(jpeg, lastScan, jpeg.length - 2))).toEqual(INCOMPLETE);
	});

	test('take every cut of a JPEG for incomplete', async () => {
		for (const progressive of [false, true]) {
			const jpeg = await noise(24, 24).jpeg({ progressive }).toBuffer();
			for (let length = 3; length < jpeg.length; length++) {
				expect(checkJpeg(jpeg.subarray(0, length))).toEqual(INCOMPLETE);
			}
		}
	});

	test('never fail on arbitrary bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
				const { kind } = checkJpeg(Buffer.from([0xff, 0xd8, 0xff, ...bytes]));
				expect(['jpeg', 'incomplete']).toContain(kind);
			}),
		);
	});
});

describe('The fixtures', () => {
	const WHOLE = { kind: 'jpeg', width: 160, height: 120 };
	const ANALYZED = { kind: 'analyzed', width: 160, height: 120, analysis: { isBlank: false } };
	test.each([
		['01-half-then-whole', INCOMPLETE, INCOMPLETE],
		// By its markers it is whole; only counting the blocks tells.
		['02-half-then-eoi', WHOLE, INCOMPLETE],
		['03-half-then-eoi-with-restarts', WHOLE, INCOMPLETE],
		['04-headers-and-empty-scan', INCOMPLETE, INCOMPLETE],
		['06-second-frame-header-wrong-size', INCOMPLETE, INCOMPLETE],
		['07-com-segment-length-0', WHOLE, ANALYZED],
		['08-restart-frame-with-one-flipped-marker', INCOMPLETE, INCOMPLETE],
		['09-height-in-dnl', INCOMPLETE, INCOMPLETE],
		['11-no-eoi-zero-padded', INCOMPLETE, INCOMPLETE],
		['12-dahua-com-length-608-short', WHOLE, ANALYZED],
	])('%s is found to be what it is', (name, byMarkers, byWalk) => {
		const jpeg = readFileSync(join(__dirname, 'fixtures', `${name}.jpg`));
		expect(checkJpeg(jpeg)).toEqual(byMarkers);
		expect(analyzeJpeg(jpeg)).toMatchObject(byWalk);
	});
});

describe('The picture alone', () => {
	const parts = (jpeg: Buffer) => Buffer.concat([...pictureParts(jpeg)]);

	test('has no comment, no metadata, no junk and no padding', () => {
		const dated = inserted(
			small,
			2,
			segment(0xfe, [1, 2, 3]),
			Buffer.from('2026-11-22'),
			segment(0xe1, [4]),
		);
		expect(parts(Buffer.concat([dated, Buffer.from('trailer')]))).toEqual(small);
		expect(parts(small)).toEqual(small);
	});

	test('is another one when a single bit of the scan is', () => {
		const other = Buffer.from(small);
		const at = other.length - 4;
		other[at] = (other[at] ?? 0) ^ 4;
		expect(parts(other)).not.toEqual(parts(small));
	});

	test('has the restart markers of its scan, and all scans of a progressive JPEG', async () => {
		const progressive = await noise(40, 40).jpeg({ progressive: true }).toBuffer();
		const scans = (jpeg: Buffer) => jpeg.toString('latin1').split('\xff\xda').length - 1;
		expect(scans(parts(progressive))).toBe(scans(progressive));
		expect(scans(progressive)).toBeGreaterThan(1);
	});
});
