// Waits until something is there.
import { setTimeout as delay } from 'node:timers/promises';

const DEADLINE_MS = 60_000;
const INTERVAL_MS = 200;

export interface WaitOptions {
	/** How long it may take. */
	deadlineMs?: number | undefined;
	intervalMs?: number | undefined;
	signal?: AbortSignal | undefined;
}

/**
 * Looks again and again, and answers with what it finds.
 *
 * @param what what is looked for, for the error when it does not come in time
 * @param look answers with undefined or false as long as it is not there
 */
export async function waitFor<T>(
	what: string,
	look: () => Promise<T | undefined | false> | T | undefined | false,
	{ deadlineMs = DEADLINE_MS, intervalMs = INTERVAL_MS, signal }: WaitOptions = {},
): Promise<T> {
	const deadline = Date.now() + deadlineMs;
	for (;;) {
		const found = await look();
		if (found !== undefined && found !== false) return found;
		if (Date.now() > deadline) throw new Error(`No ${what} after ${deadlineMs / 1_000} s.`);
		await delay(intervalMs, undefined, { signal });
	}
}
