/**
 * "Fetch Test Event": one complete sample of each chosen event, on real devices, marked as a test. It asks for the first
 * devices of the list and at most a few pictures, and touches nothing that is remembered.
 */
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { Connection } from '../../api/connection';
import { type Device, testOf } from '../../api/devices';
import { ArculesError, settle } from '../../api/errors';
import { devicePages } from '../../api/paging';
import { liveThumbnail, type LiveThumbnail } from '../../api/thumbnail';
import { FilterTally } from '../../shared/filterTally';
import { shortText } from '../../shared/foreignText';
import { EVENTS_WITH_PICTURE, type EventName } from './events';
import { attachment, jsonOf } from './items';
import { isCamera } from './list';
import { type KnownCamera, type Occurrence, type OutageEventName } from './occurrences';
import type { Settings } from './settings';
import { type CameraRecord, newCamera, toKnownDevice } from './state';
import { TimeWords } from './timeWords';

/** Longer than a person waits; a fleet whose first cameras do not match is searched no further. */
const MAX_TIME_MS = 60_000;

/** So many devices show what an item looks like. */
const MIN_CAMERAS = 5;
const MAX_CAMERAS = 20;

/** So many cameras are asked for a picture, until one gives it. */
const MAX_PICTURES = 3;

const HOUR_MS = 60 * 60 * 1000;
const MINUTE_MS = 60_000;

export async function sampleEvents(
	context: IPollFunctions,
	settings: Settings,
): Promise<INodeExecutionData[]> {
	const connection = await Connection.open(context, settings.requests);
	const signal = AbortSignal.timeout(MAX_TIME_MS);
	const devices = await firstDevices(connection, settings, signal);
	const needsPicture =
		settings.attachPicture && EVENTS_WITH_PICTURE.some((event) => settings.chosen.includes(event));
	const pictured = needsPicture ? await firstPicture(connection, devices, signal) : undefined;
	const nowMs = Date.now();
	const samples = new Samples(devices, nowMs, settings.plan.rules.confirmAfter, pictured);
	const words = new TimeWords(nowMs, context.getTimezone());
	const items = settings.chosen.map(async (event) => {
		const occurrence = samples.of(event);
		const json = jsonOf(occurrence, words);
		const item = {
			json: { ...json, message: `Test, not an alarm: ${String(json.message)}`, isTest: true },
		};
		if (pictured === undefined || occurrence.kind !== 'camera') return item;
		return { ...item, ...(await attachment(context, pictured.device, pictured.picture)) };
	});
	return await Promise.all(items);
}

/** @throws {ArculesError} when no device, or no camera where the events are of cameras, is among those watched */
async function firstDevices(
	connection: Connection,
	{ filter, takesPictures }: Settings,
	signal: AbortSignal,
): Promise<readonly Device[]> {
	const tally = new FilterTally(filter, takesPictures ? 'camera' : 'device');
	const includes = testOf(filter);
	const found: Device[] = [];
	for await (const { devices, position } of devicePages(connection, signal)) {
		tally.count(devices, position === undefined);
		found.push(
			...devices.filter((device) => includes(device) && (!takesPictures || isCamera(device))),
		);
		if (found.length >= MIN_CAMERAS) break;
	}
	if (found.length > 0) return found.slice(0, MAX_CAMERAS);
	throw new ArculesError('notFound', tally.whyNothing(shortText), {
		description: 'Without a device that is watched, there is nothing to show an event with.',
	});
}

/** A camera that gives a picture. */
interface Pictured {
	readonly device: Device;
	readonly picture: LiveThumbnail;
}

async function firstPicture(
	connection: Connection,
	devices: readonly Device[],
	signal: AbortSignal,
): Promise<Pictured | undefined> {
	for (const device of devices.slice(0, MAX_PICTURES)) {
		const picture = await settle(
			async () => await liveThumbnail(connection, String(device.id), signal),
		);
		if (!(picture instanceof ArculesError)) return { device, picture };
		if (picture.concernsAccount) throw picture;
	}
	return undefined;
}

/** Makes up what happened: it began an hour ago. */
class Samples {
	private readonly sinceMs: number;

	constructor(
		private readonly devices: readonly Device[],
		private readonly nowMs: number,
		private readonly checks: number,
		private readonly pictured: Pictured | undefined,
	) {
		this.sinceMs = nowMs - HOUR_MS;
	}

	of(event: EventName): Occurrence {
		const device = this.pictured?.device ?? this.device;
		const { sinceMs, checks } = this;
		switch (event) {
			case 'deviceAdded':
			case 'deviceRemoved':
				return { kind: 'device', event, device: this.device };
			case 'deviceChanged':
				return { kind: 'device', event, device: this.device, changes: this.changes };
			case 'cameraDown':
			case 'cameraStillDown':
				return { kind: 'down', event, device: this.device, record: this.downRecord };
			case 'gatewayDown':
			case 'gatewayUp':
			case 'fleetDown':
			case 'fleetUp':
				return this.outage(event);
			default:
				return { kind: 'camera', event, device, picture: this.pictured?.picture, sinceMs, checks };
		}
	}

	private get device(): Device {
		return this.devices[0] ?? {};
	}

	private get changes() {
		const { name } = this.device;
		return { name: { before: `${String(name)} (before)`, after: String(name) } };
	}

	private get downRecord(): CameraRecord {
		const { sinceMs, nowMs: reportedMs, checks } = this;
		return {
			...newCamera(false),
			lastPictureMs: sinceMs - MINUTE_MS,
			health: {
				outage: { kind: 'on', checks, sinceMs, clearChecks: 0 },
				failure: { reason: 'unavailable', httpStatus: 503 },
				report: 'outage',
				reportedMs,
			},
		};
	}

	/** With one camera that did not come back, where there are several. */
	private outage(event: OutageEventName): Occurrence {
		const level = event.startsWith('gateway') ? 'gateway' : 'fleet';
		const gatewayId = level === 'gateway' ? gatewayOf(this.device) : null;
		const members = this.devices.filter(
			(device) => gatewayId === null || gatewayOf(device) === gatewayId,
		);
		const cameras = members.map((device): KnownCamera => ({ device, record: this.downRecord }));
		const isEnd = event === 'gatewayUp' || event === 'fleetUp';
		const stillDown = isEnd && cameras.length > 1 ? cameras.slice(-1) : [];
		return {
			kind: 'outage',
			event,
			outage: {
				level,
				gatewayId,
				sinceMs: this.sinceMs,
				reportedMs: this.nowMs,
				cameraIds: members.map(({ id }) => String(id)),
				recovery: undefined,
			},
			cameras: cameras.slice(0, cameras.length - stillDown.length),
			stillDown,
		};
	}
}

function gatewayOf(device: Device): string | null {
	return toKnownDevice(device).gatewayId;
}
