/**
 * What a whole list of devices means: no request, no clock.
 */
import type { Device } from '../../../../../nodes/Arcules/api/devices';
import {
	changesBetween,
	compareList,
	isCamera,
	type Watch,
} from '../../../../../nodes/Arcules/triggers/fleet/list';
import { type FleetState, toKnownDevice } from '../../../../../nodes/Arcules/triggers/fleet/state';
import { camerasOf } from '../../../../harness/madeUpFleet';

const ALL: Watch = { includes: () => true, fingerprint: 'all' };
const NAMED: Watch = { includes: ({ name }) => name !== 'Elsewhere', fingerprint: 'all' };
const FLEET = camerasOf('a1', 'a2', 'b1');
const SPEAKER = { id: 's', name: 'Speaker', type: 'audio' };

/** The events of each list, after one that began the watch. */
function eventsOf(lists: ReadonlyArray<readonly Device[]>, watch = ALL, first = FLEET) {
	let state: FleetState | undefined;
	return [first, ...lists].map((list) => {
		const compared = compareList(state, list, watch, 2);
		if (compared === undefined) return undefined;
		const { devices, events } = compared;
		state = { savedMs: 1, fingerprint: watch.fingerprint, devices, outages: [] };
		return events.map(({ event, device }) => `${event} ${String(device.id)}`);
	});
}

describe('A device', () => {
	test('is known by its documented fields, as texts or null', () => {
		const listed = { id: '1', name: 'Lobby', type: null, locationId: 7, uptime: 17 };
		expect(toKnownDevice(listed)).toEqual({
			name: 'Lobby',
			type: null,
			locationId: '7',
			gatewayId: null,
		});
	});

	test('has changed in those fields that differ, one that came or went included', () => {
		const before = { name: 'Lobby', type: 'video', locationId: 'l', gatewayId: 'g' };
		expect(changesBetween(before, { ...before })).toBeUndefined();
		expect(changesBetween(before, { ...before, name: 'Dock', gatewayId: null })).toEqual({
			name: { before: 'Lobby', after: 'Dock' },
			gatewayId: { before: 'g', after: null },
		});
	});

	test.each([
		[{ id: 'a', type: 'video' }, true],
		[{ id: 'a', type: 'audio' }, false],
		[{ id: 'a/b', type: 'video' }, false],
		[{ type: 'video' }, false],
	])('%p gives pictures: %p', (device, expected) => {
		expect(isCamera(device)).toBe(expected);
	});
});

describe('A list', () => {
	test('that begins the watch is no event, nor is one that stays', () => {
		expect(eventsOf([FLEET, FLEET])).toEqual([[], [], []]);
	});

	test('tells what is new, and what has gone once two lists lack it', () => {
		const added = [...FLEET, SPEAKER];
		expect(eventsOf([added, FLEET, FLEET, FLEET])).toEqual([
			[],
			['deviceAdded s'],
			[],
			['deviceRemoved s'],
			[],
		]);
	});

	test.each<[string, readonly Device[]]>([
		['empty', []],
		['half', FLEET.slice(0, 1)],
		['doubled', [...FLEET, ...FLEET]],
	])('that is %s once is no event', (_name, odd) => {
		expect(eventsOf([odd, FLEET, odd, FLEET])).toEqual([[], [], [], [], []]);
	});

	test('that is empty again and again means in the end that all have gone', () => {
		const events = eventsOf([[], [], [], [], [], [], []]);
		expect(events.flat()).toEqual(['deviceRemoved a1', 'deviceRemoved a2', 'deviceRemoved b1']);
		expect(events[6]).toHaveLength(3);
	});

	test('that is empty at the beginning begins nothing', () => {
		expect(eventsOf([FLEET, FLEET], ALL, [])).toEqual([undefined, [], []]);
	});

	test('with a device that leaves the choice by a rename tells the change, and then nothing', () => {
		const renamed = FLEET.map((device) =>
			device.id === 'a1' ? { ...device, name: 'Elsewhere' } : device,
		);
		expect(eventsOf([renamed, renamed, renamed], NAMED)).toEqual([
			[],
			['deviceChanged a1'],
			[],
			[],
		]);
	});

	test('leaves out what has no ID', () => {
		expect(eventsOf([[...FLEET, { name: 'Nameless' }, { id: '', name: 'Blank' }]])).toEqual([
			[],
			[],
		]);
	});

	test('has devices whose ID is a number, and watches the cameras among them', () => {
		const camera = { id: 12, name: 'Gate', type: 'video' };
		expect(isCamera(camera)).toBe(true);
		expect(eventsOf([[...FLEET, camera], FLEET, FLEET])).toEqual([
			[],
			['deviceAdded 12'],
			[],
			['deviceRemoved 12'],
		]);
		const compared = compareList(undefined, [camera], ALL, 2);
		expect(compared?.devices.get('12')?.camera).toBeDefined();
	});
});

describe('An edit', () => {
	const edited: Watch = { includes: ({ gatewayId }) => gatewayId === 'a', fingerprint: 'a' };
	const before = (): FleetState => {
		const { devices } = compareList(undefined, FLEET, ALL, 2) ?? { devices: new Map() };
		return { savedMs: 1, fingerprint: 'all', devices, outages: [] };
	};

	test('announces neither what comes nor what goes nor what has changed with it', () => {
		const list = [...camerasOf('a1', 'a3'), { ...FLEET[1], name: 'Renamed' }];
		const compared = compareList(before(), list, edited, 2);
		expect(compared?.events).toEqual([]);
		expect([...(compared?.devices.keys() ?? [])]).toEqual(['a1', 'a3', 'a2']);
	});

	test('keeps what is known of the cameras that are still watched', () => {
		const state = before();
		const known = state.devices.get('a1');
		if (known?.camera === undefined) throw new Error('a1 is a camera');
		const camera = { ...known.camera, seenMs: 7, lastPictureMs: 7, isNewToWatch: false };
		const devices = new Map(state.devices).set('a1', { ...known, camera });
		const compared = compareList({ ...state, devices }, FLEET, edited, 2);
		expect(compared?.devices.get('a1')?.camera).toEqual(camera);
		expect(compared?.devices.has('b1')).toBe(false);
	});

	test('waits for a list that is not empty', () => {
		expect(compareList(before(), [], edited, 2)).toBeUndefined();
	});
});
