/**
 * Reads answers whose shape nobody vouches for: the error answers of the API are not documented.
 */

const MAX_MESSAGE_LENGTH = 200;

const JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** A property of a value that may be anything. */
export function property(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/**
 * The server's own words for what went wrong: one short line, without any token, and never one that repeats `secret`.
 *
 * @param body the parsed JSON, or the text of the answer
 * @returns an empty string when the server said nothing that a person could read
 */
export function serverMessage(body: unknown, secret: string): string {
	const text = [
		body,
		property(body, 'message'),
		property(body, 'error'),
		property(property(body, 'error'), 'message'),
		property(body, 'errorMessage'),
		property(body, 'detail'),
	].find((candidate): candidate is string => typeof candidate === 'string');
	if (
		text === undefined ||
		(secret !== '' && text.includes(secret)) ||
		text.trimStart().startsWith('<')
	)
		return '';
	const line = text.replace(JWT, '[token]').replace(/\s+/g, ' ').trim();
	return line.length > MAX_MESSAGE_LENGTH ? `${line.slice(0, MAX_MESSAGE_LENGTH)}…` : line;
}

/** The server's own words as they stand behind a message: `: “…”`, or nothing. */
export function quoted(message: string): string {
	return message === '' ? '' : `: “${message}”`;
}
