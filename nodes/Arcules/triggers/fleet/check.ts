/**
 * One check of the fleet: lists it, takes a picture of each camera, and compares both with what is remembered.
 */
import { parseChannelId } from '../../api/channelId';
import type { Connection } from '../../api/connection';
import { CAMERA_TYPE, type Device, type DeviceFilter, matchingDevices } from '../../api/devices';
import { ArculesError, type FailureSubject, settle } from '../../api/errors';
import { type LiveThumbnail, liveThumbnail } from '../../api/thumbnail';
import { mapConcurrently } from '../../concurrency/mapConcurrently';
import {
	type CameraEvent,
	type CameraRecord,
	changesBetween,
	compareCamera,
	type DeviceEvent,
	type Observation,
	toKnownDevice,
	type WatchRules,
} from './compare';
import type { FleetState, WatchedDevice } from './state';

/** What a check looks at. */
export interface CheckPlan {
	readonly filter: DeviceFilter;
	readonly rules: WatchRules;
	/** Whether any event needs pictures; without, a check costs one listing. */
	readonly takesPictures: boolean;
	readonly concurrency: number;
}

/** Something that happened, to one device. */
export interface FleetEvent {
	/** As listed; for a device that is gone, what was remembered of it. */
	readonly device: Device;
	readonly what: CameraEvent | DeviceEvent;
	/** The picture of the check, for events that have one. */
	readonly picture: LiveThumbnail | undefined;
}

/** What a failure says of the camera, by whom it is about. */
const MEANINGS: Readonly<Record<FailureSubject, 'down' | 'unknown' | 'checkFails'>> = {
	camera: 'down',
	/** May be one camera's bad luck; but when every camera has it, the account or the connection is at fault. */
	access: 'unknown',
	connection: 'unknown',
	parameters: 'unknown',
	quota: 'checkFails',
	n8n: 'checkFails',
	execution: 'checkFails',
};

/**
 * Checks the fleet once.
 *
 * @param before what is remembered; `undefined` when the watch begins
 * @param onEvents called once per device to which something happened, while its picture is at hand
 * @returns what to remember from now on
 * @throws {ArculesError} when the account fails rather than its cameras; nothing is to be remembered then
 */
export async function checkFleet<Item>(
	connection: Connection,
	plan: CheckPlan,
	before: FleetState | undefined,
	nowMs: number,
	signal: AbortSignal,
	onEvents: (events: FleetEvent[]) => Promise<Item[]>,
): Promise<{ state: FleetState; items: Item[] }> {
	const after = new Map<string, WatchedDevice>();
	const inconclusive: ArculesError[] = [];
	const isFirstCheck = before === undefined || isWithoutPictures(before);
	let cameraCount = 0;

	const checkDevice = async (device: Device): Promise<Item[]> => {
		const { id } = device;
		// Nothing can be remembered of a device without an id.
		if (typeof id !== 'string') return [];
		const known = before?.get(id);
		const events: FleetEvent[] = [];
		const emit = (what: FleetEvent['what'], picture?: LiveThumbnail) =>
			events.push({ device, what, picture });

		const now = toKnownDevice(device);
		const changes = known && changesBetween(known.device, now);
		if (before !== undefined && known === undefined) emit({ event: 'deviceAdded' });
		if (changes !== undefined) emit({ event: 'deviceChanged', changes });

		let camera: CameraRecord | undefined;
		// Its place is kept in the order of the list while its picture is under way.
		after.set(id, { device: now, camera: known?.camera });
		if (plan.takesPictures && device.type === CAMERA_TYPE) {
			cameraCount++;
			const picture = await settle(
				async () => await liveThumbnail(connection, parseChannelId(id), signal),
			);
			if (picture instanceof ArculesError && isInconclusive(picture)) inconclusive.push(picture);
			const observation = observationOf(picture);
			const result = compareCamera(known?.camera, observation, nowMs, plan.rules, isFirstCheck);
			camera = result.record;
			for (const event of result.events) {
				emit(event, picture instanceof ArculesError ? undefined : picture);
			}
		}
		after.set(id, { device: now, camera });
		return events.length === 0 ? [] : await onEvents(events);
	};

	const devices = matchingDevices(connection, plan.filter, Infinity, signal);
	const items = await mapConcurrently(devices, plan.concurrency, checkDevice);
	const [first] = inconclusive;
	if (first !== undefined && inconclusive.length === cameraCount) throw first;
	const removed = [...(before ?? [])].filter(([id]) => !after.has(id)).map(toRemoval);
	if (removed.length > 0) items.push(await onEvents(removed));
	return { state: after, items: items.flat() };
}

/** Whether the cameras were listed but not yet looked at, because only events of the list were chosen. */
function isWithoutPictures(state: FleetState): boolean {
	const cameras = [...state.values()].filter(({ device }) => device.type === CAMERA_TYPE);
	return cameras.length > 0 && cameras.every(({ camera }) => camera === undefined);
}

function toRemoval([id, { device }]: readonly [string, WatchedDevice]): FleetEvent {
	return { device: { id, ...device }, what: { event: 'deviceRemoved' }, picture: undefined };
}

/**
 * What a picture, or its failure, says of the camera.
 *
 * @throws {ArculesError} a failure that concerns the whole check
 */
export function observationOf(picture: LiveThumbnail | ArculesError): Observation {
	if (!(picture instanceof ArculesError)) return { kind: 'picture', sha256: picture.sha256 };
	const { reason, httpStatus } = picture;
	switch (meaningOf(picture)) {
		case 'down':
			return { kind: 'noPicture', reason, httpStatus };
		case 'unknown':
			return { kind: 'unknown' };
		case 'checkFails':
			throw picture;
	}
}

function isInconclusive(failure: ArculesError): boolean {
	return meaningOf(failure) === 'unknown';
}

function meaningOf({ concernsAccount, subject }: ArculesError) {
	return concernsAccount ? 'checkFails' : MEANINGS[subject];
}
