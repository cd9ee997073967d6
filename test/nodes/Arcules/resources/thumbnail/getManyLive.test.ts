/**
 * Thumbnail → Get Many Live Thumbnails, through n8n-core's WorkflowExecute against the simulator.
 */
import type { INodeExecutionData } from 'n8n-workflow';
import type { Simulator } from '../../../../../dev/simulator';
import {
	credentialFor,
	getManyLiveThumbnails,
	type PictureParameters,
	simulatedAccount,
	stopSimulators,
} from '../../../../harness/simulated';
import { runNode, thumbnailOf } from '../../../../harness/workflow';

afterEach(stopSimulators);

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
		const cameras = camerasOf(simulator);
		// The first comes last, and each of the others has a size of its own.
		for (const [index, id] of cameras.entries()) {
			const fault = { kind: 'padded', bytes: index } as const;
			simulator.setFault(String(id), index === 0 ? { kind: 'slow', delayMs: 200 } : fault);
		}

		const { items, error, hints } = await runNode({
			credentials,
			parameters: getManyLiveThumbnails(),
		});

		expect(error).toBeUndefined();
		expect(hints).toEqual([]);
		expect(items.map(({ json }) => json.id)).toEqual(cameras);
		expect(statusesOf(items)).toEqual(Array(30).fill('ok'));
		expect(items.map((item) => thumbnailOf(item).fileSize)).toEqual(
			cameras.map((_id, index) => 20_000 + index),
		);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(Array(30).fill({ item: 0 }));
		expect(simulator.stats()).toMatchObject({ logins: 1, devices: 6, thumbnails: 30 });
	});

	test('has the first picture under way before the second page is asked for', async () => {
		const { simulator, credentials } = await simulatedAccount({
			cameras: 40,
			pageSize: 10,
			latencyMs: 20,
		});

		await runNode({
			credentials,
			parameters: getManyLiveThumbnails({ options: { concurrency: 4 } }),
		});

		const order = simulator.requests.map(({ target }) => target);
		expect(order.slice(0, 2)).toEqual(['login', 'devices']);
		expect(order.indexOf('thumbnail')).toBeLessThan(5);
		expect(order.lastIndexOf('devices')).toBeGreaterThan(15);
	});

	test('takes all cameras unless there is a limit, and then says how many it left out', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 140, pageSize: 10 });

		const { items, hints } = await runNode({
			credentials,
			parameters: getManyLiveThumbnails({ options: { limit: 10 } }),
		});

		expect(items.map(({ json }) => json.id)).toEqual(camerasOf(simulator).slice(0, 10));
		expect(simulator.stats().thumbnails).toBe(10);
		expect(hints).toEqual(["The option 'Limit' left out 130 more cameras."]);
	});

	test('takes the pictures of one location, for each input item its own', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 12 });
		const [first] = simulator.devices;
		const other = simulator.devices.find(({ locationId }) => locationId !== first?.locationId);

		const { items } = await runNode({
			credentials,
			items: [{ json: { at: other?.locationId } }, { json: { at: first?.locationId } }],
			parameters: getManyLiveThumbnails({ filters: { locationId: '={{ $json.at }}' } }),
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
				parameters: getManyLiveThumbnails(),
				...(onError === undefined ? {} : { onError }),
			});

			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.id)).toEqual(camerasOf(simulator));
			expect(items[3]?.json).toMatchObject({
				...simulator.devices[3],
				error: expect.stringMatching(
					/^Camera ".+" gave no picture: .+“other site”\. In the Arcules portal, check/,
				),
				pictureStatus: 'failed',
				pictureReason: 'forbidden',
				channelId: bad,
				pictureDetails: { httpStatus: 403, attempts: 1 },
			});
			expect(items[3]?.binary).toBeUndefined();
			expect(statusesOf(items).filter((status) => status === 'ok')).toHaveLength(9);
			expect(hints).toEqual([
				`1 of 10 cameras gave no picture: ${simulator.devices[3]?.name} (not allowed for this account). The next node may stop at these: On Error → Continue (using error output) gives them a branch of their own.`,
			]);
		},
	);

	test('goes to the error branch, whole, under Continue (using error output)', async () => {
		const { simulator, credentials, bad } = await setUp();

		const { items, failedItems } = await runNode({
			credentials,
			parameters: getManyLiveThumbnails(),
			onError: 'continueErrorOutput',
		});

		expect(items).toHaveLength(9);
		expect(failedItems).toHaveLength(1);
		expect(failedItems[0]?.json).toMatchObject({
			...simulator.devices[3],
			pictureStatus: 'failed',
			channelId: bad,
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
			parameters: getManyLiveThumbnails({ onCameraFailure: 'stop' }),
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
			parameters: getManyLiveThumbnails({
				onCameraFailure: 'stop',
				filters: { name: '={{ $json.wanted }}' },
			}),
		});

		expect(
			items.map(({ json, pairedItem }) => [json.wanted, pairedItem, json.pictureStatus]),
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

		const { items } = await runNode({ credentials, parameters: getManyLiveThumbnails() });

		expect(items.map((item) => thumbnailOf(item).reason)).toEqual(
			Array(2).fill('invalidChannelId'),
		);
	});
});

describe('An account that is refused', () => {
	test('throws at once, after one login, and takes no picture', async () => {
		const { simulator } = await simulatedAccount({ cameras: 200 });
		const credentials = credentialFor(simulator, { password: 'wrong' });

		const { error } = await runNode({ credentials, parameters: getManyLiveThumbnails() });

		expect(error?.message).toContain(
			'Arcules refused the email or password: “Invalid email or password”',
		);
		expect(simulator.stats()).toMatchObject({ logins: 1, devices: 0, thumbnails: 0 });
	});

	test('throws when a fresh token is refused for all pictures, after one more sign-in at most', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 20 });
		simulator.setFault('*thumbnail', { kind: 'status', status: 401 });

		const { error } = await runNode({ credentials, parameters: getManyLiveThumbnails() });

		expect(error?.message).toContain('refuses this account the pictures of all 20 cameras');
		expect(simulator.stats().logins).toBeLessThanOrEqual(2);
	});

	test('throws when every camera is forbidden, and reports each under Continue', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 20 });
		simulator.setFault('*thumbnail', { kind: 'status', status: 403 });

		const stopped = await runNode({ credentials, parameters: getManyLiveThumbnails() });
		expect(stopped.error?.message).toContain('refuses this account the pictures of all 20 cameras');

		const continued = await runNode({
			credentials,
			parameters: getManyLiveThumbnails(),
			onError: 'continueRegularOutput',
		});
		expect(continued.items.map((item) => thumbnailOf(item).reason)).toEqual(
			Array(20).fill('forbidden'),
		);
	});

	test('keeps what was typed wrong from sending anything', async () => {
		const { simulator, credentials } = await simulatedAccount();
		const failureOf = async (changes: PictureParameters) =>
			(await runNode({ credentials, parameters: getManyLiveThumbnails(changes) })).error?.message;

		expect(await failureOf({ options: { limit: 0 } })).toContain("'Limit' must be");
		expect(await failureOf({ cameras: 'some' })).toContain("'Cameras' must be one of");
		expect(await failureOf({ cameras: 'selected' })).toContain('No camera is chosen');
		expect(await failureOf({ output: 'zip' })).toContain("'Output' must be one of");
		expect(simulator.stats().requests).toBe(0);
	});
});
