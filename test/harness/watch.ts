/**
 * The fleet trigger in tests: its parameters, and its items in short.
 */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { Simulator } from '../../dev/simulator';
import { EVENTS } from '../../nodes/Arcules/triggers/fleet/events';

export const ALL_EVENTS = Object.keys(EVENTS);

/** Parameters of the trigger as the editor stores them, with options that keep tests quick. */
export function watching(changes: INodeParameters = {}): INodeParameters {
	return {
		events: ['cameraDown', 'cameraUp'],
		cameras: 'all',
		filters: {},
		groupOutages: true,
		confirmAfter: 2,
		recoverAfter: 2,
		remindAfter: 24,
		frozenAfter: 3,
		sensitivity: 'medium',
		reportCurrentProblems: false,
		attachPicture: false,
		options: { retries: 0, requestsPerMinute: 0, timeout: 20 },
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

/** Each event with the id of its device, or how many cameras it is about. */
export const eventsOf = (items: readonly INodeExecutionData[]) =>
	items.map(({ json }) => [json.event, json.id ?? json.count]);

/** The id of a device by its place in the list. */
export const idOf = (simulator: Simulator, index: number) => String(simulator.devices[index]?.id);
