/**
 * All pictures in one item: what Send Email and a message need, through n8n-core against the simulator.
 */
import type { IDataObject, OnError } from 'n8n-workflow';
import {
	getManyLiveThumbnails,
	type PictureParameters,
	simulatedAccount,
	stopSimulators,
} from '../../../../harness/simulated';
import { pictureOf, runNode } from '../../../../harness/workflow';

afterEach(stopSimulators);

const NAMES = ['Lobby', 'Dock <b>1</b>', 'مدخل', 'Gate "4" & co', "O'Brien 🎥"];

/** Five cameras, each picture with a size of its own; some are off the air. */
async function run(
	changes: PictureParameters = {},
	offline: readonly number[] = [1],
	onError?: OnError,
) {
	const cameras = NAMES.map((name, index) => ({
		id: `id-${index}`,
		name,
		type: 'video',
		locationId: 'l',
		gatewayId: 'g',
	}));
	const { simulator, credentials } = await simulatedAccount({ cameras });
	for (const [index, { id }] of cameras.entries()) {
		simulator.setFault(id, { kind: 'padded', bytes: index });
		if (offline.includes(index)) simulator.setFault(id, { kind: 'status', status: 503 });
	}
	const { options, ...others } = changes;
	const parameters = getManyLiveThumbnails({
		output: 'oneItem',
		...others,
		options: { retries: 0, includeDetails: false, ...options },
	});
	return await runNode({ credentials, parameters, ...(onError && { onError }) });
}

const listed = (value: unknown): IDataObject[] => (Array.isArray(value) ? value : []);

test('holds every picture under a field of its own, in the order of the list', async () => {
	const { items, error, hints } = await run();

	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
	const [item] = items;
	expect(item?.json).toMatchObject({
		total: 5,
		ok: 4,
		failed: 1,
		checkedAt: expect.stringMatching(/Z$/),
		pictureFields: 'data_1,data_2,data_3,data_4',
	});
	expect(Object.keys(item?.binary ?? {}).join()).toBe(item?.json.pictureFields);
	const good = [0, 2, 3, 4];
	for (const [position, index] of good.entries()) {
		expect(await pictureOf(item, `data_${position + 1}`)).toHaveLength(20_000 + index);
	}
	expect(listed(item?.json.cameras)).toEqual(
		good.map((index, position) =>
			expect.objectContaining({
				cameraName: NAMES[index],
				pictureStatus: 'ok',
				pictureField: `data_${position + 1}`,
				id: `id-${index}`,
			}),
		),
	);
	expect(listed(item?.json.failedCameras)).toEqual([
		expect.objectContaining({ id: 'id-1', pictureStatus: 'failed', pictureReason: 'unavailable' }),
	]);
	expect(hints).toEqual([
		'1 of 5 cameras gave no picture: Dock &lt;b&gt;1&lt;/b&gt; (offline or busy). The item says why in its summary, its html and its failedCameras.',
	]);
});

test('shows each picture by its content id, and names the failures, with foreign text escaped', async () => {
	const { items } = await run();
	const html = String(items[0]?.json.html);

	expect([...html.matchAll(/src="cid:([^"]+)"/g)].map(([, field]) => field)).toEqual(
		String(items[0]?.json.pictureFields).split(','),
	);
	for (const name of ['Lobby', 'مدخل', 'Gate &quot;4&quot; &amp; co', 'O&#39;Brien 🎥']) {
		expect(html).toContain(`<bdi><strong>${name}</strong></bdi><br>`);
	}
	expect(html).toContain(
		'<bdi><strong>Dock &lt;b&gt;1&lt;/b&gt;</strong></bdi>: offline or busy</p>',
	);
	expect(html).toContain('No picture from 1 camera<');
	expect(html).not.toContain('<b>');
});

test('says the same in plain words', async () => {
	const { items } = await run({}, [1, 3]);
	expect(items[0]?.json.summary).toMatch(
		/^3 of 5 cameras gave a picture, \d{4}-\d\d-\d\d \d\d:\d\d \(.+\)\. No picture: Dock <b>1<\/b> \(offline or busy\), Gate "4" & co \(offline or busy\)\.$/,
	);
});

test('names its fields after the field the user chose', async () => {
	const { items } = await run({ binaryPropertyName: 'photo' }, [0, 1, 2]);
	expect(Object.keys(items[0]?.binary ?? {})).toEqual(['photo_1', 'photo_2']);
	expect(items[0]?.json.html).toContain('cid:photo_2');
});

test('counts the failures that it leaves out, and does not name them', async () => {
	const { items } = await run({ onCameraFailure: 'leaveOut' });
	expect(items[0]?.json).toMatchObject({ total: 5, ok: 4, failed: 1, failedCameras: [] });
	expect(String(items[0]?.json.html)).not.toContain('Dock');
	expect(String(items[0]?.json.summary)).toMatch(/^4 of 5 cameras gave a picture, [^.]+\.$/);
});

test('is there also when no camera gave a picture, so that the mail says so', async () => {
	const { items } = await run({}, [0, 1, 2, 3, 4]);
	expect(items[0]?.json).toMatchObject({ total: 5, ok: 0, failed: 5, pictureFields: '' });
	expect(items[0]).not.toHaveProperty('binary');
	expect(items[0]?.json.html).toContain('No picture from 5 cameras');
});

test('stops at the first failure when the user wants to stop then', async () => {
	const { error, items } = await run({ onCameraFailure: 'stop' });
	expect(error?.message).toContain('Camera "Dock <b>1</b>" gave no picture');
	expect(items).toEqual([]);
});

test('has the cameras that failed leave by the error output as well, an item each, unless they are left out', async () => {
	const reported = await run({}, [1, 3], 'continueErrorOutput');
	const leftOut = await run({ onCameraFailure: 'leaveOut' }, [1, 3], 'continueErrorOutput');

	expect(reported.items.map(({ json }) => [json.ok, json.failed])).toEqual([[3, 2]]);
	expect(listed(reported.items[0]?.json.failedCameras)).toHaveLength(2);
	expect(reported.failedItems.map(({ json }) => [json.id, json.pictureReason])).toEqual([
		['id-1', 'unavailable'],
		['id-3', 'unavailable'],
	]);
	expect(reported.hints[0]).toMatch(/failedCameras\. Their items are on the error branch\.$/);
	expect(leftOut.items.map(({ json }) => [json.ok, json.failed])).toEqual([[3, 2]]);
	expect(leftOut.failedItems).toEqual([]);
});

test('is an item of the error branch when the account is refused every picture', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 3 });
	simulator.setFault('*thumbnail', { kind: 'status', status: 403 });

	const { failedItems, items } = await runNode({
		credentials,
		onError: 'continueErrorOutput',
		parameters: getManyLiveThumbnails({ output: 'oneItem' }),
	});

	expect(items).toEqual([]);
	expect(failedItems.map(({ json }) => json)).toEqual([
		expect.objectContaining({
			failed: 3,
			error: expect.stringContaining('the pictures of all 3 cameras'),
			html: expect.stringContaining('No picture from 3 cameras'),
		}),
	]);
});
