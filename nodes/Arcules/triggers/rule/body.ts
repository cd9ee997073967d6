/**
 * What the item shows of a body: JSON as its value, anything else as the text that it is.
 */
import type { IDataObject } from 'n8n-workflow';

/** n8n walks values by recursion and would fail on deeper ones. */
const MAX_DEPTH = 200;

/** The value of a body, and what kind of file it is. */
export interface ParsedBody {
	readonly value: IDataObject[string];
	readonly mimeType: 'application/json' | 'text/plain' | 'application/octet-stream';
}

/**
 * Reads a body by its content: labels are wrong too often.
 *
 * Numbers beyond 2^53 lose digits, as everywhere in JavaScript: the raw body has them.
 */
export function parseBody(body: Buffer): ParsedBody {
	const text = decoded(body);
	if (text === undefined) {
		return { value: body.toString('utf8'), mimeType: 'application/octet-stream' };
	}
	const json = parsedJson(text);
	return json === undefined
		? { value: text, mimeType: 'text/plain' }
		: { value: json.value, mimeType: 'application/json' };
}

/** `undefined` for bytes that are no UTF-8. */
function decoded(body: Buffer): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
	} catch {
		return undefined;
	}
}

function parsedJson(text: string): { readonly value: IDataObject[string] } | undefined {
	try {
		const value: IDataObject[string] = JSON.parse(text.replace(/^\ufeff/, ''));
		return isDeeperThan(value, MAX_DEPTH) ? undefined : { value };
	} catch {
		return undefined;
	}
}

function isDeeperThan(value: unknown, depth: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return depth === 0 || Object.values(value).some((inner) => isDeeperThan(inner, depth - 1));
}
