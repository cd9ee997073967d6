/**
 * How requests are made, and what holds where the user says nothing.
 */

export interface RequestSettings {
	/** Max number of requests in flight, listing included. */
	readonly concurrency: number;
	/** Max number of requests in any minute, per account and process; 0 for no limit. */
	readonly requestsPerMinute: number;
	/** How often a busy or unreachable server is asked again. */
	readonly retries: number;
	/** Deadline of one attempt, body included. */
	readonly timeoutMs: number;
}

/** 500 requests a minute is what the vendor's I/O and Audio articles state; nothing is stated for thumbnails. */
export const DEFAULT_SETTINGS: RequestSettings = {
	concurrency: 8,
	requestsPerMinute: 500,
	retries: 3,
	timeoutMs: 30_000,
};
