/**
 * Whether a request is repeated, and when.
 */
import { backoffMs, isTransientStatus, retryAfterMs } from '../../../../nodes/Arcules/api/retry';

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

test.each([
	['2', 2_000],
	[' 0 ', 0],
	['3600', 60_000],
	['Sun, 22 Nov 2026 08:00:05 GMT', 5_000],
	['Sun, 22 Nov 2026 07:00:00 GMT', 0],
	['Sun, 22 Nov 2026 20:00:00 GMT', 60_000],
	['soon', undefined],
	['', undefined],
	[undefined, undefined],
])('reads Retry-After %p as %p ms', (header, expectedMs) => {
	expect(retryAfterMs(header, Date.parse(NOW))).toBe(expectedMs);
});
