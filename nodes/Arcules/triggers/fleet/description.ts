/**
 * The parameters of the trigger.
 */
import type { INodeProperties } from 'n8n-workflow';
import { filtersParameter } from '../../shared/filters';
import { optionsParameter, REQUEST_OPTIONS } from '../../shared/requestOptions';

export const EVENTS = {
	cameraDown: { name: 'Camera Down', description: 'A camera stopped giving pictures' },
	cameraUp: { name: 'Camera Up', description: 'A camera that was down gives pictures again' },
	deviceAdded: { name: 'Device Added', description: 'A device is new in the list' },
	deviceChanged: {
		name: 'Device Changed',
		description: 'The name, type, location or gateway of a device changed',
	},
	deviceRemoved: { name: 'Device Removed', description: 'A device is no longer in the list' },
	pictureFrozen: {
		name: 'Picture Frozen',
		description: 'A camera keeps sending the very same picture',
	},
} as const;

export type EventName = keyof typeof EVENTS;

/** The events that take a picture of every camera. */
export const PICTURE_EVENTS: readonly EventName[] = ['cameraDown', 'cameraUp', 'pictureFrozen'];

export const properties: INodeProperties[] = [
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: Object.entries(EVENTS).map(([value, shown]) => ({ value, ...shown })),
		default: ['cameraDown', 'cameraUp'],
		description: 'What starts the workflow. Device events alone cost no pictures.',
	},
	{
		displayName: 'Confirm After',
		name: 'confirmAfter',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 2,
		displayOptions: { show: { events: ['cameraDown'] } },
		description: 'Checks in a row without a picture before a camera counts as down',
	},
	{
		displayName: 'Frozen After',
		name: 'frozenAfter',
		type: 'number',
		typeOptions: { minValue: 2 },
		default: 3,
		displayOptions: { show: { events: ['pictureFrozen'] } },
		description: 'Checks in a row with the very same picture before it counts as frozen',
	},
	{
		displayName: 'Report Current Problems',
		name: 'reportCurrentProblems',
		type: 'boolean',
		default: false,
		displayOptions: { show: { events: ['cameraDown'] } },
		description:
			'Whether to start the workflow for cameras that are down already when the watch begins',
	},
	{
		displayName: 'Attach Picture',
		name: 'attachPicture',
		type: 'boolean',
		default: false,
		displayOptions: { show: { events: ['cameraUp', 'pictureFrozen'] } },
		description: 'Whether to add the picture to the events Camera Up and Picture Frozen',
	},
	filtersParameter('gatewayId', 'locationId', 'name'),
	optionsParameter(...REQUEST_OPTIONS),
];

export function isEventName(value: unknown): value is EventName {
	return typeof value === 'string' && Object.hasOwn(EVENTS, value);
}
