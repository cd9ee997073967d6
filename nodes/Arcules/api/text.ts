/**
 * The text of a body, in whatever encoding it came.
 */
import { jsonParse } from 'n8n-workflow';

/** What an old server writes that does not say what it writes; every byte stands for a character in it. */
const LAST_RESORT = 'windows-1252';

/** UTF-16 is known by its byte order mark alone. */
const UTF_16: ReadonlyArray<readonly [mark: readonly number[], encoding: string]> = [
	[[0xff, 0xfe], 'utf-16le'],
	[[0xfe, 0xff], 'utf-16be'],
];

/**
 * Reads a body as text, without its byte order mark.
 *
 * JSON is UTF-8 (RFC 8259, section 8.1), whatever the label says; the label counts where the bytes are none, so that no
 * name is garbled.
 *
 * @param body may end within a character, which is left out then
 * @param contentType the header, where it is at hand
 */
export function textOf(body: Uint8Array, contentType = ''): string {
	const marked = UTF_16.find(([mark]) => mark.every((byte, at) => body[at] === byte))?.[1];
	const label = /charset="?([\w-]{1,40})/i.exec(contentType.slice(0, 200))?.[1] ?? LAST_RESORT;
	const encodings = marked === undefined ? ['utf-8', label] : [marked];
	for (const encoding of encodings) {
		try {
			return new TextDecoder(encoding, { fatal: true }).decode(body, { stream: true });
		} catch {
			// The bytes are no such text, or there is no such encoding.
		}
	}
	return new TextDecoder(LAST_RESORT).decode(body);
}

/** The value that a body stands for; `null` when it is no JSON. */
export function jsonOf(body: Uint8Array, contentType?: string): unknown {
	return jsonParse<unknown>(textOf(body, contentType), { fallbackValue: null });
}
