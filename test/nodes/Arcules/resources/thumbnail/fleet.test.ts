/**
 * Which cameras Get Many Live Thumbnails takes, and what it does about those that fail or are not there.
 */
import type { INodeExecutionData } from 'n8n-workflow';
import {
	getManyLiveThumbnails,
	type PictureParameters,
	simulatedAccount,
	stopSimulators,
} from '../../../../harness/simulated';
import { runNode, type RunOptions } from '../../../../harness/workflow';

afterEach(stopSimulators);

const CAMERA = { type: 'video', locationId: 'north', gatewayId: 'g' };
const FLEET = [
	{ ...CAMERA, id: 'a', name: 'Lobby' },
	{ ...CAMERA, id: 'b', name: 'Dock' },
	{ ...CAMERA, id: 'c', name: 'Gate', locationId: 'south' },
	{ ...CAMERA, id: 'h', name: 'Horn', type: 'audio' },
];

/** Runs the node over {@link FLEET}, of which some cameras are off the air. */
async function run(
	changes: PictureParameters,
	offline: readonly string[] = [],
	more: Partial<RunOptions> = {},
) {
	const { simulator, credentials } = await simulatedAccount({ cameras: FLEET });
	for (const id of offline) simulator.setOffline(id, true);
	const { options, ...others } = changes;
	const parameters = getManyLiveThumbnails({ ...others, options: { retries: 0, ...options } });
	return { simulator, ...(await runNode({ credentials, parameters, ...more })) };
}

const statuses = (items: readonly INodeExecutionData[]) =>
	items.map(({ json }) => [json.channelId, json.pictureStatus]);

describe('Cameras', () => {
	test.each<[PictureParameters, string[]]>([
		[{}, ['a', 'b', 'c']],
		[{ cameras: 'selected', cameraIds: ['c', 'a'] }, ['a', 'c']],
		[{ cameras: 'selected', cameraIds: '={{ "c, b" }}' }, ['b', 'c']],
		[{ cameras: 'allExcept', cameraIds: ['b'] }, ['a', 'c']],
		[{ cameras: 'allExcept', cameraIds: [] }, ['a', 'b', 'c']],
		[{ cameras: 'allExcept', cameraIds: ['b'], filters: { locationId: 'north' } }, ['a']],
		[{ filters: { name: 'DOCK, gate ' } }, ['b', 'c']],
	])('%j means %j', async (changes, ids) => {
		const { items, error } = await run(changes);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual(ids);
	});

	test('a chosen camera that the account does not list is a failed item of its own', async () => {
		const { items, hints } = await run({ cameras: 'selected', cameraIds: ['gone', 'b', 'h'] });

		expect(statuses(items)).toEqual([
			['b', 'ok'],
			['gone', 'failed'],
			['h', 'failed'],
		]);
		expect(items[1]?.json).toMatchObject({
			pictureReason: 'notFound',
			error: expect.stringMatching(
				/^Camera gone gave no picture: the account does not list it\. .* take it out of 'Camera Names or IDs'/,
			),
		});
		expect(hints).toEqual([
			expect.stringContaining(
				'2 of 3 cameras gave no picture: gone (not known to Arcules), h (not known to Arcules).',
			),
		]);
	});

	test('a chosen camera that a filter leaves out is no failure', async () => {
		const filters = { name: 'dock' };
		const { items } = await run({ cameras: 'selected', cameraIds: ['a', 'b'], filters });
		expect(statuses(items)).toEqual([['b', 'ok']]);
	});
});

describe('When a Camera Fails', () => {
	test('its item can be left out, and a hint still names it', async () => {
		const { items, hints } = await run({ onCameraFailure: 'leaveOut' }, ['b']);

		expect(statuses(items)).toEqual([
			['a', 'ok'],
			['c', 'ok'],
		]);
		expect(hints).toEqual([
			'1 of 3 cameras gave no picture: Dock (offline or busy). They were left out.',
		]);
	});

	test('hints name cameras in the order of the list, whichever failed first', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: FLEET });
		simulator.setFault('a', { kind: 'status', status: 404 });
		simulator.setFault('c', { kind: 'html' });
		simulator.setFault('b', [{ kind: 'slow', delayMs: 100 }]);

		const { hints } = await runNode({
			credentials,
			onError: 'continueErrorOutput',
			parameters: getManyLiveThumbnails({ options: { retries: 0 } }),
		});

		expect(hints).toEqual([
			'2 of 3 cameras gave no picture: Lobby (not known to Arcules), Gate (sent no picture). Their items are on the error branch.',
		]);
	});

	test('the only camera is one camera', async () => {
		const { hints } = await run({ cameras: 'selected', cameraIds: ['a'] }, ['a']);
		expect(hints[0]).toMatch(/^1 of 1 camera gave no picture: Lobby \(/);
	});

	test('an account whose cameras are all refused is not silently left out', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: FLEET });
		simulator.setFault('*thumbnail', { kind: 'status', status: 403 });
		const parameters = getManyLiveThumbnails({ onCameraFailure: 'leaveOut' });

		const stopped = await runNode({ credentials, parameters });
		expect(stopped.error?.message).toContain('pictures of all 3 cameras');

		const onError = 'continueRegularOutput';
		const { items } = await runNode({ credentials, parameters, onError });
		expect(items.map(({ json }) => json.pictureReason)).toEqual(Array(3).fill('forbidden'));
	});
});

describe('When No Camera Matches', () => {
	const message =
		"No camera matched: 'Name Contains' (“<i>ramp</i>”) did not match any of the 3 cameras of the account.";
	const filters = { name: '<i>ramp</i>' };

	test('it is a failure that names the filter', async () => {
		const { error, items } = await run({ filters });
		expect(error?.message).toBe(message);
		expect(error?.description).toContain('When No Camera Matches');
		expect(items).toEqual([]);
	});

	test('it is one failed item per input under Continue', async () => {
		const { failedItems, items } = await run({ filters }, [], {
			onError: 'continueErrorOutput',
			items: [{ json: { n: 1 } }],
		});
		expect(failedItems.map(({ json }) => json)).toEqual([
			expect.objectContaining({
				n: 1,
				pictureStatus: 'failed',
				error: expect.stringContaining(`${message} Check 'Cameras' and 'Filters'.`),
			}),
		]);
		expect(items).toEqual([]);
	});

	test('it can be nothing, with a hint in which the filter is text', async () => {
		const { error, items, hints } = await run({ filters, onNoMatch: 'nothing' });
		expect(error).toBeUndefined();
		expect(items).toEqual([]);
		expect(hints).toEqual([message.replace('<i>ramp</i>', '&lt;i&gt;ramp&lt;/i&gt;')]);
	});
});

describe('Status Only', () => {
	test('checks every camera and keeps no picture', async () => {
		const { items, simulator } = await run({ output: 'statusOnly' }, ['b']);

		expect(statuses(items)).toEqual([
			['a', 'ok'],
			['b', 'failed'],
			['c', 'ok'],
		]);
		expect(items.some((item) => 'binary' in item)).toBe(false);
		expect(items.some(({ json }) => 'pictureFileName' in json)).toBe(false);
		expect(simulator.stats().thumbnails).toBe(3);
	});
});

describe('Several input items', () => {
	const items = [{ json: { n: 'Lobby' } }, { json: { n: 'Dock' } }];

	test('ask the same cameras again and again, and a hint says so', async () => {
		const { items: out, hints } = await run({}, [], { items });
		expect(out).toHaveLength(6);
		expect(hints).toEqual([
			'This node ran 2 times, once for each input item, with the same cameras each time. If once is enough, turn on Execute Once in its settings.',
		]);
	});

	test('that ask for different cameras need no hint', async () => {
		const { items: out, hints } = await run({ filters: { name: '={{ $json.n }}' } }, [], { items });
		expect(out.map(({ json }) => json.id)).toEqual(['a', 'b']);
		expect(hints).toEqual([]);
	});

	test('give no two files one name', async () => {
		const { items: out } = await run({ options: { fileName: 'Shot' } }, [], { items });
		expect(out.map(({ json }) => json.pictureFileName).sort()).toEqual([
			'Shot.jpg',
			...[2, 3, 4, 5, 6].map((n) => `Shot_${n}.jpg`),
		]);
	});
});
