// HTTP as the simulator needs it: answers as values, which a fault can deform before they are sent; one request with its
// record; and a server on loopback that can be closed at once. It is Node's own: a router costs as much as a picture.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';

import type { RequestRecord } from './requestLog';
import { SlowLine } from './slowLine';

/** The headers of an answer, their names in lower case. */
export type Headers = Readonly<Record<string, string>>;

/** Status, headers and body of one answer, ready to be written. */
export type Answer = Readonly<{ status: number; headers: Headers; body: Buffer }>;

/** What the API says when it refuses something: JSON for an object, the text itself for a string. */
export interface Refusal {
	readonly status: number;
	readonly body?: object | string | undefined;
	readonly contentType?: string | undefined;
	readonly headers?: Headers | undefined;
}

const HOST = '127.0.0.1';
// Longer than clients keep idle connections, so that they are never closed under a request.
const KEEP_ALIVE_TIMEOUT_MS = 60_000;
const NO_CONTENT = 204;

/** A page where an answer of the API was due. */
export const SIGN_IN_PAGE =
	'<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>';

/** An answer with any body; the length is added. */
export function answer(status: number, type: string, body: Buffer, headers?: Headers): Answer {
	const described = { 'content-type': type, 'content-length': String(body.length) };
	return { status, headers: { ...described, ...headers }, body };
}

/** An answer in JSON. */
export function jsonAnswer(status: number, value: unknown, headers?: Headers): Answer {
	return answer(status, 'application/json', Buffer.from(JSON.stringify(value)), headers);
}

/** The answer that a refusal describes. */
export function refusalAnswer({ status, body = '', contentType, headers }: Refusal): Answer {
	const isText = typeof body === 'string';
	const bytes = Buffer.from(isText ? body : JSON.stringify(body));
	const type = contentType ?? (isText ? 'text/plain' : 'application/json');
	return withHeaders(answer(status, type, bytes), headers ?? {});
}

/** The same answer with another body. */
export function withBody(original: Answer, body: Buffer): Answer {
	return withHeaders({ ...original, body }, { 'content-length': String(body.length) });
}

/** The same answer with other headers; null takes one away. */
export function withHeaders(
	original: Answer,
	changes: Readonly<Record<string, string | null>>,
): Answer {
	const headers = new Map(Object.entries(original.headers));
	for (const [name, value] of Object.entries(changes)) {
		if (value === null) headers.delete(name.toLowerCase());
		else headers.set(name.toLowerCase(), value);
	}
	return { ...original, headers: Object.fromEntries(headers) };
}

/** One request and its answer, with the record that is kept of them. */
export class Exchange {
	constructor(
		readonly request: IncomingMessage,
		readonly response: ServerResponse,
		readonly record: RequestRecord,
	) {}

	/** Whether nobody is waiting for the answer any more. */
	get isAbandoned(): boolean {
		return this.response.destroyed || this.response.socket === null;
	}

	/** Starts the answer. The record shows the status from here on. */
	writeHead({ status, headers }: Omit<Answer, 'body'>): void {
		this.record.status = status;
		this.response.writeHead(status, headers);
	}

	/** Sends a whole answer, its bytes as they are, without a copy. */
	send(whole: Answer): void {
		if (this.isAbandoned) return;
		const hasNoBody = whole.status === NO_CONTENT;
		this.writeHead(hasNoBody ? withHeaders(whole, { 'content-length': null }) : whole);
		this.response.end(hasNoBody ? undefined : whole.body);
	}
}

/** A server that is listening. */
export interface HttpServer {
	readonly port: number;
	/** Destroys all connections; resolves when the port is free again. */
	readonly close: () => Promise<void>;
}

type OnRequest = (request: IncomingMessage, response: ServerResponse) => void;

/** A certificate, and how far away the clients are to be. */
export type SecureLine = Readonly<{ key: string; cert: string; roundTripMs: number }>;

/** Listens for HTTP; rejects when the port is taken. */
export const listen = async (port: number, onRequest: OnRequest): Promise<HttpServer> =>
	await listening(createServer({ keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS }, onRequest), port);

/** Listens for HTTPS on a free port, at the end of a line on which everything takes its time. */
export async function listenSecurely(
	{ key, cert, roundTripMs }: SecureLine,
	onRequest: OnRequest,
): Promise<HttpServer> {
	const secure = createTlsServer({ key, cert, keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS }, onRequest);
	const line = createTcpServer({ allowHalfOpen: true }, (socket) =>
		secure.emit('connection', new SlowLine(socket, roundTripMs)),
	);
	return await listening(line, 0);
}

async function listening(server: Server, port: number): Promise<HttpServer> {
	const sockets = new Set<Socket>();
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	server.listen(port, HOST);
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port');
	const close = async () => {
		if (!server.listening) return;
		const closed = once(server, 'close');
		server.close();
		for (const socket of sockets) socket.destroy();
		await closed;
	};
	return { port: address.port, close };
}
