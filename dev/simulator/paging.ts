// The pages of the device list. How the real API takes a cursor is not documented, so every
// plausible way is a switch; and how a list goes wrong.
import { randomUUID } from 'node:crypto';

import { generatedCamera, type Device } from './devices';
import type { Fault } from './faults';
import { jsonAnswer, type Answer } from './http';
import type { ResolvedOptions } from './options';

/** The options that say how the pages behave. */
export type PagingOptions = Pick<
	ResolvedOptions,
	'pageSize' | 'cursorParameter' | 'nextAs' | 'echoCurrent' | 'unknownParameter'
>;

/** A page of the list as it is sent. */
interface DevicePage {
	readonly devices: readonly Device[];
	readonly page: {
		readonly previous: string | null;
		readonly current: string;
		readonly next: string | null;
	};
}

/** What asks for a page. */
export interface PageRequest {
	readonly query: Readonly<Record<string, string>>;
	/** The name and port that the client used for this server. */
	readonly host: string;
	/** The address of the list, without a query. */
	readonly devicesUrl: string;
}

/** The faults of a list. */
export type ListFault = Extract<Fault, { kind: 'list' | 'endlessPages' | 'nextUrl' }>;

const OK = 200;
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

function pageAt(
	devices: readonly Device[],
	offset: number,
	{ query, devicesUrl }: PageRequest,
	{ pageSize, cursorParameter, nextAs, echoCurrent }: PagingOptions,
	skipped = 0,
): DevicePage {
	const form = (cursor: string) =>
		nextAs === 'url' ? `${devicesUrl}?${cursorParameter}=${cursor}` : cursor;
	const asked = query[cursorParameter];
	const end = offset + pageSize;
	const nextOffset = end + skipped;
	return {
		devices: devices.slice(offset, end),
		page: {
			previous: offset > 0 ? form(cursorAt(Math.max(0, offset - pageSize))) : null,
			current: asked && echoCurrent ? form(asked) : '',
			next: nextOffset < devices.length ? form(cursorAt(nextOffset)) : null,
		},
	};
}

function oddPage(
	as: Extract<ListFault, { kind: 'list' }>['as'],
	whole: DevicePage,
	withoutNextPage: () => DevicePage,
): DevicePage {
	const { devices, page } = whole;
	switch (as) {
		case 'empty':
			return { devices: [], page: { ...page, next: null } };
		case 'half':
			return {
				devices: devices.slice(0, Math.floor(devices.length / 2)),
				page: { ...page, next: null },
			};
		case 'doubled':
			return { devices: devices.flatMap((device) => [device, device]), page };
		case 'pageMissing':
			return withoutNextPage();
	}
}

function endlessPage(deviceCount: number, page: DevicePage['page']): DevicePage {
	const devices = Array.from({ length: deviceCount }, (_, index) => ({
		...generatedCamera(index),
		id: randomUUID(),
	}));
	return { devices, page: { ...page, next: randomUUID() } };
}

function withNextUrl(
	url: string,
	{ devices, page }: DevicePage,
	{ host }: PageRequest,
): DevicePage {
	const cursor = encodeURIComponent(page.next ?? cursorAt(0));
	const next = url.replaceAll('{host}', host).replaceAll('{cursor}', cursor);
	return { devices, page: { ...page, next } };
}

/** The page that the query asks for; the first one without a cursor. */
export function devicesAnswer(
	devices: readonly Device[],
	request: PageRequest,
	options: PagingOptions,
	fault?: ListFault,
): Answer {
	const { cursorParameter, unknownParameter, pageSize } = options;
	const unknown = Object.keys(request.query).find((name) => name !== cursorParameter);
	if (unknown !== undefined && unknownParameter === 'reject') {
		return jsonAnswer(BAD_REQUEST, { message: `Unknown query parameter: ${unknown}` });
	}
	const cursor = request.query[cursorParameter] || undefined;
	const offset = cursor === undefined || fault?.kind === 'endlessPages' ? 0 : offsetOf(cursor);
	if (offset === undefined) return jsonAnswer(BAD_REQUEST, { message: 'Invalid cursor' });
	const whole = pageAt(devices, offset, request, options);
	switch (fault?.kind) {
		case undefined:
			return jsonAnswer(OK, whole);
		case 'list':
			return jsonAnswer(
				OK,
				oddPage(fault.as, whole, () => pageAt(devices, offset, request, options, pageSize)),
			);
		case 'endlessPages':
			return jsonAnswer(OK, endlessPage(fault.devices ?? 0, whole.page));
		case 'nextUrl':
			return jsonAnswer(OK, withNextUrl(fault.url, whole, request));
	}
}
