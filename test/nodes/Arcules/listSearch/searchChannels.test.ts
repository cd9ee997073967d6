/**
 * The camera picker, in n8n-core's own context for dropdowns, against the simulator.
 */
import type { INodeListSearchResult } from 'n8n-workflow';
import { searchChannels } from '../../../../nodes/Arcules/listSearch/searchChannels';
import { credentialFor, simulatedAccount, stopSimulators } from '../../../harness/simulated';
import { loadOptionsContext } from '../../../harness/workflow';

afterEach(stopSimulators);

describe('The camera picker', () => {
	test('shows the cameras of the first page, by name, and goes on from there', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 250, otherDevices: 250 });
		const context = loadOptionsContext(credentials);

		const seen: INodeListSearchResult['results'] = [];
		let token: unknown;
		let calls = 0;
		do {
			const before = simulator.stats().devices;
			const page = await searchChannels.call(context, undefined, asText(token));
			expect(simulator.stats().devices - before).toBe(1);
			seen.push(...page.results);
			token = page.paginationToken;
			calls++;
			// Once the paging parameter is known, the token no longer lists the devices seen: that could be ten thousand.
			if (calls > 1 && token !== undefined) expect(String(token).length).toBeLessThan(500);
		} while (token !== undefined);

		expect(calls).toBe(5);
		const cameras = simulator.devices.filter(({ type }) => type === 'video');
		expect(seen).toEqual(cameras.map(({ id, name }) => ({ name, value: id })));
	});

	test('finds a match on a late page, ten pages at a time', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 2_500 });
		const id = String(simulator.devices[2_476]?.id);
		simulator.updateDevice(id, { name: 'The Needle' });
		const context = loadOptionsContext(credentials);

		const first = await searchChannels.call(context, ' needLE ');
		expect(first.results).toEqual([
			{ name: expect.stringContaining('Not among the 1000 devices just read'), value: '' },
		]);
		const seen = [...first.results];
		let token = first.paginationToken;
		for (let calls = 1; token !== undefined; calls++) {
			expect(simulator.stats().devices).toBe(10 * calls);
			const page = await searchChannels.call(context, ' needLE ', asText(token));
			seen.push(...page.results);
			token = page.paginationToken;
		}

		expect(seen.filter(({ value }) => value !== '')).toEqual([{ name: 'The Needle', value: id }]);
		expect(simulator.stats()).toMatchObject({ logins: 1, devices: 25 });
	});

	test('does not read on once there is enough to show', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 10_000 });

		const { results, paginationToken } = await searchChannels.call(
			loadOptionsContext(credentials),
			'',
		);

		expect(results).toHaveLength(100);
		expect(paginationToken).toBeDefined();
		expect(simulator.stats().devices).toBe(1);
	});

	test('finds a camera by its whole ID, and shows one without a name', async () => {
		const cameras = [
			{ id: 'abc', name: '', type: 'video' },
			{ id: 'def', name: 'Dock', type: 'video' },
			{ name: 'No ID', type: 'video' },
		];
		const { simulator, credentials } = await simulatedAccount();
		simulator.setFault('devices', { kind: 'status', status: 200, body: { devices: cameras } });

		expect(await searchChannels.call(loadOptionsContext(credentials), 'abc')).toEqual({
			results: [{ name: 'Camera without a name (abc)', value: 'abc' }],
		});
	});

	test('distinguishes cameras of the same name by the start of their ID', async () => {
		const camera = { name: 'Lobby', type: 'video', locationId: 'l', gatewayId: 'g' };
		const { credentials } = await simulatedAccount({
			cameras: [
				{ ...camera, id: '11111111-a' },
				{ ...camera, id: '22222222-b' },
				{ ...camera, id: '33333333-c', name: 'Dock' },
			],
		});

		const { results } = await searchChannels.call(loadOptionsContext(credentials));

		expect(results.map(({ name }) => name)).toEqual([
			'Lobby (11111111)',
			'Lobby (22222222)',
			'Dock',
		]);
	});

	test('remembers the name of the paging parameter from call to call', async () => {
		const { simulator, credentials } = await simulatedAccount({
			cameras: 90,
			pageSize: 30,
			cursorParameter: 'after',
		});
		const context = loadOptionsContext(credentials);
		const first = await searchChannels.call(context);
		const second = await searchChannels.call(context, '', asText(first.paginationToken));
		simulator.resetRecords();
		await searchChannels.call(context, '', asText(second.paginationToken));
		expect(simulator.stats().devices).toBe(1);
	});

	test('says in a sentence why it stays empty', async () => {
		const { simulator } = await simulatedAccount();
		const credentials = credentialFor(simulator, { password: 'wrong' });

		await expect(searchChannels.call(loadOptionsContext(credentials))).rejects.toThrow(
			'Arcules refused the email or password: “Invalid email or password”',
		);
		expect(simulator.stats().logins).toBe(1);
	});
});

function asText(token: unknown): string | undefined {
	return typeof token === 'string' ? token : undefined;
}
