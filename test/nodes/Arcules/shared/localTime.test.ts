/**
 * Moments as the clock in the workflow's time zone shows them.
 */
import { localTime } from '../../../../nodes/Arcules/shared/localTime';

test.each([
	['UTC', '2026-11-22T08:00:00.042Z', { date: '2026-11-22', time: '08:00:00', ms: '042' }],
	['Europe/Berlin', '2026-11-22T23:30:05Z', { date: '2026-11-23', time: '00:30:05', ms: '000' }],
	['Europe/Berlin', '2026-07-01T22:00:00Z', { date: '2026-07-02', time: '00:00:00', ms: '000' }],
	['Asia/Kolkata', '2026-11-22T18:29:59Z', { date: '2026-11-22', time: '23:59:59', ms: '000' }],
	[
		'America/New_York',
		'2026-01-01T04:59:59.999Z',
		{ date: '2025-12-31', time: '23:59:59', ms: '999' },
	],
	['DEFAULT', '2026-11-22T08:00:00Z', { date: '2026-11-22', time: '08:00:00', ms: '000' }],
])('in %s, %s is %j', (timeZone, moment, expected) => {
	expect(localTime(new Date(moment), timeZone)).toEqual(expected);
});
