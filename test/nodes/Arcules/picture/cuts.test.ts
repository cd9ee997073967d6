/**
 * A scan that breaks off is found out wherever it does, and no change of bits makes the walk fail.
 */
import fc from 'fast-check';
import { analyzeJpeg } from '../../../../nodes/Arcules/picture/analyzeJpeg';
import { readJpeg } from '../../../../nodes/Arcules/picture/jpeg';
import { encodeJpeg } from './encodeJpeg';
import { channel, VARIED } from './varied';

const EOI = Buffer.from([0xff, 0xd9]);
const EVERY_BYTES = 97;

test.each(VARIED)(
	'A JPEG that breaks off is incomplete with an EOI put behind: %s',
	async (_name, make) => {
		const jpeg = await make();
		expect(analyzeJpeg(jpeg)).toMatchObject({ kind: 'analyzed' });

		const firstScan = jpeg.indexOf(Buffer.from([0xff, 0xda])) + 2;
		const data = firstScan + jpeg.readUInt16BE(firstScan);
		const cuts: number[] = [];
		for (let cut = data; cut < jpeg.length - 2; cut += EVERY_BYTES) cuts.push(cut);
		for (let cut = jpeg.length - 40; cut < jpeg.length - 2; cut++) cuts.push(cut);
		const passed = cuts.filter(
			(cut) => analyzeJpeg(Buffer.concat([jpeg.subarray(0, cut), EOI])).kind !== 'incomplete',
		);
		expect(cuts.length).toBeGreaterThan(100);
		expect(passed).toEqual([]);
	},
);

test('Bits that were changed never make the walk fail', () => {
	const jpeg = encodeJpeg({
		width: 60,
		height: 40,
		channels: [channel(2, 2), channel(1, 1), channel(1, 1)],
	});
	const parts = readJpeg(jpeg);
	expect(parts.kind).toBe('jpeg');
	fc.assert(
		fc.property(
			fc.array(fc.tuple(fc.nat(jpeg.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
			(changes) => {
				const changed = Buffer.from(jpeg);
				for (const [at, value] of changes) changed[at] = value;
				expect(['analyzed', 'notAnalyzed', 'incomplete', 'notAJpeg']).toContain(
					analyzeJpeg(changed).kind,
				);
			},
		),
		{ numRuns: 3000 },
	);
});
