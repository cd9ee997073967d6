/**
 * Stops spending on a run that meets nothing but one failure. Pure: no clock, no request.
 */
import type { ArculesError, Reason } from './errors';

/** How a run goes on. */
export type BreakerState =
	| 'closed'
	/** Each request is sent once. */
	| 'noRetries'
	/** Nothing is sent any more. */
	| 'open';

/**
 * When each step is taken: after how many different requests that failed in this way, or that were given up because
 * of it, with not one answered among them.
 *
 * A limit that was hit is waited for, so that it does not end the retries; how long is decided where the waits are.
 */
const THRESHOLDS = {
	timeout: { failedForNoRetries: 3, givenUpForOpen: 100 },
	network: { failedForNoRetries: 3, givenUpForOpen: 100 },
	rateLimited: { failedForNoRetries: Infinity, givenUpForOpen: 3 },
} as const satisfies Readonly<
	Partial<Record<Reason, { failedForNoRetries: number; givenUpForOpen: number }>>
>;

type StreakReason = keyof typeof THRESHOLDS;

/** More different requests than this need not be told apart. */
const MAX_COUNTED = 3;

/** Watches the requests to one endpoint in one run. */
export class CircuitBreaker {
	private reason: StreakReason | undefined;

	private latest: ArculesError | undefined;

	private readonly failedUrls = new Set<string>();

	private givenUp = 0;

	/** Notes an answer: whatever failed before is not all that the run meets. */
	answered(): void {
		this.reason = undefined;
		this.failedUrls.clear();
		this.givenUp = 0;
	}

	/** Notes a failed attempt of the request to `url`. */
	failed(error: ArculesError, url: string): void {
		const { reason } = error;
		if (reason !== this.reason) this.answered();
		this.latest = error;
		if (!isStreakReason(reason)) return;
		this.reason = reason;
		if (this.failedUrls.size < MAX_COUNTED) this.failedUrls.add(url);
	}

	/** Notes that the request is not repeated after its latest failure. */
	gaveUp(): void {
		this.givenUp++;
	}

	/** The failure that was noted last. */
	get lastFailure(): ArculesError | undefined {
		return this.latest;
	}

	get state(): BreakerState {
		if (this.reason === undefined) return 'closed';
		const { failedForNoRetries, givenUpForOpen } = THRESHOLDS[this.reason];
		if (this.givenUp >= givenUpForOpen) return 'open';
		return this.failedUrls.size >= failedForNoRetries ? 'noRetries' : 'closed';
	}

	/** Whether more than one request has met the same failure since the latest answer. */
	get isShared(): boolean {
		return this.failedUrls.size > 1;
	}
}

function isStreakReason(reason: Reason): reason is StreakReason {
	return Object.hasOwn(THRESHOLDS, reason);
}
