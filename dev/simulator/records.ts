/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// What was asked of the simulator, for tests and benchmarks to look at afterwards.
import type { ServerResponse } from 'node:http';

/** The part of the API that a request was for. */
export type RequestTarget = 'login' | 'devices' | 'thumbnail' | 'other';

/** One request as it arrived, and the status it was answered with. */
export interface RequestRecord {
	/** When it arrived, in milliseconds since 1970. */
	readonly at: number;
	readonly method: string;
	/** The path without the query. */
	readonly path: string;
	readonly target: RequestTarget;
	readonly channelId?: string;
	readonly query: Readonly<Record<string, string>>;
	/** 0 while there is no answer yet, and for good when there never is one. */
	status: number;
	/** Whether a Bearer header was sent. */
	readonly authorization: boolean;
	/** What the Bearer header held. */
	readonly token: string | undefined;
}

/** Counts since the start or the last reset. */
export interface SimulatorStats {
	readonly logins: number;
	readonly devices: number;
	readonly thumbnails: number;
	readonly requests: number;
	readonly connections: number;
	/**
	 * The most requests that were being answered at the same time, logins included. An answer that
	 * is handed over at once counts for no time at all: use a latency to see how many overlap.
	 */
	readonly mostInFlight: number;
	readonly rateLimited: number;
}

// The counts stay exact; of the records, at least this many of the newest are kept.
const RECORDS_KEPT = 100_000;

/** Keeps the records and the counts. */
export class RequestLog {
	private records: RequestRecord[] = [];

	private counts = emptyCounts();

	private connections = 0;

	private inFlight = 0;

	private mostInFlight = 0;

	private rateLimited = 0;

	/** The requests in the order of their arrival. */
	get requests(): readonly RequestRecord[] {
		return this.records;
	}

	/** Notes a request; it counts as being answered until its answer has been handed over. */
	open(record: RequestRecord, response: ServerResponse): void {
		if (this.records.length >= 2 * RECORDS_KEPT) this.records = this.records.slice(-RECORDS_KEPT);
		this.records.push(record);
		this.counts[record.target] += 1;
		this.inFlight += 1;
		this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
		this.countDownOnce(response);
	}

	/** Notes a new connection. */
	connectionOpened(): void {
		this.connections += 1;
	}

	/** Notes a request that was answered 429. */
	requestLimited(): void {
		this.rateLimited += 1;
	}

	/** The counts as they are now. */
	stats(): SimulatorStats {
		const { login, devices, thumbnail, other } = this.counts;
		return {
			logins: login,
			devices,
			thumbnails: thumbnail,
			requests: login + devices + thumbnail + other,
			connections: this.connections,
			mostInFlight: this.mostInFlight,
			rateLimited: this.rateLimited,
		};
	}

	/** Forgets the records and counts from zero; requests still in flight stay counted as such. */
	reset(): void {
		this.records = [];
		this.counts = emptyCounts();
		this.connections = 0;
		this.mostInFlight = this.inFlight;
		this.rateLimited = 0;
	}

	// 'finish' would be late: the client may have the last byte, and have sent its next request,
	// before it is emitted, which would count one request too many.
	private countDownOnce(response: ServerResponse): void {
		let counted = true;
		const countDown = () => {
			if (counted) this.inFlight -= 1;
			counted = false;
		};
		response.once('prefinish', countDown);
		response.once('close', countDown);
	}
}

function emptyCounts(): Record<RequestTarget, number> {
	return { login: 0, devices: 0, thumbnail: 0, other: 0 };
}
