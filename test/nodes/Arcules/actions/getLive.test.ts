/**
 * Thumbnail → Get Live Thumbnail, through n8n-core's WorkflowExecute against the simulator.
 */
import { createHash } from 'node:crypto';
import type { INodeExecutionData } from 'n8n-workflow';
import { BinaryDataService } from 'n8n-core';
import nock from 'nock';
import { DEFAULT_ACCOUNT } from '../../../../dev/simulator';
import { CredentialStore } from '../../../harness/credentials';
import {
	credentialFor,
	getLiveThumbnail,
	itemsOf,
	simulatedAccount,
	stopSimulators,
} from '../../../harness/simulated';
import { pictureOf, runNode, thumbnailOf } from '../../../harness/workflow';

afterEach(stopSimulators);
afterAll(() => nock.restore());

const LOBBY = {
	id: '69eb770a-269d-4dec-9c68-0a55a156723e',
	name: 'Lobby',
	type: 'video',
	locationId: 'l',
	gatewayId: 'g',
};

const OFF = { retries: 0 };

async function tokenOf(baseUrl: string): Promise<string> {
	const login = await fetch(`${baseUrl}/login`, {
		method: 'POST',
		body: JSON.stringify(DEFAULT_ACCOUNT),
		headers: { 'content-type': 'application/json' },
	});
	const { jwtToken } = (await login.json()) as { jwtToken: string };
	return jwtToken;
}

/** A valid JPEG. */
async function fetchPicture(baseUrl: string): Promise<Buffer> {
	const jwtToken = await tokenOf(baseUrl);
	const answer = await fetch(`${baseUrl}/thumbnail/${LOBBY.id}/live`, {
		headers: { authorization: `Bearer ${jwtToken}` },
	});
	return Buffer.from(await answer.arrayBuffer());
}

describe('Get Live Thumbnail', () => {
	test('gives the JPEG of each input item, in order, with its fields and other files kept', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 5 });
		const [first] = simulator.devices;
		simulator.setFault(String(first?.id), { kind: 'slow', delayMs: 150 });
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
			const thumbnail = thumbnailOf(item);
			expect(thumbnail).toMatchObject({
				status: 'ok',
				channelId: id,
				mimeType: 'image/jpeg',
				fileSize: picture.length,
				sha256: createHash('sha256').update(picture).digest('hex'),
				attempts: 1,
			});
			const stamp = String(thumbnail.capturedAt)
				.replace(/\.\d+Z$/, 'Z')
				.replaceAll(':', '-');
			expect(thumbnail.fileName).toBe(`${name}_${String(id).slice(0, 8)}_${stamp}.jpg`);
			expect(item.binary?.data?.fileName).toBe(thumbnail.fileName);
		}
	});

	test('tells the size in pixels and the dates the server sent', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 1, picture: 'scene' });

		const { items } = await runNode({
			credentials,
			items: itemsOf(simulator.devices),
			parameters: getLiveThumbnail(),
		});

		expect(thumbnailOf(items[0])).toMatchObject({
			width: 1280,
			height: 720,
			serverDate: expect.stringMatching(/^\d{4}-.*Z$/),
			lastModified: expect.stringMatching(/^\d{4}-.*Z$/),
		});
		expect(thumbnailOf(items[0])).not.toHaveProperty('ageSeconds');
	});

	test('asks the vendor for a fresh picture by default, and reports the age of one from a cache', async () => {
		const { simulator } = await simulatedAccount({ cameras: [LOBBY] });
		const source = await fetchPicture(simulator.baseUrl);
		nock('https://msapi.arcules.com')
			.post('/v1/login', { email: 'cache@example.com', password: 'secret' })
			.reply(200, { jwtToken: 'token' })
			.get(`/v1/thumbnail/${LOBBY.id}/live`)
			.matchHeader('authorization', 'Bearer token')
			.matchHeader('accept', 'image/jpeg')
			.matchHeader('cache-control', 'no-cache')
			.reply(200, source, { 'Content-Type': 'image/jpeg', Age: '42', Date: 'not a date' });
		const credentials = new CredentialStore({
			email: ' cache@example.com ',
			password: 'secret',
			baseUrl: '',
			jwtToken: '',
		});

		const { items } = await runNode({
			credentials,
			items: itemsOf([LOBBY]),
			parameters: getLiveThumbnail(),
		});

		expect(thumbnailOf(items[0])).toMatchObject({ status: 'ok', ageSeconds: 42 });
		expect(thumbnailOf(items[0])).not.toHaveProperty('serverDate');
		expect(await pictureOf(items[0])).toEqual(source);
	});

	test.each([
		['the portal, in the query', 'https://manage.arcules.com/devices?tab=1&selected=ID&x=y'],
		['the portal, in the hash', 'https://manage.arcules.com/#/devices?selected=ID'],
		['another region', 'https://eu.arcules.com/devices#selected=ID'],
	])('takes the camera out of an address of %s', async (_name, url) => {
		const { credentials } = await simulatedAccount({ cameras: [LOBBY] });
		const value = url.replace('ID', LOBBY.id);

		const { items } = await runNode({
			credentials,
			parameters: getLiveThumbnail({ channelId: { __rl: true, mode: 'url', value } }),
		});

		expect(thumbnailOf(items[0])).toMatchObject({ status: 'ok', channelId: LOBBY.id });
	});

	test.each([
		['../login', 'The channel ID has characters that no ID has'],
		['..', 'The channel ID has characters that no ID has'],
		['a/b', 'The channel ID has characters that no ID has'],
		['a\\b', 'The channel ID has characters that no ID has'],
		['a b', 'The channel ID has characters that no ID has'],
		['a?b', 'The channel ID has characters that no ID has'],
		['%2e%2e', 'The channel ID has characters that no ID has'],
		['a\u0000b', 'The channel ID has characters that no ID has'],
		['a\ud800b', 'The channel ID has characters that no ID has'],
		['', 'The channel ID is empty'],
		['   ', 'The channel ID is empty'],
		[undefined, 'The channel ID is empty'],
		[{ nested: true }, 'The channel ID is empty'],
		['x'.repeat(10_000), 'The channel ID is too long (10000 characters)'],
		['https://manage.arcules.com/devices?selected=x', 'The channel ID is a web address'],
	])('refuses the channel ID %j before anything is sent', async (id, message) => {
		const { simulator, credentials } = await simulatedAccount();
		const json = id === undefined ? {} : { id };

		const stopped = await runNode({
			credentials,
			items: [{ json }],
			parameters: getLiveThumbnail(),
		});
		expect(stopped.error?.message).toBe(message);
		expect(stopped.error?.itemIndex).toBe(0);

		const continued = await runNode({
			credentials,
			items: [{ json, binary: { data: { data: 'AAAA', mimeType: 'image/jpeg' } } }],
			onError: 'continueRegularOutput',
			parameters: getLiveThumbnail(),
		});
		expect(continued.items[0]?.json.error).toBe(message);
		expect(continued.items[0]?.binary).toBeUndefined();
		expect(thumbnailOf(continued.items[0])).toMatchObject({
			status: 'failed',
			reason: 'invalidChannelId',
			attempts: 0,
		});
		expect(simulator.stats().requests).toBe(0);
	});

	test.each([
		'https://manage.arcules.com/devices',
		'https://manage.arcules.com/devices?selected=',
		'https://manage.arcules.com/devices?selected=..%2flogin',
		'https://manage.arcules.com/devices?selected=%zz',
		'not an address',
	])('refuses the address %s before anything is sent', async (value) => {
		const { simulator, credentials } = await simulatedAccount();

		const { error } = await runNode({
			credentials,
			parameters: getLiveThumbnail({ channelId: { __rl: true, mode: 'url', value } }),
		});

		expect(error?.message).toMatch(/does not name a camera|characters that no ID has/);
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

	test.each([
		['concurrency', 0, 'Concurrency must be a whole number from 1 to 100, but is 0'],
		['concurrency', 2.5, 'Concurrency must be a whole number from 1 to 100, but is 2.5'],
		['retries', -1, 'Retries must be a whole number from 0 to 10, but is -1'],
		[
			'requestsPerMinute',
			'many',
			'Requests per Minute must be a whole number of 0 or more, but is "many"',
		],
		['timeout', 0, 'Timeout must be a number above 0 and up to 600, but is 0'],
		['timeout', null, 'Timeout must be a number above 0 and up to 600, but is null'],
		['fileName', 7, 'File Name must be a text, but is 7'],
	])('refuses the option %s of %p before anything is sent', async (name, value, message) => {
		const { simulator, credentials } = await simulatedAccount();
		const parameters = getLiveThumbnail({ options: { [name]: value } });
		const items = itemsOf(simulator.devices);

		const stopped = await runNode({ credentials, items, parameters });
		expect(stopped.error?.message).toBe(message);

		const continued = await runNode({
			credentials,
			items,
			parameters,
			onError: 'continueRegularOutput',
		});
		expect(continued.items.map(({ json }) => json.error)).toEqual([message, message, message]);
		expect(thumbnailOf(continued.items[0]).reason).toBe('invalidParameter');
		expect(simulator.stats().requests).toBe(0);
	});

	test.each(['={{ "" }}', '  ', '__proto__', 'constructor'])(
		'refuses %j as the name of the output field',
		async (binaryPropertyName) => {
			const { simulator, credentials } = await simulatedAccount({ cameras: 1 });

			const { error } = await runNode({
				credentials,
				items: itemsOf(simulator.devices),
				parameters: getLiveThumbnail({ binaryPropertyName }),
			});

			expect(error?.message).toContain('Put Output File in Field must be the name of a field');
		},
	);
});

describe('What is not a whole picture', () => {
	test.each([
		[
			'a web page with status 200',
			{ kind: 'html' },
			'notAnImage',
			'a web page came instead of a picture',
		],
		['JSON with status 200', { kind: 'json' }, 'notAnImage', 'a message came instead of a picture'],
		['JSON that calls itself a JPEG', { kind: 'jsonAsJpeg' }, 'notAnImage', 'a message came'],
		['an empty body', { kind: 'empty' }, 'notAnImage', 'the answer was empty'],
		[
			'a GIF',
			{ kind: 'status', status: 200, body: 'GIF89a', contentType: 'image/gif' },
			'notAnImage',
			'what came is not a JPEG picture',
		],
		['half a JPEG', { kind: 'halfJpeg' }, 'incomplete', 'only a part of the picture came'],
		['a connection cut half way', { kind: 'cutJpeg' }, 'network', 'the connection to 127.0.0.1'],
		['a connection reset', { kind: 'reset' }, 'network', 'the connection to 127.0.0.1'],
		['no answer', { kind: 'hang' }, 'timeout', 'no complete answer came within 0.4 seconds'],
		[
			'a body that drips',
			{ kind: 'drip', intervalMs: 20 },
			'timeout',
			'no complete answer came within 0.4',
		],
		[
			'a body that never ends',
			{ kind: 'endless' },
			'timeout',
			'no complete answer came within 0.4',
		],
		['a status without words', { kind: 'status', status: 418 }, 'unavailable', '(status 418)'],
		[
			'an error page',
			{ kind: 'status', status: 502, body: '<html>Bad gateway</html>', contentType: 'text/html' },
			'unavailable',
			'Arcules could not deliver it right now (status 502)',
		],
		[
			'an error in plain text',
			{ kind: 'status', status: 500, body: 'camera\n  lost', contentType: 'text/plain' },
			'unavailable',
			'“camera lost”',
		],
		['a camera that is offline', { kind: 'offline' }, 'unavailable', '“The camera is offline”'],
		[
			'an unknown camera',
			{ kind: 'status', status: 404 },
			'notFound',
			'does not know this camera (status 404)',
		],
		['a camera of another site', { kind: 'status', status: 403 }, 'forbidden', '(status 403)'],
		['too many requests', { kind: 'status', status: 429 }, 'rateLimited', '(status 429)'],
	] as const)('tells of %s, and never makes a file of it', async (_name, fault, reason, words) => {
		const { simulator, credentials } = await simulatedAccount({ cameras: [LOBBY] });
		simulator.setFault(LOBBY.id, fault);
		const startedAtMs = Date.now();

		const { items, error, hints } = await runNode({
			credentials,
			items: itemsOf([LOBBY]),
			onError: 'continueRegularOutput',
			parameters: getLiveThumbnail({ options: { ...OFF, timeout: 0.4 } }),
		});

		expect(Date.now() - startedAtMs).toBeLessThan(2_000);
		expect(error).toBeUndefined();
		const [item] = items;
		expect(item?.binary).toBeUndefined();
		expect(item?.json).toMatchObject(LOBBY);
		expect(String(item?.json.error)).toMatch(/^Camera "Lobby" gave no picture: /);
		expect(String(item?.json.error)).toContain(words);
		expect(thumbnailOf(item)).toMatchObject({
			status: 'failed',
			channelId: LOBBY.id,
			reason,
			attempts: 1,
			checkedAt: expect.stringMatching(/Z$/),
		});
		expect(hints).toEqual([
			`1 of 1 cameras gave no picture: Lobby (${reason}). Their items say why in the field “error”.`,
		]);
	});

	test('names a camera by its ID when nobody knows its name', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: [LOBBY] });
		simulator.setFault(LOBBY.id, { kind: 'empty' });

		const { error } = await runNode({
			credentials,
			parameters: getLiveThumbnail({
				channelId: { __rl: true, mode: 'id', value: LOBBY.id },
				options: OFF,
			}),
		});

		expect(error?.message).toBe(`Camera ${LOBBY.id} gave no picture: the answer was empty`);
	});

	test('tells of n8n’s own trouble as such, such as a full disk', async () => {
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

		expect(items[0]?.json.error).toBe('no space left on device');
		expect(thumbnailOf(items[0]).reason).toBe('internal');
		store.mockRestore();
	});

	test('abandons 400 MB of body early', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: [LOBBY] });
		simulator.setFault(LOBBY.id, { kind: 'huge', bytes: 400_000_000 });
		const before = process.memoryUsage().rss;

		const { error } = await runNode({
			credentials,
			items: itemsOf([LOBBY]),
			parameters: getLiveThumbnail({ options: OFF }),
		});

		expect(error?.message).toBe('Camera "Lobby" gave no picture: the answer is larger than 25 MiB');
		expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
	});

	test('abandons a body whose declared length is too large before reading it', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: [LOBBY] });
		simulator.setFault(LOBBY.id, {
			kind: 'status',
			status: 200,
			body: 'x',
			headers: { 'content-length': String(26 * 1024 * 1024) },
		});

		const { error } = await runNode({
			credentials,
			items: itemsOf([LOBBY]),
			parameters: getLiveThumbnail({ options: { ...OFF, timeout: 2 } }),
		});

		expect(error?.message).toContain('the answer is larger than 25 MiB');
	});

	test('accepts padding after the end of the picture', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: [LOBBY] });
		simulator.setFault(LOBBY.id, { kind: 'padded', bytes: 512 });

		const { items } = await runNode({
			credentials,
			items: itemsOf([LOBBY]),
			parameters: getLiveThumbnail(),
		});

		expect(thumbnailOf(items[0])).toMatchObject({ status: 'ok', fileSize: 20_512 });
	});
});

describe('Retries', () => {
	const busy = { kind: 'status', status: 503 } as const;

	test.each([408, 425, 429, 500, 502, 503, 504])('asks again after status %p', async (status) => {
		const { simulator, credentials } = await simulatedAccount({ cameras: [LOBBY] });
		const headers = { 'retry-after': '0' };
		simulator.setFault(LOBBY.id, [{ kind: 'status', status, headers }]);

		const { items } = await runNode({
			credentials,
			items: itemsOf([LOBBY]),
			parameters: getLiveThumbnail(),
		});

		expect(thumbnailOf(items[0])).toMatchObject({ status: 'ok', attempts: 2 });
	});

	test.each([400, 403, 404, 409, 410, 422])(
		'does not ask again after status %p',
		async (status) => {
			const { simulator, credentials } = await simulatedAccount({ cameras: [LOBBY] });
			simulator.setFault(LOBBY.id, { kind: 'status', status });

			await runNode({ credentials, items: itemsOf([LOBBY]), parameters: getLiveThumbnail() });

			expect(simulator.stats().thumbnails).toBe(1);
		},
	);

	test('asks again after a reset and after a missed deadline', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: [LOBBY] });
		simulator.setFault(LOBBY.id, [{ kind: 'reset' }, { kind: 'hang' }]);

		const { items } = await runNode({
			credentials,
			items: itemsOf([LOBBY]),
			parameters: getLiveThumbnail({ options: { timeout: 0.3 } }),
		});

		expect(thumbnailOf(items[0])).toMatchObject({ status: 'ok', attempts: 3 });
	});

	test('asks as often as Retries says, and tells how often it did', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: [LOBBY] });
		simulator.setFault(LOBBY.id, { ...busy, headers: { 'retry-after': '0' } });

		const { items } = await runNode({
			credentials,
			items: itemsOf([LOBBY]),
			onError: 'continueRegularOutput',
			parameters: getLiveThumbnail({ options: { retries: 2 } }),
		});

		expect(thumbnailOf(items[0])).toMatchObject({ status: 'failed', httpStatus: 503, attempts: 3 });
		expect(simulator.stats().thumbnails).toBe(3);
	});

	test.each(['seconds', 'date'] as const)('obeys Retry-After given as %s', async (form) => {
		const { simulator, credentials } = await simulatedAccount({ cameras: [LOBBY] });
		const value = form === 'seconds' ? '1' : new Date(Date.now() + 2_000).toUTCString();
		simulator.setFault(LOBBY.id, [{ ...busy, headers: { 'retry-after': value } }]);

		await runNode({ credentials, items: itemsOf([LOBBY]), parameters: getLiveThumbnail() });

		const [first, second] = simulator.requests.filter(({ target }) => target === 'thumbnail');
		const waitedMs = Number(second?.at) - Number(first?.at);
		expect(waitedMs).toBeGreaterThanOrEqual(900);
		expect(waitedMs).toBeLessThan(2_500);
	});
});

describe('On Error, with nine cameras of which one is bad', () => {
	const setUp = async () => {
		const account = await simulatedAccount({ cameras: 9 });
		const bad = String(account.simulator.devices[4]?.id);
		account.simulator.setFault(bad, { kind: 'halfJpeg' });
		const yesterday = { data: 'AAAA', mimeType: 'image/jpeg', fileName: 'yesterday.jpg' };
		const items: INodeExecutionData[] = itemsOf(account.simulator.devices).map(({ json }) => ({
			json: { ...json, error: 'of yesterday', thumbnail: { status: 'of yesterday' } },
			binary: { data: yesterday, note: yesterday },
		}));
		return { ...account, bad, items };
	};

	test('Stop names the camera and its item', async () => {
		const { credentials, items } = await setUp();

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

	test('Continue gives nine items in order, and nothing of yesterday with them', async () => {
		const { credentials, items, bad } = await setUp();

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
			if (isBad) expect(item.json.error).toContain('gave no picture');
			else expect(item.json).not.toHaveProperty('error');
			if (!isBad) expect(item.binary?.data?.fileName).not.toBe('yesterday.jpg');
		}
	});

	test('Continue (using error output) sends the bad one, whole, to the error branch', async () => {
		const { credentials, items, bad } = await setUp();

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
			...items[4]?.json,
			error: expect.stringContaining('gave no picture'),
			thumbnail: { status: 'failed', reason: 'incomplete', channelId: bad },
		});
		expect(Object.keys(failedItems[0]?.binary ?? {})).toEqual(['note']);
		expect(failedItems[0]?.pairedItem).toEqual({ item: 4 });
	});

	test('Stop ends what is in flight', async () => {
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

describe('The account', () => {
	test('is signed in once for three runs', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 3 });

		for (let run = 0; run < 3; run++) {
			const { items } = await runNode({
				credentials,
				items: itemsOf(simulator.devices),
				parameters: getLiveThumbnail(),
			});
			expect(items.map((item) => thumbnailOf(item).status)).toEqual(['ok', 'ok', 'ok']);
		}

		expect(simulator.stats()).toMatchObject({ logins: 1, thumbnails: 9 });
	});

	test('is signed in once when twenty items in parallel find the token expired', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 20 });
		const run = async () =>
			await runNode({
				credentials,
				items: itemsOf(simulator.devices),
				parameters: getLiveThumbnail({ options: { concurrency: 20 } }),
			});
		await run();
		simulator.expireTokens();
		simulator.resetRecords();

		const { items } = await run();

		expect(items.every((item) => thumbnailOf(item).status === 'ok')).toBe(true);
		expect(simulator.stats().logins).toBe(1);
	});

	test('is signed in again when its token expires in the middle of a run', async () => {
		const { simulator, credentials } = await simulatedAccount({
			cameras: 30,
			tokenLifetimeSeconds: 1,
			latencyMs: 100,
		});

		const { items } = await runNode({
			credentials,
			items: itemsOf(simulator.devices),
			parameters: getLiveThumbnail({ options: { concurrency: 2 } }),
		});

		expect(items.every((item) => thumbnailOf(item).status === 'ok')).toBe(true);
		expect(simulator.stats().logins).toBeLessThanOrEqual(4);
	});

	test.each([1, 8, 20])(
		'costs one login with a wrong password, at a concurrency of %p',
		async (concurrency) => {
			const { simulator } = await simulatedAccount({ cameras: 20 });
			const credentials = credentialFor(simulator, { password: 'wrong' });

			const { items, error, failedItems } = await runNode({
				credentials,
				items: itemsOf(simulator.devices),
				onError: 'continueErrorOutput',
				parameters: getLiveThumbnail({ options: { concurrency } }),
			});

			expect(error).toBeUndefined();
			expect(items).toEqual([]);
			expect(failedItems).toHaveLength(20);
			expect(failedItems[0]?.json.error).toBe(
				'Arcules refused the email or password: “Invalid email or password”',
			);
			expect(thumbnailOf(failedItems[0])).toMatchObject({
				reason: 'unauthorized',
				httpStatus: 401,
			});
			expect(simulator.stats()).toMatchObject({ logins: 1, thumbnails: 0 });
		},
	);

	test('stops the workflow with the sentence about the password', async () => {
		const { simulator } = await simulatedAccount();
		const credentials = credentialFor(simulator, { password: 'wrong-too' });

		const { error, run } = await runNode({
			credentials,
			items: itemsOf(simulator.devices),
			parameters: getLiveThumbnail(),
		});

		expect(error?.message).toBe(
			'Arcules refused the email or password: “Invalid email or password”',
		);
		expect(error?.description).toContain('single sign-on');
		expect(JSON.stringify(run)).not.toContain('wrong-too');
		expect(simulator.stats().logins).toBe(1);
	});

	test('is not asked for 1,000 pictures when Arcules refuses its fresh token', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 50 });
		simulator.setFault('*thumbnail', { kind: 'status', status: 401 });

		const { items } = await runNode({
			credentials,
			items: itemsOf(simulator.devices),
			onError: 'continueRegularOutput',
			parameters: getLiveThumbnail({ options: { concurrency: 4 } }),
		});

		expect(items).toHaveLength(50);
		expect(items.every((item) => thumbnailOf(item).reason === 'unauthorized')).toBe(true);
		expect(items[0]?.json.error).toBe(
			'Arcules refused the account, although it had just signed in',
		);
		expect(simulator.stats().thumbnails).toBeLessThanOrEqual(8);
		expect(simulator.stats().logins).toBeLessThanOrEqual(2);
	});

	test('is signed in again when both its stored token and the one this process has are expired', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 4 });
		const run = async () =>
			await runNode({
				credentials,
				items: itemsOf(simulator.devices),
				parameters: getLiveThumbnail(),
			});
		await run();
		// As another process of a cluster does, which then stores its token.
		const jwtToken = await tokenOf(simulator.baseUrl);
		credentials.stored = { ...credentials.stored, jwtToken };
		simulator.expireTokens();
		simulator.resetRecords();

		const { items } = await run();

		expect(items.map((item) => thumbnailOf(item).status)).toEqual(Array(4).fill('ok'));
		expect(simulator.stats().logins).toBe(1);
	});

	test('is refused, and not asked for ever, when signing in gives no token', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 1 });
		const noHook = jest.spyOn(credentials, 'preAuthentication').mockResolvedValue(undefined);

		const { error } = await runNode({
			credentials,
			items: itemsOf(simulator.devices),
			parameters: getLiveThumbnail(),
		});

		expect(error?.message).toBe('Arcules refused the account, although it had just signed in');
		expect(simulator.stats().thumbnails).toBe(3);
		noHook.mockRestore();
	});

	test('keeps working when one camera alone is answered 401', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 12, latencyMs: 20 });
		const odd = String(simulator.devices[5]?.id);
		simulator.setFault(odd, { kind: 'status', status: 401 });

		const { items } = await runNode({
			credentials,
			items: itemsOf(simulator.devices),
			onError: 'continueRegularOutput',
			parameters: getLiveThumbnail(),
		});

		const statuses = items.map((item) => thumbnailOf(item).status);
		expect(statuses.filter((status) => status === 'ok')).toHaveLength(11);
		expect(thumbnailOf(items[5])).toMatchObject({ reason: 'unauthorized' });
	});

	test('is asked to sign in again after a passing failure of the login', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 6 });
		simulator.setFault('login', [{ kind: 'status', status: 503 }]);

		const { items } = await runNode({
			credentials,
			items: itemsOf(simulator.devices),
			parameters: getLiveThumbnail(),
		});

		expect(items.every((item) => thumbnailOf(item).status === 'ok')).toBe(true);
		expect(simulator.stats().logins).toBe(2);
	});

	test('takes an edited password at once, and never sends the old token to a new host', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 2 });
		const other = await simulatedAccount({ cameras: [...simulator.devices] });
		const run = async () =>
			await runNode({
				credentials,
				items: itemsOf(simulator.devices),
				parameters: getLiveThumbnail(),
			});
		await run();
		const oldToken = credentials.stored?.jwtToken;

		credentials.stored = { ...credentials.stored, baseUrl: other.simulator.baseUrl };
		const moved = await run();

		expect(moved.items.map((item) => thumbnailOf(item).status)).toEqual(['ok', 'ok']);
		expect(other.simulator.stats()).toMatchObject({ logins: 1, thumbnails: 2 });
		expect(other.simulator.requests.every(({ token }) => token !== oldToken)).toBe(true);

		credentials.stored = { ...credentials.stored, password: 'mistyped' };
		const refused = await run();
		expect(refused.error?.message).toContain('refused the email or password');
	});

	test('is missing from the node: every item says so under Continue', async () => {
		const credentials = new CredentialStore(undefined);

		const { items } = await runNode({
			credentials,
			items: [{ json: { id: 'a' } }, { json: { id: 'b' } }],
			onError: 'continueRegularOutput',
			parameters: getLiveThumbnail(),
		});

		expect(items.map(({ json }) => json.error)).toEqual(
			Array(2).fill('The node has no Arcules account to sign in with'),
		);
	});

	test('never sees its token or password in the data of a run', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 3 });
		simulator.setFault(String(simulator.devices[1]?.id), { kind: 'reset' });

		const { run } = await runNode({
			credentials,
			items: itemsOf(simulator.devices),
			onError: 'continueErrorOutput',
			parameters: getLiveThumbnail({ options: OFF }),
		});

		const everything = JSON.stringify(run, (_key, value: unknown) =>
			value instanceof Error ? { ...value, message: value.message, cause: value.cause } : value,
		);
		expect(everything).not.toContain(String(credentials.stored?.jwtToken));
		expect(everything).not.toContain('demo-password');
	});
});

describe('Redirects', () => {
	test('are followed without the token when they lead to another origin', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: [LOBBY] });
		const elsewhere = await simulatedAccount({ cameras: [LOBBY] });
		simulator.setFault(LOBBY.id, {
			kind: 'redirect',
			location: `${elsewhere.simulator.baseUrl}/thumbnail/${LOBBY.id}/live`,
		});

		await runNode({
			credentials,
			items: itemsOf([LOBBY]),
			parameters: getLiveThumbnail({ options: OFF }),
		});

		expect(elsewhere.simulator.requests).toHaveLength(1);
		expect(elsewhere.simulator.requests.every(({ authorization }) => !authorization)).toBe(true);
	});
});

describe('Cancelling', () => {
	test('ends requests and waits within a second', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 20 });
		simulator.setFault('*thumbnail', { kind: 'hang' });
		simulator.setFault(String(simulator.devices[0]?.id), {
			kind: 'status',
			status: 503,
			headers: { 'retry-after': '50' },
		});
		let cancelledAtMs = 0;

		await runNode({
			credentials,
			items: itemsOf(simulator.devices),
			parameters: getLiveThumbnail(),
			onStart: (cancel) => {
				setTimeout(() => {
					cancelledAtMs = Date.now();
					cancel();
				}, 400);
			},
		}).catch(() => undefined);

		expect(Date.now() - cancelledAtMs).toBeLessThan(1_000);
		const asked = simulator.stats().thumbnails;
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(simulator.stats().thumbnails).toBe(asked);
	});
});
