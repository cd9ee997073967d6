/**
 * Whether a request is repeated, and when.
 */
import {
	backoffMs,
	type FailedAttempt,
	httpDateMs,
	isTransientStatus,
	retryAfterMs,
	retryDelayMs,
} from '../../../../nodes/Arcules/api/retry';

test.each([408, 425, 429, 500, 502, 503, 504, 599])('status %p may pass by itself', (status) => {
	expect(isTransientStatus(status)).toBe(true);
});

test.each([200, 302, 400, 401, 403, 404, 409, 410, 422])('status %p stays', (status) => {
	expect(isTransientStatus(status)).toBe(false);
});

test.each([
	[1, 250, 500],
	[2, 500, 1_000],
	[4, 2_000, 4_000],
	[30, 15_000, 30_000],
])('the wait after attempt %p lies anywhere between %p and %p ms', (attempts, minMs, maxMs) => {
	const delaysMs = Array.from({ length: 50 }, () => backoffMs(attempts));
	expect(Math.min(...delaysMs)).toBeGreaterThanOrEqual(minMs);
	expect(Math.max(...delaysMs)).toBeLessThanOrEqual(maxMs);
	expect(new Set(delaysMs).size).toBeGreaterThan(40);
});

const NOW = '2026-11-22T08:00:00Z';

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

test.each([
	['2', 2_000],
	[' 0 ', 0],
	['1.5', 2_000],
	['1.25', 2_000],
	['0.4', 1_000],
	['3600', 3_600_000],
	['2147483648', YEAR_MS],
	['99999999999999999999', YEAR_MS],
	['Fri, 31 Dec 9999 23:59:59 GMT', YEAR_MS],
	['Sun, 22 Nov 2026 08:00:05 GMT', 5_000],
	['Sunday, 22-Nov-26 08:00:05 GMT', 5_000],
	['Sun Nov 22 08:00:05 2026', 5_000],
	['Sun, 22 Nov 2026 07:00:00 GMT', 0],
	['-3', undefined],
	['1e3', undefined],
	['2026-11-22', undefined],
	['soon', undefined],
	['', undefined],
	[undefined, undefined],
])('reads Retry-After %p as %p ms', (header, expectedMs) => {
	expect(retryAfterMs(header, Date.parse(NOW))).toBe(expectedMs);
});

test.each([
	['Sun, 22 Nov 2026 08:00:00 GMT', NOW],
	[' Sun, 22 Nov 2026 08:00:00 GMT ', NOW],
	['Sun, 22 Nov 2026 08:00:00 GMT (12345678)', NOW],
	['Sun, 22 Nov 2026 08:00:00 GMT (123456789)', undefined],
	['not a date', undefined],
	['42', undefined],
	[`Sun, 22 Nov 2026 08:00:00 GMT${' '.repeat(50)}x`, undefined],
	[undefined, undefined],
])('reads the date %p as %p', (header, expected) => {
	expect(httpDateMs(header)).toBe(expected === undefined ? undefined : Date.parse(expected));
});

describe('A request that failed', () => {
	const failed = (changes: Partial<FailedAttempt> & Partial<FailedAttempt['error']> = {}) => {
		const { reason = 'unavailable', isTransient = true, retryAfterMs, ...others } = changes;
		return retryDelayMs({
			error: { reason, isTransient, retryAfterMs },
			attempts: 1,
			maxRetries: 3,
			askedWaitMs: 0,
			silenceMs: 0,
			...others,
		});
	};

	test.each([
		['when it would fail the same way', { isTransient: false }],
		['when it was sent as often as wanted', { attempts: 4 }],
		['when it missed its deadline twice', { reason: 'timeout', attempts: 2 } as const],
		[
			'when the server has made it wait for a minute',
			{ retryAfterMs: 10_000, askedWaitMs: 60_000 },
		],
		['when the run was served nothing for a minute', { retryAfterMs: 10_000, silenceMs: 60_000 }],
	])('is not sent again %s', (_name, changes) => {
		expect(failed(changes)).toBeUndefined();
	});

	test.each([
		['after a growing time', { attempts: 3 }, 1_000, 2_000],
		['after a missed deadline, once', { reason: 'timeout' } as const, 250, 500],
		['when the server says so', { retryAfterMs: 5_000 }, 5_000, 5_000],
		['after a minute when the server asks for more', { retryAfterMs: 3_600_000 }, 60_000, 60_000],
		[
			'as long as all waits together are no more than 65 seconds',
			{ retryAfterMs: 10_000, askedWaitMs: 55_000 },
			10_000,
			10_000,
		],
		['never sooner than without the server’s word', { retryAfterMs: 0 }, 250, 500],
	])('is sent again %s', (_name, changes, minMs, maxMs) => {
		expect(failed(changes)).toBeGreaterThanOrEqual(minMs);
		expect(failed(changes)).toBeLessThanOrEqual(maxMs);
	});
});
