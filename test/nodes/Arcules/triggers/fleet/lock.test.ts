/**
 * One check of a trigger at a time.
 */
import { tryLock } from '../../../../../nodes/Arcules/triggers/fleet/lock';

test('is held by one check of a trigger, and by each trigger for itself', () => {
	const lock = tryLock('one');
	expect(lock?.isHeld()).toBe(true);
	expect(tryLock('one')).toBeUndefined();
	expect(tryLock('another')?.isHeld()).toBe(true);
	lock?.release();
	expect(lock?.isHeld()).toBe(false);
	expect(tryLock('one')?.isHeld()).toBe(true);
});

test('is lost by a check that hangs, which can neither keep it nor release that of a later one', async () => {
	const hanging = tryLock('slow', 30);
	expect(tryLock('slow')).toBeUndefined();
	await new Promise((resolve) => setTimeout(resolve, 60));
	expect(hanging?.isHeld()).toBe(false);
	expect(hanging?.signal.aborted).toBe(true);
	const next = tryLock('slow');
	hanging?.release();
	expect(next?.isHeld()).toBe(true);
});
