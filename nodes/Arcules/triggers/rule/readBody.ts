/**
 * Reads the body of a call as it comes over the wire, within bounds.
 *
 * n8n would parse it first, and answer in its own words where it cannot: `description.ts` says how it is kept from that.
 */
import type { IWebhookFunctions } from 'n8n-workflow';
import { onAbort } from '../../concurrency/signals';
import { property } from '../../api/response';
import { type Refusal, REFUSALS } from './refusal';

/** n8n itself takes 16 MiB. */
const MAX_BODY_BYTES = 1024 * 1024;

/** n8n itself waits for five minutes. */
export const BODY_DEADLINE_MS = 10_000;

/** A request as n8n gives it. */
export type Request = ReturnType<IWebhookFunctions['getRequestObject']>;

/**
 * @param deadlineMs how long the body may take
 * @returns the body; or why it was not taken
 */
export async function readBody(
	request: Request,
	deadlineMs = BODY_DEADLINE_MS,
): Promise<Buffer | Refusal> {
	const { 'content-encoding': encoding = 'identity', 'content-length': length = '0' } =
		request.headers;
	if (encoding.toLowerCase() !== 'identity') return REFUSALS.encoded;
	if (Number(length) > MAX_BODY_BYTES) return REFUSALS.tooLarge;
	const read: unknown = property(request, 'rawBody');
	if (Buffer.isBuffer(read)) return read.length > MAX_BODY_BYTES ? REFUSALS.tooLarge : read;
	if (request.readableEnded) return REFUSALS.encoded;
	return await collect(request, deadlineMs);
}

async function collect(request: Request, deadlineMs: number): Promise<Buffer | Refusal> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	return await new Promise<Buffer | Refusal>((resolve) => {
		const end = (result: Buffer | Refusal) => {
			request.off('data', take);
			// What else comes is thrown away, so that the sender gets to read the answer.
			request.resume();
			resolve(result);
		};
		const take = (chunk: Buffer) => {
			bytes += chunk.length;
			chunks.push(chunk);
			if (bytes > MAX_BODY_BYTES) end(REFUSALS.tooLarge);
		};
		if (request.destroyed) return end(REFUSALS.brokenOff);
		request.on('data', take);
		request.once('end', () => end(Buffer.concat(chunks)));
		request.once('error', () => end(REFUSALS.brokenOff));
		request.once('close', () => end(REFUSALS.brokenOff));
		onAbort(AbortSignal.timeout(deadlineMs), () => end(REFUSALS.tooSlow));
	});
}
