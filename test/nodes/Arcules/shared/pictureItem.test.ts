/**
 * The flat fields of a picture's item, through n8n-core's WorkflowExecute against the simulator.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	getLiveThumbnail,
	getManyLiveThumbnails,
	LOBBY,
	simulatedAccount,
	stopSimulators,
} from '../../../harness/simulated';
import { runNode } from '../../../harness/workflow';

afterEach(stopSimulators);

const onError = 'continueRegularOutput';
const BRIEF = { includeDetails: false };

/** One camera, whose picture is had by either operation. */
async function lobby(changes: IDataObject = {}, isBroken = false) {
	const account = await simulatedAccount({ cameras: [{ ...LOBBY, ...changes }] });
	if (isBroken) account.simulator.setFault(LOBBY.id, { kind: 'status', status: 403 });
	return account;
}

const single = async (json: IDataObject, isBroken = false, options: INodeParameters = BRIEF) => {
	const { credentials } = await lobby({}, isBroken);
	const parameters = getLiveThumbnail({
		channelId: { __rl: true, mode: 'id', value: LOBBY.id },
		options: { retries: 0, ...options },
	});
	const { items } = await runNode({ credentials, items: [{ json }], onError, parameters });
	return items[0]?.json ?? {};
};

const many = async (device: IDataObject, isBroken = false) => {
	const { credentials } = await lobby(device, isBroken);
	const parameters = getManyLiveThumbnails({ options: { retries: 0, ...BRIEF } });
	// Stopping would throw for an account whose only camera is refused.
	const { items } = await runNode({ credentials, onError, parameters });
	return items[0]?.json ?? {};
};

test('a picture stands in front of the fields of the camera, in the order in which a table shows them', async () => {
	const json = await many({ vendor: { model: 'X' } });

	expect(Object.keys(json)).toEqual([
		'cameraName',
		'pictureStatus',
		'pictureTakenAt',
		'pictureFileName',
		'pictureIsBlank',
		'channelId',
		...Object.keys(LOBBY),
		'vendor',
	]);
	expect(json).toMatchObject({
		...LOBBY,
		vendor: { model: 'X' },
		cameraName: 'Lobby',
		pictureStatus: 'ok',
		pictureTakenAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
		pictureFileName: expect.stringMatching(/^Lobby_69eb770a_[\dT-]+Z\.jpg$/),
		channelId: LOBBY.id,
	});
});

test('a failure stands in front of the fields of the camera, with its reason and in a sentence', async () => {
	const json = await many({}, true);

	expect(Object.entries(json).slice(0, 5)).toEqual([
		['cameraName', 'Lobby'],
		['pictureStatus', 'failed'],
		['error', expect.stringMatching(/^Camera "Lobby" gave no picture: .+/)],
		['pictureReason', 'forbidden'],
		['channelId', LOBBY.id],
	]);
	expect(json).toMatchObject(LOBBY);
});

const OWN = { thumbnail: 'own', status: 'online', pictureQuality: 'high', error: 'own' };

test('no field of a device is lost to ours', async () => {
	expect(await many({ ...OWN, channelId: 'own' })).toMatchObject({
		...LOBBY,
		...OWN,
		pictureStatus: 'ok',
		channelId: LOBBY.id,
		deviceChannelId: 'own',
	});
	expect(await many(OWN, true)).toMatchObject({
		...LOBBY,
		...OWN,
		error: expect.stringContaining('gave no picture'),
		deviceError: 'own',
	});
});

const STALE = {
	ticket: 7,
	cameraName: 'Yesterday',
	pictureStatus: 'failed',
	pictureReason: 'timeout',
	pictureDetails: { attempts: 4 },
	error: 'of yesterday',
	channelId: 'yesterday',
};

test('nothing of an earlier picture travels on with a new one', async () => {
	expect(await single(STALE)).toEqual({
		ticket: 7,
		pictureStatus: 'ok',
		pictureTakenAt: expect.any(String),
		pictureFileName: expect.any(String),
		pictureIsBlank: false,
		channelId: LOBBY.id,
	});
});

test('nothing of an earlier picture travels on with a failure', async () => {
	const earlier = { ...STALE, pictureFileName: 'yesterday.jpg', pictureTakenAt: 'yesterday' };
	expect(await single(earlier, true)).toEqual({
		ticket: 7,
		pictureStatus: 'failed',
		pictureReason: 'forbidden',
		error: expect.stringContaining(`Camera ${LOBBY.id} gave no picture`),
		channelId: LOBBY.id,
	});
});

test('details of a picture are given when they are asked for', async () => {
	const { pictureDetails } = await single({}, false, { includeDetails: true });
	expect(pictureDetails).toEqual({
		width: expect.any(Number),
		height: expect.any(Number),
		fileSize: 20_000,
		mimeType: 'image/jpeg',
		sha256: expect.stringMatching(/^[\da-f]{64}$/),
		analysis: expect.objectContaining({ isBlank: false, sharpness: expect.any(Number) }),
		serverDate: expect.stringMatching(/Z$/),
		lastModified: expect.stringMatching(/Z$/),
		attempts: 1,
	});
});

test('a picture is not looked into when that is turned off', async () => {
	const json = await single({}, false, { analyze: false, includeDetails: true });
	expect(json.pictureStatus).toBe('ok');
	expect(json).not.toHaveProperty('pictureIsBlank');
	expect(json.pictureDetails).not.toHaveProperty('analysis');
});

test('details of a failure are given when they are asked for', async () => {
	const { pictureDetails } = await single({}, true, { includeDetails: true });
	expect(pictureDetails).toMatchObject({
		httpStatus: 403,
		attempts: expect.any(Number),
		checkedAt: expect.stringMatching(/Z$/),
	});
});

test('the camera of an item is named by the item only when the item is that camera', async () => {
	expect(await single({ id: LOBBY.id, name: 'Mine' })).toMatchObject({ cameraName: 'Mine' });
	expect(await single({ id: 'order-7', name: 'An order' })).not.toHaveProperty('cameraName');
});

test('errors stand in one column near the front, whichever camera comes first', async () => {
	const cameras = [
		{ ...LOBBY, id: 'a' },
		{ ...LOBBY, id: 'b' },
		{ ...LOBBY, id: 'c', error: 'own' },
	];
	const { simulator, credentials } = await simulatedAccount({ cameras });
	simulator.setOffline('b', true);
	const parameters = getManyLiveThumbnails({ options: { retries: 0, ...BRIEF } });

	const together = await runNode({ credentials, parameters });
	expect(together.items.map(({ json }) => Object.keys(json).slice(0, 3))).toEqual(
		Array(3).fill(['cameraName', 'pictureStatus', 'error']),
	);
	expect(together.items.map(({ json }) => json.error)).toEqual([
		null,
		expect.stringContaining('gave no picture'),
		'own',
	]);

	const apart = await runNode({ credentials, parameters, onError: 'continueErrorOutput' });
	expect(apart.items[0]?.json).not.toHaveProperty('error');
});
