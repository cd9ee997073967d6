// A limit on requests per account, over the last 60 seconds at any moment.

const WINDOW_MS = 60_000;
const MS_PER_SECOND = 1000;

/** Form of the Retry-After header. */
export type RetryAfterFormat = 'seconds' | 'date';

/** Lets so many requests through in any 60 seconds; 0 lets all through. */
export class RateLimiter {
	private readonly admittedAtMs = new Map<string, number[]>();

	constructor(
		private readonly requestsPerMinute: number,
		private readonly retryAfterFormat: RetryAfterFormat,
	) {}

	/** Admits the request, or gives the Retry-After value of its refusal. */
	admit(account: string): { readonly retryAfter: string } | undefined {
		if (this.requestsPerMinute === 0) return undefined;
		const now = Date.now();
		const recent = (this.admittedAtMs.get(account) ?? []).filter((at) => at > now - WINDOW_MS);
		this.admittedAtMs.set(account, recent);
		const oldest = recent[0];
		if (oldest === undefined || recent.length < this.requestsPerMinute) {
			recent.push(now);
			return undefined;
		}
		return { retryAfter: this.retryAfter(oldest + WINDOW_MS, now) };
	}

	private retryAfter(freeAtMs: number, nowMs: number): string {
		if (this.retryAfterFormat === 'date') {
			return new Date(Math.ceil(freeAtMs / MS_PER_SECOND) * MS_PER_SECOND).toUTCString();
		}
		return String(Math.max(1, Math.ceil((freeAtMs - nowMs) / MS_PER_SECOND)));
	}
}
