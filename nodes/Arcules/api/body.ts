/**
 * Reads the body of an answer, and stops when it grows too large.
 */

/** A body above the size that was allowed; the download was abandoned. */
export const TOO_LARGE = Symbol('body too large');

interface ByteStream extends AsyncIterable<Uint8Array> {
	destroy(error?: Error): void;
}

/**
 * @param body what n8n's request helper gave for `encoding: 'stream'`
 * @param declaredBytes the header `Content-Length`, if the server sent one
 * @param signal ends the download; the returned promise rejects then
 * @throws whatever broke the connection
 */
export async function readBody(
	body: unknown,
	maxBytes: number,
	declaredBytes: number | undefined,
	signal: AbortSignal,
): Promise<Buffer | typeof TOO_LARGE> {
	if (Buffer.isBuffer(body)) return body.length > maxBytes ? TOO_LARGE : body;
	if (!isByteStream(body)) return Buffer.from(typeof body === 'string' ? body : '');
	if (declaredBytes !== undefined && declaredBytes > maxBytes) {
		body.destroy();
		return TOO_LARGE;
	}
	// The request helper's own signal ends the request, but not on every version of n8n a body under way.
	const onAbort = () => body.destroy(new Error('The download was ended'));
	signal.addEventListener('abort', onAbort);
	try {
		const chunks: Uint8Array[] = [];
		let receivedBytes = 0;
		for await (const chunk of body) {
			receivedBytes += chunk.length;
			if (receivedBytes > maxBytes) return TOO_LARGE;
			chunks.push(chunk);
		}
		return Buffer.concat(chunks, receivedBytes);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
}

function isByteStream(body: unknown): body is ByteStream {
	return (
		typeof body === 'object' && body !== null && Symbol.asyncIterator in body && 'destroy' in body
	);
}
