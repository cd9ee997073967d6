/**
 * Thumbnail → Get Many Live Thumbnails, through n8n-core's WorkflowExecute against the simulator.
 */
import fc from 'fast-check';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { Device, Simulator } from '../../../../dev/simulator';
import {
	credentialFor,
	getLiveThumbnail,
	listDevices,
	simulatedAccount,
	stopSimulators,
} from '../../../harness/simulated';
import { pictureOf, runNode, thumbnailOf } from '../../../harness/workflow';

afterEach(stopSimulators);

function getMany(changes: INodeParameters = {}): INodeParameters {
	return {
		resource: 'thumbnail',
		operation: 'getManyLive',
		returnAll: true,
		limit: 50,
		filters: {},
		onCameraFailure: 'report',
		binaryPropertyName: 'data',
		options: {},
		...changes,
	};
}

const statusesOf = (items: INodeExecutionData[]) => items.map((item) => thumbnailOf(item).status);

const camerasOf = (simulator: Simulator) =>
	simulator.devices.filter(({ type }) => type === 'video').map(({ id }) => id);

describe('Get Many Live Thumbnails', () => {
	test('gives the picture of every camera, and of nothing else, in the order of the list', async () => {
		const { simulator, credentials } = await simulatedAccount({
			cameras: 30,
			otherDevices: 10,
			pageSize: 7,
		});
		simulator.setFault(String(simulator.devices[0]?.id), { kind: 'slow', delayMs: 200 });

		const { items, error, hints } = await runNode({ credentials, parameters: getMany() });

		expect(error).toBeUndefined();
		expect(hints).toEqual([]);
		expect(items.map(({ json }) => json.id)).toEqual(camerasOf(simulator));
		expect(statusesOf(items)).toEqual(Array(30).fill('ok'));
		expect(items.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(true);
		expect(simulator.stats()).toMatchObject({ logins: 1, devices: 6, thumbnails: 30 });
	});

	test('has the first picture under way before the second page is asked for', async () => {
		const { simulator, credentials } = await simulatedAccount({
			cameras: 40,
			pageSize: 10,
			latencyMs: 20,
		});

		await runNode({ credentials, parameters: getMany({ options: { concurrency: 4 } }) });

		const order = simulator.requests.map(({ target }) => target);
		expect(order.slice(0, 2)).toEqual(['login', 'devices']);
		expect(order.indexOf('thumbnail')).toBeLessThan(5);
		expect(order.lastIndexOf('devices')).toBeGreaterThan(15);
	});

	test('never has more requests in flight than Concurrency says, pages included', async () => {
		const { simulator, credentials } = await simulatedAccount({
			cameras: 60,
			pageSize: 10,
			latencyMs: 15,
		});

		await runNode({ credentials, parameters: getMany({ options: { concurrency: 5 } }) });

		expect(simulator.stats().mostInFlight).toBe(5);
	});

	test('asks for no page beyond the limit', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 40, pageSize: 10 });

		const { items } = await runNode({
			credentials,
			parameters: getMany({ returnAll: false, limit: 10 }),
		});

		expect(items.map(({ json }) => json.id)).toEqual(camerasOf(simulator).slice(0, 10));
		expect(simulator.stats()).toMatchObject({ devices: 1, thumbnails: 10 });
	});

	test('takes the pictures of one location, for each input item its own', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 12 });
		const [first] = simulator.devices;
		const other = simulator.devices.find(({ locationId }) => locationId !== first?.locationId);

		const { items } = await runNode({
			credentials,
			items: [{ json: { at: other?.locationId } }, { json: { at: first?.locationId } }],
			parameters: getMany({ filters: { locationId: '={{ $json.at }}' } }),
		});

		const at = (locationId: unknown) =>
			simulator.devices.filter((device) => device.locationId === locationId).map(({ id }) => id);
		expect(items.map(({ json }) => json.id)).toEqual([
			...at(other?.locationId),
			...at(first?.locationId),
		]);
		expect(items.at(0)?.pairedItem).toEqual({ item: 0 });
		expect(items.at(-1)?.pairedItem).toEqual({ item: 1 });
	});

	test('says so when no camera matches', async () => {
		const { credentials } = await simulatedAccount({ cameras: 0, otherDevices: 3 });

		const { items, hints } = await runNode({ credentials, parameters: getMany() });

		expect(items).toEqual([]);
		expect(hints).toEqual([expect.stringContaining('No camera matched')]);
	});
});

describe('A camera that fails', () => {
	const setUp = async () => {
		const account = await simulatedAccount({ cameras: 10 });
		const bad = String(account.simulator.devices[3]?.id);
		account.simulator.setFault(bad, {
			kind: 'status',
			status: 403,
			body: { message: 'other site' },
		});
		return { ...account, bad };
	};

	test.each([undefined, 'continueRegularOutput'] as const)(
		'is reported as an item in its place, and in a hint (On Error: %p)',
		async (onError) => {
			const { simulator, credentials, bad } = await setUp();

			const { items, error, hints } = await runNode({
				credentials,
				parameters: getMany(),
				...(onError === undefined ? {} : { onError }),
			});

			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.id)).toEqual(camerasOf(simulator));
			expect(items[3]?.json).toMatchObject({
				...simulator.devices[3],
				error: expect.stringMatching(/^Camera ".+" gave no picture: .+“other site”$/),
				thumbnail: {
					status: 'failed',
					channelId: bad,
					reason: 'forbidden',
					httpStatus: 403,
					attempts: 1,
				},
			});
			expect(items[3]?.binary).toBeUndefined();
			expect(statusesOf(items).filter((status) => status === 'ok')).toHaveLength(9);
			expect(hints).toEqual([
				`1 of 10 cameras gave no picture: ${simulator.devices[3]?.name} (forbidden). Their items say why in the field “error”.`,
			]);
		},
	);

	test('goes to the error branch, whole, under Continue (using error output)', async () => {
		const { simulator, credentials, bad } = await setUp();

		const { items, failedItems } = await runNode({
			credentials,
			parameters: getMany(),
			onError: 'continueErrorOutput',
		});

		expect(items).toHaveLength(9);
		expect(failedItems).toHaveLength(1);
		expect(failedItems[0]?.json).toMatchObject({
			...simulator.devices[3],
			thumbnail: { status: 'failed', channelId: bad },
		});
	});

	test('stops everything in flight when the user wants to stop then', async () => {
		const { simulator, credentials, bad } = await setUp();
		for (const { id } of simulator.devices) {
			if (id !== bad) simulator.setFault(String(id), { kind: 'hang' });
		}
		const startedAtMs = Date.now();

		const { error } = await runNode({
			credentials,
			parameters: getMany({ onCameraFailure: 'stop' }),
		});

		expect(error?.message).toMatch(/^Camera ".+" gave no picture: .+“other site”$/);
		expect(Date.now() - startedAtMs).toBeLessThan(1_000);
	});

	test('stops only its own input item under Continue', async () => {
		const { simulator, credentials } = await setUp();
		const names = [simulator.devices[3]?.name, simulator.devices[5]?.name];

		const { items } = await runNode({
			credentials,
			items: names.map((name) => ({ json: { wanted: name } })),
			onError: 'continueRegularOutput',
			parameters: getMany({ onCameraFailure: 'stop', filters: { name: '={{ $json.wanted }}' } }),
		});

		expect(
			items.map(({ json, pairedItem }) => [json.wanted, pairedItem, thumbnailOf({ json }).status]),
		).toEqual([
			[names[0], { item: 0 }, 'failed'],
			[undefined, { item: 1 }, 'ok'],
		]);
	});

	test('without a usable ID is reported too', async () => {
		const { simulator, credentials } = await simulatedAccount();
		const devices = [
			{ type: 'video', name: 'No ID' },
			{ type: 'video', id: 'a/b' },
		];
		simulator.setFault('devices', { kind: 'status', status: 200, body: { devices } });

		const { items } = await runNode({ credentials, parameters: getMany() });

		expect(items.map((item) => thumbnailOf(item).reason)).toEqual(
			Array(2).fill('invalidChannelId'),
		);
	});
});

describe('An account that is refused', () => {
	test('throws at once, after one login, and takes no picture', async () => {
		const { simulator } = await simulatedAccount({ cameras: 200 });
		const credentials = credentialFor(simulator, { password: 'wrong' });

		const { error } = await runNode({ credentials, parameters: getMany() });

		expect(error?.message).toBe(
			'Arcules refused the email or password: “Invalid email or password”',
		);
		expect(simulator.stats()).toMatchObject({ logins: 1, devices: 0, thumbnails: 0 });
	});

	test('throws at once when a fresh token is refused for pictures', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 200 });
		simulator.setFault('*thumbnail', { kind: 'status', status: 401 });

		const { error } = await runNode({ credentials, parameters: getMany() });

		expect(error?.message).toBe('Arcules refused the account, although it had just signed in');
		// Two for each of the eight under way; a few more while the second page shows that the token is good for lists.
		expect(simulator.stats().thumbnails).toBeLessThanOrEqual(24);
		expect(simulator.stats().logins).toBe(2);
	});

	test('throws when every camera is forbidden, and reports each under Continue', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 20 });
		simulator.setFault('*thumbnail', { kind: 'status', status: 403 });

		const stopped = await runNode({ credentials, parameters: getMany() });
		expect(stopped.error?.message).toContain('refuses this account the pictures of all 20 cameras');

		const continued = await runNode({
			credentials,
			parameters: getMany(),
			onError: 'continueRegularOutput',
		});
		expect(continued.items.map((item) => thumbnailOf(item).reason)).toEqual(
			Array(20).fill('forbidden'),
		);
	});

	test.each([
		['continueRegularOutput', 'items'],
		['continueErrorOutput', 'failedItems'],
	] as const)('gives one failed item per input under %s', async (onError, branch) => {
		const { simulator } = await simulatedAccount();
		const credentials = credentialFor(simulator, { password: 'wrong' });

		const result = await runNode({
			credentials,
			items: [{ json: { n: 1 } }, { json: { n: 2 } }],
			onError,
			parameters: getMany(),
		});

		expect(result.error).toBeUndefined();
		expect(result[branch].map(({ json }) => [json.n, thumbnailOf({ json }).reason])).toEqual([
			[1, 'unauthorized'],
			[2, 'unauthorized'],
		]);
		expect(result.hints.join()).not.toContain('No camera matched');
	});

	test('lets no picture of an earlier step pass for one of this', async () => {
		const { simulator, credentials } = await simulatedAccount();
		simulator.setFault('devices', { kind: 'status', status: 404 });
		const file = { data: 'AAAA', mimeType: 'image/jpeg', fileName: 'yesterday.jpg' };

		const { items } = await runNode({
			credentials,
			items: [{ json: { n: 1 }, binary: { data: file, note: file } }],
			onError: 'continueRegularOutput',
			parameters: getMany(),
		});

		expect(items[0]?.json).toMatchObject({ n: 1, thumbnail: { status: 'failed' } });
		expect(Object.keys(items[0]?.binary ?? {})).toEqual(['note']);
	});

	test('keeps what was typed wrong from sending anything', async () => {
		const { simulator, credentials } = await simulatedAccount();
		const failureOf = async (changes: INodeParameters) =>
			(await runNode({ credentials, parameters: getMany(changes) })).error?.message;

		expect(await failureOf({ returnAll: false, limit: 0 })).toContain('Limit must be');
		expect(await failureOf({ options: { concurrency: 101 } })).toContain('Concurrency must be');
		expect(simulator.stats().requests).toBe(0);
	});
});

describe('Pace', () => {
	test('a 429 slows the whole run, and no camera is lost', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 40 });
		const busy = { kind: 'status', status: 429, headers: { 'retry-after': '1' } } as const;
		simulator.setFault(String(simulator.devices[9]?.id), [busy]);

		const { items } = await runNode({
			credentials,
			parameters: getMany({ options: { concurrency: 2 } }),
		});

		expect(statusesOf(items)).toEqual(Array(40).fill('ok'));
		const times = simulator.requests.map(({ at }) => at);
		const gaps = times.slice(1).map((at, index) => at - Number(times[index]));
		expect(gaps.filter((gap) => gap > 800)).toHaveLength(1);
	});

	test('is kept by two runs of one account together', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 6 });
		const parameters = getMany({ options: { requestsPerMinute: 10, timeout: 1 } });
		const finished = Promise.all([
			runNode({ credentials, parameters }),
			runNode({ credentials, parameters, onStart: (cancel) => setTimeout(cancel, 900) }),
		]).catch(() => undefined);

		await new Promise((resolve) => setTimeout(resolve, 800));
		const { devices, thumbnails } = simulator.stats();
		expect(devices + thumbnails).toBe(10);
		void finished;
		await simulator.close();
	});
});

test('gives the very items of List Devices → Get Live Thumbnail, but for time', async () => {
	const faults = fc.constantFrom<'ok' | 'halfJpeg' | 'html' | 'offline' | 'empty'>(
		'ok',
		'ok',
		'ok',
		'halfJpeg',
		'html',
		'offline',
		'empty',
	);
	const device = fc.record({
		id: fc.uuid(),
		name: fc.constantFrom('Lobby', 'Dock', '', 'Ω <1>'),
		type: fc.constantFrom('video', 'video', 'audio'),
		locationId: fc.constantFrom('n', 's'),
		gatewayId: fc.constant('g'),
		extra: fc.jsonValue(),
	});
	const camera = fc.record({ device, fault: faults });
	await fc.assert(
		fc.asyncProperty(
			fc.uniqueArray(camera, { selector: ({ device: { id } }) => id, maxLength: 8 }),
			fc.integer({ min: 1, max: 5 }),
			async (fleet, pageSize) => {
				const cameras: Device[] = fleet.map(({ device }) => device);
				const { simulator, credentials } = await simulatedAccount({ cameras, pageSize });
				for (const { device, fault } of fleet) {
					if (fault !== 'ok') simulator.setFault(device.id, { kind: fault });
				}
				const options = { retries: 0 };
				const onError = 'continueRegularOutput';

				const list = await runNode({
					credentials,
					parameters: listDevices({ filters: { type: 'video' } }),
				});
				const one = await runNode({
					credentials,
					items: list.items.length === 0 ? [] : list.items,
					onError,
					parameters: getLiveThumbnail({ options }),
				});
				const many = await runNode({ credentials, onError, parameters: getMany({ options }) });

				const expected = list.items.length === 0 ? [] : one.items;
				expect(many.items.map(withoutTime)).toEqual(expected.map(withoutTime));
				for (const [index, item] of many.items.entries()) {
					if (item.binary === undefined) continue;
					expect(await pictureOf(item)).toEqual(await pictureOf(expected[index]));
				}
				await stopSimulators();
			},
		),
		{ numRuns: 25 },
	);
}, 60_000);

function withoutTime(item: INodeExecutionData): IDataObject {
	const { capturedAt, checkedAt, serverDate, lastModified, fileName, ...thumbnail } =
		thumbnailOf(item);
	const isTimed = capturedAt !== undefined || checkedAt !== undefined;
	const dates = { serverDate: typeof serverDate, lastModified: typeof lastModified };
	return {
		...item.json,
		thumbnail: { ...thumbnail, ...dates, isTimed, name: String(fileName).split('_').slice(0, -1) },
		files: Object.keys(item.binary ?? {}),
	};
}
