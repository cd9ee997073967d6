/**
 * Keeps an account under its requests a minute, across all executions of this process.
 */
import { wait } from './wait';

/** Half a second more than a minute, because two requests sent a minute apart may arrive closer together. */
const WINDOW_MS = 60_500;

/** The traffic of one account: when its latest requests went out, and until when nobody may send. */
export class Pace {
	private sentAtMs: number[] = [];

	private heldUntilMs = 0;

	/**
	 * Waits until one more request may go out, and counts it.
	 *
	 * A small fleet goes at once: only the request above the limit waits until the oldest is a minute old.
	 *
	 * @param requestsPerMinute 0 for no limit; the request is not counted then, lest it hold back those with a limit
	 * @param signal ends the wait early; the request is not counted then
	 */
	async takeTurn(requestsPerMinute: number, signal: AbortSignal): Promise<void> {
		for (;;) {
			const nowMs = Date.now();
			const delayMs = Math.max(
				this.heldUntilMs - nowMs,
				this.freeAtMs(requestsPerMinute, nowMs) - nowMs,
			);
			if (signal.aborted) return;
			if (delayMs <= 0) {
				if (requestsPerMinute > 0) this.sentAtMs.push(nowMs);
				return;
			}
			await wait(delayMs, signal);
		}
	}

	/** Holds everybody back: a server that says "too many requests" means the account, not one camera. */
	holdFor(delayMs: number): void {
		this.heldUntilMs = Math.max(this.heldUntilMs, Date.now() + delayMs);
	}

	private freeAtMs(requestsPerMinute: number, nowMs: number): number {
		const firstInWindow = this.sentAtMs.findIndex((atMs) => atMs > nowMs - WINDOW_MS);
		this.sentAtMs.splice(0, firstInWindow === -1 ? this.sentAtMs.length : firstInWindow);
		if (requestsPerMinute === 0 || this.sentAtMs.length < requestsPerMinute) return nowMs;
		const oldestThatCounts = this.sentAtMs.at(-requestsPerMinute) ?? nowMs;
		return oldestThatCounts + WINDOW_MS;
	}
}

const paces = new Map<string, Pace>();

/** The one {@link Pace} of an account in this process. */
export function paceOf(accountFingerprint: string): Pace {
	const known = paces.get(accountFingerprint);
	if (known !== undefined) return known;
	const pace = new Pace();
	paces.set(accountFingerprint, pace);
	return pace;
}
