/**
 * Reads answers whose shape nobody vouches for: the error answers of the API are not documented.
 */
import { jsonParse } from 'n8n-workflow';
import { containsSecret } from './secrets';

/** No more than this of a server's words is looked at, so that no search of them takes long. */
const MAX_TEXT_LENGTH = 2_000;

const MAX_MESSAGE_LENGTH = 200;

/** A message in a larger answer than this is not looked for. */
const MAX_PARSED_BYTES = 64 * 1024;

/** A property of a value that may be anything. */
export function property(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** What kind of body came, by its first characters: labels are wrong too often. */
export type BodyKind = 'empty' | 'html' | 'xml' | 'json' | 'text' | 'binary';

export function kindOf(body: Buffer): BodyKind {
	const start = body.subarray(0, MAX_TEXT_LENGTH).toString('utf8').trimStart();
	if (start === '') return 'empty';
	if (/^<(!doctype\s+html|html|head|body)\b/i.test(start)) return 'html';
	if (start.startsWith('<')) return 'xml';
	if (/^[{["]/.test(start)) return 'json';
	return /[\p{Cc}\ufffd]/u.test(start.replace(/[\t\n\r]/g, '')) ? 'binary' : 'text';
}

/**
 * The server's own words for what went wrong, on one line, without anything secret.
 *
 * @param secrets the password and the tokens known: words that hold one of them are dropped whole
 * @returns an empty string when the server said nothing that a person could read
 */
export function serverMessage(body: Buffer, secrets: readonly string[]): string {
	const words = wordsOf(body)?.slice(0, MAX_TEXT_LENGTH) ?? '';
	if (words === '' || containsSecret(words, secrets)) return '';
	// An unknown token, an old one say, is a long word.
	const line = words
		.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
		.replace(/[\w+/=.~-]{40,}/g, '[…]')
		.trim();
	return line.length > MAX_MESSAGE_LENGTH ? `${line.slice(0, MAX_MESSAGE_LENGTH)}…` : line;
}

function wordsOf(body: Buffer): string | undefined {
	const text = body.toString('utf8', 0, MAX_PARSED_BYTES);
	switch (kindOf(body)) {
		case 'empty':
		case 'html':
		case 'binary':
			return undefined;
		case 'xml':
			return text.slice(0, MAX_TEXT_LENGTH).replace(/<[^>]*>/g, ' ');
		case 'json':
			return wordsOfJson(jsonParse<unknown>(text, { fallbackValue: null }));
		case 'text':
			return text;
	}
}

/** The names under which services put their words, the most human first. */
const MESSAGE_FIELDS = [
	'message',
	'error_description',
	'errorMessage',
	'detail',
	'title',
	'error',
	'reason',
] as const;

function wordsOfJson(json: unknown): string | undefined {
	if (typeof json === 'string') return json;
	const nested = [property(json, 'error'), ...listOf(property(json, 'errors')), ...listOf(json)];
	return [json, ...nested]
		.flatMap((holder) => [
			...MESSAGE_FIELDS.map((name) => property(holder, name)),
			...(holder === json ? [] : [holder]),
		])
		.find((words): words is string => typeof words === 'string' && words.trim() !== '');
}

function listOf(value: unknown): unknown[] {
	return Array.isArray(value) ? value.slice(0, 3) : [];
}

/** The server's own words as they stand behind a message: `: “…”`, or nothing. */
export function quoted(message: string): string {
	return message === '' ? '' : `: “${message}”`;
}
