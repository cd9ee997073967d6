/**
 * What becomes of a failure under the three settings of On Error, the same for every operation.
 */
import { BinaryDataService } from 'n8n-core';
import type { INodeExecutionData } from 'n8n-workflow';
import { CredentialStore } from '../../../../dev/engine/credentialStore';
import {
	credentialFor,
	getLiveThumbnail,
	getManyLiveThumbnails,
	itemsOf,
	LOBBY,
	listDevices,
	simulatedAccount,
	stopSimulators,
} from '../../../harness/simulated';
import { runNode, thumbnailOf } from '../../../harness/workflow';

afterEach(stopSimulators);

const CONTINUE = [
	['continueRegularOutput', 'items', 'failedItems'],
	['continueErrorOutput', 'failedItems', 'items'],
] as const;

const OPERATIONS = [
	['List Devices', listDevices],
	['Get Live Thumbnail', getLiveThumbnail],
	['Get Many Live Thumbnails', getManyLiveThumbnails],
] as const;

/** Nine cameras of which the fifth gives half a picture; the items carry files and failures of an earlier step. */
async function nineCameras() {
	const account = await simulatedAccount({ cameras: 9 });
	const bad = String(account.simulator.devices[4]?.id);
	account.simulator.setFault(bad, { kind: 'halfJpeg' });
	const yesterday = { data: 'AAAA', mimeType: 'image/jpeg', fileName: 'yesterday.jpg' };
	const items: INodeExecutionData[] = itemsOf(account.simulator.devices).map(({ json }) => ({
		json: { ...json, error: 'of yesterday', pictureStatus: 'ok', pictureOfYesterday: true },
		binary: { data: yesterday, note: yesterday },
	}));
	return { ...account, bad, items };
}

describe('One camera of nine', () => {
	test('stops the workflow with its name and its item', async () => {
		const { credentials, items } = await nineCameras();

		const { error, items: out } = await runNode({
			credentials,
			items,
			parameters: getLiveThumbnail(),
		});

		expect(error?.message).toMatch(
			/^Camera ".+" gave no picture: only a part of the picture came$/,
		);
		expect(error?.description).toContain('start like a JPEG');
		expect(error?.itemIndex).toBe(4);
		expect(out).toEqual([]);
	});

	test('is one of nine items in order under Continue, and nothing of yesterday is with them', async () => {
		const { credentials, items, bad } = await nineCameras();

		const { items: out } = await runNode({
			credentials,
			items,
			onError: 'continueRegularOutput',
			parameters: getLiveThumbnail(),
		});

		expect(out).toHaveLength(9);
		for (const [index, item] of out.entries()) {
			expect(item.json.id).toBe(items[index]?.json.id);
			expect(item.pairedItem).toEqual({ item: index });
			const isBad = item.json.id === bad;
			expect(thumbnailOf(item).status).toBe(isBad ? 'failed' : 'ok');
			expect(Object.keys(item.binary ?? {}).sort()).toEqual(isBad ? ['note'] : ['data', 'note']);
			expect(item.json).not.toHaveProperty('pictureOfYesterday');
			if (isBad) expect(item.json.error).toContain('gave no picture');
			else expect(item.json.error).toBeNull();
			if (!isBad) expect(item.binary?.data?.fileName).not.toBe('yesterday.jpg');
		}
	});

	test('goes to the error branch, whole, under Continue (using error output)', async () => {
		const { credentials, items, bad } = await nineCameras();

		const { items: good, failedItems } = await runNode({
			credentials,
			items,
			onError: 'continueErrorOutput',
			parameters: getLiveThumbnail(),
		});

		expect(good.map(({ json }) => json.id)).toEqual(
			items.map(({ json }) => json.id).filter((id) => id !== bad),
		);
		expect(failedItems).toHaveLength(1);
		expect(failedItems[0]?.json).toMatchObject({
			id: bad,
			error: expect.stringContaining('gave no picture'),
			pictureStatus: 'failed',
			pictureReason: 'incomplete',
			channelId: bad,
		});
		expect(Object.keys(failedItems[0]?.binary ?? {})).toEqual(['note']);
		expect(failedItems[0]?.pairedItem).toEqual({ item: 4 });
	});

	test('ends what is in flight when it stops the workflow', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 9 });
		for (const { id } of simulator.devices) simulator.setFault(String(id), { kind: 'hang' });
		simulator.setFault(String(simulator.devices[0]?.id), { kind: 'status', status: 404 });
		const startedAtMs = Date.now();

		const { error } = await runNode({
			credentials,
			items: itemsOf(simulator.devices),
			parameters: getLiveThumbnail(),
		});

		expect(error?.message).toContain('does not know this camera (status 404)');
		expect(Date.now() - startedAtMs).toBeLessThan(1_000);
	});
});

describe.each(OPERATIONS)('%s without an account that works', (_name, parametersOf) => {
	const input = [{ json: { id: 'a', n: 1 } }, { json: { id: 'b', n: 2 } }];
	const wrongPassword = async () => {
		const { simulator } = await simulatedAccount();
		return credentialFor(simulator, { password: 'wrong' });
	};
	const message = expect.stringContaining(
		'Arcules refused the email or password: “Invalid email or password”',
	);

	test('stops the workflow', async () => {
		const { error, items } = await runNode({
			credentials: await wrongPassword(),
			items: input,
			parameters: parametersOf(),
		});

		expect(error?.message).toEqual(message);
		expect(items).toEqual([]);
	});

	test('says so at every item when the node has no credential', async () => {
		const { items } = await runNode({
			credentials: new CredentialStore(undefined),
			items: input,
			onError: 'continueRegularOutput',
			parameters: parametersOf(),
		});

		expect(items.map(({ json }) => json.error)).toEqual(
			Array(2).fill(
				expect.stringMatching(
					/^The node has no Arcules account to sign in with\. Open the node and choose or create/,
				),
			),
		);
	});

	test.each(CONTINUE)(
		'gives one failed item per input under %s',
		async (onError, branch, other) => {
			const result = await runNode({
				credentials: await wrongPassword(),
				items: input,
				onError,
				parameters: parametersOf(),
			});

			expect(result.error).toBeUndefined();
			expect(
				result[branch].map(({ json, pairedItem }) => [json.n, json.error, pairedItem]),
			).toEqual([
				[1, message, { item: 0 }],
				[2, message, { item: 1 }],
			]);
			expect(result[other]).toEqual([]);
			expect(result.hints.join()).not.toContain('matched');
		},
	);
});

test.each(CONTINUE)(
	'List Devices adds nothing but the error to its input under %s',
	async (onError, branch) => {
		const { simulator, credentials } = await simulatedAccount();
		simulator.setFault('devices', { kind: 'status', status: 404 });

		const result = await runNode({
			credentials,
			onError,
			items: [{ json: { ticket: 7 } }],
			parameters: listDevices(),
		});

		expect(result[branch].map(({ json }) => json)).toEqual([
			{ ticket: 7, error: expect.stringContaining('The devices could not be listed') },
		]);
	},
);

test('a listing that fails lets no picture of an earlier step pass for one of this', async () => {
	const { simulator, credentials } = await simulatedAccount();
	simulator.setFault('devices', { kind: 'status', status: 404 });
	const file = { data: 'AAAA', mimeType: 'image/jpeg', fileName: 'yesterday.jpg' };

	const { items } = await runNode({
		credentials,
		items: [{ json: { n: 1 }, binary: { data: file, note: file } }],
		onError: 'continueRegularOutput',
		parameters: getManyLiveThumbnails(),
	});

	expect(items[0]?.json).toMatchObject({ n: 1, pictureStatus: 'failed' });
	expect(Object.keys(items[0]?.binary ?? {})).toEqual(['note']);
});

test('trouble of n8n itself, such as a full disk, is reported as such', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: [LOBBY] });
	const store = jest
		.spyOn(BinaryDataService.prototype, 'store')
		.mockRejectedValueOnce(new Error('no space left on device'));

	const { items } = await runNode({
		credentials,
		items: itemsOf(simulator.devices),
		onError: 'continueRegularOutput',
		parameters: getLiveThumbnail(),
	});

	expect(items[0]?.json.error).toMatch(
		/^The picture of camera .+ came, but n8n could not keep it: no space left on device\. Check/,
	);
	expect(thumbnailOf(items[0]).reason).toBe('internal');
	store.mockRestore();
});

test('an operation that does not exist is named', async () => {
	const { credentials } = await simulatedAccount();

	const { error } = await runNode({ credentials, parameters: listDevices({ operation: 'erase' }) });

	expect(error?.message).toBe('The operation "erase" of "device" does not exist');
});
