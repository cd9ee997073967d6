// Answers one call as a fault has it. A fault gives the answer that is sent, or sends one in a way of its own.
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import type { Fault } from './faults';
import * as streams from './faultStreams';
import type { Exchange, Answer } from './http';
import { answer, jsonAnswer, refusalAnswer, SIGN_IN_PAGE, withBody, withHeaders } from './http';
import type { ListFault } from './paging';
import { write } from './writings';

type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;

/** The call that a fault happens to. */
export interface Call {
	readonly exchange: Exchange;
	/** Makes the right answer, or the one of a list that is odd. */
	readonly healthy: (fault?: ListFault) => Promise<Answer>;
	/** Gives the right answer of an earlier call, for good. */
	readonly frozen: () => Promise<Answer>;
	readonly offline: Answer;
	/** What a server must not tell, and might echo. */
	readonly secrets: Readonly<Record<FaultOf<'echo'>['secret'], string>>;
	readonly nowMs: number;
}

type Player<Kind extends Fault['kind']> = (
	fault: FaultOf<Kind>,
	call: Call,
) => Answer | Promise<Answer | void> | void;

const OK = 200;
const FOUND = 302;
const BAD_REQUEST = 400;
const JPEG_TYPE = 'image/jpeg';
const MS_PER_SECOND = 1000;
const EOI = Buffer.from([0xff, 0xd9]);
const PACKED_AT_ONCE_BYTES = 1_048_576;
const ECHO_TEMPLATE = '{"message":"This is not right: {secret}"}';
const UNEXPECTED = { message: 'This is not the answer you expected' };

// The right answer, its body put together anew from all of it and its first half.
function reshaped(reshape: (whole: Buffer, half: Buffer) => Buffer[]) {
	return async (_fault: Fault, { healthy }: Call): Promise<Answer> => {
		const right = await healthy();
		return withBody(right, Buffer.concat(reshape(right.body, streams.firstHalf(right.body))));
	};
}

async function oddList(fault: ListFault, { healthy }: Call): Promise<Answer> {
	return await healthy(fault);
}

// A gzip body may have several members: one packed megabyte, repeated, is a bomb of any size at no cost.
async function bomb({ bytes, status }: FaultOf<'bomb'>, { healthy }: Call): Promise<Answer> {
	const right = await healthy();
	const member = gzipSync(Buffer.alloc(PACKED_AT_ONCE_BYTES, ' '));
	const members = Array.from({ length: Math.floor(bytes / PACKED_AT_ONCE_BYTES) }, () => member);
	const rest = gzipSync(Buffer.alloc(bytes % PACKED_AT_ONCE_BYTES, ' '));
	const body = Buffer.concat([...members, rest, gzipSync(right.body)]);
	const packed = withHeaders(withBody(right, body), { 'content-encoding': 'gzip' });
	return { ...packed, status: status ?? right.status };
}

function echo(fault: FaultOf<'echo'>, { secrets }: Call): Answer {
	const { writing = 'raw', template = ECHO_TEMPLATE, status = BAD_REQUEST } = fault;
	const body = template.split('{secret}').join(write(secrets[fault.secret], writing));
	return answer(status, fault.contentType ?? 'application/json', Buffer.from(body));
}

const PLAYERS: { readonly [Kind in Fault['kind']]: Player<Kind> } = {
	status: (fault) => refusalAnswer(fault),
	offline: (_fault, { offline }) => offline,
	html: ({ status = OK }) => answer(status, 'text/html', Buffer.from(SIGN_IN_PAGE)),
	json: () => jsonAnswer(OK, UNEXPECTED),
	jsonAsJpeg: () => jsonAnswer(OK, UNEXPECTED, { 'content-type': JPEG_TYPE }),
	bytes: ({ base64, status = OK, contentType = JPEG_TYPE, headers = {} }) =>
		withHeaders(answer(status, contentType, Buffer.from(base64, 'base64')), headers),
	redirect: ({ location, status = FOUND }) =>
		answer(status, 'text/plain', Buffer.alloc(0), { location }),
	echo,
	headers: async ({ headers }, { healthy }) => withHeaders(await healthy(), headers),
	stale: async ({ seconds }, { healthy, nowMs }) => {
		const takenAt = new Date(nowMs - seconds * MS_PER_SECOND).toUTCString();
		return withHeaders(await healthy(), { 'last-modified': takenAt, age: String(seconds) });
	},
	empty: reshaped(() => []),
	halfJpeg: reshaped((_whole, half) => [half]),
	halfThenEoi: reshaped((_whole, half) => [half, EOI]),
	halfThenWhole: reshaped((whole, half) => [half, whole]),
	glued: reshaped((whole) => [whole, whole]),
	padded: async (fault, call) =>
		await reshaped((whole) => [whole, Buffer.alloc(fault.bytes)])(fault, call),
	gzip: async ({ header = true, packed = true }, { healthy }) => {
		const right = await healthy();
		const sent = packed ? withBody(right, gzipSync(right.body)) : right;
		return header ? withHeaders(sent, { 'content-encoding': 'gzip' }) : sent;
	},
	bomb,
	list: oddList,
	endlessPages: oddList,
	nextUrl: oddList,
	cutJpeg: async (_fault, { exchange, healthy }) => streams.sendCut(exchange, await healthy()),
	endless: async (_fault, { exchange, healthy }) => streams.sendHalf(exchange, await healthy()),
	drip: async ({ intervalMs }, { exchange, healthy }) =>
		streams.sendDrip(exchange, await healthy(), intervalMs),
	huge: async ({ bytes }, { exchange }) => await streams.sendHuge(exchange, bytes),
	flood: async (fault, { exchange }) => await streams.sendFlood(exchange, fault),
	multipart: async (fault, { exchange, healthy }) =>
		await streams.sendMultipart(exchange, await healthy(), fault),
	reset: (_fault, { exchange }) => void exchange.request.socket.resetAndDestroy(),
	hang: () => undefined,
	slow: async ({ delayMs }, { healthy }) => {
		await sleep(delayMs, undefined, { ref: false });
		return await healthy();
	},
	frozen: async (_fault, { frozen, nowMs }) => {
		const remembered = await frozen();
		const isDated = remembered.headers['last-modified'] !== undefined;
		const fresh = isDated ? { 'last-modified': new Date(nowMs).toUTCString() } : {};
		return withHeaders(remembered, fresh);
	},
};

async function play<Kind extends Fault['kind']>(kind: Kind, fault: FaultOf<Kind>, call: Call) {
	return await PLAYERS[kind](fault, call);
}

/** Plays the fault. It is over when the answer is, which for some faults is never. */
export async function playFault(fault: Fault, call: Call): Promise<void> {
	const whole = await play(fault.kind, fault, call);
	if (whole !== undefined) call.exchange.send(whole);
}
