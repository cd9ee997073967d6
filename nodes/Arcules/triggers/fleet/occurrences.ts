/**
 * What a check has found to have happened, with all that its item needs.
 */
import type { Device } from '../../api/devices';
import type { LiveThumbnail } from '../../api/thumbnail';
import type { CameraEvent } from './compare';
import type { EventName } from './events';
import type { DeviceEvent } from './list';
import type { CameraRecord, Outage } from './state';

/** A camera with what is known of it after the check. */
export interface KnownCamera {
	/** As it was listed; what is remembered of it where the list is not known. */
	readonly device: Device;
	readonly record: CameraRecord;
}

export type Occurrence =
	| ({ readonly kind: 'device' } & DeviceEvent)
	| ({
			readonly kind: 'camera';
			readonly device: Device;
			/** Of the look that found it; none in a sample. */
			readonly picture: LiveThumbnail | undefined;
	  } & CameraEvent)
	| ({
			readonly kind: 'down';
			readonly event: 'cameraDown' | 'cameraStillDown';
	  } & KnownCamera)
	| OutageOccurrence;

/** Cameras that are reported as one. */
export interface OutageOccurrence {
	readonly kind: 'outage';
	readonly event: OutageEventName;
	readonly outage: Outage;
	/** Those that went down, or came back. */
	readonly cameras: readonly KnownCamera[];
	/** Those that did not come back with the others. */
	readonly stillDown: readonly KnownCamera[];
}

export type OutageEventName = Extract<
	EventName,
	'gatewayDown' | 'gatewayUp' | 'fleetDown' | 'fleetUp' | 'cameraStillDown'
>;

const BEGINNING = { gateway: 'gatewayDown', fleet: 'fleetDown' } as const;
const END = { gateway: 'gatewayUp', fleet: 'fleetUp' } as const;

/** The name of what happened to an outage of several cameras. */
export function outageEventName(
	event: 'outageBegan' | 'outageLasts' | 'outageEnded',
	level: Outage['level'],
): OutageEventName {
	switch (event) {
		case 'outageBegan':
			return BEGINNING[level];
		case 'outageLasts':
			return 'cameraStillDown';
		case 'outageEnded':
			return END[level];
	}
}
