/**
 * The events there are, and which of them need pictures.
 */

/** In alphabetical order of their names, as n8n wants long lists. */
export const EVENTS = {
	cameraDown: { name: 'Camera Down', description: 'A camera stopped giving pictures' },
	cameraStillDown: {
		name: 'Camera Still Down',
		description: 'A reminder while a camera, a gateway or the fleet is down',
	},
	cameraUp: { name: 'Camera Up', description: 'A camera that was down gives pictures again' },
	deviceAdded: { name: 'Device Added', description: 'A device is new among those watched' },
	deviceChanged: {
		name: 'Device Changed',
		description: 'The name, type, location or gateway of a device changed',
	},
	deviceRemoved: { name: 'Device Removed', description: 'A device is no longer in the list' },
	fleetDown: { name: 'Fleet Down', description: 'All watched cameras went down together' },
	fleetUp: {
		name: 'Fleet Up',
		description: 'The cameras that went down together give pictures again',
	},
	gatewayDown: {
		name: 'Gateway Down',
		description: 'All watched cameras of a gateway went down together',
	},
	gatewayUp: {
		name: 'Gateway Up',
		description: 'The cameras of a gateway that was down give pictures again',
	},
	pictureBack: {
		name: 'Picture Back',
		description: 'A picture that was blank shows something again',
	},
	pictureBlank: {
		name: 'Picture Blank',
		description: 'A picture is of one colour: a covered lens, darkness, a broken sensor',
	},
	pictureFrozen: {
		name: 'Picture Frozen',
		description: 'A camera keeps sending the very same picture',
	},
	pictureMoving: { name: 'Picture Moving', description: 'A frozen picture changes again' },
	viewChanged: {
		name: 'View Changed',
		description: 'A camera shows another view: it was turned or moved',
	},
} as const;

export type EventName = keyof typeof EVENTS;

export function isEventName(value: unknown): value is EventName {
	return typeof value === 'string' && Object.hasOwn(EVENTS, value);
}

/** The events of outages. With grouped outages, the one of the camera stands for those of its gateway and of the fleet. */
export const DOWN_EVENTS = ['cameraDown', 'fleetDown', 'gatewayDown'] as const;
export const UP_EVENTS = ['cameraUp', 'fleetUp', 'gatewayUp'] as const;
export const OUTAGE_EVENTS = [...DOWN_EVENTS, ...UP_EVENTS, 'cameraStillDown'] as const;

/** The events that compare whether a picture is the very same. */
export const FROZEN_EVENTS = ['pictureFrozen', 'pictureMoving'] as const;
export const BLANK_EVENTS = ['pictureBlank', 'pictureBack'] as const;

/** The events whose item can have a picture. */
export const EVENTS_WITH_PICTURE = [
	'cameraUp',
	...BLANK_EVENTS,
	...FROZEN_EVENTS,
	'viewChanged',
] as const;

/** Those that take a picture of every camera. */
export const CAMERA_EVENTS: readonly EventName[] = [
	...OUTAGE_EVENTS,
	...FROZEN_EVENTS,
	...BLANK_EVENTS,
	'viewChanged',
];

/** Which need more than the bytes of the picture. */
export const ANALYSIS_EVENTS: readonly EventName[] = [...BLANK_EVENTS, 'viewChanged'];
