/**
 * The devices of the account, page by page, each device once.
 */
import { type IDataObject, jsonParse } from 'n8n-workflow';
import { field } from '../../../credentials/answer';
import { ArculesError, settle } from './errors';
import type { Connection } from './request';

/** A device as the API gave it. Documented: `id`, `name`, `type`, `locationId`, `gatewayId`; nothing is promised. */
export type Device = IDataObject;

/** The only documented device type; thumbnails exist for it alone. */
export const CAMERA_TYPE = 'video';

/** Where a listing stands after a page, as plain data. */
export interface ListingPosition {
	/** `page.next` of the latest page. */
	readonly next: string;
	/** The query parameter that has proved to take the cursor, once one has. */
	readonly parameter?: string;
	readonly seenCursors: readonly string[];
	/** What tells a new page from a repeated one. */
	readonly seenDevices: readonly string[];
}

/** One page: devices not seen before, and where to go on. */
export interface DevicePage {
	readonly devices: readonly Device[];
	/** `undefined` after the last page. */
	readonly position: ListingPosition | undefined;
}

/**
 * The name of the query parameter that takes `page.next` is not documented. Asked for in this order; an answer is
 * checked before it counts, see {@link isPageAskedFor}.
 */
const CURSOR_PARAMETERS = ['cursor', 'page', 'next', 'pageToken', 'after'] as const;

const MAX_LIST_BYTES = 25 * 1024 * 1024;

interface RawPage {
	readonly devices: readonly Device[];
	readonly current: unknown;
	readonly next: string | undefined;
}

/**
 * Lists the devices, one request per page, as far as the caller reads on.
 *
 * No filter is sent, because the API documents none.
 *
 * @param signal ends the listing
 * @param from where an earlier listing stood; by default the beginning
 * @throws {ArculesError} when a page cannot be had, or the next one cannot be found: a list is never silently short
 */
export async function* devicePages(
	connection: Connection,
	signal: AbortSignal,
	from?: ListingPosition,
): AsyncGenerator<DevicePage, void, void> {
	const seenDevices = new Set(from?.seenDevices);
	const seenCursors = new Set(from?.seenCursors);
	const fetchPage: FetchPage = async (url) => await requestPage(connection, url, signal);
	let parameter = from?.parameter;
	let next = from?.next;
	for (let isFirst = from === undefined; isFirst || next !== undefined; isFirst = false) {
		let page: RawPage;
		if (next === undefined) {
			page = await fetchPage(`${connection.baseUrl}/devices`);
		} else {
			if (seenCursors.has(next)) throw pagingFailed('it named the same page twice');
			seenCursors.add(next);
			({ page, parameter } = await fetchNextPage(
				fetchPage,
				connection.baseUrl,
				next,
				parameter,
				seenDevices,
			));
		}
		const devices = page.devices.filter((device) => !seenDevices.has(identityOf(device)));
		for (const device of devices) seenDevices.add(identityOf(device));
		next = page.next;
		yield {
			devices,
			position:
				next === undefined
					? undefined
					: {
							next,
							...(parameter === undefined ? {} : { parameter }),
							seenCursors: [...seenCursors],
							seenDevices: [...seenDevices],
						},
		};
	}
}

/** What tells one device from another. */
function identityOf(device: Device): string {
	return typeof device.id === 'string' ? device.id : JSON.stringify(device);
}

type FetchPage = (url: string) => Promise<RawPage>;

async function fetchNextPage(
	fetchPage: FetchPage,
	baseUrl: string,
	cursor: string,
	provenParameter: string | undefined,
	seenDevices: ReadonlySet<string>,
): Promise<{ page: RawPage; parameter: string | undefined }> {
	const isRight = (page: RawPage | undefined): page is RawPage =>
		page !== undefined && isPageAskedFor(page, cursor, seenDevices, provenParameter !== undefined);

	const nextUrl = urlOf(cursor, baseUrl);
	if (nextUrl !== undefined) {
		if (new URL(nextUrl).origin !== new URL(baseUrl).origin) {
			throw pagingFailed(`it named another server for it, ${new URL(nextUrl).host}`);
		}
		const page = await fetchPage(nextUrl);
		if (isRight(page)) return { page, parameter: provenParameter };
		throw pagingFailed('it sent devices that were listed before');
	}
	const candidates = provenParameter === undefined ? CURSOR_PARAMETERS : [provenParameter];
	for (const parameter of candidates) {
		const page = await fetchPageIfUnderstood(
			fetchPage,
			`${baseUrl}/devices?${parameter}=${encodeURIComponent(cursor)}`,
		);
		if (isRight(page)) return { page, parameter };
	}
	throw pagingFailed(`it understood none of the parameters ${candidates.join(', ')}`);
}

/**
 * Whether a page is the one asked for: it echoes the cursor, or has a device not seen before. A server that did not
 * understand the parameter sends its first page again. Lists may shift while one pages, so that some devices come twice.
 */
function isPageAskedFor(
	page: RawPage,
	cursor: string,
	seenDevices: ReadonlySet<string>,
	isProven: boolean,
): boolean {
	return (
		page.current === cursor ||
		page.devices.some((device) => !seenDevices.has(identityOf(device))) ||
		(isProven && page.devices.length === 0)
	);
}

/** `page.next` may be a URL, absolute or relative; a cursor is opaque and may contain a slash. */
function urlOf(next: string, baseUrl: string): string | undefined {
	if (/^https?:\/\//i.test(next)) return URL.canParse(next) ? next : undefined;
	const isRelative = next.startsWith('?') || /^\/([^?#]*\/)?devices(\?|$)/.test(next);
	return isRelative ? new URL(next, `${baseUrl}/devices`).href : undefined;
}

/** @returns `undefined` when the server rejected the parameter */
async function fetchPageIfUnderstood(
	fetchPage: FetchPage,
	url: string,
): Promise<RawPage | undefined> {
	const page = await settle(async () => await fetchPage(url));
	if (!(page instanceof ArculesError)) return page;
	if (page.httpStatus === 400 || page.httpStatus === 422) return undefined;
	throw page;
}

async function requestPage(
	connection: Connection,
	url: string,
	signal: AbortSignal,
): Promise<RawPage> {
	const answer = await settle(
		async () =>
			await connection.get(
				{
					subject: 'deviceList',
					url,
					accept: 'application/json',
					maxBytes: MAX_LIST_BYTES,
				},
				signal,
			),
	);
	if (answer instanceof ArculesError) throw listingFailed(answer);
	// `undefined` would count as no fallback, and the parser would throw.
	const body = jsonParse<unknown>(answer.body.toString('utf8'), { fallbackValue: null });
	const devices = field(body, 'devices');
	const page = field(body, 'page');
	const next = field(page, 'next') ?? '';
	if (!isDeviceList(devices) || !(typeof next === 'string' || typeof next === 'number')) {
		throw new ArculesError('unavailable', 'The server did not answer like the Arcules API', {
			description:
				'The list of devices was expected. Check the Base URL of the credential: it usually ends with /v1',
			httpStatus: answer.status,
			attempts: answer.attempts,
		});
	}
	return {
		devices,
		current: field(page, 'current'),
		next: next === '' ? undefined : String(next),
	};
}

function isDeviceList(value: unknown): value is Device[] {
	return (
		Array.isArray(value) &&
		value.every((entry) => typeof entry === 'object' && entry !== null && !Array.isArray(entry))
	);
}

/** A refused account speaks for itself. */
function listingFailed(error: ArculesError): ArculesError {
	return error.concernsAccount
		? error
		: error.retold(`The devices could not be listed: ${error.message}`);
}

function pagingFailed(why: string): ArculesError {
	return new ArculesError('unavailable', `Arcules did not give the next page of devices: ${why}`, {
		description:
			'The list would not be complete, so nothing is handed on. Please report this: the paging of the Arcules API is not documented and may have changed.',
	});
}

/** What a device must be like; a field left out is not looked at. */
export interface DeviceFilter {
	/** Part of the name, in whatever case. */
	readonly name?: string;
	readonly type?: string;
	readonly locationId?: string;
	readonly gatewayId?: string;
}

/** Whether a device passes the filter. Applied here, while paging, because the API documents no filters. */
export function matchesFilter(device: Device, filter: DeviceFilter): boolean {
	const exact = (['type', 'locationId', 'gatewayId'] as const).every(
		(key) => filter[key] === undefined || String(device[key] ?? '') === filter[key],
	);
	const name = foldCase(String(device.name ?? ''));
	return exact && (filter.name === undefined || name.includes(foldCase(filter.name)));
}

/** Upper case first, so that `ß` finds `SS`. */
function foldCase(text: string): string {
	return text.normalize('NFC').toUpperCase().toLowerCase();
}

/**
 * The devices that pass the filter, at most `limit`.
 *
 * While the caller works on the devices of one page, the next one is already being asked for; unless this page is
 * enough for the limit.
 *
 * @param limit `Infinity` for all
 * @param signal ends the listing
 * @throws {ArculesError} as {@link devicePages}
 */
export async function* matchingDevices(
	connection: Connection,
	filter: DeviceFilter,
	limit: number,
	signal: AbortSignal,
): AsyncGenerator<Device, void, void> {
	const pages = devicePages(connection, signal);
	let missing = limit;
	let upcoming = pages.next();
	while (missing > 0) {
		const page = await upcoming;
		if (page.done === true) return;
		const matches = page.value.devices
			.filter((device) => matchesFilter(device, filter))
			.slice(0, missing);
		missing -= matches.length;
		if (missing > 0) {
			upcoming = pages.next();
			// Its failure is told when its turn comes; until then nobody listens, which Node would take for a bug.
			upcoming.catch(() => {});
		}
		yield* matches;
	}
}
