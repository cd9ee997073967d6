/**
 * Signed bodies that come a second time.
 */
import { Repeats, REMEMBERED_MS } from '../../../../../nodes/Arcules/triggers/rule/repeats';

const body = (text: string) => Buffer.from(text);

test('the very same body is a repeat for ten minutes, and then no more', () => {
	const repeats = new Repeats();
	expect(repeats.isRepeat('here', body('a'), 0)).toBe(false);
	expect(repeats.isRepeat('here', body('a'), 1)).toBe(true);
	expect(repeats.isRepeat('here', body('a'), REMEMBERED_MS - 1)).toBe(true);
	expect(repeats.isRepeat('here', body('a'), REMEMBERED_MS)).toBe(false);
	expect(REMEMBERED_MS).toBe(600_000);
});

test('another body, and the same one elsewhere, are no repeats', () => {
	const repeats = new Repeats();
	expect(repeats.isRepeat('here', body('a'), 0)).toBe(false);
	expect(repeats.isRepeat('here', body('b'), 0)).toBe(false);
	expect(repeats.isRepeat('there', body('a'), 0)).toBe(false);
	expect(repeats.isRepeat('her', body('ea'), 0)).toBe(false);
});

test('the oldest are forgotten where there are too many, and no more than that', () => {
	const repeats = new Repeats();
	for (let index = 0; index < 30_000; index++) {
		expect(repeats.isRepeat('here', body(String(index)), index / 1_000)).toBe(false);
	}
	expect(repeats.isRepeat('here', body('29999'), 31)).toBe(true);
	expect(repeats.isRepeat('here', body('10001'), 31)).toBe(true);
	expect(repeats.isRepeat('here', body('0'), 31)).toBe(false);
});
