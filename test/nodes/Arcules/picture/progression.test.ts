/**
 * Progressive pictures, of which only the scans are looked at: those that encoders write pass, and none of which a scan is
 * missing, or has no data.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type JpegOptions } from 'sharp';
import { checkJpeg } from '../../../../nodes/Arcules/picture/jpeg';

const STILL = readFileSync(join('dev', 'simulator', 'stills', 'dock.jpg'));
const SOS = Buffer.from([0xff, 0xda]);
const EOI = Buffer.from([0xff, 0xd9]);
const INCOMPLETE = { kind: 'incomplete' };

const progressive = async (options: JpegOptions = {}, width = 640, height = 360) =>
	await sharp(STILL)
		.resize(width, height, { fit: 'fill' })
		.jpeg({ progressive: true, ...options })
		.toBuffer();

/** The offsets of the scans; 0xFFDA cannot stand within their data. */
function scansOf(jpeg: Buffer): number[] {
	const offsets: number[] = [];
	for (let at = jpeg.indexOf(SOS); at !== -1; at = jpeg.indexOf(SOS, at + 1)) offsets.push(at);
	return offsets;
}

const headerEnd = (jpeg: Buffer, at: number) => at + 2 + jpeg.readUInt16BE(at + 2);

describe.each<[string, JpegOptions]>([
	['as libjpeg writes it', {}],
	['as mozjpeg writes it', { mozjpeg: true }],
	['without chroma subsampling', { chromaSubsampling: '4:4:4' }],
	['of the lowest quality', { quality: 1 }],
])('A progressive picture %s', (_name, options) => {
	test.each([
		[640, 360],
		[317, 201],
		[8, 8],
		[1, 1],
	])('is whole: %p×%p', async (width, height) => {
		const jpeg = await progressive(options, width, height);
		expect(checkJpeg(jpeg)).toEqual({ kind: 'jpeg', width, height });
	});

	test('is incomplete when it ends between two scans, with an EOI put behind', async () => {
		const jpeg = await progressive(options);
		const [, ...later] = scansOf(jpeg);
		expect(later.length).toBeGreaterThan(2);
		for (const at of later) {
			expect(checkJpeg(Buffer.concat([jpeg.subarray(0, at), EOI]))).toEqual(INCOMPLETE);
		}
	});

	test('is incomplete when any scan is missing or has no data', async () => {
		const jpeg = await progressive(options);
		const scans = scansOf(jpeg);
		for (const [index, at] of scans.entries()) {
			const end = scans[index + 1] ?? jpeg.length - EOI.length;
			const cut = (from: number) => Buffer.concat([jpeg.subarray(0, from), jpeg.subarray(end)]);
			expect(checkJpeg(cut(headerEnd(jpeg, at)))).toEqual(INCOMPLETE);
		}
	});
});

test('a progressive picture of one colour, of which most scans take a few bytes, is whole', async () => {
	const jpeg = await sharp({
		create: { width: 1920, height: 1080, channels: 3, background: '#345' },
	})
		.jpeg({ progressive: true })
		.toBuffer();
	expect(checkJpeg(jpeg)).toEqual({ kind: 'jpeg', width: 1920, height: 1080 });
});

test('a grey progressive picture is whole', async () => {
	const jpeg = await sharp(STILL).grayscale().jpeg({ progressive: true }).toBuffer();
	expect(checkJpeg(jpeg).kind).toBe('jpeg');
});

test('a progressive picture that claims to be larger than its data can be is incomplete', async () => {
	const jpeg = await progressive();
	const sizeAt = jpeg.indexOf(Buffer.from([0xff, 0xc2])) + 5;
	jpeg.writeUInt16BE(0xffff, sizeAt);
	jpeg.writeUInt16BE(0xffff, sizeAt + 2);
	expect(checkJpeg(jpeg)).toEqual(INCOMPLETE);
});

test('a picture of more pixels than any camera has is refused, however much data it has', () => {
	const grey = (width: number, height: number) =>
		Buffer.concat([
			Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, height >> 8, height & 255]),
			Buffer.from([width >> 8, width & 255, 1, 1, 0x11, 0]),
			Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]),
			Buffer.alloc(Math.ceil(width / 8) * Math.ceil(height / 8)),
			EOI,
		]);
	expect(checkJpeg(grey(16_384, 16_384))).toMatchObject({ kind: 'jpeg', width: 16_384 });
	expect(checkJpeg(grey(16_384, 16_385))).toEqual(INCOMPLETE);
});
