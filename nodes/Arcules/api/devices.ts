/**
 * The devices that pass a filter.
 */
import type { Connection } from './connection';
import type { Device } from './devicePage';
import { devicePages } from './paging';

export type { Device } from './devicePage';

/** The only documented device type; thumbnails exist for it alone. */
export const CAMERA_TYPE = 'video';

/** The name of a device, if it has one. */
export function nameOf({ name }: Device): string | undefined {
	return typeof name === 'string' && name.trim() !== '' ? name : undefined;
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
			// Its failure is thrown when the page is awaited; Node.js would report it as unhandled until then.
			upcoming.catch(() => {});
		}
		yield* matches;
	}
}
