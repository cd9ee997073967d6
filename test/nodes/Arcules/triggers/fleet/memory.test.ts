/**
 * Where a watch remembers, for each way in which n8n keeps the static data of a node.
 */
import type { IDataObject } from 'n8n-workflow';
import { Memory } from '../../../../../nodes/Arcules/triggers/fleet/memory';
import {
	type FleetState,
	HEALTHY,
	newCamera,
} from '../../../../../nodes/Arcules/triggers/fleet/state';

const at = (savedMs: number): FleetState => ({
	savedMs,
	fingerprint: '',
	devices: new Map(),
	outages: [],
});

let keys = 0;
let key: string;
const onCorrupt = jest.fn();

/** As with the durable scheduler, which makes static data anew. */
const memoryOf = (staticData: IDataObject) => new Memory(key, staticData, true, onCorrupt);

beforeEach(() => {
	key = `memory ${keys++}`;
	onCorrupt.mockReset();
});

test('begins with nothing', () => {
	expect(memoryOf({}).recall()).toBeUndefined();
	expect(memoryOf({}).listing).toBeUndefined();
});

test('goes on after a check without events where n8n has lost what it changed', () => {
	memoryOf({}).save(at(1), false);
	expect(memoryOf({}).recall()).toEqual(at(1));
});

test('goes on from what n8n has kept after a restart', () => {
	const staticData: IDataObject = {};
	memoryOf(staticData).save(at(1), true);
	key = 'another process';
	expect(memoryOf(staticData).recall()).toEqual(at(1));
});

test('takes the newer of both, as after the main of a cluster has changed twice', () => {
	memoryOf({}).save(at(5), false);
	const kept: IDataObject = {};
	const ofOther = new Memory('the other main', kept, true, onCorrupt);
	ofOther.save(at(7), true);
	expect(memoryOf(kept).recall()).toEqual(at(7));
	memoryOf(kept).save(at(9), false);
	ofOther.save(at(8), true);
	expect(memoryOf(kept).recall()).toEqual(at(9));
});

describe('What was being counted', () => {
	const SUSPECTED = { kind: 'suspected', checks: 1, sinceMs: 1000 } as const;
	const counting: FleetState = {
		...at(1000),
		devices: new Map([
			[
				'a',
				{
					device: { name: 'A', type: 'video', locationId: null, gatewayId: null },
					missingLists: 1,
					camera: {
						...newCamera(false),
						seenMs: 1000,
						lastPictureMs: 1000,
						health: {
							...HEALTHY,
							outage: { ...SUSPECTED, kind: 'on', clearChecks: 1 },
							report: 'camera',
						},
						still: { hash: 'h', checks: 2, sinceMs: 1000, isReported: false },
						blank: SUSPECTED,
						view: { usual: '00', former: '', candidate: { ...SUSPECTED, sceneHash: 'ff' } },
					},
				},
			],
		]),
		outages: [
			{
				level: 'fleet',
				gatewayId: null,
				sinceMs: 1,
				reportedMs: 1,
				cameraIds: ['a'],
				recovery: { sinceMs: 1000, checks: 1 },
			},
		],
	};

	test('begins anew in another process when checks may have been lost, and what was reported stands', () => {
		const staticData: IDataObject = {};
		memoryOf(staticData).save(counting, true);
		expect(memoryOf(staticData).recall()?.devices.get('a')?.missingLists).toBe(1);
		key = 'another process after events';
		const state = memoryOf(staticData).recall();
		expect(state?.outages).toEqual([{ ...counting.outages[0], recovery: undefined }]);
		expect(state?.devices.get('a')).toMatchObject({
			missingLists: 0,
			camera: {
				lastPictureMs: 0,
				health: { outage: { kind: 'on', checks: 1, sinceMs: 1000, clearChecks: 0 } },
				still: { hash: 'h', checks: 0, sinceMs: 1000 },
				blank: { kind: 'off' },
				view: { usual: '00', candidate: undefined },
			},
		});
	});

	test('is an outage that was confirmed, but held back and not reported', () => {
		const staticData: IDataObject = {};
		const [[id, watched] = ['', undefined]] = counting.devices;
		if (watched?.camera === undefined) throw new Error('There is no camera.');
		const health = { ...watched.camera.health, report: 'none' } as const;
		const devices = new Map([[id, { ...watched, camera: { ...watched.camera, health } }]]);
		memoryOf(staticData).save({ ...counting, devices, outages: [] }, true);
		key = 'another process with an outage held back';
		expect(memoryOf(staticData).recall()?.devices.get(id)?.camera?.health.outage.kind).toBe('off');
	});

	test('goes on for a camera that failed again before the outage of its gateway or fleet was over', () => {
		const staticData: IDataObject = {};
		const camera = { ...newCamera(false), health: { ...HEALTHY, outage: SUSPECTED } };
		const device = { name: 'A', type: 'video', locationId: null, gatewayId: null };
		const devices = new Map(
			['a', 'b'].map((id) => [id, { device: { ...device, name: id }, missingLists: 0, camera }]),
		);
		memoryOf(staticData).save({ ...counting, devices }, true);
		key = 'another process during an outage';
		const state = memoryOf(staticData).recall();
		const outageOf = (id: string) => state?.devices.get(id)?.camera?.health.outage;
		expect([outageOf('a'), outageOf('b')]).toEqual([SUSPECTED, { kind: 'off' }]);
	});

	test.each([
		['at activation', true],
		['in one object for all polls', false],
	])('begins anew in another process when n8n has saved it %s', (_name, isMadeAnew) => {
		const staticData: IDataObject = {};
		if (!isMadeAnew) memoryOf(staticData).save(at(1), false);
		const memory = new Memory(key, staticData, isMadeAnew, onCorrupt);
		memory.recall();
		memory.save(counting, false);
		key = `another process ${isMadeAnew}`;
		expect(memoryOf(staticData).recall()?.devices.get('a')?.missingLists).toBe(0);
	});

	test('goes on in another process when n8n saves every check', () => {
		const staticData: IDataObject = {};
		memoryOf(staticData).save(at(1), false);
		const memory = memoryOf(staticData);
		memory.recall();
		memory.save(counting, false);
		key = 'another process after no events';
		expect(memoryOf(staticData).recall()?.devices.get('a')).toMatchObject({
			missingLists: 1,
			camera: { still: { checks: 2 }, blank: SUSPECTED, view: { candidate: { checks: 1 } } },
		});
	});
});

test('goes back to the state before events that n8n has thrown away', () => {
	memoryOf({}).save(at(1), false);
	memoryOf({}).save(at(2), true);
	expect(memoryOf({}).recall()).toEqual(at(1));
});

test('begins anew with what cannot be read, and says so', () => {
	expect(memoryOf({ fleet: 'spoiled' }).recall()).toBeUndefined();
	expect(onCorrupt).toHaveBeenCalledTimes(1);
});

test('keeps how far a list came beside the state', () => {
	const listing = {
		fingerprint: 'f',
		devices: [],
		position: { next: '2', seenCursors: [], seenDevices: [] },
	};
	const memory = memoryOf({});
	memory.save(at(1), false);
	memory.keepListing(listing);
	memory.keepInProcess(at(2));
	expect(memory.listing).toEqual(listing);
	expect(memory.recall()).toEqual(at(2));
});

test('forgets the watch that was not checked for longest when there are too many', () => {
	memoryOf({}).save(at(1), false);
	for (let watch = 0; watch < 500; watch++) {
		const staticData: IDataObject = {};
		new Memory(`${key} ${watch}`, staticData, true, onCorrupt).save(at(1), false);
	}
	expect(memoryOf({}).recall()).toBeUndefined();
	expect(new Memory(`${key} 499`, {}, true, onCorrupt).recall()).toEqual(at(1));
});
