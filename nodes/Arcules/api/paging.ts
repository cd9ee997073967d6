/**
 * The devices of the account, page by page, each device once.
 */
import type { Requester } from './connection';
import { type Device, type DevicePage, fetchDevicePage } from './devicePage';
import { idOf } from './devicesAnswer';
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
export const CURSOR_PARAMETERS = ['cursor', 'page', 'next', 'pageToken', 'after'] as const;

/** A list that goes on beyond these has no end, and would fill the memory of n8n. */
const MAX_PAGES = 10_000;
const MAX_DEVICES = 200_000;
const MAX_EMPTY_PAGES_IN_A_ROW = 10;

/** Of all pages together, as a device may have fields of any size: 500 bytes for each of as many devices as are allowed. */
const MAX_LIST_BYTES = 100 * 1024 * 1024;

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
	connection: Requester,
	signal: AbortSignal,
	from?: ListingPosition,
): AsyncGenerator<NewDevices, void, void> {
	const listing = new Listing(connection, signal, from);
	let position = from;
	do {
		const found = await listing.after(position);
		({ position } = found);
		yield found;
	} while (position !== undefined);
}

class Listing {
	private readonly seenDevices: Set<string>;

	private readonly seenCursors: Set<string>;

	private emptyPagesInARow = 0;

	private receivedBytes = 0;

	constructor(
		private readonly connection: Requester,
		private readonly signal: AbortSignal,
		from: ListingPosition | undefined,
	) {
		this.seenDevices = new Set(from?.seenDevices);
		this.seenCursors = new Set(from?.seenCursors);
	}

	/** The page that follows a position, the first one without. */
	async after(position: ListingPosition | undefined): Promise<NewDevices> {
		if (position === undefined) return this.note(await this.fetch(''), undefined);
		const { next, parameter } = position;
		if (this.seenCursors.has(next)) throw pagingFailed('it named the same page twice');
		this.seenCursors.add(next);
		if (this.seenCursors.size >= MAX_PAGES) throw endless(`${MAX_PAGES} pages`);
		const found = await this.fetchNext(next, parameter);
		return this.note(found.page, found.parameter);
	}

	private note(page: DevicePage, parameter: string | undefined): NewDevices {
		const devices = page.devices.filter((device) => {
			const identity = identityOf(device);
			const isNew = !this.seenDevices.has(identity);
			this.seenDevices.add(identity);
			return isNew;
		});
		this.receivedBytes += page.sizeBytes;
		if (this.receivedBytes > MAX_LIST_BYTES) throw endless(`${MAX_LIST_BYTES / 1024 ** 2} MiB`);
		if (this.seenDevices.size > MAX_DEVICES) throw endless(`${MAX_DEVICES} devices`);
		this.emptyPagesInARow = devices.length > 0 ? 0 : this.emptyPagesInARow + 1;
		if (page.next !== undefined && this.emptyPagesInARow > MAX_EMPTY_PAGES_IN_A_ROW) {
			throw endless(`${this.emptyPagesInARow} pages in a row without a new device`);
		}
		return { devices, position: this.positionAt(page.next, parameter) };
	}

	private positionAt(
		next: string | undefined,
		parameter: string | undefined,
	): ListingPosition | undefined {
		if (next === undefined) return undefined;
		const { seenCursors, seenDevices } = this;
		return {
			next,
			...(parameter === undefined ? {} : { parameter }),
			// Copied only when somebody reads them: a large fleet has a hundred pages.
			get seenCursors() {
				return [...seenCursors];
			},
			get seenDevices() {
				return [...seenDevices];
			},
		};
	}

	private async fetchNext(
		cursor: string,
		provenParameter: string | undefined,
	): Promise<{ page: DevicePage; parameter: string | undefined }> {
		const isRight = (page: DevicePage | undefined): page is DevicePage =>
			page !== undefined && this.isPageAskedFor(page, cursor, provenParameter !== undefined);

		const nextUrl = this.urlOf(cursor);
		if (nextUrl !== undefined) {
			const page = await fetchDevicePage(this.connection, nextUrl, this.signal);
			if (isRight(page)) return { page, parameter: provenParameter };
			throw pagingFailed('it sent devices that were listed before');
		}
		const candidates = provenParameter === undefined ? CURSOR_PARAMETERS : [provenParameter];
		for (const parameter of candidates) {
			const page = await this.fetchIfUnderstood(`?${parameter}=${encodeURIComponent(cursor)}`);
			if (isRight(page)) return { page, parameter };
		}
		throw pagingFailed(`it understood none of the parameters ${candidates.join(', ')}`);
	}

	/**
	 * Whether a page is the one asked for: it echoes the cursor, or has a device not seen before. A server that did not
	 * understand the parameter sends its first page again. Lists may shift while one pages, so that some devices come
	 * twice.
	 */
	private isPageAskedFor(page: DevicePage, cursor: string, isProven: boolean): boolean {
		return (
			page.current === cursor ||
			page.devices.some((device) => !this.seenDevices.has(identityOf(device))) ||
			(isProven && page.devices.length === 0)
		);
	}

	/**
	 * `page.next` may be a URL, absolute or relative; a cursor is opaque and may contain a slash.
	 *
	 * @throws {ArculesError} when it leads out of what the Base URL stands for
	 */
	private urlOf(next: string): string | undefined {
		const base = new URL(`${this.connection.baseUrl}/devices`);
		const isAbsolute = /^(?:https?:)?\/\//i.test(next);
		const isRelative = next.startsWith('?') || /^(\/([^?#]*\/)?)?devices(\?|$)/.test(next);
		if (!isAbsolute && !isRelative) return undefined;
		if (!URL.canParse(next, base.href)) return undefined;
		const url = new URL(next, base.href);
		if (url.origin !== base.origin) {
			const host = this.connection.holdsSecret(url.host) ? '' : `, ${url.host.slice(0, 80)}`;
			throw pagingFailed(`it named another server for it${host}`);
		}
		if (url.username !== '' || url.password !== '') {
			throw pagingFailed('it named an address with a user name for it');
		}
		const basePath = base.pathname.slice(0, -'devices'.length);
		if (!url.pathname.startsWith(basePath)) {
			throw pagingFailed('it named an address outside the Base URL for it');
		}
		return url.href;
	}

	/** @returns `undefined` when the server rejected the parameter */
	private async fetchIfUnderstood(query: string): Promise<DevicePage | undefined> {
		const page = await settle(async () => await this.fetch(query, true));
		if (!(page instanceof ArculesError)) return page;
		if (page.httpStatus === 400 || page.httpStatus === 422) return undefined;
		throw page;
	}

	private async fetch(query: string, isGuess = false): Promise<DevicePage> {
		const url = `${this.connection.baseUrl}/devices${query}`;
		return await fetchDevicePage(this.connection, url, this.signal, isGuess);
	}
}

/** What tells one device from another. */
function identityOf(device: Device): string {
	return idOf(device) ?? JSON.stringify(device);
}

function endless(what: string): ArculesError {
	return pagingFailed(`the list does not end (${what})`);
}

function pagingFailed(why: string): ArculesError {
	return new ArculesError('unavailable', `Arcules did not give the next page of devices: ${why}`, {
		description:
			'The list would not be complete, so nothing is handed on. Please report this: the paging of the Arcules API is not documented and may have changed.',
	});
}
