/**
 * Lists of devices that are odd: no camera is lost, none comes twice, and what cannot be used is said with its name.
 */
import type { IDataObject } from 'n8n-workflow';
import { getCameras } from '../../nodes/Arcules/listSearch/loadOptions';
import {
	getLiveThumbnail,
	getManyLiveThumbnails,
	listDevices,
	newToken,
	pictureSentBy,
	reasonsOf,
	simulatedAccount,
	stopSimulators,
} from '../harness/simulated';
import { loadOptionsContext, runNode } from '../harness/workflow';

afterEach(stopSimulators);

/** An account whose list holds these devices, and whose every camera has a picture. */
async function accountWith(devices: readonly IDataObject[]) {
	const account = await simulatedAccount({ cameras: 1 });
	const { simulator } = account;
	await newToken(simulator);
	const picture = await pictureSentBy(simulator, String(simulator.devices[0]?.id));
	simulator.setFault('*thumbnail', { kind: 'bytes', base64: picture.toString('base64') });
	simulator.setFault('devices', { kind: 'status', status: 200, body: { devices } });
	simulator.resetRecords();
	return account;
}

const camera = (id: unknown, name?: unknown) => ({ id, name, type: 'video' }) as IDataObject;

test('an id that is a number is as good as a text', async () => {
	const { credentials } = await accountWith([camera(7, 'Lobby'), camera(8, 'Dock')]);
	const many = await runNode({ credentials, parameters: getManyLiveThumbnails() });
	expect(reasonsOf(many.items)).toEqual(['ok', 'ok']);
	const channelId = { __rl: true, mode: 'name', value: 'dock' };
	const byName = await runNode({ credentials, parameters: getLiveThumbnail({ channelId }) });
	expect(byName.items[0]?.json).toMatchObject({ cameraName: 'Dock', channelId: '8' });
	const context = loadOptionsContext(credentials);
	expect((await getCameras.call(context)).map(({ value }) => value)).toEqual(['7', '8']);
	const items = [{ json: { id: 7, name: 'Lobby' } }];
	const live = await runNode({ credentials, items, parameters: getLiveThumbnail() });
	expect(live.items[0]?.json).toMatchObject({ cameraName: 'Lobby', channelId: '7', id: 7 });
});

test('the same id comes once, be it a number or a text; devices without an id are all kept', async () => {
	const { credentials } = await accountWith([
		camera(7, 'Lobby'),
		camera(7, 'Lobby again'),
		camera('7', 'Lobby once more'),
		camera('', 'One'),
		camera('', 'Other'),
		camera(null, 'Third'),
	]);
	const { items } = await runNode({ credentials, parameters: listDevices() });
	expect(items.map(({ json }) => json.name)).toEqual(['Lobby', 'One', 'Other', 'Third']);
});

test.each([
	[
		camera('a/b', 'Lobby'),
		'Camera "Lobby" gave no picture: its ID cannot be used. The channel ID has',
	],
	[
		camera('..', 'Lobby'),
		'Camera "Lobby" gave no picture: its ID cannot be used. The channel ID has',
	],
	[
		camera('', 'Lobby'),
		'Camera "Lobby" gave no picture: its ID cannot be used. The channel ID is empty',
	],
	[
		camera({ a: 1 }),
		'Camera with the ID {"a":1} gave no picture: its ID cannot be used. The channel ID is of type',
	],
])('a camera whose ID cannot be used is named: %j', async (device, message) => {
	const { credentials, simulator } = await accountWith([device, camera('good', 'Dock')]);
	const { items, hints } = await runNode({ credentials, parameters: getManyLiveThumbnails() });
	expect(reasonsOf(items)).toEqual(['invalidChannelId', 'ok']);
	expect(items[0]?.json.error).toContain(message);
	expect(hints[0]).toContain('1 of 2 cameras gave no picture');
	expect(simulator.stats().thumbnails).toBe(1);
});

test('a camera whose ID leads to another path is refused by its name, too', async () => {
	const { credentials, simulator } = await accountWith([camera('..', 'Lobby')]);
	const channelId = { __rl: true, mode: 'name', value: 'Lobby' };
	const { error } = await runNode({ credentials, parameters: getLiveThumbnail({ channelId }) });
	expect(error?.message).toContain('The channel ID has characters that no ID has');
	expect(simulator.requests.map(({ target }) => target)).toEqual(['login', 'devices']);
});

test('no field of a device is lost to ours, whatever it is called', async () => {
	const { credentials } = await accountWith([
		{ ...camera('x', 'Lobby'), channelId: 1, deviceChannelId: 2, deviceDeviceChannelId: 3 },
	]);
	const { items } = await runNode({ credentials, parameters: getManyLiveThumbnails() });
	expect(items[0]?.json.channelId).toBe('x');
	expect(
		Object.values(items[0]?.json ?? {}).filter((value) => [1, 2, 3].includes(Number(value))),
	).toEqual([1, 2, 3]);
});
