// A complete HTTP answer as a value, so that a fault can deform it before it is sent.

/** Status, headers and body of one answer, ready to be written. */
export interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

/** What the API says when it refuses something: JSON for an object, the text itself for a string. */
export interface Refusal {
	readonly status: number;
	readonly body: object | string;
	readonly contentType?: string;
}

/** An answer with any body; the length is added. */
export function answer(
	status: number,
	contentType: string,
	body: Buffer,
	headers: Readonly<Record<string, string>> = {},
): Answer {
	return {
		status,
		headers: { 'content-type': contentType, 'content-length': String(body.length), ...headers },
		body,
	};
}

/** An answer in JSON. */
export function jsonAnswer(
	status: number,
	value: unknown,
	headers?: Readonly<Record<string, string>>,
): Answer {
	return answer(status, 'application/json', Buffer.from(JSON.stringify(value)), headers);
}

/** An answer in the API's usual form of an error message. */
export function messageAnswer(
	status: number,
	message: string,
	headers?: Readonly<Record<string, string>>,
): Answer {
	return jsonAnswer(status, { message }, headers);
}

/** The answer that a refusal describes. */
export function refusalAnswer(refusal: Refusal): Answer {
	const isText = typeof refusal.body === 'string';
	const text = isText ? String(refusal.body) : JSON.stringify(refusal.body);
	const contentType = refusal.contentType ?? (isText ? 'text/plain' : 'application/json');
	return answer(refusal.status, contentType, Buffer.from(text));
}
