// What was asked of the simulator, for tests and benchmarks to look at afterwards.
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The part of the API that a request was for. */
type RequestTarget = 'login' | 'devices' | 'thumbnail' | 'ioports' | 'other';

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
	/** The name that the client used for this server. */
	readonly host: string;
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

/** The path under which the API lives. */
export const API_PREFIX = '/v1';

// The counts stay exact; of the records, at least this many of the newest are kept.
const RECORDS_KEPT = 100_000;
const THUMBNAIL_PATH = new RegExp(`^GET ${API_PREFIX}/thumbnail/([^/]+)/live$`);
const TARGETS: Readonly<Record<string, RequestTarget>> = {
	[`POST ${API_PREFIX}/login`]: 'login',
	[`GET ${API_PREFIX}/devices`]: 'devices',
	[`GET ${API_PREFIX}/ioports`]: 'ioports',
};
const BEARER = /^Bearer +(\S+)$/i;
const NO_QUERY: Readonly<Record<string, string>> = Object.freeze({});

function route(call: string): Pick<RequestRecord, 'target' | 'channelId'> {
	const id = THUMBNAIL_PATH.exec(call)?.[1];
	if (id === undefined) return { target: TARGETS[call] ?? 'other' };
	try {
		return { target: 'thumbnail', channelId: decodeURIComponent(id) };
	} catch {
		return { target: 'other' };
	}
}

/** The record of a request that has just arrived. */
export function recordOf(request: IncomingMessage, atMs: number): RequestRecord {
	const { method = '', url = '', headers } = request;
	const queryAt = url.indexOf('?');
	const path = queryAt === -1 ? url : url.slice(0, queryAt);
	const token = BEARER.exec(headers.authorization ?? '')?.[1];
	return {
		at: atMs,
		method,
		path,
		...route(`${method} ${path}`),
		query: queryAt === -1 ? NO_QUERY : Object.fromEntries(new URLSearchParams(url.slice(queryAt))),
		host: headers.host ?? '',
		status: 0,
		authorization: token !== undefined,
		token,
	};
}

/** Keeps the records and the counts. */
export class RequestLog {
	/** The requests in the order of their arrival. */
	requests: RequestRecord[] = [];

	private counts = { login: 0, devices: 0, thumbnail: 0, ioports: 0, other: 0 };

	private connections = 0;

	private readonly sockets = new WeakSet<object>();

	private inFlight = 0;

	private mostInFlight = 0;

	private rateLimited = 0;

	/** Notes a request; it counts as being answered until its answer has been handed over. */
	open(record: RequestRecord, response: ServerResponse): void {
		const { socket } = response;
		if (socket !== null && !this.sockets.has(socket)) {
			this.sockets.add(socket);
			this.connections += 1;
		}
		if (this.requests.length >= 2 * RECORDS_KEPT) {
			this.requests = this.requests.slice(-RECORDS_KEPT);
		}
		this.requests.push(record);
		this.counts[record.target] += 1;
		this.inFlight += 1;
		this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
		this.countDownOnce(response);
	}

	/** Notes a request that was answered 429. */
	requestLimited(): void {
		this.rateLimited += 1;
	}

	/** The counts as they are now. */
	stats(): SimulatorStats {
		const { login: logins, devices, thumbnail: thumbnails, ioports, other } = this.counts;
		const requests = logins + devices + thumbnails + ioports + other;
		const { connections, mostInFlight, rateLimited } = this;
		return { logins, devices, thumbnails, requests, connections, mostInFlight, rateLimited };
	}

	/** Forgets the records and counts from zero; requests still in flight stay counted as such. */
	reset(): void {
		this.requests = [];
		this.counts = { login: 0, devices: 0, thumbnail: 0, ioports: 0, other: 0 };
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
