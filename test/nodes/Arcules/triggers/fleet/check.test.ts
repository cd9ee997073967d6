/**
 * What a check of the fleet emits, poll by poll, in n8n-core's own context against the simulator.
 */
import { simulatedAccount, stopSimulators } from '../../../../harness/simulated';
import { eventsOf, idOf, NEW_CAMERA, OFFLINE, watching } from '../../../../harness/watch';
import { activateTrigger } from '../../../../harness/workflow';

afterEach(stopSimulators);

describe('A camera that goes dark', () => {
	test('is reported once it is confirmed, with since when and why, and its return once', async () => {
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
		expect(eventsOf(up)).toEqual([['cameraUp', idOf(simulator, 1)]]);
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
	] as const)('is reported with its reason: %s', async (reason, fault) => {
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

	test('at the first check is reported only when the user wants that', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 3 });
		simulator.setFault(idOf(simulator, 2), OFFLINE);

		const quiet = activateTrigger(credentials, watching());
		for (let check = 0; check < 3; check++) expect(await quiet.poll()).toEqual([]);
		const loud = activateTrigger(credentials, watching({ reportCurrentProblems: true }));
		expect(eventsOf(await loud.poll())).toEqual([['cameraDown', idOf(simulator, 2)]]);
		expect(await loud.poll()).toEqual([]);

		simulator.setFault(idOf(simulator, 2), null);
		expect(eventsOf(await quiet.poll())).toEqual([['cameraUp', idOf(simulator, 2)]]);
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
		simulator.addDevice(NEW_CAMERA);
		simulator.setFault('new', OFFLINE);
		expect(await trigger.poll()).toEqual([]);
		expect(eventsOf(await trigger.poll())).toEqual([['cameraDown', 'new']]);
	});

	test('is not reported twice after a restart, and a count begins again', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 3 });
		const trigger = activateTrigger(credentials, watching({ reportCurrentProblems: true }));
		simulator.setFault(idOf(simulator, 0), OFFLINE);
		expect(eventsOf(await trigger.poll())).toEqual([['cameraDown', idOf(simulator, 0)]]);

		simulator.setFault(idOf(simulator, 1), OFFLINE);
		expect(await trigger.poll()).toEqual([]);
		trigger.restart();
		expect(await trigger.poll()).toEqual([]);
		expect(eventsOf(await trigger.poll())).toEqual([['cameraDown', idOf(simulator, 1)]]);
		trigger.restart();
		simulator.setFault(idOf(simulator, 0), null);
		expect(eventsOf(await trigger.poll())).toEqual([['cameraUp', idOf(simulator, 0)]]);
	});

	test('is reported for every camera when Arcules answers and all are out', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 5 });
		const trigger = activateTrigger(credentials, watching({ confirmAfter: 1 }));
		await trigger.poll();
		simulator.setFault('*thumbnail', OFFLINE);
		expect(await trigger.poll()).toHaveLength(5);
	});
});

describe('An account that fails', () => {
	test.each([
		['the login', 'login', { kind: 'status', status: 503 }, 'cannot sign anybody in'],
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
		['the token', '*thumbnail', { kind: 'status', status: 401 }, 'refuses this camera'],
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
	test('reports a device that is added, renamed, moved and removed, once each, without a picture', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 3, otherDevices: 1 });
		const parameters = watching({ events: ['deviceAdded', 'deviceRemoved', 'deviceChanged'] });
		const trigger = activateTrigger(credentials, parameters);
		expect(await trigger.poll()).toEqual([]);

		simulator.addDevice(NEW_CAMERA);
		const [added] = await trigger.poll();
		expect(added?.json).toEqual({
			event: 'deviceAdded',
			at: expect.any(String),
			device: NEW_CAMERA,
		});

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
				device: { ...NEW_CAMERA, name: 'Newer', locationId: 'm' },
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
		expect(eventsOf(await trigger.poll())).toEqual([['cameraDown', idOf(simulator, 2)]]);
		expect(simulator.stats().thumbnails).toBe(2);
	});
});
