/**
 * What a whole list of devices means, after what is remembered of the one before. Pure: no request, no clock, no n8n.
 */
import { parseChannelId } from '../../api/channelId';
import { CAMERA_TYPE, type Device, idOf } from '../../api/devices';
import { listsToConfirm } from './compare';
import {
	type CameraRecord,
	type FleetState,
	type KnownDevice,
	newCamera,
	toKnownDevice,
	WATCHED_FIELDS,
	type WatchedDevice,
	type WatchedField,
} from './state';

/** A changed field, before and after. */
export type Changes = Partial<
	Record<WatchedField, { readonly before: string | null; readonly after: string | null }>
>;

/** What happened to a device in the list. */
export type DeviceEvent =
	| { readonly event: 'deviceAdded' | 'deviceRemoved'; readonly device: Device }
	| { readonly event: 'deviceChanged'; readonly device: Device; readonly changes: Changes };

/** What is watched. */
export interface Watch {
	readonly includes: (device: Device) => boolean;
	/** Differs when account or choice were edited: what comes or goes with an edit is no event. */
	readonly fingerprint: string;
}

/** The watched fields that differ; `undefined` when none does. */
export function changesBetween(before: KnownDevice, after: KnownDevice): Changes | undefined {
	const changed = WATCHED_FIELDS.filter((field) => before[field] !== after[field]);
	if (changed.length === 0) return undefined;
	return Object.fromEntries(
		changed.map((field) => [field, { before: before[field], after: after[field] }]),
	);
}

/**
 * @param list all devices of the account, whether they are watched or not
 * @returns what is watched from now on, in the order of the list, and what happened; `undefined` when an empty list
 * tells nothing, because nothing is known yet or the watch was edited
 */
export function compareList(
	before: FleetState | undefined,
	list: readonly Device[],
	{ includes, fingerprint }: Watch,
	confirmAfter: number,
): { devices: Map<string, WatchedDevice>; events: DeviceEvent[] } | undefined {
	const isEdited = before === undefined || !['', fingerprint].includes(before.fingerprint);
	if (isEdited && list.length === 0) return undefined;
	const devices = new Map<string, WatchedDevice>();
	const events: DeviceEvent[] = [];
	const listed = devicesById(list);
	for (const [id, device] of listed) {
		const known = before?.devices.get(id);
		const now = toKnownDevice(device);
		const changes = known && changesBetween(known.device, now);
		if (changes && !isEdited) events.push({ event: 'deviceChanged', device, changes });
		if (!includes(device)) continue;
		if (!known && !isEdited) events.push({ event: 'deviceAdded', device });
		devices.set(id, {
			device: now,
			missingLists: 0,
			camera: isCamera(device) ? cameraOf(known, isEdited) : undefined,
		});
	}
	const missingToGo = listsToConfirm(list.length === 0, confirmAfter);
	for (const [id, known] of before?.devices ?? []) {
		if (listed.has(id) || isEdited) continue;
		const missingLists = known.missingLists + 1;
		if (missingLists < missingToGo) devices.set(id, { ...known, missingLists });
		else events.push({ event: 'deviceRemoved', device: { id, ...known.device } });
	}
	return { devices, events };
}

/** Each device once; one without an id cannot be remembered. */
function devicesById(list: readonly Device[]): Map<string, Device> {
	const byId = new Map<string, Device>();
	for (const device of list) {
		const id = idOf(device);
		if (id !== undefined && !byId.has(id)) byId.set(id, device);
	}
	return byId;
}

/** Whether pictures of it can be asked for. */
export function isCamera(device: Device): boolean {
	if (device.type !== CAMERA_TYPE) return false;
	try {
		return parseChannelId(idOf(device)) !== '';
	} catch {
		return false;
	}
}

/** A camera that was never looked at before an edit begins its watch with it. */
function cameraOf(known: WatchedDevice | undefined, isEdited: boolean): CameraRecord {
	const camera = known?.camera;
	if (camera === undefined) return newCamera(isEdited || known !== undefined);
	return isEdited && camera.seenMs === 0 ? newCamera(true) : camera;
}
