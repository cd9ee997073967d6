// The pages of the device list. How the real API takes a cursor is not documented, so every
// plausible way is a switch.
import { jsonAnswer, messageAnswer, type Answer } from './answers';
import type { Device } from './devices';

/** How the pages behave. */
export interface PagingOptions {
	readonly pageSize: number;
	/** The query parameter that takes a cursor. */
	readonly cursorParameter: string;
	/** Whether `page` holds bare cursors or addresses that can be followed. */
	readonly nextAs: 'cursor' | 'url';
	/** Whether `page.current` repeats what was asked for. */
	readonly echoCurrent: boolean;
	/** What happens to any other query parameter. */
	readonly unknownParameter: 'ignore' | 'reject';
}

const BAD_REQUEST = 400;
const CURSOR_PREFIX = 'offset:';

function cursorAt(offset: number): string {
	return Buffer.from(`${CURSOR_PREFIX}${offset}`).toString('base64url');
}

function offsetOf(cursor: string): number | undefined {
	const text = Buffer.from(cursor, 'base64url').toString();
	const offset = text.startsWith(CURSOR_PREFIX) ? Number(text.slice(CURSOR_PREFIX.length)) : -1;
	return Number.isInteger(offset) && offset >= 0 ? offset : undefined;
}

function firstUnknown(query: Readonly<Record<string, string>>, known: string): string | undefined {
	return Object.keys(query).find((name) => name !== known);
}

function page(
	devices: readonly Device[],
	offset: number,
	asked: string | undefined,
	devicesUrl: string,
	options: PagingOptions,
): object {
	const { pageSize, cursorParameter, nextAs, echoCurrent } = options;
	const form = (cursor: string) =>
		nextAs === 'url' ? `${devicesUrl}?${cursorParameter}=${cursor}` : cursor;
	const end = offset + pageSize;
	return {
		previous: offset > 0 ? form(cursorAt(Math.max(0, offset - pageSize))) : null,
		current: asked !== undefined && echoCurrent ? form(asked) : '',
		next: end < devices.length ? form(cursorAt(end)) : null,
	};
}

/** The page that the query asks for; the first one without a cursor. */
export function devicesAnswer(
	devices: readonly Device[],
	query: Readonly<Record<string, string>>,
	devicesUrl: string,
	options: PagingOptions,
): Answer {
	const unknown = firstUnknown(query, options.cursorParameter);
	if (unknown !== undefined && options.unknownParameter === 'reject') {
		return messageAnswer(BAD_REQUEST, `Unknown query parameter: ${unknown}`);
	}
	const cursor = query[options.cursorParameter] || undefined;
	const offset = cursor === undefined ? 0 : offsetOf(cursor);
	if (offset === undefined) return messageAnswer(BAD_REQUEST, 'Invalid cursor');
	return jsonAnswer(200, {
		devices: devices.slice(offset, offset + options.pageSize),
		page: page(devices, offset, cursor, devicesUrl, options),
	});
}
