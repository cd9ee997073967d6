/**
 * The live picture of the camera that an event names.
 */
import type { INodeParameters } from 'n8n-workflow';
import type { Simulator } from '../../../../../dev/simulator';
import { MAX_PICTURE_MS } from '../../../../../nodes/Arcules/triggers/rule/picture';
import { type ListeningRule, listenForRule, stopListening } from '../../../../harness/rule';
import { LOBBY, simulatedAccount, stopSimulators } from '../../../../harness/simulated';
import { readBinary } from '../../../../../dev/engine/engine';

afterEach(stopListening);
afterEach(stopSimulators);

const EVENT = {
	deviceId: LOBBY.id,
	nested: { list: [{ id: LOBBY.id }], number: 2 ** 60, empty: '' },
};

async function listen(
	parameters: INodeParameters = {},
): Promise<{ rule: ListeningRule; simulator: Simulator }> {
	const { simulator, credentials } = await simulatedAccount({ cameras: [LOBBY] });
	const rule = await listenForRule({
		account: credentials,
		parameters: {
			attachPicture: true,
			channelIdPath: 'body.deviceId',
			...parameters,
			settings: { retries: 0, ...Object(parameters.settings) },
		},
	});
	return { rule, simulator };
}

test('the picture stands in the item, with its fields in front of those of the event', async () => {
	const { rule, simulator } = await listen({ settings: { rawBody: true } });
	simulator.setFault(LOBBY.id, { kind: 'frozen' });
	const [item] = await rule.itemsOf({ body: EVENT });

	expect(item?.json).toMatchObject({
		pictureStatus: 'ok',
		pictureIsBlank: false,
		channelId: LOBBY.id,
		body: { deviceId: LOBBY.id },
	});
	expect(Object.keys(item?.json ?? {}).slice(-4)).toEqual([
		'receivedAt',
		'body',
		'signature',
		'headers',
	]);
	expect(Object.keys(item?.binary ?? {}).sort()).toEqual(['data', 'rawBody']);
	const file = item?.binary?.data;
	expect(file?.mimeType).toBe('image/jpeg');
	const bytes = file === undefined ? Buffer.alloc(0) : await readBinary(file);
	expect(bytes.length).toBe(20_000);
	expect(simulator.stats().thumbnails).toBe(1);
});

test('the name of the camera is looked up when that is wished for', async () => {
	const { rule, simulator } = await listen({ settings: { lookUpName: true } });
	const [item] = await rule.itemsOf({ body: EVENT });
	expect(item?.json).toMatchObject({ cameraName: 'Lobby', pictureStatus: 'ok' });
	expect(item?.json.pictureFileName).toMatch(/^Lobby_/);
	expect(simulator.stats().devices).toBe(1);
});

test.each<[string, INodeParameters, string, RegExp]>([
	['the path is empty', { channelIdPath: '' }, 'invalidParameter', /is empty/],
	['the path is none', { channelIdPath: 'body..x' }, 'invalidParameter', /is no path: body..x/],
	[
		'the path leads nowhere',
		{ channelIdPath: 'body.camera' },
		'invalidParameter',
		/leads nowhere: the event has no body.camera/,
	],
	[
		'the path leads to an object',
		{ channelIdPath: 'body.nested' },
		'invalidChannelId',
		/The channel ID is of type object/,
	],
	[
		'the path leads to an empty text',
		{ channelIdPath: 'body.nested.empty' },
		'invalidChannelId',
		/The channel ID is empty/,
	],
	[
		'the path leads to a number that has lost digits',
		{ channelIdPath: 'body.nested.number' },
		'invalidParameter',
		/too large to be exact/,
	],
	['an option is invalid', { settings: { timeout: -1 } }, 'invalidParameter', /'Timeout' must be/],
	[
		'a file name is invalid',
		{ settings: { fileName: '{nothing}' } },
		'invalidParameter',
		/stands for nothing/,
	],
])('the event goes on without a picture when %s, and says so', async (...row) => {
	const [, parameters, reason, message] = row;
	const { rule, simulator } = await listen(parameters);
	const [item] = await rule.itemsOf({ body: EVENT });
	expect(item?.json).toMatchObject({
		pictureStatus: 'failed',
		pictureReason: reason,
		error: expect.stringMatching(message),
		body: { deviceId: LOBBY.id },
	});
	expect(item?.binary).toBeUndefined();
	expect(simulator.stats().thumbnails).toBe(0);
});

test('the event goes on without a picture when the camera is offline, and says so', async () => {
	const { rule, simulator } = await listen();
	simulator.setOffline(LOBBY.id, true);
	const [item] = await rule.itemsOf({ body: EVENT });
	expect(item?.json).toMatchObject({
		pictureStatus: 'failed',
		pictureReason: 'unavailable',
		channelId: LOBBY.id,
		error: expect.stringMatching(new RegExp(`^Camera ${LOBBY.id} gave no picture: .*offline`)),
		body: { deviceId: LOBBY.id },
	});
});

test('the event goes on without a picture when the account is refused, and says so', async () => {
	const { rule, simulator } = await listen();
	simulator.setFault('login', { kind: 'status', status: 401 });
	const [item] = await rule.itemsOf({ body: EVENT });
	expect(item?.json).toMatchObject({ pictureStatus: 'failed', pictureReason: 'unauthorized' });
});

test('the sender has its answer long before a slow camera has given its picture', async () => {
	const { rule, simulator } = await listen();
	simulator.setFault(LOBBY.id, { kind: 'slow', delayMs: 2_000 });
	const start = performance.now();
	expect((await rule.fire({ body: EVENT })).status).toBe(200);
	expect(performance.now() - start).toBeLessThan(1_000);
	expect(rule.runs).toEqual([]);
});

test('the event goes on after a minute, however long a camera takes, and says so', async () => {
	const { timeout } = AbortSignal;
	const asked: number[] = [];
	jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
		asked.push(ms);
		return timeout.call(AbortSignal, ms === MAX_PICTURE_MS ? 300 : ms);
	});
	try {
		const { rule, simulator } = await listen();
		simulator.setFault(LOBBY.id, { kind: 'slow', delayMs: 5_000 });
		const [item] = await rule.itemsOf({ body: EVENT });
		expect(item?.json).toMatchObject({
			pictureStatus: 'failed',
			pictureReason: 'timeout',
			error: expect.stringContaining(
				`Camera ${LOBBY.id} gave no picture: no complete answer came within 60 seconds`,
			),
			body: { deviceId: LOBBY.id },
		});
		expect(asked).toContain(60_000);
	} finally {
		jest.restoreAllMocks();
	}
});

test('a picture from an event in a list is found by its position', async () => {
	const { rule } = await listen({ channelIdPath: 'body.nested.list[0].id' });
	const [item] = await rule.itemsOf({ body: EVENT });
	expect(item?.json).toMatchObject({ pictureStatus: 'ok', channelId: LOBBY.id });
});
