/**
 * The fleet trigger in tests: its parameters, and its items in short.
 */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { Simulator } from '../../dev/simulator';

export const ALL_EVENTS = [
	'cameraDown',
	'cameraUp',
	'pictureFrozen',
	'deviceAdded',
	'deviceRemoved',
	'deviceChanged',
];

/** Parameters of the trigger as the editor stores them, without waits. */
export function watching(changes: INodeParameters = {}): INodeParameters {
	return {
		events: ['cameraDown', 'cameraUp'],
		confirmAfter: 2,
		frozenAfter: 3,
		reportCurrentProblems: false,
		attachPicture: false,
		filters: {},
		options: { retries: 0, requestsPerMinute: 0, timeout: 1 },
		...changes,
	};
}

export const OFFLINE = { kind: 'offline' } as const;

/** A device that is not in the list yet. */
export const NEW_CAMERA = {
	id: 'new',
	name: 'New',
	type: 'video',
	locationId: 'l',
	gatewayId: 'g',
};

/** Each event with the id of its device. */
export const eventsOf = (items: INodeExecutionData[]) =>
	items.map(({ json }) => [json.event, deviceOf(json).id]);

export function deviceOf(json: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(json.device ?? {}));
}

/** The id of a device by its place in the list. */
export const idOf = (simulator: Simulator, index: number) => String(simulator.devices[index]?.id);
