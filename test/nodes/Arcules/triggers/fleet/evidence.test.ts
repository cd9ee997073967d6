/**
 * What counts as evidence, over whole sweeps of ten cameras of which one is known to be down: odd lists and edits tell
 * nothing, and cameras that fail in odd ways hide neither themselves nor the others.
 */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { Device as Camera } from '../../../../../dev/simulator';
import { credentialFor, simulatedAccount, stopSimulators } from '../../../../harness/simulated';
import { activateTrigger, type PolledTrigger } from '../../../../harness/trigger';
import { ALL_EVENTS, eventsOf, idOf, OFFLINE, watching } from '../../../../harness/watch';

afterEach(stopSimulators);

/** All that can be reported, but what a simulator of small pictures always shows: one still. */
const EVENTS = ALL_EVENTS.filter((event) => !event.startsWith('picture'));
const DOWN = 9;

async function polls(trigger: PolledTrigger, count: number): Promise<INodeExecutionData[]> {
	const items = [];
	for (let check = 0; check < count; check++) items.push(...(await trigger.poll()));
	return items;
}

/** A watch that has reported the last of ten cameras. */
async function watchedFleet(pageSize = 3) {
	const { simulator, credentials } = await simulatedAccount({ cameras: 10, pageSize });
	const trigger = activateTrigger(credentials, watching({ events: EVENTS }));
	await polls(trigger, 2);
	simulator.setFault(idOf(simulator, DOWN), OFFLINE);
	expect(eventsOf(await polls(trigger, 3))).toEqual([['cameraDown', idOf(simulator, DOWN)]]);
	return { simulator, credentials, trigger };
}

test.each(['empty', 'half', 'pageMissing', 'doubled'] as const)(
	'a list that is odd once tells nothing, not of the camera that is down either: %s',
	async (as) => {
		const { simulator, trigger } = await watchedFleet();
		simulator.setFault('devices', { kind: 'list', as });
		expect(await polls(trigger, 1)).toEqual([]);
		simulator.setFault('devices', null);
		expect(await polls(trigger, 4)).toEqual([]);
		simulator.setFault(idOf(simulator, DOWN), null);
		expect(eventsOf(await polls(trigger, 3))).toEqual([['cameraUp', idOf(simulator, DOWN)]]);
	},
);

test.each<[string, (camera: Camera) => INodeParameters]>([
	['a filter', () => ({ filters: { name: 'o' } })],
	['a gateway', ({ gatewayId }) => ({ filters: { gatewayId } })],
	['some cameras', ({ id }) => ({ cameras: 'selected', cameraIds: [id] })],
	['all but some', ({ id }) => ({ cameras: 'allExcept', cameraIds: [id] })],
])('another choice of cameras tells nothing, nor does the way back: %s', async (_name, choose) => {
	const { simulator, trigger } = await watchedFleet();
	const [, , camera] = simulator.devices;
	if (camera === undefined) throw new Error('There is no third camera.');
	trigger.republish(watching({ events: EVENTS, ...choose(camera) }));
	expect(await polls(trigger, 4)).toEqual([]);
	trigger.republish(watching({ events: EVENTS }));
	expect(await polls(trigger, 4)).toEqual([]);
});

test('another account tells nothing, nor does the way back', async () => {
	const { simulator, credentials, trigger } = await watchedFleet();
	const { simulator: other } = await simulatedAccount({
		cameras: simulator.devices.slice(3, 6).map((device) => ({ ...device, id: `x${device.id}` })),
	});
	const own = credentials.stored;
	credentials.stored = credentialFor(other).stored;
	expect(await polls(trigger, 4)).toEqual([]);
	credentials.stored = own;
	expect(await polls(trigger, 4)).toEqual([]);
});

test('a device that is truly gone is reported once', async () => {
	const { simulator, trigger } = await watchedFleet();
	const gone = idOf(simulator, 4);
	simulator.removeDevice(gone);
	expect(eventsOf(await polls(trigger, 6))).toEqual([['deviceRemoved', gone]]);
});

test('a camera that answers 401, one that answers 429 and one that hangs are reported once each, and hide no other', async () => {
	const { simulator, trigger } = await watchedFleet();
	const [refused, limited, hanging, dark] = [0, 2, 4, 6].map((index) => idOf(simulator, index));
	simulator.setFault(refused ?? '', { kind: 'status', status: 401 });
	simulator.setFault(limited ?? '', {
		kind: 'status',
		status: 429,
		headers: { 'retry-after': '0' },
	});
	simulator.setFault(hanging ?? '', { kind: 'hang' });
	trigger.republish(
		watching({
			events: EVENTS,
			groupOutages: false,
			options: { retries: 0, requestsPerMinute: 0, timeout: 1 },
		}),
	);
	expect(eventsOf(await polls(trigger, 5))).toEqual([['cameraDown', hanging]]);
	simulator.setFault(dark ?? '', OFFLINE);
	const items = await polls(trigger, 4);
	expect(eventsOf(items).sort()).toEqual(
		[refused, limited, dark].map((id) => ['cameraDown', id]).sort(),
	);
	const reasons = Object.fromEntries(items.map(({ json }) => [json.id, json.reason]));
	expect(reasons).toMatchObject({
		[String(refused)]: 'unauthorized',
		[String(limited)]: 'rateLimited',
	});
	simulator.clearFaults();
	const back = await polls(trigger, 4);
	const all = [refused, limited, hanging, dark, idOf(simulator, DOWN)];
	expect(eventsOf(back).sort()).toEqual(all.map((id) => ['cameraUp', id]).sort());
}, 60_000);

test('two of ten cameras are two events each way, the whole fleet is one', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 10 });
	const trigger = activateTrigger(credentials, watching({ events: EVENTS }));
	await polls(trigger, 2);
	const two = [idOf(simulator, 0), idOf(simulator, 5)];
	for (const id of two) simulator.setFault(id, OFFLINE);
	expect(eventsOf(await polls(trigger, 4))).toEqual(two.map((id) => ['cameraDown', id]));
	simulator.clearFaults();
	expect(eventsOf(await polls(trigger, 4))).toEqual(two.map((id) => ['cameraUp', id]));
	simulator.setFault('*thumbnail', OFFLINE);
	expect(eventsOf(await polls(trigger, 4))).toEqual([['fleetDown', 10]]);
	simulator.clearFaults();
	expect(eventsOf(await polls(trigger, 4))).toEqual([['fleetUp', 10]]);
});
