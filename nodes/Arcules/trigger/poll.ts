/**
 * What the trigger does at each poll, and its parameters.
 */
import {
	type IDataObject,
	type INodeExecutionData,
	type INodeProperties,
	type IPollFunctions,
} from 'n8n-workflow';
import { toNodeError } from '../actions/failures';
import { filterFields, parseFilter } from '../actions/filters';
import { wholeNumber } from '../actions/parameters';
import { DEFAULT_FILE_NAME, pictureFileName } from '../actions/thumbnail/fileName';
import { options as pictureOptions, parseRequestSettings } from '../actions/thumbnail/options';
import { parseChannelId } from '../api/channelId';
import { CAMERA_TYPE, type Device, matchingDevices } from '../api/devices';
import { ArculesError, invalidParameter, settle } from '../api/errors';
import { mapPool } from '../api/pool';
import { Connection, type RequestSettings } from '../api/request';
import { type LiveThumbnail, liveThumbnail } from '../api/thumbnail';
import { checkFleet, type CheckPlan, type FleetEvent, sightingOf } from './check';
import { parseState, serializeState, type FleetState } from './state';
import { CHECK_DEADLINE_MS, takeTurn } from './turns';

const EVENTS = {
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

type EventName = keyof typeof EVENTS;

/** The events that cannot be told without a picture of every camera. */
const PICTURE_EVENTS: readonly EventName[] = ['cameraDown', 'cameraUp', 'pictureFrozen'];

export const description: INodeProperties[] = [
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
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: [filterFields.gatewayId, filterFields.locationId, filterFields.name],
	},
	{
		...pictureOptions,
		options: (pictureOptions.options ?? []).filter(({ name }) => name !== 'fileName'),
	},
];

/** The parameters, checked. */
interface Settings {
	readonly events: ReadonlySet<EventName>;
	readonly plan: CheckPlan;
	readonly requests: RequestSettings;
	readonly attachPicture: boolean;
}

/** @throws {ArculesError} when a parameter is of no use */
function readSettings(context: IPollFunctions): Settings {
	const given: unknown = context.getNodeParameter('events', []);
	const events = new Set((Array.isArray(given) ? given : []).filter(isEventName));
	if (events.size === 0) {
		throw invalidParameter('No event is chosen', 'Choose at least one under Events.');
	}
	const requests = parseRequestSettings(context.getNodeParameter('options', {}));
	const max = Number.MAX_SAFE_INTEGER;
	return {
		events,
		requests,
		attachPicture: context.getNodeParameter('attachPicture', false) === true,
		plan: {
			filter: parseFilter(context.getNodeParameter('filters', {})),
			takesPictures: PICTURE_EVENTS.some((event) => events.has(event)),
			concurrency: requests.concurrency,
			rules: {
				confirmAfter: wholeNumber(
					context.getNodeParameter('confirmAfter', 2),
					'Confirm After',
					1,
					max,
				),
				frozenAfter: wholeNumber(
					context.getNodeParameter('frozenAfter', 3),
					'Frozen After',
					2,
					max,
				),
				reportCurrentProblems: context.getNodeParameter('reportCurrentProblems', false) === true,
			},
		},
	};
}

function isEventName(value: unknown): value is EventName {
	return typeof value === 'string' && Object.hasOwn(EVENTS, value);
}

/**
 * Checks the fleet once, and gives one item per event.
 *
 * @returns `null` when there is nothing to tell, or the check before is still under way
 * @throws {NodeApiError} when the account fails; what is remembered stays as it is then
 */
export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const items = await settle(async () => {
		const settings = readSettings(this);
		const connection = await Connection.open(this, settings.requests);
		return this.getMode() === 'manual'
			? await sampleOf(this, connection, settings)
			: await watch(this, connection, settings);
	});
	if (items instanceof ArculesError) throw toNodeError(this.getNode(), items, 0);
	return items.length === 0 ? null : [items];
}

async function watch(
	context: IPollFunctions,
	connection: Connection,
	settings: Settings,
): Promise<INodeExecutionData[]> {
	const turn = takeTurn(`${context.getWorkflow().id}:${context.getNode().id}`);
	if (turn === undefined) {
		context.logger.debug('The check before is still under way; this one is left out');
		return [];
	}
	try {
		const memory = context.getWorkflowStaticData('node');
		const nowMs = Date.now();
		const before = remembered(context, memory);
		const result = await settle(
			async () =>
				await checkFleet(
					connection,
					settings.plan,
					before,
					nowMs,
					turn.signal,
					async (events) => await itemsOf(context, settings, events, nowMs),
				),
		);
		if (!turn.isCurrent()) throw tookTooLong();
		if (result instanceof ArculesError) throw result;
		const { state, told } = result;
		memory.fleet = serializeState(state);
		return told;
	} finally {
		turn.giveBack();
	}
}

function remembered(context: IPollFunctions, memory: IDataObject): FleetState | undefined {
	if (memory.fleet === undefined) return undefined;
	const state = parseState(String(memory.fleet));
	if (state === undefined) {
		context.logger.warn(
			'Arcules Trigger: what was remembered of the fleet is of another version or spoiled, so the watch begins anew',
		);
	}
	return state;
}

function tookTooLong(): ArculesError {
	const minutes = CHECK_DEADLINE_MS / 60_000;
	return new ArculesError('timeout', `The check was not finished after ${minutes} minutes`, {
		description:
			'Watch fewer cameras with Filters, or raise Requests per Minute in the options, as far as Arcules allows.',
	});
}

async function itemsOf(
	context: IPollFunctions,
	settings: Settings,
	events: FleetEvent[],
	nowMs: number,
): Promise<INodeExecutionData[]> {
	const chosen = events.filter(({ what }) => settings.events.has(what.event));
	return await Promise.all(
		chosen.map(async ({ device, what, picture }) => ({
			json: jsonOf(device, what, nowMs),
			...(settings.attachPicture && picture ? await attachment(context, device, picture) : {}),
		})),
	);
}

/** One flat item, so that an email can be written from it without looking anything up. */
function jsonOf(device: Device, what: FleetEvent['what'], nowMs: number): IDataObject {
	const at = isoTime(nowMs);
	switch (what.event) {
		case 'deviceAdded':
		case 'deviceRemoved':
			return { event: what.event, at, device };
		case 'deviceChanged':
			return { event: what.event, at, device, changes: { ...what.changes } };
		case 'cameraUp':
		case 'pictureFrozen':
			return {
				event: what.event,
				at,
				device,
				since: isoTime(what.sinceMs),
				checks: what.checks,
			};
		case 'cameraDown':
			return {
				event: what.event,
				at,
				device,
				since: isoTime(what.sinceMs),
				reason: what.reason,
				...(what.httpStatus === undefined ? {} : { httpStatus: what.httpStatus }),
				checks: what.checks,
				...(what.lastPictureMs === 0 ? {} : { lastPictureAt: isoTime(what.lastPictureMs) }),
			};
	}
}

function isoTime(timeMs: number): string {
	return new Date(timeMs).toISOString();
}

async function attachment(
	context: IPollFunctions,
	device: Device,
	{ jpeg, capturedAt }: LiveThumbnail,
): Promise<Pick<INodeExecutionData, 'binary'>> {
	const fileName = pictureFileName(DEFAULT_FILE_NAME, {
		name: typeof device.name === 'string' ? device.name : undefined,
		channelId: String(device.id),
		capturedAt,
	});
	return {
		binary: { data: await context.helpers.prepareBinaryData(jpeg, fileName, 'image/jpeg') },
	};
}

/** So many devices are enough to build a workflow with; a test should not ask for ten thousand pictures. */
const SAMPLE_SIZE = 10;

/**
 * For "Fetch Test Event": how the fleet is now, in the shape of events, marked as a test. Remembers nothing.
 *
 * A camera without a picture shows as Camera Down, any other as Camera Up; without camera events, devices show as Device
 * Added.
 */
async function sampleOf(
	context: IPollFunctions,
	connection: Connection,
	settings: Settings,
): Promise<INodeExecutionData[]> {
	const nowMs = Date.now();
	const { plan } = settings;
	const signal = AbortSignal.timeout(CHECK_DEADLINE_MS);
	const filter = plan.takesPictures ? { ...plan.filter, type: CAMERA_TYPE } : plan.filter;
	const devices = matchingDevices(connection, filter, SAMPLE_SIZE, signal);
	const samples = await mapPool(devices, plan.concurrency, async (device) => {
		if (!plan.takesPictures) return [{ json: jsonOf(device, { event: 'deviceAdded' }, nowMs) }];
		const picture = await settle(
			async () => await liveThumbnail(connection, parseChannelId(device.id), signal),
		);
		const sighting = sightingOf(picture);
		if (sighting.kind === 'noPicture') {
			const { reason, httpStatus } = sighting;
			const down = { event: 'cameraDown', sinceMs: nowMs, checks: 1, lastPictureMs: 0 } as const;
			return [{ json: jsonOf(device, { ...down, reason, httpStatus }, nowMs) }];
		}
		if (picture instanceof ArculesError) return [];
		const up = { event: 'cameraUp', sinceMs: nowMs, checks: 0 } as const;
		const file = settings.attachPicture ? await attachment(context, device, picture) : {};
		return [{ json: jsonOf(device, up, nowMs), ...file }];
	});
	return samples.flat().map(asTest);
}

function asTest(item: INodeExecutionData): INodeExecutionData {
	return { ...item, json: { ...item.json, isTest: true } };
}
