/**
 * What one look at a camera means: no request, no clock.
 */
import type { Reason } from '../../../../../nodes/Arcules/api/errors';
import {
	checksToConfirm,
	compareCamera,
	listsToConfirm,
	type Observation,
	type PictureSeen,
	type WatchRules,
} from '../../../../../nodes/Arcules/triggers/fleet/compare';
import { type CameraRecord, newCamera } from '../../../../../nodes/Arcules/triggers/fleet/state';

const RULES: WatchRules = {
	confirmAfter: 2,
	recoverAfter: 2,
	frozenAfter: 3,
	isSameView: (one, other) => one === other,
	reportCurrentProblems: false,
};

const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 10, 22);

/** The minute of each look, from 1. */
const atMinute = (minute: number) => START_MS + minute * MINUTE_MS;

const picture = (facts: Partial<PictureSeen> = {}): Observation => ({
	kind: 'picture',
	arrivedMs: 0,
	...facts,
});
const still = (hash: string) => picture({ hash });
const DOWN: Observation = { kind: 'noPicture', reason: 'unavailable', httpStatus: 503 };
const UNKNOWN: Observation = { kind: 'unknown' };

/** The events of each look, one a minute, with the minute since when it is so and the number of looks. */
function watch(observations: readonly Observation[], rules = RULES, isNewToWatch = true) {
	let record = newCamera(isNewToWatch);
	return observations.map((observation, index) => {
		const result = compareCamera(record, observation, atMinute(index + 1), rules);
		record = result.record;
		return result.events.map(
			({ event, sinceMs, checks }) => `${event} ${(sinceMs - START_MS) / MINUTE_MS} ${checks}`,
		);
	});
}

describe('A picture that stays the same', () => {
	test('is frozen once it has been the very same often enough, and moves again once', () => {
		const looks = ['a', 'b', 'b', 'b', 'b', 'c', 'd'].map(still);
		expect(watch(looks)).toEqual([
			[],
			[],
			[],
			['pictureFrozen 2 3'],
			[],
			['pictureMoving 2 4'],
			[],
		]);
	});

	test('is the same through an outage as well', () => {
		expect(watch([still('a'), still('a'), DOWN, still('a')])).toEqual([
			[],
			[],
			[],
			['pictureFrozen 1 3'],
		]);
	});

	test('says nothing while the server hands out one that it took before', () => {
		const cached = (minute: number): Observation =>
			picture({ hash: 'a', arrivedMs: atMinute(minute), takenMs: atMinute(1) + 1_000 });
		expect(watch([1, 2, 3, 4, 5, 6].map(cached)).flat()).toEqual([]);
	});

	test.each([
		[2_000, []],
		[2_001, ['pictureFrozen 1 3']],
	])('taken %i ms after the arrival of the one before, comes to %j', (afterMs, events) => {
		const next = (minute: number): Observation =>
			picture({
				hash: 'a',
				arrivedMs: atMinute(minute),
				takenMs: atMinute(minute - 1) + afterMs,
			});
		expect(watch([1, 2, 3].map(next)).flat()).toEqual(events);
	});

	test('is frozen all the same when the server says that each was taken anew', () => {
		const fresh = (minute: number): Observation =>
			picture({ hash: 'a', arrivedMs: atMinute(minute), takenMs: atMinute(minute) - 5_000 });
		expect(watch([1, 2, 3].map(fresh)).flat()).toEqual(['pictureFrozen 1 3']);
	});

	test('is not looked for without a hash', () => {
		expect(watch(Array.from({ length: 6 }, () => picture())).flat()).toEqual([]);
	});
});

describe('A blank picture', () => {
	const BLANK = picture({ isBlank: true });
	const CLEAR = picture({ isBlank: false });

	test('is reported once it is confirmed, and its end as well', () => {
		expect(watch([CLEAR, BLANK, BLANK, BLANK, CLEAR, CLEAR])).toEqual([
			[],
			[],
			['pictureBlank 2 2'],
			[],
			[],
			['pictureBack 2 3'],
		]);
	});

	test('that is so when the watch begins is no news, unless the user wants to know', () => {
		expect(watch([BLANK, BLANK, CLEAR, CLEAR]).flat()).toEqual(['pictureBack 1 2']);
		const rules = { ...RULES, reportCurrentProblems: true };
		expect(watch([BLANK, BLANK], rules).flat()).toEqual(['pictureBlank 1 2']);
	});

	test('is one still after a picture that could not be looked into', () => {
		expect(watch([CLEAR, BLANK, picture(), BLANK])[3]).toEqual(['pictureBlank 2 2']);
	});

	test('of a camera that was added later is news', () => {
		expect(watch([BLANK, BLANK], RULES, false).flat()).toEqual(['pictureBlank 1 2']);
	});

	test('is not compared with the usual view', () => {
		const scene = (sceneHash: string, isBlank = false) => picture({ isBlank, sceneHash });
		const looks = [scene('a'), scene('x', true), scene('x', true), scene('a'), scene('a')];
		expect(watch(looks).flat()).toEqual(['pictureBlank 2 2', 'pictureBack 2 2']);
	});
});

test.each([undefined, false])('another view is reported once it is confirmed: %p', (isBlank) => {
	const looks = ['a', 'a', 'b', 'b', 'b'].map((sceneHash) => picture({ sceneHash, isBlank }));
	expect(watch(looks)).toEqual([[], [], [], ['viewChanged 3 2'], []]);
});

describe('A camera without a picture', () => {
	/** What is remembered of its health after as many looks. */
	const healthAfter = (looks: number, record: CameraRecord, rules = RULES) => {
		let after = record;
		for (let look = 1; look <= looks; look++) {
			const result = compareCamera(after, DOWN, atMinute(look), rules);
			expect(result.events).toEqual([]);
			after = result.record;
		}
		return after.health;
	};
	const failure = { reason: 'unavailable', httpStatus: 503 };

	test('is suspected first, and down once that is confirmed', () => {
		const sinceMs = atMinute(1);
		expect(healthAfter(1, newCamera(false))).toMatchObject({
			outage: { kind: 'suspected', checks: 1, sinceMs },
			failure,
			report: 'none',
		});
		expect(healthAfter(2, newCamera(false))).toMatchObject({
			outage: { kind: 'on', checks: 2, sinceMs },
			failure,
			report: 'none',
		});
	});

	test('when the watch begins is no news, unless the user wants to know', () => {
		expect(healthAfter(1, newCamera(true)).report).toBe('none');
		expect(healthAfter(2, newCamera(true)).report).toBe('silent');
		const rules = { ...RULES, reportCurrentProblems: true };
		expect(healthAfter(2, newCamera(true), rules).report).toBe('none');
	});

	test('stays as it was reported', () => {
		const record = newCamera(true);
		const down = { ...record, health: { ...healthAfter(2, record), report: 'camera' as const } };
		expect(healthAfter(2, down).report).toBe('camera');
	});
});

test.each<[Reason, number]>([
	['unavailable', 2],
	['timeout', 2],
	['notAnImage', 2],
	['forbidden', 6],
	['unauthorized', 6],
	['rateLimited', 6],
	['network', 6],
])('of looks without a picture because of %s, %i confirm', (reason, checks) => {
	expect(checksToConfirm(reason, 2)).toBe(checks);
});

test.each([
	[1, false, 2],
	[2, false, 2],
	[3, false, 3],
	[1, true, 6],
	[3, true, 9],
])('confirmed after %i, and by empty lists: %p, a device is gone after %i', (...of) => {
	const [confirmAfter, isEmptyList, lists] = of;
	expect(listsToConfirm(isEmptyList, confirmAfter)).toBe(lists);
});

test('a look that learned nothing changes nothing but when it was', () => {
	const record = newCamera(true);
	expect(compareCamera(record, UNKNOWN, atMinute(1), RULES)).toEqual({
		record: { ...record, seenMs: atMinute(1) },
		events: [],
	});
});

test('a picture that arrived before its check, by a clock that was set back, counts as of the check', () => {
	const { record } = compareCamera(newCamera(true), picture(), atMinute(5), RULES);
	expect(record.lastPictureMs).toBe(atMinute(5));
});
