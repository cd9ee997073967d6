/**
 * The figures of the analysis, on drawn images of a few blocks, where each can be worked out by hand; `isBlank.test.ts`
 * and `sceneHash.test.ts` try them on real pictures.
 */
import { analyze } from '../../../../nodes/Arcules/picture/analysis';
import type { DcImage } from '../../../../nodes/Arcules/picture/dcImage';
import { sceneDistance, sceneHashOf } from '../../../../nodes/Arcules/picture/sceneHash';

type LevelAt = (column: number, row: number) => number;

function image(width: number, height: number, levelAt: LevelAt, stepLevels = 1): DcImage {
	const levels = Uint8Array.from({ length: width * height }, (_, index) =>
		levelAt(index % width, Math.floor(index / width)),
	);
	return { width, height, levels, stepLevels };
}

/** 16×16 blocks, of which the strips take two rows at the top and two at the bottom. */
const square = (levelAt: LevelAt, stepLevels?: number) =>
	analyze(image(16, 16, levelAt, stepLevels));

const halves = (one: number, other: number) => (column: number) => (column < 8 ? one : other);

const chequered =
	(one: number, other: number): LevelAt =>
	(column, row) =>
		(column + row) % 2 === 0 ? one : other;

/** One level, and some blocks that are brighter. */
const withLights =
	(level: number, ...lights: Array<readonly [column: number, row: number]>): LevelAt =>
	(column, row) =>
		lights.some(([x, y]) => x === column && y === row) ? level + 50 : level;

describe('Brightness', () => {
	test.each([
		[0, 0],
		[51, 0.2],
		[100, 0.3922],
		[255, 1],
	])('of a picture of the level %i is %d', (level, brightness) => {
		expect(square(() => level).brightness).toBe(brightness);
	});

	test('counts the strips in', () => {
		const { brightness } = square((_, row) => (row < 2 || row > 13 ? 255 : 0));
		expect(brightness).toBe(0.25);
	});
});

describe('The strips in which cameras write', () => {
	const lines = (width: number, height: number, ...rows: number[]) =>
		analyze(image(width, height, (_, row) => (rows.includes(row) ? 255 : 0)));

	test.each([
		['of 16 rows, two at each end', 16, [0, 1, 14, 15], true],
		['of 16 rows, not the third', 16, [2], false],
		['of 16 rows, not the third from below', 16, [13], false],
		['of 9 rows, two at each end', 9, [0, 1, 7, 8], true],
		['of 8 rows, one at each end', 8, [0, 7], true],
		['of 8 rows, not the second', 8, [1], false],
		['of 7 rows, none', 7, [0], false],
	])('are left out: %s', (_what, height, rows, isLeftOut) => {
		const { contrast, sharpness, isBlank } = lines(16, height, ...rows);
		expect({ contrast: contrast === 0, sharpness: sharpness === 0, isBlank }).toEqual({
			contrast: isLeftOut,
			sharpness: isLeftOut,
			isBlank: isLeftOut,
		});
	});
});

describe('Contrast', () => {
	test.each<[string, LevelAt, number]>([
		['half black, half white', halves(0, 255), 1],
		['one grey', () => 128, 0],
		['two greys', halves(100, 151), 0.2],
		['a quarter white', (column) => (column < 4 ? 255 : 0), 0.866],
	])('of %s is the deviation over the largest there can be', (_what, levelAt, contrast) => {
		expect(square(levelAt).contrast).toBe(contrast);
	});
});

describe('Sharpness', () => {
	// 12 rows of 16 blocks without the strips: 12 × 15 pairs across and 11 × 16 down.
	const pairs = 12 * 15 + 11 * 16;
	const rounded = (value: number) => Number(value.toFixed(4));

	test('of one edge down the middle is its share of all pairs', () => {
		expect(square(halves(0, 255)).sharpness).toBe(rounded((12 / pairs) * 2));
	});

	test('of lines across is that of all pairs one above the other', () => {
		const { sharpness } = square((_, row) => (row % 2) * 200);
		expect(sharpness).toBe(rounded(((11 * 16) / pairs) * 2));
	});

	test('is never above 1', () => {
		expect(square(chequered(0, 255)).sharpness).toBe(1);
	});

	test('is 0 where the variance is below one level, and not where it is one', () => {
		expect(square(chequered(100, 101)).sharpness).toBe(0);
		expect(square(chequered(100, 102)).sharpness).toBe(1);
	});

	test('does not change with brightness and contrast', () => {
		const { sharpness } = square(halves(10, 20));
		expect(square(halves(110, 170)).sharpness).toBe(sharpness);
	});
});

describe('A picture is blank', () => {
	test.each<[string, LevelAt]>([
		['of one colour', () => 100],
		['with seven edges', withLights(100, [5, 6], [9, 2])],
		['with one light on a slope', (x, y) => 50 + 3 * x + withLights(0, [5, 6])(x, y)],
		['with edges of 4 levels', halves(100, 104)],
		[
			'with one light on edges of 4 levels',
			(x, y) => halves(100, 104)(x) + withLights(0, [5, 6])(x, y),
		],
		[
			'with one light, and 4 levels from top to bottom',
			(x, y) => (y < 8 ? 100 : 104) + withLights(0, [5, 5])(x, y),
		],
		['with edges of 5.5 mean differences', (column) => 2 * column + (column < 8 ? 0 : 4)],
		['with noise of 10 levels', chequered(100, 110)],
	])('%s', (_what, levelAt) => {
		expect(square(levelAt).isBlank).toBe(true);
	});

	test('with edges of 1.5 steps of the quantisation', () => {
		expect(square(halves(100, 106), 4).isBlank).toBe(true);
		expect(square(halves(100, 107), 4).isBlank).toBe(false);
	});

	test('of a single block', () => {
		expect(analyze(image(1, 1, () => 9))).toMatchObject({
			contrast: 0,
			sharpness: 0,
			isBlank: true,
		});
	});
});

describe('Something is to be seen in a picture', () => {
	test.each<[string, LevelAt]>([
		['with eight edges', withLights(100, [5, 6], [9, 8])],
		['with eight edges in its first rows', withLights(100, [0, 2], [5, 2], [9, 2])],
		['with dark spots', (x, y) => 200 - withLights(0, [5, 6], [9, 8])(x, y)],
		['with edges of 5 levels', halves(100, 105)],
		['with edges of more than the noise', (column) => 2 * column + (column < 8 ? 0 : 5)],
		['full of edges of 11 levels', chequered(100, 111)],
		['with edges from left to right alone', halves(50, 200)],
		['with edges from top to bottom alone', (_, row) => (row < 8 ? 50 : 200)],
	])('%s', (_what, levelAt) => {
		expect(square(levelAt).isBlank).toBe(false);
	});
});

describe('The fingerprint of the view', () => {
	const bitAt = (bit: number) => {
		const digits = Array<string>(64).fill('0');
		digits[Math.floor(bit / 4)] = (8 >> bit % 4).toString(16);
		return digits.join('');
	};

	test.each([
		[1, 1, 0],
		[2, 1, 1],
		[16, 1, 15],
		[1, 2, 16],
		[9, 8, 120],
		[16, 16, 255],
	])('has one bit for one light, in column %i and row %i', (column, row, bit) => {
		const lit = image(18, 18, withLights(0, [column, row]));
		expect(sceneHashOf(lit)).toBe(bitAt(bit));
	});

	test.each<[string, LevelAt]>([
		['one colour', () => 77],
		['light that falls off evenly', (column, row) => 5 * column + 3 * row],
		['lights at the very edge', withLights(0, [0, 4], [17, 9], [6, 0], [3, 17])],
	])('has no bit for %s', (_what, levelAt) => {
		expect(sceneHashOf(image(18, 18, levelAt))).toBe('0'.repeat(64));
	});

	test('is that of the part between the strips', () => {
		const light = withLights(0, [4, 5]);
		// 24 rows, of which 18 are between the strips.
		const { sceneHash } = analyze(
			image(18, 24, (column, row) => (row < 3 || row > 20 ? 255 : light(column, row - 3))),
		);
		expect(sceneHash).toBe(bitAt(4 * 16 + 3));
	});

	test.each([
		['to the left', 4, 5],
		['to the right', 6, 5],
		['above', 5, 4],
		['below', 5, 6],
	])('has no bit for a cell with a brighter one %s', (_where, column, row) => {
		const brightAt = (x: number, y: number) => (x === column && y === row ? 100 : 0);
		const picture = image(18, 18, (x, y) => (x === 5 && y === 5 ? 20 : brightAt(x, y)));
		expect(sceneHashOf(picture)).toBe(bitAt((row - 1) * 16 + column - 1));
	});

	test('does not count a difference of less than a hundredth of a level', () => {
		// A cell has 11 × 11 blocks here, of which one is brighter.
		const brighterBy = (levels: number) =>
			image(198, 198, (x, y) => 50 + (x === 60 && y === 60 ? levels : 0));
		expect(sceneHashOf(brighterBy(1))).toBe('0'.repeat(64));
		expect(sceneHashOf(brighterBy(2))).toBe(bitAt(4 * 16 + 4));
	});

	test.each([
		[7, 9, 2, 3],
		[27, 25, 3, 2],
		[12, 27, 3, 3],
		[20, 12, 2, 5],
		[64, 36, 2, 2],
	])('is the same for %i×%i blocks and %i×%i times as many', (width, height, across, down) => {
		const levelAt: LevelAt = (column, row) => (column * 7919 + row * 104_729) % 251;
		const large = image(width * across, height * down, (column, row) =>
			levelAt(Math.floor(column / across), Math.floor(row / down)),
		);
		expect(sceneHashOf(large)).toBe(sceneHashOf(image(width, height, levelAt)));
	});
});

describe('The distance of two fingerprints', () => {
	const none = '0'.repeat(64);

	test.each([
		[none, none, 0],
		[none, 'f'.repeat(64), 256],
		[none, `1${'0'.repeat(63)}`, 1],
		[none, `${'0'.repeat(63)}e`, 3],
		['a5'.repeat(32), '5a'.repeat(32), 256],
		['a5'.repeat(32), 'a7'.repeat(32), 32],
	])('of %s and %s is %i', (one, other, distance) => {
		expect(sceneDistance(one, other)).toBe(distance);
		expect(sceneDistance(other, one)).toBe(distance);
	});

	test.each(['', '0'.repeat(63), '0'.repeat(65), `x${none}`, `${none}\n`, 'F'.repeat(64)])(
		'is the largest when one is none: %j',
		(other) => {
			expect(sceneDistance(none, other)).toBe(256);
			expect(sceneDistance(other, none)).toBe(256);
		},
	);
});
