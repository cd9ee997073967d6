/**
 * The check of JPEG bytes, on pictures that sharp encodes in every way it can.
 */
import fc from 'fast-check';
import sharp from 'sharp';
import { checkJpeg } from '../../../../nodes/Arcules/picture/jpeg';

const noise = (width: number, height: number) =>
	sharp(Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => (i * 7919) % 251)), {
		raw: { width, height, channels: 3 },
	});

/** The value must stand at the offset of the first marker of this kind. */
const offsetOf = (jpeg: Buffer, marker: number) => jpeg.indexOf(Buffer.from([0xff, marker]));

describe('checkJpeg', () => {
	test.each([
		['baseline', {}],
		['progressive, with many scans', { progressive: true }],
		['with mozjpeg’s trellis and scans', { mozjpeg: true }],
		['without chroma subsampling', { chromaSubsampling: '4:4:4' }],
	])('finds the size of a %s JPEG', async (_name, options) => {
		const jpeg = await noise(317, 201).jpeg(options).toBuffer();
		expect(checkJpeg(jpeg)).toEqual({ kind: 'jpeg', width: 317, height: 201 });
	});

	test('is not misled by a thumbnail inside the metadata', async () => {
		const inner = await noise(16, 16).jpeg().toBuffer();
		const outer = await noise(64, 48).jpeg().toBuffer();
		const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), inner]);
		segment.writeUInt16BE(inner.length + 2, 2);
		const jpeg = Buffer.concat([outer.subarray(0, 2), segment, outer.subarray(2)]);

		expect(checkJpeg(jpeg)).toEqual({ kind: 'jpeg', width: 64, height: 48 });
		expect(checkJpeg(jpeg.subarray(0, inner.length + 100))).toEqual({ kind: 'incomplete' });
	});

	test('accepts padding after the end, fill bytes before a marker, and restart markers', async () => {
		const jpeg = await noise(32, 32).jpeg().toBuffer();
		const padded = Buffer.concat([jpeg, Buffer.alloc(1000)]);
		expect(checkJpeg(padded).kind).toBe('jpeg');

		const scan = offsetOf(jpeg, 0xda);
		const filled = Buffer.concat([
			jpeg.subarray(0, scan),
			Buffer.from([0xff, 0xff]),
			jpeg.subarray(scan),
		]);
		expect(checkJpeg(filled).kind).toBe('jpeg');

		const restarted = Buffer.concat([
			jpeg.subarray(0, -2),
			Buffer.from([0xff, 0xd0, 0xff, 0x01, 0xff, 0xd9]),
		]);
		expect(checkJpeg(restarted).kind).toBe('jpeg');
	});

	test('reads a height that follows the first scan', async () => {
		const jpeg = await noise(32, 24).jpeg().toBuffer();
		const frame = offsetOf(jpeg, 0xc0);
		jpeg.writeUInt16BE(0, frame + 5);
		expect(checkJpeg(jpeg)).toEqual({ kind: 'incomplete' });

		const dnl = Buffer.from([0xff, 0xdc, 0x00, 0x04, 0x00, 0x18]);
		const late = Buffer.concat([jpeg.subarray(0, -2), dnl, jpeg.subarray(-2)]);
		expect(checkJpeg(late)).toEqual({ kind: 'jpeg', width: 32, height: 24 });
	});

	test.each([
		['nothing', ''],
		['a GIF', '474946383961'],
		['two bytes', 'ffd8'],
		['SOI without a marker', 'ffd800ff'],
	])('takes %s for no JPEG', (_name, hex) => {
		expect(checkJpeg(Buffer.from(hex, 'hex'))).toEqual({ kind: 'notAJpeg' });
	});

	test.each([
		['SOI and EOI alone', 'ffd8ffd9'],
		['no scan', 'ffd8ffc0000b080010001001012200ffd9'],
		['a frame header that is too short', 'ffd8ffc00004080affd9'],
		['a segment of impossible length', 'ffd8ffe00001ffd9'],
		['a segment that goes on beyond the end', 'ffd8ffe0ffff0000'],
		['a segment cut in its length', 'ffd8ffe000'],
		['a marker cut in half', 'ffd8ffe000020000ff'],
		['a short DNL', 'ffd8ffdc0003000000ffd9'],
	])('takes %s for incomplete', (_name, hex) => {
		expect(checkJpeg(Buffer.from(hex, 'hex'))).toEqual({ kind: 'incomplete' });
	});

	test('takes every cut of a JPEG for incomplete, and none for a picture', async () => {
		for (const progressive of [false, true]) {
			const jpeg = await noise(24, 24).jpeg({ progressive }).toBuffer();
			for (let length = 3; length < jpeg.length; length++) {
				expect(checkJpeg(jpeg.subarray(0, length))).toEqual({ kind: 'incomplete' });
			}
		}
	});

	test('never fails on arbitrary bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
				checkJpeg(Buffer.from([0xff, 0xd8, 0xff, ...bytes]));
			}),
		);
	});
});
