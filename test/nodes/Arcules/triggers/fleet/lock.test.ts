/**
 * One check of a watch at a time.
 */
import { type Poller, tryLock } from '../../../../../nodes/Arcules/triggers/fleet/lock';

const MINUTE_MS = 60_000;

let keys = 0;

function poller(changes: Partial<Poller> = {}): Poller {
	return { key: String(keys), activation: undefined, definition: '', ...changes };
}

beforeEach(() => {
	keys++;
});

test('is held by one check of a watch, and by each watch for itself', () => {
	const lock = tryLock(poller(), MINUTE_MS);
	expect(lock?.isHeld()).toBe(true);
	expect(tryLock(poller(), MINUTE_MS)).toBeUndefined();
	expect(tryLock(poller({ key: 'another' }), MINUTE_MS)?.isHeld()).toBe(true);
	lock?.release();
	expect(lock?.isHeld()).toBe(false);
	expect(tryLock(poller(), MINUTE_MS)?.isHeld()).toBe(true);
});

test.each([
	['the workflow was activated anew', { activation: {} }],
	['the node was edited', { definition: 'edited' }],
])('is taken over when %s, which ends the older check', (_name, changes) => {
	const older = tryLock(poller(), MINUTE_MS);
	const newer = tryLock(poller(changes), MINUTE_MS);
	expect(older?.isHeld()).toBe(false);
	expect(older?.signal.aborted).toBe(true);
	older?.release();
	expect(newer?.isHeld()).toBe(true);
	expect(newer?.signal.aborted).toBe(false);
});

test('ends a check with its budget, which holds the lock until it has ended', async () => {
	const lock = tryLock(poller(), 20);
	await new Promise((resolve) => setTimeout(resolve, 60));
	expect(lock?.signal.aborted).toBe(true);
	expect(lock?.isHeld()).toBe(true);
	expect(tryLock(poller(), MINUTE_MS)).toBeUndefined();
});

test('is lost by a check that does not end with its budget, a minute later', () => {
	const now = jest.spyOn(Date, 'now');
	const start = 1_000_000;
	now.mockReturnValue(start);
	const hanging = tryLock(poller(), MINUTE_MS);
	now.mockReturnValue(start + 2 * MINUTE_MS - 1);
	expect(tryLock(poller(), MINUTE_MS)).toBeUndefined();
	now.mockReturnValue(start + 2 * MINUTE_MS);
	expect(tryLock(poller(), MINUTE_MS)?.isHeld()).toBe(true);
	expect(hanging?.isHeld()).toBe(false);
	now.mockRestore();
});
