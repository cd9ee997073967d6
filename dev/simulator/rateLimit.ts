// A limit on requests per account, over the last 60 seconds at any moment.
import type { Clock } from './clock';
import type { ResolvedOptions } from './options';

const WINDOW_MS = 60_000;
const MS_PER_SECOND = 1000;

/** Form of the Retry-After header. */
export type RetryAfterFormat = ResolvedOptions['retryAfterFormat'];

/** Lets so many requests through in any 60 seconds; 0 lets all through. */
export class RateLimiter {
	private readonly admittedAtMs = new Map<string, number[]>();

	constructor(
		private readonly requestsPerMinute: number,
		private readonly retryAfterFormat: RetryAfterFormat,
		private readonly clock: Clock,
	) {}

	/** Admits the request, or gives the `Retry-After` of its refusal. */
	retryAfter(account: string): string | undefined {
		if (this.requestsPerMinute === 0) return undefined;
		const nowMs = this.clock.nowMs();
		const recent = (this.admittedAtMs.get(account) ?? []).filter((at) => at > nowMs - WINDOW_MS);
		this.admittedAtMs.set(account, recent);
		const oldest = recent[0];
		if (oldest === undefined || recent.length < this.requestsPerMinute) {
			recent.push(nowMs);
			return undefined;
		}
		const freeInSeconds = Math.ceil((oldest + WINDOW_MS - nowMs) / MS_PER_SECOND);
		return this.retryAfterFormat === 'seconds'
			? String(freeInSeconds)
			: new Date(nowMs + freeInSeconds * MS_PER_SECOND).toUTCString();
	}
}
