/**
 * The live picture of one camera, handed on only when it is whole; through Get Live Thumbnail and the simulator.
 */
import nock from 'nock';
import type { Fault } from '../../../../dev/simulator';
import { CredentialStore } from '../../../../dev/engine/credentialStore';
import {
	getLiveThumbnail,
	itemsOf,
	LOBBY,
	pictureSentBy,
	simulatedAccount,
	stopSimulators,
} from '../../../harness/simulated';
import { pictureOf, runNode, thumbnailOf } from '../../../harness/workflow';

afterEach(stopSimulators);
afterAll(() => nock.restore());

describe('A whole picture', () => {
	test('comes with its size in pixels and the dates the server sent', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 1, picture: 'scene' });
		const startedAt = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();

		const { items } = await runNode({
			credentials,
			items: itemsOf(simulator.devices),
			parameters: getLiveThumbnail(),
		});

		const thumbnail = thumbnailOf(items[0]);
		expect(thumbnail).toMatchObject({ width: 1280, height: 720 });
		expect(thumbnail).not.toHaveProperty('ageSeconds');
		for (const date of [thumbnail.serverDate, thumbnail.lastModified]) {
			expect(String(date) >= startedAt && String(date) <= new Date().toISOString()).toBe(true);
		}
	});

	test('is asked for fresh at the vendor’s address by default; one from a cache comes with its age', async () => {
		const { simulator } = await simulatedAccount({ cameras: [LOBBY] });
		const source = await pictureSentBy(simulator, LOBBY.id);
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

	test('may have padding after its end', async () => {
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

const status = (code: number, body?: string, contentType?: string): Fault => ({
	kind: 'status',
	status: code,
	...(body === undefined ? {} : { body }),
	...(contentType === undefined ? {} : { contentType }),
});

const WEB_PAGE = '<html>Bad gateway</html>';

test.each<[string, Fault, string, string]>([
	['a web page', { kind: 'html' }, 'notAnImage', 'a web page came instead of a picture'],
	['JSON', { kind: 'json' }, 'notAnImage', 'a message came instead of a picture'],
	['JSON that calls itself a JPEG', { kind: 'jsonAsJpeg' }, 'notAnImage', 'a message came'],
	['an empty body', { kind: 'empty' }, 'notAnImage', 'the answer was empty'],
	[
		'a GIF',
		status(200, 'GIF89a\u0001\u0000', 'image/gif'),
		'notAnImage',
		'what came is not a JPEG picture',
	],
	['half a JPEG', { kind: 'halfJpeg' }, 'incomplete', 'only a part of the picture came'],
	['a connection cut half way', { kind: 'cutJpeg' }, 'network', 'the connection to 127.0.0.1'],
	['a connection reset', { kind: 'reset' }, 'network', 'the connection to 127.0.0.1'],
	['no answer', { kind: 'hang' }, 'timeout', 'no complete answer came within 0.4 seconds'],
	['a body that drips', { kind: 'drip', intervalMs: 20 }, 'timeout', 'came within 0.4 seconds'],
	['a body that never ends', { kind: 'endless' }, 'timeout', 'came within 0.4 seconds'],
	['a status without words', status(418), 'unavailable', '(status 418)'],
	['an error page', status(502, WEB_PAGE, 'text/html'), 'unavailable', 'right now (status 502)'],
	['an error in plain text', status(500, 'a\n  b', 'text/plain'), 'unavailable', '“a b”'],
	['a camera that is offline', { kind: 'offline' }, 'unavailable', '“The camera is offline”'],
	['an unknown camera', status(404), 'notFound', 'does not know this camera (status 404)'],
	['an id of another form', status(422), 'notFound', 'does not know this camera (status 422)'],
	['a camera of another site', status(403), 'forbidden', 'see this camera (status 403)'],
	['too many requests', status(429), 'rateLimited', 'too many requests from this account'],
])('%s is reported, and never made a file', async (_name, fault, reason, words) => {
	const { simulator, credentials } = await simulatedAccount({ cameras: [LOBBY] });
	simulator.setFault(LOBBY.id, fault);
	const startedAtMs = Date.now();

	const { items, error, hints } = await runNode({
		credentials,
		items: itemsOf([LOBBY]),
		onError: 'continueRegularOutput',
		parameters: getLiveThumbnail({ options: { retries: 0, timeout: 0.4 } }),
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
	expect(hints).toEqual([expect.stringMatching(/^1 of 1 camera gave no picture: Lobby \(.+\)\./)]);
});
