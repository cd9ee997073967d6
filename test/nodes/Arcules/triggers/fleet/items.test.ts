/**
 * The items that the trigger emits: what stands in them, and their message in the time zone of the workflow.
 */
import type { LiveThumbnail } from '../../../../../nodes/Arcules/api/thumbnail';
import { jsonOf } from '../../../../../nodes/Arcules/triggers/fleet/items';
import type {
	Occurrence,
	OutageOccurrence,
} from '../../../../../nodes/Arcules/triggers/fleet/occurrences';
import {
	type CameraRecord,
	newCamera,
	type Outage,
} from '../../../../../nodes/Arcules/triggers/fleet/state';
import { TimeWords } from '../../../../../nodes/Arcules/triggers/fleet/timeWords';
import { camerasOf } from '../../../../harness/madeUpFleet';

const SINCE_MS = Date.UTC(2026, 10, 22, 7);
const NOW_MS = SINCE_MS + 12 * 60_000;
const words = new TimeWords(NOW_MS, 'Europe/Berlin');

const [LOBBY = {}, DOCK = {}, GATE = {}] = camerasOf('a1', 'a2', 'b1').map((device, index) => ({
	...device,
	name: ['Lobby', 'Dock', 'Gate'][index] ?? '',
	firmware: '1.2',
}));

const DOWN: CameraRecord = {
	...newCamera(false),
	lastPictureMs: SINCE_MS - 60_000,
	health: {
		outage: { kind: 'on', checks: 2, sinceMs: SINCE_MS, clearChecks: 0 },
		failure: { reason: 'unavailable', httpStatus: 503 },
		report: 'camera',
		reportedMs: NOW_MS,
	},
};

const OUTAGE: Outage = {
	level: 'gateway',
	gatewayId: 'a',
	sinceMs: SINCE_MS,
	reportedMs: NOW_MS,
	cameraIds: ['a1', 'a2'],
	recovery: undefined,
};

const NO_PICTURE: LiveThumbnail | undefined = undefined;

const MEMBERS = [LOBBY, DOCK].map((device) => ({ device, record: DOWN }));

function cameraEvent(event: Extract<Occurrence, { kind: 'camera' }>['event']): Occurrence {
	const device = LOBBY;
	return { kind: 'camera', event, device, picture: NO_PICTURE, sinceMs: SINCE_MS, checks: 3 };
}

function outageEvent(event: Extract<Occurrence, { kind: 'outage' }>['event']): Occurrence {
	return { kind: 'outage', event, outage: OUTAGE, cameras: MEMBERS, stillDown: [] };
}

test('an item has our fields in front of those of the device, which are untouched', () => {
	const json = jsonOf({ kind: 'down', event: 'cameraDown', device: LOBBY, record: DOWN }, words);
	expect(Object.entries(json)).toEqual([
		['event', 'cameraDown'],
		['eventName', 'Camera Down'],
		[
			'message',
			'Camera "Lobby" has given no picture since 2026-11-22 08:00: offline or busy (status 503).',
		],
		['at', '2026-11-22T07:12:00.000Z'],
		['cameraName', 'Lobby'],
		['downSince', '2026-11-22T07:00:00.000Z'],
		['downMinutes', 12],
		['reason', 'unavailable'],
		['httpStatus', 503],
		['checks', 2],
		['lastPictureAt', '2026-11-22T06:59:00.000Z'],
		...Object.entries(LOBBY),
	]);
});

test('has only what there is', () => {
	const record = { ...DOWN, lastPictureMs: 0, health: { ...DOWN.health, failure: undefined } };
	const device = { id: 'x', type: 'video' };
	const json = jsonOf({ kind: 'down', event: 'cameraDown', device, record }, words);
	expect(Object.keys(json)).toEqual([
		...['event', 'eventName', 'message', 'at', 'downSince', 'downMinutes', 'checks'],
		...['id', 'type'],
	]);
	expect(json.message).toBe('Camera "x" has given no picture since 2026-11-22 08:00.');
});

test('of a gateway names its cameras, and those that did not come back', () => {
	const json = jsonOf(
		{
			kind: 'outage',
			event: 'gatewayUp',
			outage: OUTAGE,
			cameras: MEMBERS,
			stillDown: [{ device: GATE, record: DOWN }],
		},
		words,
	);
	expect(json).toMatchObject({
		event: 'gatewayUp',
		eventName: 'Gateway Up',
		gatewayId: 'a',
		downSince: '2026-11-22T07:00:00.000Z',
		downMinutes: 12,
		count: 2,
		cameras: [
			{ ...LOBBY, cameraName: 'Lobby', reason: 'unavailable' },
			{ ...DOCK, cameraName: 'Dock' },
		],
		stillDown: [{ ...GATE, cameraName: 'Gate' }],
	});
	expect(json.message).toBe(
		'2 cameras of one gateway give pictures again; they were down since 2026-11-22 08:00, for 12 minutes: "Lobby", "Dock"; still down: "Gate".',
	);
});

test.each<[Occurrence, string]>([
	[
		cameraEvent('cameraUp'),
		'Camera "Lobby" gives pictures again; it was down since 2026-11-22 08:00, for 12 minutes.',
	],
	[
		cameraEvent('pictureFrozen'),
		'Camera "Lobby" has sent the very same picture since 2026-11-22 08:00.',
	],
	[
		cameraEvent('pictureMoving'),
		'Camera "Lobby" sends new pictures again; its picture was frozen since 2026-11-22 08:00, for 12 minutes.',
	],
	[
		cameraEvent('pictureBlank'),
		'Camera "Lobby" has shown nothing but one colour since 2026-11-22 08:00: its lens may be covered, or it is dark.',
	],
	[
		cameraEvent('pictureBack'),
		'Camera "Lobby" shows something again; its picture was blank since 2026-11-22 08:00, for 12 minutes.',
	],
	[
		cameraEvent('viewChanged'),
		'Camera "Lobby" has shown another view since 2026-11-22 08:00: it may have been turned or moved.',
	],
	[
		{ kind: 'down', event: 'cameraStillDown', device: LOBBY, record: DOWN },
		'Camera "Lobby" is still down since 2026-11-22 08:00, for 12 minutes: offline or busy (status 503).',
	],
	[
		outageEvent('gatewayDown'),
		'All 2 cameras of one gateway have given no picture since 2026-11-22 08:00: "Lobby", "Dock".',
	],
	[
		outageEvent('cameraStillDown'),
		'2 cameras of one gateway are still down since 2026-11-22 08:00, for 12 minutes: "Lobby", "Dock".',
	],
	[
		outageEvent('gatewayUp'),
		'All 2 cameras of one gateway give pictures again; they were down since 2026-11-22 08:00, for 12 minutes: "Lobby", "Dock".',
	],
	[
		{ kind: 'device', event: 'deviceAdded', device: LOBBY },
		'Camera "Lobby" is new among the watched devices.',
	],
	[
		{ kind: 'device', event: 'deviceRemoved', device: { id: 's', name: 'Speaker', type: 'audio' } },
		'Device "Speaker" is no longer in the list of devices.',
	],
	[
		{
			kind: 'device',
			event: 'deviceChanged',
			device: LOBBY,
			changes: {
				name: { before: 'Lobby', after: 'Hall' },
				gatewayId: { before: 'a', after: null },
			},
		},
		'Camera "Lobby" was changed: name from "Lobby" to "Hall", gateway from "a" to none.',
	],
])('says in one sentence what happened: %#', (occurrence, message) => {
	expect(jsonOf(occurrence, words).message).toBe(message);
});

test.each<[OutageOccurrence['event'], string]>([
	['gatewayDown', '1 camera of one gateway has given no picture since 2026-11-22 08:00: "Lobby".'],
	[
		'cameraStillDown',
		'1 camera of one gateway is still down since 2026-11-22 08:00, for 12 minutes: "Lobby".',
	],
	[
		'gatewayUp',
		'1 camera of one gateway gives pictures again; it was down since 2026-11-22 08:00, for 12 minutes: "Lobby".',
	],
])('speaks of one camera as one: %s', (event, message) => {
	const occurrence = { ...outageEvent(event), cameras: MEMBERS.slice(0, 1) };
	expect(jsonOf(occurrence, words).message).toBe(message);
});

test('names a few cameras of a large fleet, and cuts long names', () => {
	const many = Array.from({ length: 40 }, (_, index) => ({
		device: { id: String(index), name: index === 0 ? 'x'.repeat(500) : `Camera ${index}` },
		record: DOWN,
	}));
	const outage: Outage = { ...OUTAGE, level: 'fleet', gatewayId: null };
	const json = jsonOf(
		{ kind: 'outage', event: 'fleetDown', outage, cameras: many, stillDown: [] },
		words,
	);
	const message = String(json.message);
	expect(message).toMatch(/^All 40 cameras have given no picture since .+ and 35 more\.$/);
	expect(message.length).toBeLessThan(300);
	expect(json).not.toHaveProperty('gatewayId');
});

test.each([
	[0, 'less than a minute'],
	[1, '1 minute'],
	[119, '119 minutes'],
	[121, '2 hours'],
	[47 * 60, '47 hours'],
	[50 * 60, '2 days'],
])('%d minutes are %s', (minutes, text) => {
	expect(words.durationSince(NOW_MS - minutes * 60_000)).toBe(text);
});

test('times are in UTC where the time zone is not known', () => {
	expect(new TimeWords(NOW_MS, 'Nowhere/Land').at(SINCE_MS)).toBe('2026-11-22 07:00');
});
