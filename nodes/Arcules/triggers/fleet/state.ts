/**
 * What is remembered of a fleet between two checks. Times are milliseconds since 1970, whole seconds, 0 for never.
 */
import type { Device } from '../../api/devices';
import type { Reason } from '../../api/errors';
import { type Condition, OFF } from './condition';
import type { View } from './view';

/** The fields of a device that are watched: the documented ones. Others may change at every listing. */
export const WATCHED_FIELDS = ['name', 'type', 'locationId', 'gatewayId'] as const;

export type WatchedField = (typeof WATCHED_FIELDS)[number];

/** A device as it was listed last; `null` for a field it did not have. */
export type KnownDevice = Readonly<Record<WatchedField, string | null>>;

/** Why there was no picture. */
export interface Failure {
	readonly reason: Reason;
	readonly httpStatus: number | undefined;
}

/**
 * Whom an outage that is confirmed was reported to:
 * - `none`: nobody yet, because it may be one of its gateway or of the fleet;
 * - `silent`: nobody, because it was there when the watch began;
 * - `camera`: an event of the camera alone;
 * - `outage`: an event of its gateway or of the fleet.
 */
export type Report = 'none' | 'silent' | 'camera' | 'outage';

/** Whether a camera gives pictures. */
export interface Health {
	/** On while the camera is down. */
	readonly outage: Condition;
	/** Of the latest look without a picture. */
	readonly failure: Failure | undefined;
	readonly report: Report;
	/** When it was reported, or the last reminder was. */
	readonly reportedMs: number;
}

/** The latest picture, and for how long it has been the very same. */
export interface Still {
	/** The start of the hash of the picture alone; empty before the first. */
	readonly hash: string;
	readonly checks: number;
	readonly sinceMs: number;
	readonly isReported: boolean;
}

/** What is remembered of a camera. */
export interface CameraRecord {
	/** The check that looked at it last. */
	readonly seenMs: number;
	/** When its latest picture had arrived. */
	readonly lastPictureMs: number;
	/** Until the first good look: what is wrong then was wrong when the watch began. */
	readonly isNewToWatch: boolean;
	readonly health: Health;
	readonly still: Still;
	readonly blank: Condition;
	/** Until the first picture that is not blank: one that is blank was so when the watch began. */
	readonly mayBeBlankFromStart: boolean;
	/** `undefined` before the first picture that could be analysed. */
	readonly view: View | undefined;
}

/** A device under watch. */
export interface WatchedDevice {
	readonly device: KnownDevice;
	/** Whole lists in a row that lacked it. */
	readonly missingLists: number;
	/** For devices that give pictures. */
	readonly camera: CameraRecord | undefined;
}

/** Cameras that went down together, and were reported as one. */
export interface Outage {
	readonly level: 'gateway' | 'fleet';
	/** `null` for the fleet. */
	readonly gatewayId: string | null;
	readonly sinceMs: number;
	/** When it was reported, or the last reminder was. */
	readonly reportedMs: number;
	readonly cameraIds: readonly string[];
	/** Since the first camera came back: when that was, and the checks since. */
	readonly recovery: { readonly sinceMs: number; readonly checks: number } | undefined;
}

/** The whole memory. */
export interface FleetState {
	/** Time of the check that this comes from: the later one counts, and checks never share one. */
	readonly savedMs: number;
	/** Of the account and of what is watched; empty when unknown. */
	readonly fingerprint: string;
	readonly devices: ReadonlyMap<string, WatchedDevice>;
	readonly outages: readonly Outage[];
}

export const HEALTHY: Health = { outage: OFF, failure: undefined, report: 'none', reportedMs: 0 };

const NO_PICTURE: Still = { hash: '', checks: 0, sinceMs: 0, isReported: false };

/** @param isNewToWatch whether the watch begins with this camera, so that its troubles are no news */
export function newCamera(isNewToWatch: boolean): CameraRecord {
	return {
		seenMs: 0,
		lastPictureMs: 0,
		isNewToWatch,
		health: HEALTHY,
		still: NO_PICTURE,
		blank: OFF,
		mayBeBlankFromStart: isNewToWatch,
		view: undefined,
	};
}

/** What is remembered of a device in the list. */
export function toKnownDevice(device: Device): KnownDevice {
	const textOf = (field: WatchedField) => {
		const value = device[field];
		return value === undefined || value === null ? null : String(value);
	};
	return {
		name: textOf('name'),
		type: textOf('type'),
		locationId: textOf('locationId'),
		gatewayId: textOf('gatewayId'),
	};
}

/** More precise times would take a tenth more room in what is remembered of a large fleet. */
export const SECOND_MS = 1000;

/** A time as it is remembered. */
export function wholeSeconds(timeMs: number): number {
	return Math.floor(timeMs / SECOND_MS) * SECOND_MS;
}
