/**
 * The trigger, polled in n8n-core's own context against the simulator.
 */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { Device, Simulator } from '../../../../dev/simulator';
import { parseState } from '../../../../nodes/Arcules/triggers/fleet/state';
import { CHECK_DEADLINE_MS, tryLock } from '../../../../nodes/Arcules/triggers/fleet/lock';
import { credentialFor, simulatedAccount, stopSimulators } from '../../../harness/simulated';
import { activateTrigger, pictureOf } from '../../../harness/workflow';

afterEach(stopSimulators);

const ALL_EVENTS = [
	'cameraDown',
	'cameraUp',
	'pictureFrozen',
	'deviceAdded',
	'deviceRemoved',
	'deviceChanged',
];

function watching(changes: INodeParameters = {}): INodeParameters {
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

const OFFLINE = { kind: 'offline' } as const;

const told = (items: INodeExecutionData[]) =>
	items.map(({ json }) => [json.event, deviceOf(json).id]);

function deviceOf(json: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(json.device ?? {}));
}

const idOf = (simulator: Simulator, index: number) => String(simulator.devices[index]?.id);

describe('A camera that goes dark', () => {
	test('is told once it is confirmed, with since when and why, and its return once', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 4 });
		const trigger = activateTrigger(credentials, watching());
		// Times are remembered in whole seconds.
		const startedAt = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
		expect(await trigger.poll()).toEqual([]);

		simulator.setFault(idOf(simulator, 1), OFFLINE);
		expect(await trigger.poll()).toEqual([]);
		const [down, ...others] = await trigger.poll();
		expect(others).toEqual([]);
		expect(down?.json).toMatchObject({
			event: 'cameraDown',
			device: simulator.devices[1],
			reason: 'unavailable',
			httpStatus: 503,
			checks: 2,
		});
		expect(String(down?.json.since) >= startedAt).toBe(true);
		expect(String(down?.json.since) <= String(down?.json.at)).toBe(true);
		expect(String(down?.json.lastPictureAt) >= startedAt).toBe(true);

		expect(await trigger.poll()).toEqual([]);
		simulator.setFault(idOf(simulator, 1), null);
		const up = await trigger.poll();
		expect(told(up)).toEqual([['cameraUp', idOf(simulator, 1)]]);
		expect(up[0]?.json).toMatchObject({ since: down?.json.since, checks: 3 });
		expect(await trigger.poll()).toEqual([]);
	});

	test('wakes nobody with a single hiccup', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 2 });
		const trigger = activateTrigger(credentials, watching());
		await trigger.poll();
		simulator.setFault(idOf(simulator, 0), [OFFLINE, 'ok', OFFLINE, 'ok']);
		for (let check = 0; check < 4; check++) expect(await trigger.poll()).toEqual([]);
	});

	test.each([
		['notFound', { kind: 'status', status: 404 }],
		['timeout', { kind: 'hang' }],
		['notAnImage', { kind: 'html' }],
		['incomplete', { kind: 'halfJpeg' }],
	] as const)('is told with its reason: %s', async (reason, fault) => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 2 });
		const trigger = activateTrigger(credentials, watching({ confirmAfter: 1 }));
		await trigger.poll();
		simulator.setFault(idOf(simulator, 0), fault);
		expect((await trigger.poll())[0]?.json).toMatchObject({
			event: 'cameraDown',
			reason,
			checks: 1,
		});
	});

	test('at the first check is told only when the user wants that', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 3 });
		simulator.setFault(idOf(simulator, 2), OFFLINE);

		const quiet = activateTrigger(credentials, watching());
		for (let check = 0; check < 3; check++) expect(await quiet.poll()).toEqual([]);
		const loud = activateTrigger(credentials, watching({ reportCurrentProblems: true }));
		expect(told(await loud.poll())).toEqual([['cameraDown', idOf(simulator, 2)]]);
		expect(await loud.poll()).toEqual([]);

		simulator.setFault(idOf(simulator, 2), null);
		expect(told(await quiet.poll())).toEqual([['cameraUp', idOf(simulator, 2)]]);
	});

	test('is no news when the watch of pictures begins later than that of the list', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 3 });
		simulator.setFault(idOf(simulator, 0), OFFLINE);
		const list = activateTrigger(credentials, watching({ events: ['deviceAdded'] }));
		await list.poll();
		const trigger = activateTrigger(credentials, watching({ confirmAfter: 1 }), list.memory);
		expect(await trigger.poll()).toEqual([]);
		expect(await trigger.poll()).toEqual([]);
	});

	test('that is new in the list counts like any other', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 0 });
		const trigger = activateTrigger(credentials, watching());
		await trigger.poll();
		const camera = { id: 'new', name: 'New', type: 'video', locationId: 'l', gatewayId: 'g' };
		simulator.addDevice(camera);
		simulator.setFault('new', OFFLINE);
		expect(await trigger.poll()).toEqual([]);
		expect(told(await trigger.poll())).toEqual([['cameraDown', 'new']]);
	});

	test('is not told twice after a restart, and a count begins again', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 3 });
		const trigger = activateTrigger(credentials, watching({ reportCurrentProblems: true }));
		simulator.setFault(idOf(simulator, 0), OFFLINE);
		expect(told(await trigger.poll())).toEqual([['cameraDown', idOf(simulator, 0)]]);

		simulator.setFault(idOf(simulator, 1), OFFLINE);
		expect(await trigger.poll()).toEqual([]);
		trigger.restart();
		expect(await trigger.poll()).toEqual([]);
		expect(told(await trigger.poll())).toEqual([['cameraDown', idOf(simulator, 1)]]);
		trigger.restart();
		simulator.setFault(idOf(simulator, 0), null);
		expect(told(await trigger.poll())).toEqual([['cameraUp', idOf(simulator, 0)]]);
	});

	test('is told for every camera when Arcules answers and all are out', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 5 });
		const trigger = activateTrigger(credentials, watching({ confirmAfter: 1 }));
		await trigger.poll();
		simulator.setFault('*thumbnail', OFFLINE);
		expect(await trigger.poll()).toHaveLength(5);
	});
});

describe('An account that fails', () => {
	test.each([
		['the login', 'login', { kind: 'status', status: 401 }, 'refused the email or password'],
		['the list', 'devices', { kind: 'status', status: 500 }, 'could not be listed'],
		['the connection', '*thumbnail', { kind: 'reset' }, 'the connection to 127.0.0.1'],
		[
			'the rate limit',
			'*thumbnail',
			{ kind: 'status', status: 429, headers: { 'retry-after': '0' } },
			'too many requests',
		],
		[
			'the role',
			'*thumbnail',
			{ kind: 'status', status: 403 },
			'does not let this account see this camera',
		],
		['the token', '*thumbnail', { kind: 'status', status: 401 }, 'refused the account'],
	] as const)(
		'fails the check with one reason and reports no camera: %s',
		async (_name, target, fault, words) => {
			const { simulator, credentials } = await simulatedAccount({ cameras: 4 });
			const trigger = activateTrigger(credentials, watching({ confirmAfter: 1 }));
			await trigger.poll();
			const before = trigger.memory.fleet;
			simulator.setFault(target, fault);
			simulator.expireTokens();

			await expect(trigger.poll()).rejects.toThrow(words);

			expect(trigger.memory.fleet).toBe(before);
			simulator.setFault(target, null);
			await new Promise((resolve) => setTimeout(resolve, target === 'login' ? 2_100 : 0));
			expect(await trigger.poll()).toEqual([]);
		},
	);

	test('learns nothing about one camera it may not see, or whose connection broke', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 4 });
		const trigger = activateTrigger(credentials, watching({ confirmAfter: 1 }));
		await trigger.poll();
		simulator.setFault(idOf(simulator, 0), { kind: 'status', status: 403 });
		simulator.setFault(idOf(simulator, 1), { kind: 'reset' });
		expect(await trigger.poll()).toEqual([]);
	});
});

describe('The fleet', () => {
	test('tells of a device that is added, renamed, moved and removed, once each, without a picture', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 3, otherDevices: 1 });
		const parameters = watching({ events: ['deviceAdded', 'deviceRemoved', 'deviceChanged'] });
		const trigger = activateTrigger(credentials, parameters);
		expect(await trigger.poll()).toEqual([]);

		const camera = { id: 'new', name: 'New', type: 'video', locationId: 'l', gatewayId: 'g' };
		simulator.addDevice(camera);
		const [added] = await trigger.poll();
		expect(added?.json).toEqual({ event: 'deviceAdded', at: expect.any(String), device: camera });

		simulator.updateDevice('new', { name: 'Newer', uptime: 17 });
		expect((await trigger.poll())[0]?.json.changes).toEqual({
			name: { before: 'New', after: 'Newer' },
		});
		simulator.updateDevice('new', { locationId: 'm', uptime: 18 });
		expect((await trigger.poll())[0]?.json.changes).toEqual({
			locationId: { before: 'l', after: 'm' },
		});

		simulator.removeDevice('new');
		expect((await trigger.poll()).map(({ json }) => json)).toEqual([
			{
				event: 'deviceRemoved',
				at: expect.any(String),
				device: { ...camera, name: 'Newer', locationId: 'm' },
			},
		]);
		expect(await trigger.poll()).toEqual([]);
		expect(simulator.stats()).toMatchObject({ thumbnails: 0, devices: 6 });
	});

	test('of healthy cameras starts nothing in ten checks', async () => {
		const { credentials } = await simulatedAccount({ cameras: 6 });
		const trigger = activateTrigger(
			credentials,
			watching({ events: ['cameraDown', 'cameraUp', 'deviceAdded'] }),
		);
		for (let check = 0; check < 10; check++) expect(await trigger.poll()).toEqual([]);
	});

	test('is watched within the filters', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 6 });
		const name = String(simulator.devices[2]?.name);
		const trigger = activateTrigger(credentials, watching({ filters: { name }, confirmAfter: 1 }));
		await trigger.poll();
		simulator.setFault('*thumbnail', OFFLINE);
		expect(told(await trigger.poll())).toEqual([['cameraDown', idOf(simulator, 2)]]);
		expect(simulator.stats().thumbnails).toBe(2);
	});

	test('of 10,000 is remembered in less than 2 MB', async () => {
		const { credentials } = await simulatedAccount({ cameras: 10_000, picture: { bytes: 2_000 } });
		const trigger = activateTrigger(
			credentials,
			watching({ options: { concurrency: 100, requestsPerMinute: 0 } }),
		);
		await trigger.poll();
		const text = String(trigger.memory.fleet);
		expect(parseState(text)?.size).toBe(10_000);
		expect(Buffer.byteLength(text)).toBeLessThan(2_000_000);
	}, 120_000);

	test.each([
		'{"version":1,"values":[7],"devices":[]}',
		'{"version":1,"values":[],"devices":["a"]}',
		'{"version":1,"values":[],"devices":[["a",null,0,0,0,[1]]]}',
		'{"version":0}',
		'spoiled',
		'{"version":1,"values":[],"devices":[[1]]}',
		'[]',
	])('is looked at anew when what was remembered is of no use: %s', async (fleet) => {
		const { credentials } = await simulatedAccount({ cameras: 2 });
		const trigger = activateTrigger(credentials, watching({ events: ALL_EVENTS }), { fleet });
		expect(await trigger.poll()).toEqual([]);
		expect(parseState(String(trigger.memory.fleet))?.size).toBe(2);
	});
});

describe('A picture', () => {
	test('that stays the same is told once, until it changes', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 1 });
		const trigger = activateTrigger(
			credentials,
			watching({ events: ['pictureFrozen'], attachPicture: true }),
		);
		expect(await trigger.poll()).toEqual([]);
		expect(await trigger.poll()).toEqual([]);
		const [frozen] = await trigger.poll();
		expect(frozen?.json).toMatchObject({
			event: 'pictureFrozen',
			checks: 3,
			device: simulator.devices[0],
		});
		expect(frozen?.binary?.data?.mimeType).toBe('image/jpeg');
		expect(await trigger.poll()).toEqual([]);

		simulator.setFault(idOf(simulator, 0), { kind: 'padded', bytes: 3 });
		expect(await trigger.poll()).toEqual([]);
		expect(await trigger.poll()).toEqual([]);
		expect(await trigger.poll()).toHaveLength(1);
	});

	test('comes with the return of a camera when the user wants it', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 1 });
		const parameters = watching({ confirmAfter: 1, attachPicture: true });
		const trigger = activateTrigger(credentials, parameters);
		await trigger.poll();
		simulator.setFault(idOf(simulator, 0), OFFLINE);
		expect((await trigger.poll())[0]?.binary).toBeUndefined();
		simulator.setFault(idOf(simulator, 0), null);
		const [up] = await trigger.poll();
		const sha256 = createHash('sha256')
			.update(await pictureOf(up))
			.digest('hex');
		expect(sha256).toHaveLength(64);
		expect(up?.binary?.data?.fileName).toMatch(/^.+_\w{8}_.+Z\.jpg$/);
	});
});

describe('The test step in the editor', () => {
	test('shows the fleet as it is, and touches nothing', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 15 });
		simulator.setFault(idOf(simulator, 1), OFFLINE);
		const trigger = activateTrigger(credentials, watching({ attachPicture: true }));

		const items = await trigger.poll('manual');

		expect(told(items).slice(0, 3)).toEqual([
			['cameraUp', idOf(simulator, 0)],
			['cameraDown', idOf(simulator, 1)],
			['cameraUp', idOf(simulator, 2)],
		]);
		expect(items).toHaveLength(10);
		expect(items.every(({ json }) => json.isTest === true)).toBe(true);
		expect(items[0]?.binary?.data?.mimeType).toBe('image/jpeg');
		expect(trigger.memory).toEqual({});
	});

	test('shows devices when only these are watched', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 2 });
		const trigger = activateTrigger(credentials, watching({ events: ['deviceRemoved'] }));
		expect(told(await trigger.poll('manual'))).toEqual([
			['deviceAdded', idOf(simulator, 0)],
			['deviceAdded', idOf(simulator, 1)],
		]);
		expect(simulator.stats().thumbnails).toBe(0);
	});

	test('says what is wrong with the account', async () => {
		const { simulator } = await simulatedAccount();
		const trigger = activateTrigger(credentialFor(simulator, { password: 'wrong' }), watching());
		await expect(trigger.poll('manual')).rejects.toThrow('Arcules refused the email or password');
		simulator.setFault('*thumbnail', { kind: 'status', status: 401 });
		const refused = activateTrigger(credentialFor(simulator), watching());
		await expect(refused.poll('manual')).rejects.toThrow('Arcules refused the account');
	});
});

describe('A check', () => {
	test('does not run beside itself', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 4, latencyMs: 50 });
		const trigger = activateTrigger(credentials, watching());
		const both = await Promise.all([trigger.poll(), trigger.poll()]);
		expect(both).toEqual([[], []]);
		expect(simulator.stats()).toMatchObject({ devices: 1, thumbnails: 4 });
	});

	test('that hangs is given up in the end, says so, and remembers nothing', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 2 });
		simulator.setFault('*thumbnail', { kind: 'hang' });
		const inTime = AbortSignal.timeout.bind(AbortSignal);
		const timeout = jest
			.spyOn(AbortSignal, 'timeout')
			.mockImplementation((ms) => inTime(ms === CHECK_DEADLINE_MS ? 100 : ms));
		const trigger = activateTrigger(credentials, watching({ options: { timeout: 30 } }));

		await expect(trigger.poll()).rejects.toThrow('The check was not finished after 60 minutes');

		expect(trigger.memory).toEqual({});
		timeout.mockRestore();
	});

	test('that hangs loses its turn to a later one', async () => {
		const hanging = tryLock('one', 30);
		expect(tryLock('one')).toBeUndefined();
		expect(tryLock('another')).toBeDefined();
		await new Promise((resolve) => setTimeout(resolve, 60));
		expect(hanging?.isHeld()).toBe(false);
		expect(hanging?.signal.aborted).toBe(true);
		const next = tryLock('one');
		hanging?.release();
		expect(next?.isHeld()).toBe(true);
		next?.release();
		expect(tryLock('one')).toBeDefined();
	});

	test.each([
		[{ events: [] }, 'No event is chosen'],
		[{ events: ['nonsense'] }, 'No event is chosen'],
		[{ confirmAfter: 0 }, 'Confirm After must be a whole number'],
		[{ events: ['pictureFrozen'], frozenAfter: 1 }, 'Frozen After must be a whole number'],
		[{ options: { timeout: -1 } }, 'Timeout must be a number'],
		[{ filters: { name: true } }, 'The filter Name Contains must be a text'],
	])('refuses %p before anything is sent', async (changes, message) => {
		const { simulator, credentials } = await simulatedAccount();
		await expect(activateTrigger(credentials, watching(changes)).poll()).rejects.toThrow(message);
		expect(simulator.stats().requests).toBe(0);
	});
});

test('the events replayed over the first state give the last, none comes twice, and down and up alternate', async () => {
	const ids = ['a', 'b', 'c', 'd', 'e'];
	const device = fc.record({
		present: fc.constantFrom(true, true, true, false),
		name: fc.constantFrom('Lobby', 'Dock'),
		locationId: fc.constantFrom('n', 's'),
		health: fc.constantFrom<'ok' | 'offline' | 'halfJpeg' | 'reset'>(
			'ok',
			'ok',
			'offline',
			'halfJpeg',
			'reset',
		),
	});
	const check = fc.tuple(device, device, device, device, device);
	await fc.assert(
		fc.asyncProperty(
			fc.array(check, { minLength: 2, maxLength: 8 }),
			fc.integer({ min: 1, max: 3 }),
			async (history, confirmAfter) => {
				const { simulator, credentials } = await simulatedAccount({ cameras: 0 });
				const trigger = activateTrigger(
					credentials,
					watching({ events: ALL_EVENTS, confirmAfter }),
				);
				let replayed = new Map<string, Replayed>();
				let isFirst = true;
				for (const fleet of history) {
					setFleet(simulator, ids, fleet);
					const items = await trigger.poll().catch((error: Error) => {
						expect(error.message).toContain('the connection to 127.0.0.1');
						return undefined;
					});
					if (items === undefined) continue;
					const state = stateOf(trigger.memory);
					if (isFirst) {
						expect(items).toEqual([]);
						replayed = state;
						isFirst = false;
						continue;
					}
					const keys = items.map(
						({ json }) => `${String(json.event)} ${String(deviceOf(json).id)}`,
					);
					expect(new Set(keys).size).toBe(keys.length);
					for (const { json } of items) replay(replayed, json);
					expect([...replayed].sort()).toEqual([...state].sort());
				}
				await stopSimulators();
			},
		),
		{ numRuns: 80 },
	);
}, 120_000);

interface Replayed {
	name: string;
	locationId: string;
	isDown: boolean;
}

function setFleet(
	simulator: Simulator,
	ids: string[],
	fleet: ReadonlyArray<{ present: boolean; name: string; locationId: string; health: string }>,
): void {
	for (const [index, { present, name, locationId, health }] of fleet.entries()) {
		const id = String(ids[index]);
		if (simulator.devices.some((device) => device.id === id)) simulator.removeDevice(id);
		const camera: Device = { id, name, type: 'video', locationId, gatewayId: 'g' };
		if (present) simulator.addDevice(camera);
		const faults = {
			ok: null,
			offline: OFFLINE,
			halfJpeg: { kind: 'halfJpeg' },
			reset: { kind: 'reset' },
		} as const;
		simulator.setFault(id, Object.entries(faults).find(([kind]) => kind === health)?.[1] ?? null);
	}
}

function stateOf(memory: IDataObject): Map<string, Replayed> {
	const state = parseState(String(memory.fleet)) ?? new Map();
	return new Map(
		[...state].map(([id, { device, camera }]) => [
			id,
			{ name: device.name, locationId: device.locationId, isDown: camera?.isDown === true },
		]),
	);
}

function replay(state: Map<string, Replayed>, json: IDataObject): void {
	const device = deviceOf(json);
	const id = String(device.id);
	const before = state.get(id);
	switch (json.event) {
		case 'deviceAdded':
			expect(before).toBeUndefined();
			state.set(id, {
				name: String(device.name),
				locationId: String(device.locationId),
				isDown: false,
			});
			break;
		case 'deviceRemoved':
			expect(before).toBeDefined();
			state.delete(id);
			break;
		case 'deviceChanged':
			if (before !== undefined) {
				for (const [field, change] of Object.entries(json.changes ?? {})) {
					expect(change.before).toBe(Reflect.get(before, field));
					Reflect.set(before, field, change.after);
				}
			}
			break;
		case 'cameraDown':
		case 'cameraUp':
			expect(before?.isDown).toBe(json.event === 'cameraUp');
			if (before !== undefined) before.isDown = json.event === 'cameraDown';
			break;
	}
}
