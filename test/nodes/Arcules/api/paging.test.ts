/**
 * The pages of the device list, though the name of the cursor's parameter is not documented; through List Devices and
 * the simulator.
 */
import { listDevices, simulatedAccount, stopSimulators } from '../../../harness/simulated';
import { runNode } from '../../../harness/workflow';

afterEach(stopSimulators);

const idsOf = (items: Array<{ json: { id?: unknown } }>) => items.map(({ json }) => json.id);

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

test.each([null, '', ' ', 'null', 'undefined', false])(
	'takes %j for the end of the list',
	async (next) => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 2 });
		const body = { devices: simulator.devices, page: { next } };
		simulator.setFault('devices', { kind: 'status', status: 200, body });
		const { items } = await runNode({ credentials, parameters: listDevices() });
		expect(items).toHaveLength(2);
		expect(simulator.stats().devices).toBe(1);
	},
);

test('a server that is named for the next page is not shown when the password stands in its name', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 2 });
	const page = { next: 'https://demo-password.example.com/v1/devices?page=2' };
	const body = { devices: simulator.devices, page };
	simulator.setFault('devices', { kind: 'status', status: 200, body });
	const { error } = await runNode({ credentials, parameters: listDevices() });
	expect(error?.message).toBe(
		'Arcules did not give the next page of devices: it named another server for it',
	);
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

	test('ends in an error before devices of any size fill the memory', async () => {
		const { simulator, credentials } = await simulatedAccount();
		const large = (id: number) => ({
			kind: 'status' as const,
			status: 200,
			body: {
				devices: [{ id: String(id), note: 'x'.repeat(24 * 1024 * 1024) }],
				page: { previous: null, current: String(id - 1), next: String(id) },
			},
		});
		simulator.setFault('devices', [1, 2, 3, 4, 5].map(large));

		const { error, items } = await runNode({ credentials, parameters: listDevices() });

		expect(error?.message).toBe(
			'Arcules did not give the next page of devices: the list does not end (100 MiB)',
		);
		expect(items).toEqual([]);
		expect(simulator.stats().devices).toBe(5);
	}, 60_000);

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
