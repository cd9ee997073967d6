/**
 * The parameters of the trigger, read and checked.
 */
import type { IPollFunctions } from 'n8n-workflow';
import type { DeviceFilter } from '../../api/devices';
import { invalidParameter } from '../../api/errors';
import type { RequestSettings } from '../../api/settings';
import { positiveNumber, wholeNumber } from '../../shared/parameters';
import { parseRequestSettings } from '../../shared/requestOptions';
import type { CheckPlan } from './check';
import { readFilter } from './choice';
import {
	ANALYSIS_EVENTS,
	CAMERA_EVENTS,
	DOWN_EVENTS,
	type EventName,
	FROZEN_EVENTS,
	isEventName,
	UP_EVENTS,
} from './events';
import type { Outage } from './state';
import { parseSensitivity, sameViewTest } from './sensitivity';

export interface Settings {
	/** The events that the user has chosen. */
	readonly chosen: readonly EventName[];
	/** Those that are reported: an event of a camera stands for the same of its gateway and of the fleet. */
	readonly reported: ReadonlySet<EventName>;
	readonly filter: DeviceFilter;
	readonly requests: RequestSettings;
	readonly attachPicture: boolean;
	readonly takesPictures: boolean;
	readonly plan: Pick<CheckPlan, 'rules' | 'needs'>;
}

const HOUR_MS = 60 * 60 * 1000;

/** @throws {ArculesError} when a parameter is invalid; nothing is sent then */
export function readSettings(context: IPollFunctions): Settings {
	const given: unknown = context.getNodeParameter('events', []);
	const chosen = (Array.isArray(given) ? given : []).filter(isEventName);
	if (chosen.length === 0) {
		throw invalidParameter('No event is chosen', "Choose at least one in 'Events'.");
	}
	const isChosen = (event: EventName) => chosen.includes(event);
	const isGrouped = context.getNodeParameter('groupOutages', true) === true;
	return {
		chosen,
		reported: new Set([...chosen, ...(isGrouped ? groupEventsOf(isChosen) : [])]),
		filter: readFilter(context),
		requests: parseRequestSettings(context.getNodeParameter('options', {})),
		attachPicture: context.getNodeParameter('attachPicture', false) === true,
		takesPictures: CAMERA_EVENTS.some(isChosen),
		plan: {
			rules: {
				...readCounts(context),
				remindAfterMs: isChosen('cameraStillDown') ? readRemindAfterMs(context) : Infinity,
				groups: groupsOf(isGrouped, isChosen),
				isSameView: sameViewTest(
					parseSensitivity(context.getNodeParameter('sensitivity', 'medium')),
				),
				reportCurrentProblems: context.getNodeParameter('reportCurrentProblems', false) === true,
			},
			needs: {
				hash: FROZEN_EVENTS.some(isChosen),
				analysis: ANALYSIS_EVENTS.some(isChosen),
			},
		},
	};
}

function readCounts(context: IPollFunctions) {
	const read = (name: string, label: string, byDefault: number, min: number) =>
		wholeNumber(context.getNodeParameter(name, byDefault), label, min, Number.MAX_SAFE_INTEGER);
	return {
		confirmAfter: read('confirmAfter', 'Confirm After', 2, 1),
		recoverAfter: read('recoverAfter', 'Recover After', 2, 1),
		frozenAfter: read('frozenAfter', 'Frozen After', 3, 2),
	};
}

function readRemindAfterMs(context: IPollFunctions): number {
	const hours: unknown = context.getNodeParameter('remindAfter', 24);
	if (hours === 0) return Infinity;
	return positiveNumber(hours, 'Remind After', 10_000) * HOUR_MS;
}

/** With grouped outages, who wants to hear of cameras hears of their gateways and of the fleet as well. */
function groupEventsOf(isChosen: (event: EventName) => boolean): EventName[] {
	return [
		...(isChosen('cameraDown') ? DOWN_EVENTS : []),
		...(isChosen('cameraUp') ? UP_EVENTS : []),
	];
}

/** What is reported as one. Who has chosen the events of gateways alone is not told of the fleet. */
function groupsOf(
	isGrouped: boolean,
	isChosen: (event: EventName) => boolean,
): Record<Outage['level'], boolean> {
	const ofCameras = (['cameraDown', 'cameraUp', 'cameraStillDown'] as const).some(isChosen);
	const has = (down: EventName, up: EventName) => ofCameras || isChosen(down) || isChosen(up);
	return {
		gateway: isGrouped && has('gatewayDown', 'gatewayUp'),
		fleet: isGrouped && has('fleetDown', 'fleetUp'),
	};
}
