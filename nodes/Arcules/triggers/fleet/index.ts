/**
 * What the trigger does at each poll.
 */
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { parseChannelId } from '../../api/channelId';
import { Connection } from '../../api/connection';
import { CAMERA_TYPE, matchingDevices } from '../../api/devices';
import { ArculesError, invalidParameter, settle } from '../../api/errors';
import type { RequestSettings } from '../../api/settings';
import { liveThumbnail } from '../../api/thumbnail';
import { mapConcurrently } from '../../concurrency/mapConcurrently';
import { parseFilter } from '../../shared/filters';
import { toNodeError } from '../../shared/onError';
import { wholeNumber } from '../../shared/parameters';
import { parseRequestSettings } from '../../shared/requestOptions';
import { checkFleet, type CheckPlan, type FleetEvent, observationOf } from './check';
import { type EventName, isEventName, PICTURE_EVENTS } from './description';
import { attachment, jsonOf } from './items';
import { CHECK_DEADLINE_MS, tryLock } from './lock';
import { type FleetState, parseState, serializeState } from './state';

/** The parameters, checked. */
interface Settings {
	readonly events: ReadonlySet<EventName>;
	readonly plan: CheckPlan;
	readonly requests: RequestSettings;
	readonly attachPicture: boolean;
}

/** @throws {ArculesError} when a parameter is invalid */
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

/**
 * Checks the fleet once, and gives one item per event.
 *
 * @returns `null` when there is nothing to report, or the check before is still under way
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
	const lock = tryLock(`${context.getWorkflow().id}:${context.getNode().id}`);
	if (lock === undefined) {
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
					lock.signal,
					async (events) => await itemsOf(context, settings, events, nowMs),
				),
		);
		if (!lock.isHeld()) throw tookTooLong();
		if (result instanceof ArculesError) throw result;
		const { state, items } = result;
		memory.fleet = serializeState(state);
		return items;
	} finally {
		lock.release();
	}
}

function remembered(context: IPollFunctions, memory: IDataObject): FleetState | undefined {
	if (memory.fleet === undefined) return undefined;
	const state = parseState(String(memory.fleet));
	if (state === undefined) {
		context.logger.warn(
			'Arcules Trigger: what was remembered of the fleet is of another version or corrupt, so the watch begins anew',
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
			...(settings.attachPicture && picture && (await attachment(context, device, picture))),
		})),
	);
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
	const samples = await mapConcurrently(devices, plan.concurrency, async (device) => {
		if (!plan.takesPictures) return [{ json: jsonOf(device, { event: 'deviceAdded' }, nowMs) }];
		const picture = await settle(
			async () => await liveThumbnail(connection, parseChannelId(device.id), signal),
		);
		const observation = observationOf(picture);
		if (observation.kind === 'noPicture') {
			const { reason, httpStatus } = observation;
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
