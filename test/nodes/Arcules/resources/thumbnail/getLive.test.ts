/**
 * Thumbnail → Get Live Thumbnail, through n8n-core's WorkflowExecute against the simulator.
 */
import { createHash } from 'node:crypto';
import type { INodeExecutionData } from 'n8n-workflow';
import {
	getLiveThumbnail,
	itemsOf,
	LOBBY,
	type PictureParameters,
	simulatedAccount,
	stopSimulators,
} from '../../../../harness/simulated';
import { pictureOf, runNode, thumbnailOf } from '../../../../harness/workflow';

afterEach(stopSimulators);

test('gives the JPEG of each input item, in order, with its fields and other files kept', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 5 });
	// The first comes last, and each of the others has a size of its own.
	for (const [index, { id }] of simulator.devices.entries()) {
		const fault = { kind: 'padded', bytes: index } as const;
		simulator.setFault(String(id), index === 0 ? { kind: 'slow', delayMs: 150 } : fault);
	}
	const note = { data: 'bm90ZQ==', mimeType: 'text/plain', fileName: 'note.txt' };
	const input = itemsOf(simulator.devices).map((item) => ({ ...item, binary: { note } }));

	const { items, error } = await runNode({
		credentials,
		items: input,
		parameters: getLiveThumbnail(),
	});

	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json.id)).toEqual(simulator.devices.map(({ id }) => id));
	for (const [index, item] of items.entries()) {
		const picture = await pictureOf(item);
		const { id, name } = simulator.devices[index] ?? {};
		expect(item.json).toMatchObject(simulator.devices[index] ?? {});
		expect(item.pairedItem).toEqual({ item: index });
		expect(Object.keys(item.binary ?? {})).toEqual(['note', 'data']);
		expect(item.binary?.data).toMatchObject({ mimeType: 'image/jpeg', fileExtension: 'jpg' });
		expect(picture).toHaveLength(20_000 + index);
		const thumbnail = thumbnailOf(item);
		expect(thumbnail).toMatchObject({
			status: 'ok',
			channelId: id,
			mimeType: 'image/jpeg',
			fileSize: 20_000 + index,
			sha256: createHash('sha256').update(picture).digest('hex'),
			attempts: 1,
		});
		const stamp = String(item.json.pictureTakenAt)
			.replace(/\.\d+Z$/, 'Z')
			.replaceAll(':', '-');
		expect(thumbnail.fileName).toBe(`${name}_${String(id).slice(0, 8)}_${stamp}.jpg`);
		expect(item.binary?.data?.fileName).toBe(thumbnail.fileName);
	}
});

test.each([
	['an ID', 'id', LOBBY.id],
	['an address of the portal', 'url', `https://manage.arcules.com/devices?selected=${LOBBY.id}`],
	['a choice from the list', 'list', LOBBY.id],
])('takes the camera out of %s', async (_name, mode, value) => {
	const { credentials } = await simulatedAccount({ cameras: [LOBBY] });

	const { items } = await runNode({
		credentials,
		parameters: getLiveThumbnail({ channelId: { __rl: true, mode, value } }),
	});

	expect(thumbnailOf(items[0])).toMatchObject({ status: 'ok', channelId: LOBBY.id });
});

test.each<[PictureParameters, string, string]>([
	[
		{ channelId: { __rl: true, mode: 'id', value: '../login' } },
		'invalidChannelId',
		'The channel ID has characters that no ID has',
	],
	[
		{ channelId: { __rl: true, mode: 'id', value: '={{ $json.nowhere }}' } },
		'invalidChannelId',
		'The channel ID is empty',
	],
	[
		{ channelId: { __rl: true, mode: 'url', value: 'https://manage.arcules.com/devices' } },
		'invalidChannelId',
		'The address does not name a camera',
	],
	[
		{ channelId: { __rl: true, mode: 'id', value: '={{ ["a", "b"] }}' } },
		'invalidParameter',
		"'Camera' is a list, expected one ID",
	],
	[
		{ options: { maxAge: -1 } },
		'invalidParameter',
		"'Max Age' must be a number of seconds, or 0 for any, but is -1",
	],
	[
		{ options: { fileName: '{camera}' } },
		'invalidParameter',
		"'File Name' has the placeholder {camera}, which stands for nothing",
	],
	[
		{ options: { concurrency: 2.5 } },
		'invalidParameter',
		"'Max Parallel Requests' must be a whole number from 1 to 100, but is 2.5",
	],
	[{ options: { fileName: 7 } }, 'invalidParameter', "'File Name' must be a text, but is 7"],
	...['={{ "" }}', '  ', '__proto__', 'constructor'].map(
		(binaryPropertyName): [PictureParameters, string, string] => [
			{ binaryPropertyName },
			'invalidParameter',
			"'Put Output File in Field' must be the name of a field",
		],
	),
])('refuses %j before anything is sent', async (changes, reason, message) => {
	const { simulator, credentials } = await simulatedAccount();
	const parameters = getLiveThumbnail(changes);
	const binary = { data: { data: 'AAAA', mimeType: 'image/jpeg' } };
	const items = itemsOf(simulator.devices).map((item) => ({ ...item, binary }));

	const stopped = await runNode({ credentials, items, parameters });
	expect(stopped.error?.message).toContain(message);
	expect(stopped.error?.itemIndex).toBe(0);

	const onError = 'continueRegularOutput';
	const continued = await runNode({ credentials, items, parameters, onError });
	expect(continued.items.map(({ json }) => json.error)).toEqual(
		Array(3).fill(expect.stringContaining(message)),
	);
	expect(continued.items[0]?.json).toMatchObject({
		pictureStatus: 'failed',
		pictureReason: reason,
	});
	expect(simulator.stats().requests).toBe(0);
});

test('accepts a number as an ID, and a plain text instead of a resource locator', async () => {
	const { credentials } = await simulatedAccount({ cameras: [{ ...LOBBY, id: '17' }] });

	for (const channelId of ['={{ 17 }}', '17', { __rl: true, mode: 'id', value: '={{ 17 }}' }]) {
		const { items } = await runNode({ credentials, parameters: getLiveThumbnail({ channelId }) });
		expect(thumbnailOf(items[0]).status).toBe('ok');
	}
});

test('names the camera by the input only when the input is that camera, else by the picked name', async () => {
	const { credentials } = await simulatedAccount({ cameras: [LOBBY] });
	const fileNameFor = async (json: INodeExecutionData['json'], channelId: object) => {
		const parameters = getLiveThumbnail({
			channelId: { ...channelId, __rl: true },
			options: { fileName: '{name}' },
		});
		const { items } = await runNode({ credentials, items: [{ json }], parameters });
		return thumbnailOf(items[0]).fileName;
	};
	const byId = { mode: 'id', value: LOBBY.id };
	const picked = { mode: 'list', value: LOBBY.id, cachedResultName: 'Picked' };

	expect(await fileNameFor({ id: LOBBY.id, name: 'Mine' }, byId)).toBe('Mine.jpg');
	expect(await fileNameFor({ id: 'order-7', name: 'An order' }, byId)).toBe('camera.jpg');
	expect(await fileNameFor({ id: 'order-7', name: 'An order' }, picked)).toBe('Picked.jpg');
	expect(await fileNameFor({}, { ...picked, mode: 'id' })).toBe('camera.jpg');
});

test('names a camera by its ID when nobody knows its name', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: [LOBBY] });
	simulator.setFault(LOBBY.id, { kind: 'empty' });

	const { error } = await runNode({
		credentials,
		parameters: getLiveThumbnail({
			channelId: { __rl: true, mode: 'id', value: LOBBY.id },
			options: { retries: 0 },
		}),
	});

	expect(error?.message).toBe(`Camera ${LOBBY.id} gave no picture: the answer was empty`);
});

test('puts the picture into the field the user named, and evaluates the file name per item', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 2 });

	const { items } = await runNode({
		credentials,
		items: itemsOf(simulator.devices),
		parameters: getLiveThumbnail({
			binaryPropertyName: 'photo',
			options: { fileName: '=shot {{ $itemIndex }} of {id8}.jpeg' },
		}),
	});

	const ids = simulator.devices.map(({ id }) => String(id).slice(0, 8));
	expect(items.map(({ binary }) => binary?.photo?.fileName)).toEqual([
		`shot 0 of ${ids[0]}.jpeg`,
		`shot 1 of ${ids[1]}.jpeg`,
	]);
});
