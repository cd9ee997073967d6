/**
 * Reads the body of an answer as far as it is wanted, and never more than is allowed.
 */
import { onAbort } from '../concurrency/signals';
import { FirstPart } from './multipart';

/** What was read. */
export interface Body {
	readonly bytes: Buffer;
	/** False when the body went on after as many bytes as were allowed; the download was abandoned. */
	readonly isWhole: boolean;
}

interface ByteStream extends AsyncIterable<Uint8Array> {
	destroy(error?: Error): void;
}

/**
 * @param body what n8n's request helper gave for `encoding: 'stream'`, unpacked by the label `Content-Encoding`
 * @param contentType of a multipart body, only the first part is read: some cameras never end theirs
 * @param signal ends the download; the returned promise rejects then
 * @throws whatever broke the connection
 */
export async function readBody(
	body: unknown,
	maxBytes: number,
	contentType: string | undefined,
	signal: AbortSignal,
): Promise<Body> {
	const stream = isByteStream(body) ? body : undefined;
	if (stream === undefined) return cut(bytesOf(body), maxBytes);
	// The signal given to the request helper ends the request, but not on every version of n8n a body under way.
	const takeBack = onAbort(signal, () => stream.destroy(new Error('The download was ended')));
	try {
		const part = FirstPart.of(contentType);
		const read = await readStream(stream, maxBytes, part);
		const whole = part === undefined ? read : { ...read, bytes: part.body ?? read.bytes };
		return isGzip(whole.bytes) ? await unpack(whole, maxBytes) : whole;
	} finally {
		takeBack();
		stream.destroy();
	}
}

async function readStream(
	stream: AsyncIterable<Uint8Array>,
	maxBytes: number,
	part?: FirstPart,
): Promise<Body> {
	const chunks: Uint8Array[] = [];
	let receivedBytes = 0;
	for await (const chunk of stream) {
		const left = maxBytes - receivedBytes;
		chunks.push(chunk.length > left ? chunk.subarray(0, left) : chunk);
		receivedBytes += chunk.length;
		if (receivedBytes > maxBytes) return { bytes: Buffer.concat(chunks), isWhole: false };
		if (part?.push(chunk) === true) break;
	}
	return { bytes: Buffer.concat(chunks, receivedBytes), isWhole: true };
}

/** Some servers pack without saying so. */
function isGzip(bytes: Buffer): boolean {
	return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08;
}

/** What cannot be unpacked is handed on as it is. */
async function unpack(packed: Body, maxBytes: number): Promise<Body> {
	try {
		const stream = new Blob([new Uint8Array(packed.bytes)])
			.stream()
			.pipeThrough(new DecompressionStream('gzip'));
		return await readStream(chunksOf(stream), maxBytes);
	} catch {
		return packed;
	}
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
	const reader = stream.getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			yield value;
		}
	} finally {
		await reader.cancel();
	}
}

function cut(bytes: Buffer, maxBytes: number): Body {
	return { bytes: bytes.subarray(0, maxBytes), isWhole: bytes.length <= maxBytes };
}

function bytesOf(body: unknown): Buffer {
	if (Buffer.isBuffer(body)) return body;
	return Buffer.from(typeof body === 'string' ? body : '');
}

function isByteStream(body: unknown): body is ByteStream {
	return (
		typeof body === 'object' && body !== null && Symbol.asyncIterator in body && 'destroy' in body
	);
}
