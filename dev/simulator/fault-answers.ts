/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
// Gives the answer that a fault asks for in place of the right one.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { answer, jsonAnswer, refusalAnswer, type Answer, type Refusal } from './answers';
import type { Exchange } from './exchange';
import type { Fault } from './faults';
import { SOI } from './jpeg';

/** What a fault needs to know about the call it happens to. */
export interface FaultContext {
	/** Makes the right answer. */
	readonly healthy: () => Promise<Answer>;
	/** Gives the right answer of an earlier call, for good. */
	readonly frozen: () => Promise<Answer>;
	readonly offlineRefusal: Refusal;
}

const OK = 200;
const FOUND = 302;
const CHUNK_BYTES = 65_536;
const UNEXPECTED_JSON = { message: 'This is not the answer you expected' };
const UNEXPECTED_HTML =
	'<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>';

function half(body: Buffer): Buffer {
	return body.subarray(0, Math.floor(body.length / 2));
}

function statusAnswer(fault: Extract<Fault, { kind: 'status' }>): Answer {
	const { status, body = '', contentType, headers } = fault;
	const type = contentType === undefined ? {} : { contentType };
	const plain = refusalAnswer({ status, body, ...type });
	return { ...plain, headers: { ...plain.headers, ...headers } };
}

function redirectAnswer(fault: Extract<Fault, { kind: 'redirect' }>): Answer {
	const headers = { location: fault.location };
	return answer(fault.status ?? FOUND, 'text/plain', Buffer.alloc(0), headers);
}

function withBody(healthy: Answer, body: Buffer): Answer {
	const headers = { ...healthy.headers, 'content-length': String(body.length) };
	return { ...healthy, headers, body };
}

function withoutLength(healthy: Answer): Record<string, string> {
	return Object.fromEntries(
		Object.entries(healthy.headers).filter(([name]) => name !== 'content-length'),
	);
}

function sendCut(exchange: Exchange, healthy: Answer): void {
	exchange.writeHead(healthy.status, healthy.headers);
	exchange.response.write(half(healthy.body), () => exchange.response.destroy());
}

function sendEndless(exchange: Exchange, healthy: Answer): void {
	exchange.writeHead(healthy.status, healthy.headers);
	exchange.response.write(half(healthy.body));
}

function sendDrip(exchange: Exchange, healthy: Answer, intervalMs: number): void {
	const { response } = exchange;
	exchange.writeHead(healthy.status, withoutLength(healthy));
	let sentBytes = 0;
	const timer = setInterval(() => {
		const at = sentBytes % healthy.body.length;
		response.write(healthy.body.subarray(at, at + 1));
		sentBytes += 1;
	}, intervalMs);
	response.once('close', () => clearInterval(timer));
}

async function sendHuge(exchange: Exchange, bytes: number): Promise<void> {
	const { response } = exchange;
	exchange.writeHead(OK, { 'content-type': 'image/jpeg' });
	const filler = Buffer.alloc(CHUNK_BYTES);
	const gone = new AbortController();
	response.once('close', () => gone.abort());
	response.write(SOI.subarray(0, bytes));
	for (let missing = bytes - SOI.length; missing > 0; missing -= filler.length) {
		const hasRoom = response.write(filler.subarray(0, missing));
		// Rejects when the client leaves instead of reading on.
		if (!hasRoom) await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
		if (exchange.isAbandoned) return;
	}
	response.end();
}

/** Plays the fault. It is over when the answer is, which for some faults is never. */
export async function playFault(
	exchange: Exchange,
	fault: Fault,
	context: FaultContext,
): Promise<void> {
	switch (fault.kind) {
		case 'status':
			return exchange.send(statusAnswer(fault));
		case 'offline':
			return exchange.send(refusalAnswer(context.offlineRefusal));
		case 'html':
			return exchange.send(answer(OK, 'text/html', Buffer.from(UNEXPECTED_HTML)));
		case 'json':
			return exchange.send(jsonAnswer(OK, UNEXPECTED_JSON));
		case 'jsonAsJpeg':
			return exchange.send(jsonAnswer(OK, UNEXPECTED_JSON, { 'content-type': 'image/jpeg' }));
		case 'redirect':
			return exchange.send(redirectAnswer(fault));
		case 'huge':
			return await sendHuge(exchange, fault.bytes);
		case 'reset':
			exchange.request.socket.resetAndDestroy();
			return;
		case 'hang':
			return;
		case 'slow':
			await sleep(fault.delayMs, undefined, { ref: false });
			return exchange.send(await context.healthy());
		case 'frozen':
			return exchange.send(await context.frozen());
		default:
			return deform(exchange, fault, await context.healthy());
	}
}

type DeformingFault = Extract<
	Fault,
	{ kind: 'empty' | 'halfJpeg' | 'cutJpeg' | 'endless' | 'drip' | 'padded' }
>;

function deform(exchange: Exchange, fault: DeformingFault, healthy: Answer): void {
	if (exchange.isAbandoned) return;
	switch (fault.kind) {
		case 'empty':
			return exchange.send(withBody(healthy, Buffer.alloc(0)));
		case 'halfJpeg':
			return exchange.send(withBody(healthy, half(healthy.body)));
		case 'padded':
			return exchange.send(
				withBody(healthy, Buffer.concat([healthy.body, Buffer.alloc(fault.bytes)])),
			);
		case 'cutJpeg':
			return sendCut(exchange, healthy);
		case 'endless':
			return sendEndless(exchange, healthy);
		case 'drip':
			return sendDrip(exchange, healthy, fault.intervalMs);
	}
}
