/**
 * A scan that breaks off is found out; a whole one never is. `cuts.test.ts` breaks them off at many places.
 */
import { analyzeJpeg } from '../../../../nodes/Arcules/picture/analyzeJpeg';
import { checkJpeg } from '../../../../nodes/Arcules/picture/jpeg';
import { encodeJpeg, segment } from './encodeJpeg';
import { channel, still, VARIED } from './varied';

const EOI = Buffer.from([0xff, 0xd9]);

describe('A JPEG that breaks off', () => {
	test.each(VARIED)('is told from the whole of it: %s', async (_name, make) => {
		const jpeg = await make();
		expect(analyzeJpeg(jpeg)).toMatchObject({ kind: 'analyzed' });
		const half = Buffer.concat([jpeg.subarray(0, (2 * jpeg.length) / 3), EOI]);
		expect(analyzeJpeg(half)).toEqual({ kind: 'incomplete' });
	});

	test('is incomplete when bytes in the middle were lost', async () => {
		const jpeg = await still('lobby', 320, { quality: 80 });
		const middle = jpeg.length >> 1;
		const lost = Buffer.concat([jpeg.subarray(0, middle), jpeg.subarray(middle + 1460)]);
		expect(checkJpeg(lost)).toMatchObject({ kind: 'jpeg' });
		expect(analyzeJpeg(lost)).toEqual({ kind: 'incomplete' });
	});
});

describe('Restart markers', () => {
	const jpeg = encodeJpeg({
		width: 160,
		height: 120,
		channels: [channel(1, 1)],
		restartInterval: 20,
	});
	const markers = [...jpeg.keys()].filter((at) => {
		return jpeg[at] === 0xff && ((jpeg[at + 1] ?? 0) & 0xf8) === 0xd0;
	});

	test('bring the walk back into step behind bytes that are too many', () => {
		const at = markers[3] ?? 0;
		const padded = Buffer.concat([jpeg.subarray(0, at), Buffer.alloc(5, 0x55), jpeg.subarray(at)]);
		expect(analyzeJpeg(padded)).toEqual(analyzeJpeg(jpeg));
	});

	test('count, whatever their numbers are', () => {
		const renumbered = Buffer.from(jpeg);
		for (const at of markers) renumbered[at + 1] = 0xd0;
		expect(analyzeJpeg(renumbered)).toEqual(analyzeJpeg(jpeg));
	});

	test('make a picture incomplete when one part between them is missing', () => {
		const [from = 0, to = 0] = markers.slice(2, 4);
		const lost = Buffer.concat([jpeg.subarray(0, from), jpeg.subarray(to)]);
		expect(checkJpeg(lost)).toMatchObject({ kind: 'jpeg' });
		expect(analyzeJpeg(lost)).toEqual({ kind: 'incomplete' });
	});

	test('make a picture incomplete when their number does not fit to the interval', () => {
		const dri = jpeg.indexOf(Buffer.from([0xff, 0xdd]));
		for (const [interval, kind] of [
			[19, 'incomplete'],
			[20, 'analyzed'],
			[21, 'incomplete'],
		] as const) {
			const changed = Buffer.from(jpeg);
			changed.writeUInt16BE(interval, dri + 4);
			expect(analyzeJpeg(changed).kind).toBe(kind);
		}
	});
});

describe('What cannot be walked over', () => {
	test('passes on its markers, and says why', async () => {
		const progressive = await still('dock', 320, { progressive: true });
		expect(analyzeJpeg(progressive)).toEqual({
			kind: 'notAnalyzed',
			width: 320,
			height: 180,
			reason: 'process',
		});

		const fine = encodeJpeg({ width: 16, height: 16, channels: [channel(1, 1)], process: 0xc1 });
		fine[fine.indexOf(Buffer.from([0xff, 0xc1])) + 4] = 12;
		expect(analyzeJpeg(fine)).toMatchObject({ kind: 'notAnalyzed', reason: 'precision' });
	});

	const rgb = [82, 71, 66].map((id) => ({ ...channel(1, 1), id }));
	const adobe = (transform: number) =>
		segment(0xee, [...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, transform]);
	const jfif = segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]);
	test.each([
		['RGB by its ids', { channels: rgb }, 'notAnalyzed'],
		['RGB by Adobe’s word', { preamble: adobe(0) }, 'notAnalyzed'],
		['YCbCr by Adobe’s word', { channels: rgb, preamble: adobe(1) }, 'analyzed'],
		['YCbCr because it is JFIF', { channels: rgb, preamble: jfif }, 'analyzed'],
		['CMYK', { channels: [...rgb, channel(1, 1)] }, 'notAnalyzed'],
	])('is walked over all the same when it has no luma: %s', (_name, variant, kind) => {
		const channels = [1, 2, 3].map(() => channel(1, 1));
		const jpeg = encodeJpeg({ width: 40, height: 40, channels, ...variant });
		const cut = Buffer.concat([jpeg.subarray(0, jpeg.length - 30), EOI]);
		const reason = kind === 'notAnalyzed' ? { reason: 'colour' } : {};
		expect(analyzeJpeg(jpeg)).toMatchObject({ kind, width: 40, height: 40, ...reason });
		expect(analyzeJpeg(cut)).toEqual({ kind: 'incomplete' });
	});
});

describe('Tables', () => {
	const drawing = { width: 64, height: 64, channels: [channel(1, 1)] };
	const jpeg = encodeJpeg(drawing);
	const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]));
	const changed = (change: (copy: Buffer) => void) => {
		const copy = Buffer.from(jpeg);
		change(copy);
		return analyzeJpeg(copy);
	};

	test('that are missing or cannot be make a picture incomplete', () => {
		const quantizers = jpeg.indexOf(Buffer.from([0xff, 0xdb]));
		const codes = jpeg.indexOf(Buffer.from([0xff, 0xc4]));
		expect(changed((copy) => (copy[quantizers + 1] = 0xfe))).toEqual({ kind: 'incomplete' });
		expect(changed((copy) => (copy[codes + 5] = 99))).toEqual({ kind: 'incomplete' });
		// Three codes of one bit, and none of three: as many as before.
		expect(changed((copy) => copy.set([3, 1, 2], codes + 5))).toEqual({ kind: 'incomplete' });
		expect(changed((copy) => (copy[scan + 6] = 0x55))).toEqual({ kind: 'incomplete' });
	});

	test('that come again take the place of the earlier ones', () => {
		const bright = segment(0xdb, [0, ...new Array<number>(64).fill(16)]);
		const again = Buffer.concat([jpeg.subarray(0, scan), bright, jpeg.subarray(scan)]);
		const contrast = (bytes: Buffer) => {
			const found = analyzeJpeg(bytes);
			return found.kind === 'analyzed' ? found.analysis.contrast : 0;
		};
		expect(contrast(again)).toBeGreaterThan(1.5 * contrast(jpeg));
	});
});
