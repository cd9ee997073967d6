/**
 * The devices that pass a filter.
 */
import type { Connection } from './connection';
import type { Device } from './devicePage';
import { devicePages } from './paging';

export type { Device } from './devicePage';
export { idOf } from './devicesAnswer';

/** The only documented device type; thumbnails exist for it alone. */
export const CAMERA_TYPE = 'video';

/** The name of a device, if it has one. */
export function nameOf({ name }: Device): string | undefined {
	return typeof name === 'string' && name.trim() !== '' ? name : undefined;
}

/** What a device must be like; a field left out is not looked at. */
export interface DeviceFilter {
	/** Parts of the name, in whatever case; any one of them is enough. */
	readonly names?: readonly string[];
	readonly type?: string;
	readonly locationId?: string;
	readonly gatewayId?: string;
	/** Only devices with one of these ids. */
	readonly ids?: readonly string[];
	/** Only devices with none of these ids. */
	readonly exceptIds?: readonly string[];
}

export type DeviceTest = (device: Device) => boolean;

/** One test for each field of the filter. Applied here, while paging, because the API documents no filters. */
export function testsOf(filter: DeviceFilter): ReadonlyMap<keyof DeviceFilter, DeviceTest> {
	const { names, ids, exceptIds } = filter;
	const tests = new Map<keyof DeviceFilter, DeviceTest>();
	if (names !== undefined) {
		const folded = names.map(foldCase);
		tests.set('names', ({ name }) => {
			const text = foldCase(String(name ?? ''));
			return folded.some((part) => text.includes(part));
		});
	}
	for (const key of ['type', 'locationId', 'gatewayId'] as const) {
		const wanted = filter[key];
		if (wanted !== undefined) tests.set(key, (device) => String(device[key] ?? '') === wanted);
	}
	if (ids !== undefined) {
		const wanted = new Set(ids);
		tests.set('ids', ({ id }) => wanted.has(String(id)));
	}
	if (exceptIds !== undefined) {
		const unwanted = new Set(exceptIds);
		tests.set('exceptIds', ({ id }) => !unwanted.has(String(id)));
	}
	return tests;
}

/** Whether a device passes the whole filter. */
export function testOf(filter: DeviceFilter): DeviceTest {
	const tests = [...testsOf(filter).values()];
	return (device) => tests.every((passes) => passes(device));
}

/** A text as it is compared with others. Upper case first, so that `ß` finds `SS`. */
export function foldCase(text: string): string {
	return text.normalize('NFC').toUpperCase().toLowerCase();
}

/** Told of each page as it comes, devices that do not pass the filter included. */
export type PageListener = (devices: readonly Device[], isLast: boolean) => void;

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
	onPage: PageListener = () => {},
): AsyncGenerator<Device, void, void> {
	const pages = devicePages(connection, signal);
	const passes = testOf(filter);
	let missing = limit;
	let upcoming = pages.next();
	while (missing > 0) {
		const page = await upcoming;
		if (page.done === true) return;
		const { devices, position } = page.value;
		onPage(devices, position === undefined);
		const matches = devices.filter(passes).slice(0, missing);
		missing -= matches.length;
		if (missing > 0) {
			upcoming = pages.next();
			// Its failure is thrown when the page is awaited; Node.js would report it as unhandled until then.
			upcoming.catch(() => {});
		}
		yield* matches;
	}
}
