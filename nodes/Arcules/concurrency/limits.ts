/**
 * How much is done at once. Three limits, because each protects something else:
 * - `mapConcurrently` bounds the work started: what is in memory, a picture with its item included;
 * - {@link Semaphore} bounds the requests in flight: those of the listing and of all items of a run together;
 * - {@link RateLimiter} bounds the requests in any minute: those of one account in all executions of this process.
 */
import { delay } from './signals';

/** Lets a fixed number of tasks run at once; the others wait in line. */
export class Semaphore {
	private readonly waiting: Array<() => void> = [];

	constructor(private permits: number) {}

	/** Runs `task` as soon as a permit is free. */
	async run<T>(task: () => Promise<T>): Promise<T> {
		if (this.permits > 0) this.permits--;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
		try {
			return await task();
		} finally {
			const next = this.waiting.shift();
			if (next === undefined) this.permits++;
			else next();
		}
	}
}

/** Half a second more than a minute, because two requests sent a minute apart may arrive closer together. */
const WINDOW_MS = 60_500;

/** A sliding window over the requests of the last minute, which can be paused. */
export class RateLimiter {
	private sentAtMs: number[] = [];

	private pausedUntilMs = 0;

	/**
	 * Waits until one more request may be sent, and counts it.
	 *
	 * A burst up to the limit is sent at once: only the request above it waits until the oldest is a minute old.
	 *
	 * @param requestsPerMinute 0 for no limit; the request is then not counted, so that it does not hold back those
	 * that have one
	 * @param signal ends the wait early; the request is not counted then
	 */
	async acquire(requestsPerMinute: number, signal: AbortSignal): Promise<void> {
		for (;;) {
			const nowMs = Date.now();
			const freeAtMs = Math.max(this.pausedUntilMs, this.windowFreeAtMs(requestsPerMinute, nowMs));
			if (signal.aborted) return;
			if (freeAtMs <= nowMs) {
				if (requestsPerMinute > 0) this.sentAtMs.push(nowMs);
				return;
			}
			await delay(freeAtMs - nowMs, signal);
		}
	}

	/** Pauses all requests: "too many requests" is about the account, not about one camera. */
	pauseFor(delayMs: number): void {
		this.pausedUntilMs = Math.max(this.pausedUntilMs, Date.now() + delayMs);
	}

	private windowFreeAtMs(requestsPerMinute: number, nowMs: number): number {
		const firstInWindow = this.sentAtMs.findIndex((atMs) => atMs > nowMs - WINDOW_MS);
		this.sentAtMs.splice(0, firstInWindow === -1 ? this.sentAtMs.length : firstInWindow);
		if (requestsPerMinute === 0 || this.sentAtMs.length < requestsPerMinute) return nowMs;
		const oldestThatCounts = this.sentAtMs.at(-requestsPerMinute) ?? nowMs;
		return oldestThatCounts + WINDOW_MS;
	}
}

/** More than this are not kept; what is lost with the least recently used one is a minute of its count. */
const MAX_RATE_LIMITERS = 1_000;

const rateLimiters = new Map<string, RateLimiter>();

/** The one {@link RateLimiter} of this process for a key. */
export function rateLimiterFor(key: string): RateLimiter {
	const limiter = rateLimiters.get(key) ?? new RateLimiter();
	rateLimiters.delete(key);
	rateLimiters.set(key, limiter);
	for (const oldest of rateLimiters.keys()) {
		if (rateLimiters.size <= MAX_RATE_LIMITERS) break;
		rateLimiters.delete(oldest);
	}
	return limiter;
}
