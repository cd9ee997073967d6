/**
 * Whether two pictures show the same view: 68 that do, 40 of a camera that was moved, and every pair of two cameras.
 */
import {
	SAME_VIEW_MAX_DISTANCE,
	sceneDistance,
	SCENE_HASH_BITS,
} from '../../../../nodes/Arcules/picture/sceneHash';
import {
	analysisOf,
	changed,
	grey,
	noisy,
	rolled,
	scaled,
	shaded,
	still,
	STILL_NAMES,
	withDisplay,
	withPeople,
	type Change,
	type Part,
	type Pixels,
} from './views';

const usual: Part = { left: 0, top: 45, width: 1120, height: 630 };
const TENTH = 112;

const dim: Change = async (pixels) => await changed(pixels, scaled(0.25, 2), noisy(4));
const infrared: Change = async (pixels) =>
	await changed(
		pixels,
		grey,
		scaled(0.5),
		shaded(0.5, 0.55, 0.7, '#ffffff26', '#000000bf'),
		noisy(5),
	);
const lamplight: Change = async (pixels) =>
	await changed(
		pixels,
		scaled([0.18, 0.2, 0.3], [2, 2, 6]),
		shaded(0.75, 0.1, 0.5, '#ffd89080', '#00000000'),
		noisy(4),
	);

interface Look {
	readonly change?: readonly Change[];
	readonly quality?: number;
	readonly width?: number;
}

const SAME: ReadonlyArray<readonly [name: string, look: Look]> = [
	['by night, dim', { change: [dim] }],
	['by night, in infrared light', { change: [infrared] }],
	['by night, by a lamp', { change: [lamplight] }],
	['with one person', { change: [withPeople(1, 38)] }],
	['with two people', { change: [withPeople(2, 69)] }],
	['with four people', { change: [withPeople(4, 131)] }],
	['by night, with two people', { change: [dim, withPeople(2, 7)] }],
	['with noise of 5 levels', { change: [noisy(5)] }],
	['with noise of 15 levels', { change: [noisy(15)] }],
	['overexposed', { change: [scaled(1.2, 20)] }],
	['in fog', { change: [scaled(0.3, 130)] }],
	['at quality 30', { quality: 30 }],
	['at quality 50', { quality: 50 }],
	['at quality 95', { quality: 95 }],
	['at 320×180', { width: 320 }],
	['at 640×360', { width: 640 }],
	['at 1920×1080', { width: 1920 }],
];

const part = (left: number, top: number, width = usual.width, height = usual.height): Part => ({
	left,
	top,
	width,
	height,
});

const MOVED: ReadonlyArray<readonly [name: string, make: (name: string) => Promise<Pixels>]> = [
	['turned by a tenth of the width', async (name) => await still(name, part(TENTH, 45))],
	['turned by a seventh', async (name) => await still(name, part(160, 45))],
	[
		'turned by a tenth, by night',
		async (name) => await infrared(await still(name, part(TENTH, 45))),
	],
	['turned and tilted', async (name) => await still(name, part(100, 80))],
	['tilted upwards', async (name) => await still(name, part(0, 0))],
	['tilted downwards', async (name) => await still(name, part(0, 90))],
	['zoomed in by a quarter', async (name) => await still(name, part(80, 60, 896, 504))],
	['zoomed in by a half', async (name) => await still(name, part(160, 110, 746, 420))],
	['askew by six degrees', async (name) => await rolled(name, 6, part(130, 150))],
	['mirrored by a wrong setting', async (name) => await rolled(name, 180, part(0, 45))],
];

const clock = withDisplay('2026-11-22 08:15:07 UTC');
const later = withDisplay('2026-11-23 22:41:58 UTC');
const usualHash = new Map<string, string>();

beforeAll(async () => {
	for (const name of STILL_NAMES) {
		const { sceneHash } = await analysisOf(await changed(await still(name, usual), clock));
		usualHash.set(name, sceneHash);
	}
});

// The two views that are told worst from themselves turned and from each other, and two others.
const VIEWS = ['corridor', 'serverRoom', 'street', 'lobby'];

describe.each(VIEWS)('The view of the %s', (name) => {
	const distanceTo = (hash: string) => sceneDistance(usualHash.get(name) ?? '', hash);

	test.each(SAME)('is the same one %s', async (_look, { change = [], ...variant }) => {
		const pixels = await changed(await still(name, usual), ...change, later);
		const { sceneHash } = await analysisOf(pixels, variant);
		expect(distanceTo(sceneHash)).toBeLessThanOrEqual(SAME_VIEW_MAX_DISTANCE);
	});

	test.each(MOVED)('is another one %s', async (_move, make) => {
		const { sceneHash } = await analysisOf(await changed(await make(name), later));
		expect(distanceTo(sceneHash)).toBeGreaterThan(SAME_VIEW_MAX_DISTANCE);
	});

	test('is another one than those of the other cameras', () => {
		for (const other of STILL_NAMES.filter((candidate) => candidate !== name)) {
			const distance = distanceTo(usualHash.get(other) ?? '');
			expect(distance).toBeGreaterThan(SAME_VIEW_MAX_DISTANCE);
		}
	});
});

describe('The distance of two scene hashes', () => {
	const zeros = '0'.repeat(SCENE_HASH_BITS / 4);

	test('is the number of bits that differ', () => {
		expect(sceneDistance(zeros, zeros)).toBe(0);
		expect(sceneDistance(zeros, 'f'.repeat(zeros.length))).toBe(SCENE_HASH_BITS);
		expect(sceneDistance(`1${zeros.slice(1)}`, `6${zeros.slice(1)}`)).toBe(3);
		expect(sceneDistance(`${zeros.slice(1)}8`, zeros)).toBe(1);
	});

	test('is the largest when one of them is none', () => {
		expect(sceneDistance('', zeros)).toBe(SCENE_HASH_BITS);
		expect(sceneDistance(zeros, `${zeros.slice(1)}x`)).toBe(SCENE_HASH_BITS);
	});
});
