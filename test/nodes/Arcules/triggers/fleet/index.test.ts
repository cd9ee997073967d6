/**
 * A poll: its parameters, its budget, its lock, and what is remembered in each way in which n8n polls.
 */
import { camerasOf } from '../../../../harness/madeUpFleet';
import { credentialFor, simulatedAccount, stopSimulators } from '../../../../harness/simulated';
import { eventsOf, idOf, OFFLINE, watching } from '../../../../harness/watch';
import { activateTrigger, type PollMode } from '../../../../harness/trigger';

afterEach(stopSimulators);

const MODES: readonly PollMode[] = ['classic', 'n8n1', 'durable', 'durableCursors'];

describe.each(MODES)('With %s polls', (n8n) => {
	test('a camera is reported once, and its return once, also after a restart', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 3 });
		const trigger = activateTrigger(credentials, watching(), { n8n });
		await trigger.poll();
		await trigger.poll();
		simulator.setFault(idOf(simulator, 0), OFFLINE);
		expect(await trigger.poll()).toEqual([]);
		expect(eventsOf(await trigger.poll())).toEqual([['cameraDown', idOf(simulator, 0)]]);
		for (let check = 0; check < 3; check++) expect(await trigger.poll()).toEqual([]);
		trigger.restart();
		for (let check = 0; check < 4; check++) expect(await trigger.poll()).toEqual([]);
		simulator.setFault(idOf(simulator, 0), null);
		expect(await trigger.poll()).toEqual([]);
		expect(eventsOf(await trigger.poll())).toEqual([['cameraUp', idOf(simulator, 0)]]);
	});

	test('a hiccup before a restart does not count with one after it, once the camera was well between', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 3 });
		const trigger = activateTrigger(credentials, watching(), { n8n });
		const [dark, hiccup] = [idOf(simulator, 0), idOf(simulator, 1)];
		await trigger.poll();
		await trigger.poll();
		simulator.setFault(dark, OFFLINE);
		await trigger.poll();
		simulator.setFault(hiccup, OFFLINE);
		expect(eventsOf(await trigger.poll())).toEqual([['cameraDown', dark]]);
		simulator.setFault(hiccup, null);
		expect(await trigger.poll()).toEqual([]);

		trigger.restart();
		if (n8n === 'n8n1') await trigger.poll();
		simulator.setFault(hiccup, OFFLINE);
		expect(await trigger.poll()).toEqual([]);
		const [item] = await trigger.poll();
		expect(item?.json).toMatchObject({ event: 'cameraDown', id: hiccup, checks: 2 });
	});

	test('nor does one in the poll at activation, after which n8n 2 saves', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 3 });
		const trigger = activateTrigger(credentials, watching(), { n8n });
		const hiccup = idOf(simulator, 1);
		for (let check = 0; check < 3; check++) await trigger.poll();
		trigger.restart();
		simulator.setFault(hiccup, OFFLINE);
		await trigger.poll();
		simulator.setFault(hiccup, null);
		for (let check = 0; check < 3; check++) expect(await trigger.poll()).toEqual([]);

		trigger.restart();
		if (n8n === 'n8n1') await trigger.poll();
		simulator.setFault(hiccup, OFFLINE);
		expect(await trigger.poll()).toEqual([]);
	});

	test('a fleet that takes longer than the budget is watched to its end', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 9, latencyMs: 200 });
		const parameters = watching({
			confirmAfter: 1,
			options: { retries: 0, requestsPerMinute: 0, timeout: 1, concurrency: 1 },
		});
		const trigger = activateTrigger(credentials, parameters, { n8n, budgetMs: 1_600 });
		for (let check = 0; check < 4; check++) expect(await trigger.poll()).toEqual([]);
		for (const index of [0, 7]) simulator.setFault(idOf(simulator, index), OFFLINE);
		const items = [];
		for (let check = 0; check < 12 && items.length < 2; check++) {
			items.push(...(await trigger.poll()));
		}
		expect(eventsOf(items).sort()).toEqual(
			[0, 7].map((index) => ['cameraDown', idOf(simulator, index)]).sort(),
		);
	}, 60_000);
});

describe('The poll at activation', () => {
	test('lists one page only on n8n 1, which waits for it', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 5, pageSize: 2 });
		const trigger = activateTrigger(credentials, watching(), { n8n: 'n8n1' });
		expect(await trigger.poll()).toEqual([]);
		expect(simulator.stats()).toMatchObject({ devices: 1, thumbnails: 0 });
		expect(await trigger.poll()).toEqual([]);
		expect(simulator.stats()).toMatchObject({ devices: 4, thumbnails: 5 });
	});

	test('fails on n8n 1 when the account is refused', async () => {
		const { simulator } = await simulatedAccount();
		const credentials = credentialFor(simulator, { password: 'wrong' });
		const trigger = activateTrigger(credentials, watching(), { n8n: 'n8n1' });
		await expect(trigger.poll()).rejects.toThrow('Arcules refused the email or password');
	});

	test('checks the fleet on n8n 2', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 5 });
		await activateTrigger(credentials, watching()).poll();
		expect(simulator.stats()).toMatchObject({ devices: 1, thumbnails: 5 });
	});

	test('takes a few seconds at most on n8n 2, which waits for it, and the next one goes on', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 14, latencyMs: 500 });
		const options = { retries: 0, requestsPerMinute: 0, timeout: 20, concurrency: 1 };
		const trigger = activateTrigger(credentials, watching({ options }));
		const startedMs = Date.now();
		expect(await trigger.poll()).toEqual([]);
		expect(Date.now() - startedMs).toBeLessThan(7_000);
		const seen = () => new Set(simulator.requests.map(({ channelId }) => channelId)).size - 1;
		expect(seen()).toBeGreaterThan(0);
		expect(seen()).toBeLessThan(14);
		simulator.resetRecords();
		await trigger.poll();
		expect(simulator.stats().thumbnails).toBe(14);
	});

	test('counts no camera as slow for being short, and fails for no slow list', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 3 });
		simulator.setFault('devices', [{ kind: 'slow', delayMs: 6_000 }]);
		const options = { retries: 0, requestsPerMinute: 0, timeout: 20 };
		const parameters = watching({ confirmAfter: 1, reportCurrentProblems: true, options });
		const trigger = activateTrigger(credentials, parameters);
		expect(await trigger.poll()).toEqual([]);
		expect(simulator.stats().thumbnails).toBe(0);

		const again = activateTrigger(credentials, parameters);
		simulator.setFault(idOf(simulator, 1), [{ kind: 'slow', delayMs: 6_000 }]);
		expect(await again.poll()).toEqual([]);
		expect(await again.poll()).toEqual([]);
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

	test('is ended by that of a newer version, which takes over at once', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 4, latencyMs: 100 });
		const trigger = activateTrigger(credentials, watching());
		simulator.setFault('*thumbnail', { kind: 'hang' });
		const older = trigger.poll();
		await new Promise((resolve) => setTimeout(resolve, 250));
		simulator.setFault('*thumbnail', null);
		trigger.republish(watching({ confirmAfter: 1 }));
		const startedMs = Date.now();
		const [fromOlder, fromNewer] = await Promise.all([older, trigger.poll()]);
		expect(fromOlder).toEqual([]);
		expect(fromNewer).toEqual([]);
		expect(Date.now() - startedMs).toBeLessThan(900);
		simulator.setFault(idOf(simulator, 1), OFFLINE);
		expect(eventsOf(await trigger.poll())).toEqual([['cameraDown', idOf(simulator, 1)]]);
	});

	test('is in time though cameras hang, tells of these, and sees all others', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 6 });
		const budgetMs = 1_200;
		const trigger = activateTrigger(
			credentials,
			watching({ options: { retries: 3, requestsPerMinute: 0, timeout: 30 } }),
			{ n8n: 'durable', budgetMs },
		);
		await trigger.poll();
		for (const index of [0, 1]) simulator.setFault(idOf(simulator, index), { kind: 'hang' });
		simulator.setFault(idOf(simulator, 3), OFFLINE);
		const items = [];
		for (let check = 0; check < 8; check++) {
			const startedMs = Date.now();
			items.push(...(await trigger.poll()));
			expect(Date.now() - startedMs).toBeLessThan(budgetMs + 400);
		}
		expect(eventsOf(items).sort()).toEqual(
			[0, 1, 3].map((index) => ['cameraDown', idOf(simulator, index)]).sort(),
		);
		const reasons = new Map(items.map(({ json }) => [json.id, json.reason]));
		expect(reasons.get(idOf(simulator, 0))).toBe('timeout');
	}, 30_000);

	test('looks at cameras too, though the list alone would take longer than it has', async () => {
		const { simulator, credentials } = await simulatedAccount({
			cameras: 30,
			pageSize: 1,
			latencyMs: 100,
		});
		const parameters = watching({ options: { requestsPerMinute: 0, concurrency: 10 } });
		const trigger = activateTrigger(credentials, parameters, { n8n: 'durable', budgetMs: 1_600 });
		const looksOf = async () => {
			const before = simulator.stats().thumbnails;
			await trigger.poll();
			return simulator.stats().thumbnails - before;
		};
		// The watch begins with a whole list.
		while ((await looksOf()) === 0) expect(simulator.stats().devices).toBeLessThan(100);

		for (let check = 0; check < 4; check++) expect(await looksOf()).toBeGreaterThan(0);
	}, 30_000);

	test.each([
		[{ events: [] }, 'No event is chosen'],
		[{ events: ['nonsense'] }, 'No event is chosen'],
		[{ confirmAfter: 0 }, "'Confirm After' must be a whole number"],
		[{ recoverAfter: 1.5 }, "'Recover After' must be a whole number"],
		[{ events: ['pictureFrozen'], frozenAfter: 1 }, "'Frozen After' must be a whole number"],
		[{ events: ['cameraStillDown'], remindAfter: -1 }, "'Remind After' must be a number"],
		[{ events: ['viewChanged'], sensitivity: 'extreme' }, "'Sensitivity' must be one of"],
		[{ cameras: 'selected', cameraIds: [] }, 'No camera is chosen'],
		[{ options: { timeout: -1 } }, "'Timeout' must be a number"],
		[{ filters: { name: true } }, "The filter 'Name Contains' must be a text"],
	])('refuses %p before anything is sent', async (changes, message) => {
		const { simulator, credentials } = await simulatedAccount();
		await expect(activateTrigger(credentials, watching(changes)).poll()).rejects.toThrow(message);
		expect(simulator.stats().requests).toBe(0);
	});
});

describe('What is remembered', () => {
	test('begins anew when it is corrupt', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 2 });
		const events = ['cameraDown', 'deviceAdded', 'deviceRemoved'];
		const trigger = activateTrigger(credentials, watching({ events }), {
			saved: { fleet: 'spoiled' },
		});
		expect(await trigger.poll()).toEqual([]);
		simulator.setFault(idOf(simulator, 0), OFFLINE);
		await trigger.poll();
		expect(eventsOf(await trigger.poll())).toEqual([['cameraDown', idOf(simulator, 0)]]);
	});

	test('of version 1 is gone on with: an update is no event', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 2 });
		const [one, other] = simulator.devices;
		const row = ({ id, name }: { id: string; name: string }, ...camera: number[][]) => [
			id,
			name,
			0,
			1,
			2,
			...camera.map(([flags, bad, since]) => [flags, bad, since, '', 0, 0, 1]),
		];
		const fleet = JSON.stringify({
			version: 1,
			values: ['video', one?.locationId, one?.gatewayId, other?.locationId, other?.gatewayId],
			devices: one && other && [row(one, [1, 5, 1_700_000_000]), [other.id, other.name, 0, 3, 4]],
		});
		simulator.setFault(idOf(simulator, 0), OFFLINE);
		const events = ['cameraDown', 'cameraUp', 'deviceAdded', 'deviceRemoved', 'deviceChanged'];
		const trigger = activateTrigger(credentials, watching({ events }), { saved: { fleet } });
		for (let check = 0; check < 3; check++) expect(await trigger.poll()).toEqual([]);
		simulator.setFault(idOf(simulator, 0), null);
		await trigger.poll();
		const [up] = await trigger.poll();
		expect(up?.json).toMatchObject({ event: 'cameraUp', downSince: '2023-11-14T22:13:20.000Z' });
	});

	test('stays when the account or its password is edited, and what another account has is no event', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 4 });
		const other = await simulatedAccount({ cameras: camerasOf('a1', 'b1') });
		const events = ['cameraDown', 'cameraUp', 'deviceAdded', 'deviceRemoved', 'deviceChanged'];
		const trigger = activateTrigger(credentials, watching({ events }));
		await trigger.poll();
		simulator.setFault(idOf(simulator, 0), OFFLINE);
		await trigger.poll();
		expect(await trigger.poll()).toHaveLength(1);
		credentials.stored = { ...credentials.stored, ...other.credentials.stored };
		for (let check = 0; check < 3; check++) expect(await trigger.poll()).toEqual([]);
		other.simulator.setFault(idOf(other.simulator, 1), OFFLINE);
		await trigger.poll();
		expect(eventsOf(await trigger.poll())).toEqual([['cameraDown', idOf(other.simulator, 1)]]);
	});
});
