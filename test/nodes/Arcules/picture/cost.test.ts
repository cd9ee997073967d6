/**
 * What the walk may cost: time against libvips, time on hostile files, memory.
 */
import type { PictureCost } from '../../../../dev/bench/picture';
import { measured } from './compiled';
import { ORDINARY, type HostileCost } from './measure';

const MAX_SHARE_OF_SHARP = 0.6;
const MAX_MS = 3;
const MAX_HOSTILE_MS_PER_MEGABYTE = 100;
/** What the street of the stills takes at quality 80, on two cores of a server that are not busy. */
const ORDINARY_MS_PER_MEGABYTE = 15;
const MAX_BYTES_PER_BLOCK = 12;

describe('The walk over a JPEG', () => {
	test('takes at most 0.6 of the time of libvips, and 3 ms, for 1280×720', () => {
		const costs = measured<PictureCost[]>('speed');
		const sizes = costs.map(({ bytes }) => bytes);
		expect(Math.min(...sizes)).toBeGreaterThan(70_000);
		expect(Math.max(...sizes)).toBeGreaterThan(190_000);
		for (const { walkMs, sharpMs } of costs) {
			expect(walkMs).toBeLessThanOrEqual(MAX_MS);
			expect(walkMs / sharpMs).toBeLessThanOrEqual(MAX_SHARE_OF_SHARP);
		}
	});

	test('takes at most 100 ms per megabyte, whatever the bytes are', () => {
		const costs = measured<HostileCost[]>('hostile');
		const isOrdinary = ({ name }: HostileCost) => name === ORDINARY;
		const ordinary = costs.filter(isOrdinary).map(({ msPerMegabyte }) => msPerMegabyte);
		// On a busy machine all takes longer, an ordinary picture too.
		const slowdown = Math.max(1, ...ordinary.map((ms) => ms / ORDINARY_MS_PER_MEGABYTE));
		const tooLong = costs.filter(({ msPerMegabyte }) => {
			return msPerMegabyte > slowdown * MAX_HOSTILE_MS_PER_MEGABYTE;
		});
		expect(costs.length).toBeGreaterThan(300);
		expect(tooLong).toEqual([]);
	});

	test('needs less than 12 bytes for each block of 8×8 pixels', () => {
		const { bytesPerBlock } = measured<{ bytesPerBlock: number }>('memory');
		expect(bytesPerBlock).toBeLessThan(MAX_BYTES_PER_BLOCK);
		// The levels themselves are one byte each: less would mean that nothing was measured.
		expect(bytesPerBlock).toBeGreaterThan(1);
	});
});
