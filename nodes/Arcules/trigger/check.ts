/**
 * One check of the fleet: lists it, takes a picture of each camera, and compares both with what is remembered.
 */
import { parseChannelId } from '../api/channelId';
import { CAMERA_TYPE, type Device, type DeviceFilter, matchingDevices } from '../api/devices';
import { ArculesError, type Reason, settle } from '../api/errors';
import { mapPool } from '../api/pool';
import type { Connection } from '../api/request';
import { type LiveThumbnail, liveThumbnail } from '../api/thumbnail';
import {
	type CameraEvent,
	type CameraRecord,
	changesBetween,
	compareCamera,
	type DeviceEvent,
	type Sighting,
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

/** The reasons that speak of the camera. All others are the account's, the network's or n8n's. */
const REASONS_OF_THE_CAMERA: readonly Reason[] = [
	'notFound',
	'unavailable',
	'timeout',
	'notAnImage',
	'incomplete',
	'tooLarge',
];

/** These may be one camera's bad luck; but when every camera has them, the account or the connection is at fault. */
const REASONS_OF_NOBODY: readonly Reason[] = ['forbidden', 'network', 'invalidChannelId'];

/**
 * Checks the fleet once.
 *
 * @param before what is remembered; `undefined` when the watch begins
 * @param onEvents called once per device to which something happened, while its picture is at hand
 * @returns what to remember from now on
 * @throws {ArculesError} when the account fails rather than its cameras; nothing is to be remembered then
 */
export async function checkFleet<Told>(
	connection: Connection,
	plan: CheckPlan,
	before: FleetState | undefined,
	nowMs: number,
	signal: AbortSignal,
	onEvents: (events: FleetEvent[]) => Promise<Told[]>,
): Promise<{ state: FleetState; told: Told[] }> {
	const after = new Map<string, WatchedDevice>();
	const inconclusive: ArculesError[] = [];
	const isFirstCheck = before === undefined || isWithoutPictures(before);
	let cameraCount = 0;

	const look = async (device: Device): Promise<Told[]> => {
		const { id } = device;
		// Nothing can be remembered of a device without an id.
		if (typeof id !== 'string') return [];
		const known = before?.get(id);
		const events: FleetEvent[] = [];
		const tell = (what: FleetEvent['what'], picture?: LiveThumbnail) =>
			events.push({ device, what, picture });

		const now = toKnownDevice(device);
		const changes = known && changesBetween(known.device, now);
		if (before !== undefined && known === undefined) tell({ event: 'deviceAdded' });
		if (changes !== undefined) tell({ event: 'deviceChanged', changes });

		let camera: CameraRecord | undefined;
		// Its place is kept in the order of the list while its picture is under way.
		after.set(id, { device: now, camera: known?.camera });
		if (plan.takesPictures && device.type === CAMERA_TYPE) {
			cameraCount++;
			const picture = await settle(
				async () => await liveThumbnail(connection, parseChannelId(id), signal),
			);
			if (picture instanceof ArculesError && isInconclusive(picture)) inconclusive.push(picture);
			const sighting = sightingOf(picture);
			const result = compareCamera(known?.camera, sighting, nowMs, plan.rules, isFirstCheck);
			camera = result.record;
			for (const event of result.events) {
				tell(event, picture instanceof ArculesError ? undefined : picture);
			}
		}
		after.set(id, { device: now, camera });
		return events.length === 0 ? [] : await onEvents(events);
	};

	const devices = matchingDevices(connection, plan.filter, Infinity, signal);
	const told = await mapPool(devices, plan.concurrency, look);
	const [first] = inconclusive;
	if (first !== undefined && inconclusive.length === cameraCount) throw first;
	const removed = [...(before ?? [])].filter(([id]) => !after.has(id)).map(toRemoval);
	if (removed.length > 0) told.push(await onEvents(removed));
	return { state: after, told: told.flat() };
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
 * What a picture, or its failure, tells of the camera.
 *
 * @throws {ArculesError} a reason that concerns the whole check
 */
export function sightingOf(picture: LiveThumbnail | ArculesError): Sighting {
	if (!(picture instanceof ArculesError)) return { kind: 'picture', sha256: picture.sha256 };
	const { reason, httpStatus } = picture;
	if (!picture.concernsAccount && REASONS_OF_THE_CAMERA.includes(reason)) {
		return { kind: 'noPicture', reason, httpStatus };
	}
	if (isInconclusive(picture)) return { kind: 'unknown' };
	throw picture;
}

function isInconclusive({ reason, concernsAccount }: ArculesError): boolean {
	return !concernsAccount && REASONS_OF_NOBODY.includes(reason);
}
