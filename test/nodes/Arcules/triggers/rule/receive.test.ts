/**
 * Calls of the rule trigger over HTTP, through n8n-core: who is let in, and what the workflow gets.
 */
import { once } from 'node:events';
import { request } from 'node:http';
import { UserError } from 'n8n-workflow';
import { readBinary } from '../../../../../dev/engine/engine';
import { fireRule, type RuleCall } from '../../../../../dev/simulator';
import { CREDENTIAL_AGE_MS } from '../../../../../nodes/Arcules/triggers/rule/credential';
import { listenForRule, PROOF, type RuleOptions, stopListening } from '../../../../harness/rule';
import { textOf } from '../../../../harness/secrets';

afterEach(stopListening);

const { apiKey: KEY, secret: SECRET } = PROOF;
const BODY = '{"event":"motion","deviceId":"lobby"}';

type Call = Omit<RuleCall, 'url'>;

/** Both are right, unless something else is said. */
const proven = (call: Call = {}): Call => ({ apiKey: KEY, secret: SECRET, body: BODY, ...call });

const listen = async (options: RuleOptions = {}) =>
	await listenForRule({ rule: { apiKey: KEY, secret: SECRET }, ...options });

describe('A call with the right key and signature', () => {
	test('is answered with 200 and an empty body, and starts the workflow once', async () => {
		const rule = await listen();
		expect(await rule.fire(proven())).toEqual({ status: 200, body: '' });
		expect(rule.runs).toHaveLength(1);
	});

	test('gives one item with the time, the headers, the body and what is known of the signature', async () => {
		const rule = await listen();
		const before = Date.now();
		const [item, ...others] = await rule.itemsOf(proven({ headers: { cookie: 'a=b' } }));

		expect(others).toEqual([]);
		expect(Object.keys(item?.json ?? {})).toEqual(['receivedAt', 'body', 'signature', 'headers']);
		expect(item?.json).toMatchObject({
			headers: { 'content-type': 'application/json', 'content-length': String(BODY.length) },
			body: { event: 'motion', deviceId: 'lobby' },
			signature: { verified: true, form: 'HMAC-SHA-256 in hex' },
		});
		const receivedMs = Date.parse(String(item?.json.receivedAt));
		expect(receivedMs).toBeGreaterThanOrEqual(before);
		expect(receivedMs).toBeLessThanOrEqual(Date.now());
		expect(item?.binary).toBeUndefined();
	});

	test('leaves neither key nor secret nor cookie in the execution', async () => {
		const rule = await listen();
		const headers = { cookie: 'a=cookie-1234', 'x-forwarded-key': `Bearer ${KEY}` };
		await rule.itemsOf(proven({ headers }));

		const [run] = rule.runs;
		const stored = run === undefined ? '' : textOf(run);
		expect(stored).toContain('motion');
		for (const secret of [KEY, SECRET, 'cookie-1234']) expect(stored).not.toContain(secret);
	});
});

/** With the right key, and a body of unknown length. */
const streaming = (body: ReadableStream) => ({
	method: 'POST',
	headers: { authorization: `Bearer ${KEY}` },
	body,
	duplex: 'half',
});

describe('A call is refused, and nothing starts,', () => {
	test.each<[string, Call, number, string]>([
		['without a key', proven({ apiKey: undefined }), 401, 'The call has no API key.'],
		['with a wrong key', proven({ apiKey: 'wrong' }), 401, 'The API key is wrong.'],
		[
			'with another scheme',
			proven({ headers: { authorization: `Basic ${KEY}` } }),
			401,
			'The API key is wrong.',
		],
		['without a signature', proven({ secret: undefined }), 401, 'The call is not signed.'],
		['with a wrong signature', proven({ secret: 'wrong' }), 401, 'The signature does not match.'],
		[
			'with an empty signature',
			proven({ headers: { 'x-arcules-signature': '' } }),
			401,
			'The signature does not match.',
		],
		['with a body of 2 MB', proven({ body: 'x'.repeat(2_000_000) }), 413, 'The body is too large.'],
		[
			'with a body of one byte too many',
			proven({ body: 'x'.repeat(1024 * 1024 + 1) }),
			413,
			'The body is too large.',
		],
		[
			'with a body that is compressed',
			proven({ headers: { 'content-encoding': 'gzip' } }),
			415,
			'The body is compressed',
		],
	])('%s', async (_name, call, status, words) => {
		const rule = await listen();
		const answer = await rule.fire(call);
		expect(answer).toEqual({ status, body: expect.stringContaining(words) });
		for (const secret of [KEY, SECRET]) expect(answer.body).not.toContain(secret);
		expect(rule.runs).toEqual([]);
		expect(rule.errors).toEqual([]);
	});

	test('with a body without end', async () => {
		const rule = await listen();
		const body = new ReadableStream({
			pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)),
		});
		const response = await fetch(rule.url, streaming(body));
		expect(response.status).toBe(413);
		expect(rule.runs).toEqual([]);
	});

	test('of whose body nothing is read without the key', async () => {
		const rule = await listen();
		// A body that never comes: the answer does not wait for it.
		const call = request(rule.url, { method: 'POST', headers: { 'content-length': '100' } });
		call.on('error', () => {});
		call.flushHeaders();
		const [response] = await once(call, 'response');
		expect(response.statusCode).toBe(401);
		call.destroy();
		expect(rule.runs).toEqual([]);
	});

	test('with a body that breaks off', async () => {
		const rule = await listen();
		const stop = new AbortController();
		const body = new ReadableStream({
			start: (controller) => controller.enqueue(new Uint8Array(10)),
		});
		const call = fetch(rule.url, { ...streaming(body), signal: stop.signal });
		await new Promise((resolve) => setTimeout(resolve, 200));
		stop.abort();
		await expect(call).rejects.toThrow();
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(rule.runs).toEqual([]);
		expect(rule.errors).toEqual([]);
	});
});

describe('A body', () => {
	test.each<[string, unknown]>([
		['of one megabyte', 'x'.repeat(1024 * 1024)],
		['that is empty', ''],
		['that is no JSON', 'not json {'],
		['with numbers beyond 2^53', '{"id":12345678901234567890,"n":1.10}'],
		['with letters of all kinds', '{"name":"Größe 🎥 \\u0000 \u2028"}'],
		['that is a list', '[1,{"a":2}]'],
		['of bytes that are no text', Buffer.from([0, 255, 10, 128])],
	])('%s arrives byte for byte', async (_name, body) => {
		const rule = await listen({ parameters: { settings: { rawBody: true } } });
		const [item] = await rule.itemsOf(proven({ body }));
		const file = item?.binary?.rawBody;
		if (file === undefined) throw new UserError('The item has no raw body');
		const sent = Buffer.isBuffer(body) ? body : Buffer.from(String(body));
		expect((await readBinary(file)).equals(sent)).toBe(true);
		expect(file.fileName).toMatch(/^event\.(json|txt|bin)$/);
	});

	test.each([
		'application/json',
		'text/plain',
		'application/xml',
		'multipart/form-data; boundary=x',
		'',
	])('is read by what it is, whatever its label: %s', async (label) => {
		const rule = await listen();
		const [item] = await rule.itemsOf(proven({ headers: { 'content-type': label } }));
		expect(item?.json.body).toEqual({ event: 'motion', deviceId: 'lobby' });
	});

	test('is read as well where n8n has read it before', async () => {
		const rule = await listen({
			prepare: (request, _response, next) => {
				const chunks: Buffer[] = [];
				request.on('data', (chunk: Buffer) => chunks.push(chunk));
				request.on('end', () => {
					Object.assign(request, { rawBody: Buffer.concat(chunks) });
					next();
				});
			},
		});
		const [item] = await rule.itemsOf(proven());
		expect(item?.json.body).toEqual({ event: 'motion', deviceId: 'lobby' });
		expect((await rule.fire(proven({ body: 'x'.repeat(2_000_000) }))).status).toBe(413);
	});

	test('that n8n has taken apart is refused, and not taken for an empty one', async () => {
		const rule = await listen({
			prepare: (request, _response, next) => void request.resume().on('end', () => next()),
		});
		expect((await rule.fire(proven())).status).toBe(415);
		expect(rule.runs).toEqual([]);
	});
});

describe('Without the right signature', () => {
	test.each<[string, Call, RegExp]>([
		['a call that is not signed', proven({ secret: undefined }), /^The call has no header/],
		['a call that is signed wrongly', proven({ secret: 'wrong' }), /^The signature matches none/],
	])('%s is passed on as such, where the user wants that', async (_name, call, reason) => {
		const rule = await listen({ parameters: { onUnverified: 'pass' } });
		const [item] = await rule.itemsOf(call);
		expect(item?.json.signature).toEqual({
			verified: false,
			reason: expect.stringMatching(reason),
		});
		expect((await rule.fire({ ...call, apiKey: 'wrong' })).status).toBe(401);
	});

	test.each<[string, RuleOptions, Call]>([
		['a key alone', { rule: { apiKey: KEY, secret: '' } }, { apiKey: KEY }],
		['an empty credential', { rule: { apiKey: '  ', secret: '' } }, {}],
		['a credential that was never filled in', { rule: {} }, {}],
		['no credential', { rule: null }, {}],
	])('a call passes where the node has %s', async (_name, options, call) => {
		const rule = await listen(options);
		const [item] = await rule.itemsOf({ body: BODY, ...call });
		expect(item?.json.signature).toEqual({
			verified: false,
			reason: 'The node has no secret to check a signature with',
		});
	});
});

test('a credential that cannot be used lets nobody in', async () => {
	for (const rule of [{ apiKey: KEY, secret: 5 }, { apiKey: false }]) {
		const listening = await listen({ rule });
		expect((await listening.fire(proven())).status).toBe(500);
		expect(String(listening.errors)).toContain('The Arcules webhook credential cannot be used');
		expect(listening.runs).toEqual([]);
	}
});

describe('A credential that is edited', () => {
	test('lets its new key and secret in at once, and its old ones no longer than a second', async () => {
		const rule = { apiKey: KEY, secret: SECRET };
		const listening = await listen({ rule });
		expect((await listening.fire(proven())).status).toBe(200);

		Object.assign(rule, { apiKey: 'another key', secret: 'another secret' });
		expect((await listening.fire(proven({ ...rule }))).status).toBe(200);
		expect((await listening.fire(proven())).status).toBe(401);

		Object.assign(rule, { apiKey: KEY, secret: SECRET });
		await new Promise((resolve) => setTimeout(resolve, CREDENTIAL_AGE_MS + 50));
		expect((await listening.fire(proven({ apiKey: 'another key' }))).status).toBe(401);
		expect((await listening.fire(proven())).status).toBe(200);
		expect(CREDENTIAL_AGE_MS).toBe(1_000);
	});

	test('is heeded at once where it takes a secret that it had not', async () => {
		const rule = { apiKey: KEY, secret: '' };
		const listening = await listen({ rule });
		expect((await listening.fire(proven())).status).toBe(200);
		rule.secret = 'another secret';
		expect((await listening.fire(proven())).status).toBe(401);
	});

	test('is read once a second at most for calls that come together', async () => {
		const rule = { apiKey: KEY, secret: SECRET };
		let reads = 0;
		const counted = Object.defineProperty({ ...rule }, 'apiKey', {
			enumerable: true,
			get: () => {
				reads++;
				return KEY;
			},
		});
		const listening = await listen({ rule: counted });
		const start = performance.now();
		await Promise.all(Array.from({ length: 20 }, async () => await listening.fire(proven())));
		const seconds = (performance.now() - start) / CREDENTIAL_AGE_MS;
		expect(reads).toBeLessThanOrEqual(1 + Math.floor(seconds));
	});
});

describe('The same signed body twice', () => {
	test('is two events, unless the user says otherwise', async () => {
		const rule = await listen();
		for (let call = 0; call < 2; call++) await rule.fire(proven());
		await rule.itemsOf(proven());
		expect(rule.runs).toHaveLength(3);
	});

	test('is one event with Ignore Repeats, and the sender is told that all is well', async () => {
		const rule = await listen({ parameters: { settings: { ignoreRepeats: true } } });
		const body = 'only in this test';
		expect(await rule.itemsOf(proven({ body }))).toHaveLength(1);
		expect(await rule.fire(proven({ body }))).toEqual({ status: 200, body: '' });
		expect(await rule.itemsOf(proven({ body: `${body}, too` }))).toHaveLength(1);
		expect(rule.runs).toHaveLength(2);
	});

	test('is two events with Ignore Repeats where nobody can know who has signed it', async () => {
		const parameters = { onUnverified: 'pass', settings: { ignoreRepeats: true } };
		const rule = await listen({ parameters });
		for (let call = 0; call < 2; call++) await rule.itemsOf(proven({ secret: 'wrong' }));
		expect(rule.runs).toHaveLength(2);
	});
});

describe('A test event', () => {
	const hintsOf = async (options: RuleOptions) => {
		const rule = await listenForRule({ mode: 'manual', ...options });
		await rule.itemsOf({ apiKey: KEY, secret: SECRET });
		const [run] = rule.runs;
		return run?.data.resultData.runData['Arcules Rule Trigger']?.[0]?.hints ?? [];
	};

	test('warns when anybody may start the workflow', async () => {
		for (const rule of [null, { apiKey: '', secret: '' }]) {
			expect(await hintsOf({ rule })).toEqual([
				expect.objectContaining({
					type: 'warning',
					message: expect.stringContaining('Anybody who knows the address can start'),
				}),
			]);
		}
	});

	test('warns of nothing with a key or a secret', async () => {
		for (const rule of [{ apiKey: KEY }, { secret: SECRET }])
			expect(await hintsOf({ rule })).toEqual([]);
	});
});

test('200 calls at once are 200 events', async () => {
	const rule = await listen();
	const numbers = Array.from({ length: 200 }, (_, index) => index);
	await Promise.all(
		numbers.map(async (n) => await fireRule({ url: rule.url, ...proven({ body: { n } }) })),
	);
	expect(rule.runs).toHaveLength(200);
});
