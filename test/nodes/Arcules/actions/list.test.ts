/**
 * Device → List Devices, through n8n-core's WorkflowExecute against the simulator.
 */
import { CredentialStore } from '../../../harness/credentials';
import { runNode } from '../../../harness/workflow';
import { listDevices, simulatedAccount, stopSimulators } from '../../../harness/simulated';

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

	test.each([
		['cursor', {}],
		['page', { cursorParameter: 'page' }],
		['pageToken', { cursorParameter: 'pageToken', unknownParameter: 'reject' as const }],
		['after, without an echo', { cursorParameter: 'after', echoCurrent: false }],
		['next as a URL', { nextAs: 'url' as const }],
	])('reads 250 devices over three pages once and in order: %s', async (_name, variant) => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 250, ...variant });

		const { items } = await runNode({ credentials, parameters: listDevices() });

		expect(idsOf(items)).toEqual(simulator.devices.map(({ id }) => id));
		const hadToGuess = 'cursorParameter' in variant;
		const { devices, logins } = simulator.stats();
		expect(logins).toBe(1);
		if (hadToGuess) expect(devices).toBeLessThanOrEqual(3 + 4);
		else expect(devices).toBe(3);
	});

	test.each(['ignore', 'reject'] as const)(
		'says so when the paging parameter cannot be found, and hands on no part of the list: %s',
		async (unknownParameter) => {
			const { credentials } = await simulatedAccount({
				cameras: 250,
				cursorParameter: 'zzz',
				echoCurrent: false,
				unknownParameter,
			});

			const { items, error } = await runNode({ credentials, parameters: listDevices() });

			expect(items).toEqual([]);
			expect(error?.message).toBe(
				'Arcules did not give the next page of devices: it understood none of the parameters cursor, page, next, pageToken, after',
			);
		},
	);

	test('stops asking for pages when the limit is reached', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 250 });

		const { items } = await runNode({
			credentials,
			parameters: listDevices({ returnAll: false, limit: 100 }),
		});

		expect(items).toHaveLength(100);
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

	test('filters by part of the name in any case, and by exact location and gateway', async () => {
		const device = { type: 'video', locationId: 'north', gatewayId: 'g1' };
		const { credentials } = await simulatedAccount({
			cameras: [
				{ ...device, id: '1', name: 'MAIN Entrance' },
				{ ...device, id: '2', name: 'Garage' },
				{ ...device, id: '3', name: 'entrance south', locationId: 'south' },
				{ ...device, id: '4', name: 'Straße', gatewayId: 'G1' },
			],
		});
		const list = async (filters: Record<string, string>) =>
			idsOf((await runNode({ credentials, parameters: listDevices({ filters }) })).items);

		expect(await list({ name: 'ENTRANCE' })).toEqual(['1', '3']);
		expect(await list({ name: 'strasse' })).toEqual(['4']);
		expect(await list({ name: 'entrance', locationId: 'north' })).toEqual(['1']);
		expect(await list({ gatewayId: 'g1' })).toEqual(['1', '2', '3']);
		expect(await list({ name: '', gatewayId: 'g1' })).toEqual(['1', '2', '3']);
	});

	test.each([0, -3, 2.5, 'ten', null])(
		'refuses a limit of %p before anything is sent',
		async (limit) => {
			const { simulator, credentials } = await simulatedAccount();

			const { error } = await runNode({
				credentials,
				parameters: listDevices({ returnAll: false, limit }),
			});

			expect(error?.message).toBe(
				`Limit must be a whole number of 1 or more, but is ${JSON.stringify(limit)}`,
			);
			expect(simulator.stats().requests).toBe(0);
		},
	);

	test('refuses a filter whose expression gives nothing, instead of listing everything', async () => {
		const { credentials } = await simulatedAccount();

		const { error } = await runNode({
			credentials,
			parameters: listDevices({ filters: { locationId: '={{ $json.nowhere }}' } }),
		});

		expect(error?.message).toContain('The filter Location ID must be a text');
	});

	test('takes a number an expression gives for a filter, and ignores fields it does not know', async () => {
		const camera = { name: '', type: 'video', gatewayId: 'g' };
		const cameras = [
			{ ...camera, id: '1', locationId: '7' },
			{ ...camera, id: '2', locationId: '8' },
		];
		const { credentials } = await simulatedAccount({ cameras });

		const { items } = await runNode({
			credentials,
			parameters: listDevices({ filters: { locationId: '={{ 7 }}', colour: 'red' } }),
		});

		expect(idsOf(items)).toEqual(['1']);
	});

	test('does not filter when an expression gives no filters at all', async () => {
		const { credentials } = await simulatedAccount({ cameras: 2 });

		const { items } = await runNode({
			credentials,
			parameters: listDevices({ filters: '={{ null }}' }),
		});

		expect(items).toHaveLength(2);
	});

	test('says so when a workflow asks for an operation that does not exist', async () => {
		const { credentials } = await simulatedAccount();

		const { error } = await runNode({
			credentials,
			parameters: listDevices({ operation: 'erase' }),
		});

		expect(error?.message).toBe('The operation "erase" of "device" does not exist');
	});

	test('says so when no account is chosen', async () => {
		const { error, items } = await runNode({
			credentials: new CredentialStore(undefined),
			parameters: listDevices(),
			onError: 'continueRegularOutput',
		});

		expect(error).toBeUndefined();
		expect(items[0]?.json.error).toBe('The node has no Arcules account to sign in with');
	});

	test('gives no item and a hint when the account sees no device', async () => {
		const { credentials } = await simulatedAccount({ cameras: 0 });

		const { items, error, hints } = await runNode({ credentials, parameters: listDevices() });

		expect(error).toBeUndefined();
		expect(items).toEqual([]);
		expect(hints).toEqual([expect.stringContaining('No device matched')]);
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

			expect(error?.message).toBe('The server did not answer like the Arcules API');
			expect(error?.description).toContain('Base URL');
		},
	);

	test('tells of a refused listing in the words of the server and of the portal', async () => {
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

	test.each([
		['continueRegularOutput', 'items'],
		['continueErrorOutput', 'failedItems'],
	] as const)('keeps the input under %s when the listing fails', async (onError, branch) => {
		const { simulator, credentials } = await simulatedAccount();
		simulator.setFault('devices', { kind: 'status', status: 404 });

		const result = await runNode({
			credentials,
			onError,
			items: [{ json: { ticket: 7 } }],
			parameters: listDevices(),
		});

		expect(result.error).toBeUndefined();
		expect(result[branch].map(({ json }) => json)).toEqual([
			{ ticket: 7, error: expect.stringContaining('The devices could not be listed') },
		]);
		expect(result[branch === 'items' ? 'failedItems' : 'items']).toEqual([]);
	});
});

describe('Paging', () => {
	const page = (ids: string[], next: unknown, current = '') => ({
		kind: 'status' as const,
		status: 200,
		body: {
			devices: ids.map((id) => ({ id, type: 'video' })),
			page: { previous: null, current, next },
		},
	});

	test.each([
		[
			'a cursor comes twice',
			[page(['a'], 'x'), page(['b'], 'x', 'x')],
			'it named the same page twice',
		],
		[
			'the next page lies on another server',
			[page(['a'], 'https://elsewhere.example.com/devices?x=1')],
			'it named another server for it, elsewhere.example.com',
		],
		[
			'a URL leads to devices that were listed before',
			[page(['a'], '/v1/devices?x=1'), page(['a'], null)],
			'it sent devices that were listed before',
		],
		[
			'a proven parameter stops working',
			[page(['a'], 'x'), page(['b'], 'y', 'x'), page(['a'], 'z')],
			'it understood none of the parameters cursor',
		],
	])('ends in an error when %s', async (_name, pages, why) => {
		const { simulator, credentials } = await simulatedAccount();
		simulator.setFault('devices', pages);

		const { error, items } = await runNode({ credentials, parameters: listDevices() });

		expect(error?.message).toBe(`Arcules did not give the next page of devices: ${why}`);
		expect(items).toEqual([]);
	});

	test('lists a device once that comes again because the list shifted', async () => {
		const { simulator, credentials } = await simulatedAccount();
		simulator.setFault('devices', [page(['a', 'b'], 1), page(['b', 'c'], '', '1')]);

		const { items } = await runNode({ credentials, parameters: listDevices() });

		expect(idsOf(items)).toEqual(['a', 'b', 'c']);
	});

	test('accepts an empty last page, and follows a relative URL', async () => {
		const { simulator, credentials } = await simulatedAccount();
		simulator.setFault('devices', [page(['a'], 'x'), page(['b'], 'y', 'x'), page([], null)]);
		const first = await runNode({ credentials, parameters: listDevices() });
		expect(idsOf(first.items)).toEqual(['a', 'b']);

		simulator.setFault('devices', [page(['a'], '?cursor=2'), page(['b'], null)]);
		const second = await runNode({ credentials, parameters: listDevices() });
		expect(idsOf(second.items)).toEqual(['a', 'b']);
		expect(simulator.requests.at(-1)?.query).toEqual({ cursor: '2' });
	});

	test('lists devices without an ID, and a list without paging', async () => {
		const { simulator, credentials } = await simulatedAccount();
		const devices = [{ name: 'Lobby' }, { name: 'Dock' }];
		simulator.setFault('devices', { kind: 'status', status: 200, body: { devices } });

		const { items } = await runNode({ credentials, parameters: listDevices() });

		expect(items.map(({ json }) => json)).toEqual(devices);
	});
});
