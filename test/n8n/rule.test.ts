/**
 * Arcules Rule Trigger in real n8ns: what arrives, what is refused, and what nobody gets to read.
 */
import { request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { StoredCredential } from '../../dev/n8n/client';
import type { Item } from '../../dev/n8n/execution';
import { at } from '../../dev/n8n/json';
import { fireRule, SIGNATURE_FORMS, startSimulator } from '../../dev/simulator';
import { openForAll } from './driver/lifetime';
import {
	type Call,
	PROOF,
	RULE_TRIGGER,
	ruleCredential,
	RuleWorkflow,
} from './driver/ruleWorkflow';
import { servedPictures, sha256 } from './driver/pictures';
import { TestN8n, VERSIONS } from './driver/testN8n';

const { apiKey: KEY, secret: SECRET } = PROOF;
const MEGABYTE = 1024 * 1024;
/** Longer than the node waits for a body. */
const DRIP_S = 15;
const QUIET_MS = 1_500;

/** Both are right, unless something else is said. */
const proven = (call: Call = {}): Call => ({ apiKey: KEY, secret: SECRET, ...call });

const BODIES: ReadonlyArray<readonly [what: string, sent: string | Buffer, shown: unknown]> = [
	[
		'JSON',
		'{"deviceId":"lobby","list":[1,{"a":null}]}',
		{ deviceId: 'lobby', list: [1, { a: null }] },
	],
	['letters of all kinds', '{"name":"Größe 🎥 東京 \\u0000"}', { name: 'Größe 🎥 東京 \u0000' }],
	['numbers beyond 2^53', '{"id":12345678901234567890}', { id: 12345678901234567000 }],
	['a list', '[1,2,{"a":"b"}]', [1, 2, { a: 'b' }]],
	['nothing', '', ''],
	['a text that is no JSON', 'not json {', 'not json {'],
	['bytes that are no text', Buffer.from([0, 255, 97]), '\u0000\ufffda'],
	['as much as is taken', 'x'.repeat(MEGABYTE), 'x'.repeat(MEGABYTE)],
];

describe.each(VERSIONS)('Arcules Rule Trigger in n8n %s', (version) => {
	const n8n = openForAll(() => TestN8n.start(version, { N8N_LOG_LEVEL: 'debug' }));
	const simulator = openForAll(() => startSimulator({ cameras: 2 }));
	let credential: StoredCredential;
	let account: StoredCredential;

	beforeAll(async () => {
		credential = await n8n().client.createCredential(
			ruleCredential({ apiKey: KEY, secret: SECRET }),
		);
		account = await n8n().connect(simulator());
	});

	/** To be compared with the hash of what was sent. */
	const rawBodyOf = async (item: Item | undefined) => sha256(await n8n().picture(item, 'rawBody'));

	describe('at its production address', () => {
		let rule: RuleWorkflow;
		let arrived = 0;

		beforeAll(async () => {
			rule = await RuleWorkflow.publish(n8n(), {
				credential,
				parameters: { settings: { rawBody: true } },
			});
		});

		/** Nothing has started but what was let in. */
		async function expectNothingStarted(): Promise<void> {
			await delay(QUIET_MS);
			expect(await rule.executions()).toHaveLength(arrived);
		}

		test.each(BODIES)('hands %s on once and as it is', async (_what, sent, shown) => {
			expect(await rule.fire(proven({ body: sent }))).toEqual({ status: 200, body: '' });
			const events = await rule.events(++arrived);

			expect(events).toHaveLength(arrived);
			const item = events.at(-1);
			expect(Object.keys(item?.json ?? {})).toEqual(['receivedAt', 'body', 'signature', 'headers']);
			expect(item?.json.body).toEqual(shown);
			expect(item?.json.signature).toEqual({ verified: true, form: 'HMAC-SHA-256 in hex' });
			expect(await rawBodyOf(item)).toBe(sha256(Buffer.from(sent)));
			expect(JSON.stringify(item)).not.toContain(KEY);
		});

		test('knows a signature in every form', async () => {
			for (const form of Object.keys(SIGNATURE_FORMS)) {
				const signatureForm = Object.keys(SIGNATURE_FORMS).find(
					(one): one is keyof typeof SIGNATURE_FORMS => one === form,
				);
				expect((await rule.fire(proven({ body: { form }, signatureForm }))).status).toBe(200);
				arrived++;
			}
			await rule.events(arrived);
		});

		test.each<[string, Call, number, string]>([
			['without a key', { secret: SECRET }, 401, 'The call has no API key.'],
			['with a wrong key', proven({ apiKey: `${KEY}5` }), 401, 'The API key is wrong.'],
			['without a signature', { apiKey: KEY }, 401, 'The call is not signed.'],
			['with a wrong signature', proven({ secret: 'wrong' }), 401, 'The signature does not match.'],
			[
				'with 2 MB of body',
				proven({ body: 'x'.repeat(2 * MEGABYTE) }),
				413,
				'The body is too large.',
			],
			[
				'with 20 MB of body',
				proven({ body: 'x'.repeat(20 * MEGABYTE) }),
				413,
				'The body is too large.',
			],
			[
				'with 2 MB of body and a wrong key',
				{ body: 'x'.repeat(2 * MEGABYTE) },
				401,
				'The call has no API key.',
			],
			['that is a GET', proven({ method: 'GET' }), 404, 'not registered for GET requests'],
		])('refuses a call %s, in plain words', async (_what, call, status, words) => {
			const answer = await rule.fire({ body: 'x', ...call });
			expect(answer).toEqual({ status, body: expect.stringContaining(words) });
			await expectNothingStarted();
		});

		test('refuses a body that drips after ten seconds, and ends the connection', async () => {
			const started = Date.now();
			const { status, body } = await drip(rule.url);
			expect([status, body]).toEqual([408, 'The body did not arrive in time.']);
			expect(Date.now() - started).toBeGreaterThan(9_500);
			expect(Date.now() - started).toBeLessThan(DRIP_S * 1_000);
			await expectNothingStarted();
		}, 60_000);
	});

	test('hands a test event on, and listens further after a call that is refused', async () => {
		const rule = await RuleWorkflow.create(n8n(), { credential });
		await rule.listen();
		const url = rule.testUrl;
		expect((await fireRule({ url, body: 'x' })).status).toBe(401);
		expect(await fireRule({ url, ...proven({ body: ['test'] }) })).toEqual({
			status: 200,
			body: '',
		});
		const [event, ...others] = await rule.events();
		expect(event?.json.body).toEqual(['test']);
		expect(others).toEqual([]);
	});

	test('passes on what is not signed where the user wants that', async () => {
		const parameters = { onUnverified: 'pass' };
		const rule = await RuleWorkflow.publish(n8n(), { credential, parameters });
		expect((await rule.fire({ apiKey: KEY, body: '{}' })).status).toBe(200);
		const [event] = await rule.events();
		expect(event?.json.signature).toEqual({
			verified: false,
			reason: 'The call has no header x-arcules-signature',
		});
	});

	test('takes the same signed body once with Ignore Repeats, and tells the sender that all is well', async () => {
		const parameters = { settings: { ignoreRepeats: true } };
		const rule = await RuleWorkflow.publish(n8n(), { credential, parameters });
		for (const body of ['a', 'a', 'b', 'a']) {
			expect(await rule.fire(proven({ body }))).toEqual({ status: 200, body: '' });
		}
		await delay(QUIET_MS);
		expect((await rule.events(2)).map(({ json }) => json.body)).toEqual(['a', 'b']);
	});

	test('warns in the editor when anybody may start the workflow', async () => {
		const rule = await RuleWorkflow.create(n8n());
		await rule.listen();
		expect((await fireRule({ url: rule.testUrl, body: '{}' })).status).toBe(200);
		await rule.events();
		const [{ id = '' } = {}] = await rule.executions();
		const { runs } = await n8n().client.getExecution(id);
		expect(JSON.stringify(runs[RULE_TRIGGER]?.[0]?.hints)).toContain(
			'Anybody who knows the address',
		);
	});

	describe('with a picture', () => {
		let rule: RuleWorkflow;
		let arrived = 0;

		beforeAll(async () => {
			const parameters = {
				attachPicture: true,
				channelIdPath: 'body.deviceId',
				settings: { retries: 0, lookUpName: true },
			};
			rule = await RuleWorkflow.publish(n8n(), { credential, account, parameters });
		});

		async function eventOf(deviceId: unknown): Promise<Item | undefined> {
			expect((await rule.fire(proven({ body: { deviceId } }))).status).toBe(200);
			return (await rule.events(++arrived)).at(-1);
		}

		test('hands on what the camera shows', async () => {
			const served = await servedPictures(simulator());
			const [camera] = simulator().devices;
			const item = await eventOf(camera?.id);
			expect(item?.json).toMatchObject({
				cameraName: camera?.name,
				pictureStatus: 'ok',
				channelId: camera?.id,
				body: { deviceId: camera?.id },
			});
			expect(sha256(await n8n().picture(item))).toBe(sha256(served.get(String(camera?.id))));
		});

		test('says why there is none, and goes on', async () => {
			const camera = simulator().devices[1];
			simulator().clearFaults();
			simulator().setOffline(String(camera?.id), true);
			const offline = await eventOf(camera?.id);
			expect(offline?.json).toMatchObject({
				pictureStatus: 'failed',
				pictureReason: 'unavailable',
			});
			expect(at(offline?.json, 'error')).toContain(`Camera "${camera?.name}" gave no picture`);
			expect(offline?.binary).toEqual({});

			const nowhere = await eventOf(undefined);
			expect(nowhere?.json).toMatchObject({ pictureReason: 'invalidParameter', body: {} });
			expect(at(nowhere?.json, 'error')).toContain('leads nowhere: the event has no body.deviceId');
		});

		test('answers long before a slow camera does', async () => {
			const [camera] = simulator().devices;
			simulator().setFault(String(camera?.id), { kind: 'slow', delayMs: 4_000 });
			const started = Date.now();
			expect((await rule.fire(proven({ body: { deviceId: camera?.id } }))).status).toBe(200);
			expect(Date.now() - started).toBeLessThan(2_000);
			expect((await rule.events(++arrived)).at(-1)?.json.pictureStatus).toBe('ok');
		});
	});

	test('nothing in the log of n8n tells the key or the secret, down to the last detail', () => {
		// Last, so that all of the above is in it.
		expect(n8n().log()).toContain('Received webhook');
		for (const secret of [KEY, SECRET]) expect(n8n().log()).not.toContain(secret);
	});
});

/** A call whose body comes a byte a second; gives the answer once the server has ended the connection. */
async function drip(url: string): Promise<{ status: number | undefined; body: string }> {
	const headers = { authorization: `Bearer ${KEY}`, 'content-length': String(MEGABYTE) };
	const call = httpRequest(url, { method: 'POST', headers });
	const answered = once(call, 'response');
	// The server closes while something is still to be written.
	call.on('error', () => {});
	const dripping = setInterval(() => call.write('x'), 1_000);
	try {
		const [response] = await answered;
		let body = '';
		response.on('data', (chunk: Buffer) => void (body += String(chunk)));
		await once(response, 'close');
		return { status: response.statusCode, body };
	} finally {
		clearInterval(dripping);
		call.destroy();
	}
}
