/**
 * What a check of the fleet emits, poll by poll, in n8n-core's own context against the simulator.
 */
import { simulatedAccount, stopSimulators } from '../../../../harness/simulated';
import { eventsOf, idOf, NEW_CAMERA, OFFLINE, watching } from '../../../../harness/watch';
import { activateTrigger } from '../../../../harness/trigger';

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
			...simulator.devices[1],
			event: 'cameraDown',
			cameraName: simulator.devices[1]?.name,
			reason: 'unavailable',
			httpStatus: 503,
			checks: 2,
			downMinutes: 0,
		});
		expect(String(down?.json.downSince) >= startedAt).toBe(true);
		expect(String(down?.json.downSince) <= String(down?.json.at)).toBe(true);
		expect(String(down?.json.lastPictureAt) >= startedAt).toBe(true);

		expect(await trigger.poll()).toEqual([]);
		simulator.setFault(idOf(simulator, 1), null);
		expect(await trigger.poll()).toEqual([]);
		const up = await trigger.poll();
		expect(eventsOf(up)).toEqual([['cameraUp', idOf(simulator, 1)]]);
		expect(up[0]?.json).toMatchObject({ downSince: down?.json.downSince, checks: 3 });
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
		const options = { retries: 0, requestsPerMinute: 0, timeout: 2 };
		const trigger = activateTrigger(credentials, watching({ confirmAfter: 1, options }));
		await trigger.poll();
		simulator.setFault(idOf(simulator, 0), fault);
		expect((await trigger.poll())[0]?.json).toMatchObject({
			event: 'cameraDown',
			reason,
			checks: 1,
		});
	});

	test('is no news when the watch of pictures begins later than that of the list', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 3 });
		simulator.setFault(idOf(simulator, 0), OFFLINE);
		const list = activateTrigger(credentials, watching({ events: ['deviceAdded'] }));
		await list.poll();
		list.republish(watching({ confirmAfter: 1 }));
		for (let check = 0; check < 3; check++) expect(await list.poll()).toEqual([]);
	});

	test('that is new in the list counts like any other', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 1 });
		const trigger = activateTrigger(credentials, watching());
		await trigger.poll();
		simulator.addDevice(NEW_CAMERA);
		simulator.setFault('new', OFFLINE);
		expect(await trigger.poll()).toEqual([]);
		expect(eventsOf(await trigger.poll())).toEqual([['cameraDown', 'new']]);
	});

	test('is one event with all others when Arcules answers and all are out', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 5 });
		const trigger = activateTrigger(credentials, watching({ confirmAfter: 1, recoverAfter: 1 }));
		await trigger.poll();
		simulator.setFault('*thumbnail', OFFLINE);
		expect(eventsOf(await trigger.poll())).toEqual([['fleetDown', 5]]);
		simulator.setFault('*thumbnail', null);
		expect(eventsOf(await trigger.poll())).toEqual([['fleetUp', 5]]);
	});

	test('is one event with the others of its gateway', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 8 });
		const trigger = activateTrigger(credentials, watching({ confirmAfter: 1, recoverAfter: 1 }));
		await trigger.poll();
		const gatewayId = simulator.devices[1]?.gatewayId;
		const members = simulator.devices.filter((device) => device.gatewayId === gatewayId);
		for (const { id } of members) simulator.setOffline(id, true);
		const [down, ...others] = await trigger.poll();
		expect(others).toEqual([]);
		expect(down?.json).toMatchObject({
			event: 'gatewayDown',
			gatewayId,
			count: 2,
			cameras: members.map((device) => ({ ...device, reason: 'unavailable' })),
		});
		for (const { id } of members) simulator.setOffline(id, false);
		expect(eventsOf(await trigger.poll())).toEqual([['gatewayUp', 2]]);
	});
});

describe('A fault that may be the account’s', () => {
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
		},
	);

	test.each([
		['401', { kind: 'status', status: 401 }, 'unauthorized'],
		['403', { kind: 'status', status: 403 }, 'forbidden'],
		['429', { kind: 'status', status: 429 }, 'rateLimited'],
		['no connection', { kind: 'reset' }, 'network'],
	] as const)(
		'is that of a camera when the others are served, after a longer confirmation: %s',
		async (_name, fault, reason) => {
			const { simulator, credentials } = await simulatedAccount({ cameras: 4 });
			const trigger = activateTrigger(credentials, watching({ confirmAfter: 1 }));
			await trigger.poll();
			simulator.setFault(idOf(simulator, 2), fault);
			expect(await trigger.poll()).toEqual([]);
			expect(await trigger.poll()).toEqual([]);
			const [down, ...others] = await trigger.poll();
			expect(others).toEqual([]);
			expect(down?.json).toMatchObject({
				event: 'cameraDown',
				id: idOf(simulator, 2),
				reason,
				checks: 3,
			});
			expect(await trigger.poll()).toEqual([]);
		},
	);
});

describe('The fleet', () => {
	test('tells of a device that is added, renamed, moved and removed, once each, without a picture', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 3, otherDevices: 1 });
		const parameters = watching({ events: ['deviceAdded', 'deviceRemoved', 'deviceChanged'] });
		const trigger = activateTrigger(credentials, parameters);
		expect(await trigger.poll()).toEqual([]);

		simulator.addDevice(NEW_CAMERA);
		expect(eventsOf(await trigger.poll())).toEqual([['deviceAdded', 'new']]);
		simulator.updateDevice('new', { name: 'Newer', uptime: 17 });
		expect((await trigger.poll())[0]?.json.changes).toEqual({
			name: { before: 'New', after: 'Newer' },
		});
		simulator.updateDevice('new', { locationId: 'm', uptime: 18 });
		expect((await trigger.poll())[0]?.json.changes).toEqual({
			locationId: { before: 'l', after: 'm' },
		});

		simulator.removeDevice('new');
		expect(await trigger.poll()).toEqual([]);
		expect((await trigger.poll())[0]?.json).toMatchObject({
			...NEW_CAMERA,
			event: 'deviceRemoved',
			name: 'Newer',
			locationId: 'm',
		});
		expect(await trigger.poll()).toEqual([]);
		expect(simulator.stats()).toMatchObject({ thumbnails: 0, devices: 7 });
	});

	test('of healthy cameras starts nothing in ten checks', async () => {
		const { credentials } = await simulatedAccount({ cameras: 6 });
		const trigger = activateTrigger(
			credentials,
			watching({ events: ['cameraDown', 'cameraUp', 'deviceAdded'] }),
		);
		for (let check = 0; check < 10; check++) expect(await trigger.poll()).toEqual([]);
	});

	test('is watched within the filters, and an edit of them is no event', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 6 });
		const name = String(simulator.devices[2]?.name);
		const events = ['cameraDown', 'deviceAdded', 'deviceRemoved', 'deviceChanged'];
		const trigger = activateTrigger(
			credentials,
			watching({ events, filters: { name }, confirmAfter: 1 }),
		);
		await trigger.poll();
		expect(simulator.stats().thumbnails).toBe(1);
		trigger.republish(watching({ events, filters: {}, confirmAfter: 1 }));
		for (let check = 0; check < 3; check++) expect(await trigger.poll()).toEqual([]);
		trigger.republish(watching({ events, filters: { name }, confirmAfter: 1 }));
		for (let check = 0; check < 3; check++) expect(await trigger.poll()).toEqual([]);
		simulator.setFault('*thumbnail', OFFLINE);
		expect(eventsOf(await trigger.poll())).toEqual([['cameraDown', idOf(simulator, 2)]]);
	});

	test('is watched as chosen: some cameras, or all but some', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 4 });
		const cameraIds = [idOf(simulator, 1)];
		const quick = { confirmAfter: 1, groupOutages: false };
		const selected = watching({ ...quick, cameras: 'selected', cameraIds });
		const others = watching({ ...quick, cameras: 'allExcept', cameraIds });
		const one = activateTrigger(credentials, selected);
		const rest = activateTrigger(credentials, others);
		await one.poll();
		await rest.poll();
		simulator.setFault('*thumbnail', OFFLINE);
		expect(eventsOf(await one.poll())).toEqual([['cameraDown', idOf(simulator, 1)]]);
		expect(eventsOf(await rest.poll())).toEqual(
			[0, 2, 3].map((index) => ['cameraDown', idOf(simulator, index)]),
		);
	});

	test('is listed page by page, over several checks if it must be', async () => {
		const { simulator, credentials } = await simulatedAccount({
			cameras: 12,
			pageSize: 1,
			latencyMs: 150,
		});
		const trigger = activateTrigger(credentials, watching({ events: ['deviceAdded'] }), {
			n8n: 'durable',
			// Room for a busy machine: a part of it is the deadline of a page.
			budgetMs: 2_000,
		});
		for (let check = 0; check < 5; check++) expect(await trigger.poll()).toEqual([]);
		expect(simulator.stats().devices).toBeGreaterThanOrEqual(12);
		simulator.addDevice(NEW_CAMERA);
		const items = [];
		for (let check = 0; check < 20 && items.length === 0; check++) {
			items.push(...(await trigger.poll()));
		}
		expect(eventsOf(items)).toEqual([['deviceAdded', 'new']]);
	}, 60_000);
});
