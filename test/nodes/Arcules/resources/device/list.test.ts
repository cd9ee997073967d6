/**
 * Device → List Devices, through n8n-core's WorkflowExecute against the simulator.
 */
import type { INodeParameters } from 'n8n-workflow';
import { runNode } from '../../../../harness/workflow';
import { listDevices, simulatedAccount, stopSimulators } from '../../../../harness/simulated';

afterEach(stopSimulators);

const idsOf = (items: Array<{ json: { id?: unknown } }>) => items.map(({ json }) => json.id);

describe('List Devices', () => {
	test('gives one item per device, with every field of the API untouched', async () => {
		const cameras = [
			{
				id: 'a',
				name: 'Lobby',
				type: 'video',
				locationId: 'l',
				gatewayId: 'g',
				vendor: { model: 'X', tags: ['new'] },
				thumbnail: null,
			},
			{ id: 'b', type: 'audio', locationId: 'l', gatewayId: 'g', name: '' },
		];
		const { credentials } = await simulatedAccount({ cameras });

		const { items, error } = await runNode({ credentials, parameters: listDevices() });

		expect(error).toBeUndefined();
		expect(items).toEqual(cameras.map((json) => ({ json, pairedItem: { item: 0 } })));
	});

	test('stops asking for pages when the limit is reached, and says so', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 250 });

		const { items, hints } = await runNode({
			credentials,
			parameters: listDevices({ returnAll: false, limit: 100 }),
		});

		expect(items).toHaveLength(100);
		expect(hints).toEqual([
			"The list ends after 100 devices, as 'Limit' says; there may be more. Turn on 'Return All' for all of them.",
		]);
		expect(simulator.stats().devices).toBe(1);
	});

	test('counts only matches towards the limit, while paging', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 250, otherDevices: 250 });

		const { items } = await runNode({
			credentials,
			parameters: listDevices({ returnAll: false, limit: 120, filters: { type: 'video' } }),
		});

		expect(items).toHaveLength(120);
		expect(items.every(({ json }) => json.type === 'video')).toBe(true);
		expect(simulator.stats().devices).toBeLessThan(5);
	});

	test('gives the devices that pass every filter', async () => {
		const device = { type: 'video', locationId: 'north', gatewayId: 'g1' };
		const { credentials } = await simulatedAccount({
			cameras: [
				{ ...device, id: '1', name: 'MAIN Entrance' },
				{ ...device, id: '2', name: 'Garage' },
				{ ...device, id: '3', name: 'entrance south', locationId: 'south' },
			],
		});
		const list = async (filters: INodeParameters) =>
			idsOf((await runNode({ credentials, parameters: listDevices({ filters }) })).items);

		expect(await list({ name: 'ENTRANCE' })).toEqual(['1', '3']);
		expect(await list({ name: 'entrance', locationId: 'north' })).toEqual(['1']);
		expect(await list({ name: ' garage , SOUTH' })).toEqual(['2', '3']);
		expect(await list({ gatewayId: 'g1', type: 'video' })).toEqual(['1', '2', '3']);
	});

	test.each<[INodeParameters, string]>([
		[
			{ returnAll: false, limit: '={{ -3 }}' },
			"'Limit' must be a whole number of 1 or more, but is -3",
		],
		[
			{ filters: { locationId: '={{ $json.nowhere }}' } },
			"The filter 'Location Name or ID' must be a text, but is not set",
		],
	])('refuses %j before anything is sent', async (changes, message) => {
		const { simulator, credentials } = await simulatedAccount();

		const { error } = await runNode({ credentials, parameters: listDevices(changes) });

		expect(error?.message).toBe(message);
		expect(simulator.stats().requests).toBe(0);
	});

	test('gives no item and a hint when the account sees no device', async () => {
		const { credentials } = await simulatedAccount({ cameras: 0 });

		const { items, error, hints } = await runNode({ credentials, parameters: listDevices() });

		expect(error).toBeUndefined();
		expect(items).toEqual([]);
		expect(hints).toEqual([
			expect.stringContaining('No device matched: the account sees no devices at all'),
		]);
	});

	test.each([
		[3, []],
		[
			2,
			[
				"The list ends after 2 devices, as 'Limit' says; 1 more matched. Turn on 'Return All' for all of them.",
			],
		],
	])('with three devices and a limit of %i, hints are %j', async (limit, expected) => {
		const { credentials } = await simulatedAccount({ cameras: 3 });
		const parameters = listDevices({ returnAll: false, limit });

		expect((await runNode({ credentials, parameters })).hints).toEqual(expected);
	});

	test('names the filter that matched nothing, whatever was typed into it', async () => {
		const { credentials } = await simulatedAccount({ cameras: 3 });
		const filters = { name: '<b>x</b>', type: 'video' };

		const { hints } = await runNode({ credentials, parameters: listDevices({ filters }) });

		expect(hints).toEqual([
			"No device matched: 'Name Contains' (“&lt;b&gt;x&lt;/b&gt;”) did not match any of the 3 devices of the account.",
		]);
	});

	test('asks again as often as Retries says', async () => {
		const { simulator, credentials } = await simulatedAccount();
		simulator.setFault('devices', { kind: 'status', status: 503 });

		await runNode({ credentials, parameters: listDevices({ options: { retries: 1 } }) });

		expect(simulator.stats().devices).toBe(2);
	});

	test('runs once per input item, with that item in its expressions', async () => {
		const { credentials, simulator } = await simulatedAccount({ cameras: 3 });
		const [first, , third] = simulator.devices;

		const { items } = await runNode({
			credentials,
			items: [{ json: { wanted: third?.name } }, { json: { wanted: first?.name } }],
			parameters: listDevices({ filters: { name: '={{ $json.wanted }}' } }),
		});

		expect(items.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
			[third?.id, { item: 0 }],
			[first?.id, { item: 1 }],
		]);
	});

	test.each([
		['html', { kind: 'html' }],
		['a list that is none', { kind: 'status', status: 200, body: { devices: 'none' } }],
		['a list of texts', { kind: 'status', status: 200, body: { devices: ['a'] } }],
	] as const)(
		'says that the server is not Arcules when it answers with %s',
		async (_name, fault) => {
			const { simulator, credentials } = await simulatedAccount();
			simulator.setFault('devices', fault);

			const { error } = await runNode({ credentials, parameters: listDevices() });

			expect(error?.message).toContain('the server did not answer like the Arcules API');
			expect(error?.description).toContain('Base URL');
		},
	);

	test('reports a refused listing in the words of the server and of the portal', async () => {
		const { simulator, credentials } = await simulatedAccount();
		simulator.setFault('devices', {
			kind: 'status',
			status: 403,
			body: { message: 'no API role' },
		});

		const { error } = await runNode({ credentials, parameters: listDevices() });

		expect(error?.message).toBe(
			'The devices could not be listed: Arcules does not let this account see them (status 403): “no API role”',
		);
		expect(error?.description).toContain('API User role');
	});
});
