/**
 * The devices of the account, page by page, each device once.
 */
import type { Connection } from './connection';
import { type Device, type DevicePage, fetchDevicePage } from './devicePage';
import { ArculesError, settle } from './errors';

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

/** The devices of a page that were not seen before, and where to go on. */
export interface NewDevices {
	readonly devices: readonly Device[];
	/** `undefined` after the last page. */
	readonly position: ListingPosition | undefined;
}

/**
 * The name of the query parameter that takes `page.next` is not documented. Asked for in this order; an answer is
 * checked before it counts, see {@link isPageAskedFor}.
 */
const CURSOR_PARAMETERS = ['cursor', 'page', 'next', 'pageToken', 'after'] as const;

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
): AsyncGenerator<NewDevices, void, void> {
	const seenDevices = new Set(from?.seenDevices);
	const seenCursors = new Set(from?.seenCursors);
	const fetchPage: FetchPage = async (url) => await fetchDevicePage(connection, url, signal);
	let parameter = from?.parameter;
	let next = from?.next;
	for (let isFirst = from === undefined; isFirst || next !== undefined; isFirst = false) {
		let page: DevicePage;
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

type FetchPage = (url: string) => Promise<DevicePage>;

async function fetchNextPage(
	fetchPage: FetchPage,
	baseUrl: string,
	cursor: string,
	provenParameter: string | undefined,
	seenDevices: ReadonlySet<string>,
): Promise<{ page: DevicePage; parameter: string | undefined }> {
	const isRight = (page: DevicePage | undefined): page is DevicePage =>
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
	page: DevicePage,
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
): Promise<DevicePage | undefined> {
	const page = await settle(async () => await fetchPage(url));
	if (!(page instanceof ArculesError)) return page;
	if (page.httpStatus === 400 || page.httpStatus === 422) return undefined;
	throw page;
}

function pagingFailed(why: string): ArculesError {
	return new ArculesError('unavailable', `Arcules did not give the next page of devices: ${why}`, {
		description:
			'The list would not be complete, so nothing is handed on. Please report this: the paging of the Arcules API is not documented and may have changed.',
	});
}
