/**
 * Reads answers whose shape nobody vouches for: the error answers of the API are not documented.
 */
import { containsSecret } from './secrets';
import { jsonOf, textOf } from './text';

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
	const start = textOf(body.subarray(0, MAX_TEXT_LENGTH)).trimStart();
	if (start === '') return 'empty';
	if (/^<(!doctype\s+html|html|head|body)\b/i.test(start)) return 'html';
	if (start.startsWith('<')) return 'xml';
	if (/^[{["]/.test(start)) return 'json';
	return /[\p{Cc}\ufffd]/u.test(start.replace(/[\t\n\r]/g, '')) ? 'binary' : 'text';
}

/** Stands for a word that nobody reads. */
const LEFT_OUT = '[…]';

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
		.replace(/[\w+/=.~-]{40,}/g, LEFT_OUT)
		.trim();
	if (!/\p{L}/u.test(line.replaceAll(LEFT_OUT, ''))) return '';
	return line.length > MAX_MESSAGE_LENGTH ? `${line.slice(0, MAX_MESSAGE_LENGTH)}…` : line;
}

function wordsOf(body: Buffer): string | undefined {
	const text = textOf(body.subarray(0, MAX_PARSED_BYTES));
	switch (kindOf(body)) {
		case 'empty':
		case 'html':
		case 'binary':
			return undefined;
		case 'xml':
			return text.slice(0, MAX_TEXT_LENGTH).replace(/<[^>]*>/g, ' ');
		case 'json':
			return wordsOfJson(jsonOf(body.subarray(0, MAX_PARSED_BYTES)));
		case 'text':
			return text;
	}
}

/** The names under which services put their words, the most human first; case and underscores do not count. */
const MESSAGE_FIELDS = [
	'message',
	'errordescription',
	'errormessage',
	'detail',
	'title',
	'msg',
	'description',
	'faultstring',
	'error',
	'reason',
	'errors',
] as const;

/** What services wrap an answer in, words and all. */
const WRAPPERS = ['fault', 'status', 'data', 'response', 'result', 'exception'] as const;

const MAX_DEPTH = 4;
const MAX_ENTRIES = 50;

/** @param isMessage whether the value stands where a message does, so that any text in it is one */
function wordsOfJson(value: unknown, isMessage = false, depth = 0): string | undefined {
	if (typeof value === 'string') return value.trim() === '' ? undefined : value;
	if (typeof value !== 'object' || value === null || depth === MAX_DEPTH) return undefined;
	const entries = Object.entries(value).slice(0, MAX_ENTRIES);
	const fields = new Map(entries.map(([name, held]) => [foldName(name), held]));
	const among = (names: readonly string[], areMessages: boolean) =>
		firstOf(names, (name) => {
			const held = fields.get(name);
			const isText = typeof held === 'string';
			return isText && !areMessages ? undefined : wordsOfJson(held, areMessages, depth + 1);
		});
	const isList = Array.isArray(value);
	return (
		among(MESSAGE_FIELDS, true) ??
		among(WRAPPERS, false) ??
		(isList || isMessage
			? firstOf(entries, ([, held]) => wordsOfJson(held, isMessage, depth + 1))
			: undefined)
	);
}

function foldName(name: string): string {
	return name.replace(/[_-]/g, '').toLowerCase();
}

function firstOf<T, R>(elements: readonly T[], find: (element: T) => R | undefined): R | undefined {
	for (const element of elements) {
		const found = find(element);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** The server's own words as they stand behind a message: `: “…”`, or nothing. */
export function quoted(message: string): string {
	return message === '' ? '' : `: “${message}”`;
}
