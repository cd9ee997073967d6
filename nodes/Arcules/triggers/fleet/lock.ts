/**
 * One check at a time: n8n starts a poll even while the one before is still under way.
 */

/** A check that takes longer is ended, so that it does not block the watch for ever. */
export const CHECK_DEADLINE_MS = 60 * 60 * 1000;

const holders = new Map<string, symbol>();

/** The right to check, until it is released or its time is over. */
export interface PollLock {
	/** Aborts when the time is over. */
	readonly signal: AbortSignal;
	/** False once somebody else may hold the lock: what was found then must not be remembered. */
	isHeld(): boolean;
	release(): void;
}

/**
 * @param key of the trigger: one lock for each
 * @returns `undefined` while another check is under way
 */
export function tryLock(key: string, deadlineMs = CHECK_DEADLINE_MS): PollLock | undefined {
	if (holders.has(key)) return undefined;
	const holder = Symbol(key);
	holders.set(key, holder);
	const isHeld = () => holders.get(key) === holder;
	const release = () => {
		if (isHeld()) holders.delete(key);
	};
	const signal = AbortSignal.timeout(deadlineMs);
	signal.addEventListener('abort', release);
	return { signal, isHeld, release };
}
