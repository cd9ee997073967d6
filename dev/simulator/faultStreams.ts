// Answers that are sent in a way of their own: cut, dripping, without end. Each ends when its client leaves.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Fault } from './faults';
import { withHeaders, type Answer, type Exchange } from './http';
import { SOI } from './jpeg';

const OK = 200;
const CHUNK_BYTES = 65_536;
const PART_INTERVAL_MS = 100;
const BOUNDARY = 'frame';

/** The first half of a body. */
export function firstHalf(body: Buffer): Buffer {
	return body.subarray(0, Math.floor(body.length / 2));
}

/** Sends the headers and half of the body, then nothing. */
export function sendHalf(exchange: Exchange, healthy: Answer): void {
	exchange.writeHead(healthy);
	exchange.response.write(firstHalf(healthy.body));
}

/** Sends the headers and half of the body, then closes the connection. */
export function sendCut(exchange: Exchange, healthy: Answer): void {
	exchange.writeHead(healthy);
	exchange.response.write(firstHalf(healthy.body), () => exchange.response.destroy());
}

/** Sends the body a byte at a time, again and again. */
export function sendDrip(exchange: Exchange, healthy: Answer, intervalMs: number): void {
	const { response } = exchange;
	exchange.writeHead(withHeaders(healthy, { 'content-length': null }));
	let sentBytes = 0;
	const timer = setInterval(() => {
		const at = sentBytes % Math.max(1, healthy.body.length);
		response.write(healthy.body.subarray(at, at + 1));
		sentBytes += 1;
	}, intervalMs);
	response.once('close', () => clearInterval(timer));
}

// Sends the filler again and again, as fast as the client reads, until there are so many bytes.
async function fill(exchange: Exchange, filler: Buffer, bytes: number): Promise<void> {
	const { response } = exchange;
	const gone = new AbortController();
	response.once('close', () => gone.abort());
	for (let missing = bytes; missing > 0; missing -= filler.length) {
		const hasRoom = response.write(filler.subarray(0, missing));
		// Rejects when the client leaves instead of reading on.
		if (!hasRoom) await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
		if (exchange.isAbandoned) return;
	}
	response.end();
}

/** Sends what begins like a JPEG and goes on for so many bytes. */
export async function sendHuge(exchange: Exchange, bytes: number): Promise<void> {
	exchange.writeHead({ status: OK, headers: { 'content-type': 'image/jpeg' } });
	exchange.response.write(SOI.subarray(0, bytes));
	await fill(exchange, Buffer.alloc(CHUNK_BYTES), bytes - SOI.length);
}

/** Sends a text again and again. */
export async function sendFlood(
	exchange: Exchange,
	flood: Extract<Fault, { kind: 'flood' }>,
): Promise<void> {
	const { text, bytes = Infinity, status = OK, contentType = 'text/plain' } = flood;
	exchange.writeHead({ status, headers: { 'content-type': contentType } });
	await fill(exchange, Buffer.from(text.repeat(Math.ceil(CHUNK_BYTES / text.length))), bytes);
}

/** Sends the body as the parts of a multipart answer. */
export async function sendMultipart(
	exchange: Exchange,
	healthy: Answer,
	multipart: Extract<Fault, { kind: 'multipart' }>,
): Promise<void> {
	const { parts = Infinity, intervalMs = PART_INTERVAL_MS } = multipart;
	const { body } = healthy;
	const partType = healthy.headers['content-type'] ?? '';
	const head = `--${BOUNDARY}\r\ncontent-type: ${partType}\r\ncontent-length: ${body.length}\r\n\r\n`;
	const part = Buffer.concat([Buffer.from(head), body, Buffer.from('\r\n')]);
	const type = multipart.contentType ?? `multipart/x-mixed-replace; boundary=${BOUNDARY}`;
	exchange.writeHead(withHeaders(healthy, { 'content-length': null, 'content-type': type }));
	for (let sent = 0; sent < parts; sent++) {
		if (sent > 0) await sleep(intervalMs, undefined, { ref: false });
		if (exchange.isAbandoned) return;
		exchange.response.write(part);
	}
	exchange.response.end(`--${BOUNDARY}--\r\n`);
}
