/**
 * The faults of the stand-in for the Arcules API: each once, as it looks on the wire.
 */
import { gunzipSync } from 'node:zlib';
import {
	DEFAULT_ACCOUNT,
	startSimulator,
	WRITINGS,
	type Fault,
	type Simulator,
} from '../dev/simulator';
import { call, jsonOf, picturePath, signIn, tokenOf, type WireAnswer } from './harness/apiClient';

const BYTES = 20_000;
const PATIENCE_MS = 600;
const EOI = 'ffd9';

let simulator: Simulator;
let token: string;

beforeAll(async () => {
	simulator = await startSimulator({ cameras: 4, pageSize: 2, picture: { bytes: BYTES } });
	token = await tokenOf(simulator);
});
afterEach(() => simulator.clearFaults());
afterAll(async () => await simulator.close());

async function get(path: string): Promise<WireAnswer> {
	return await call(simulator, { path, token });
}

async function pictureWith(fault: Fault): Promise<WireAnswer> {
	simulator.setFault('*thumbnail', fault);
	return await get(picturePath(simulator));
}

/** What comes of an answer that does not end by itself. */
async function startOfPictureWith(fault: Fault): Promise<WireAnswer> {
	simulator.setFault('*thumbnail', fault);
	return await call(simulator, { path: picturePath(simulator), token, patienceMs: PATIENCE_MS });
}

/** What of an answer a fault decides. */
function look({ status, headers, body, end }: WireAnswer) {
	return {
		status,
		type: headers['content-type'],
		encoding: headers['content-encoding'],
		announced: headers['content-length'],
		bytes: body.length,
		first: body.subarray(0, 2).toString('hex'),
		last: body.subarray(-2).toString('hex'),
		end,
	};
}

const HALF = BYTES / 2;
const JPEG = { status: 200, type: 'image/jpeg', first: 'ffd8', end: 'whole' } as const;

describe('a fault of a picture', () => {
	it.each<[Fault, Partial<ReturnType<typeof look>>]>([
		[
			{ kind: 'status', status: 429, headers: { 'Retry-After': '-3' } },
			{ status: 429, bytes: 0 },
		],
		[
			{ kind: 'status', status: 202, body: 'Device Busy' },
			{ status: 202, type: 'text/plain', bytes: 11 },
		],
		[
			{ kind: 'status', status: 204, body: 'x' },
			{ status: 204, announced: undefined, bytes: 0 },
		],
		[
			{ kind: 'status', status: 200, body: '<busy/>', contentType: 'text/xml' },
			{ type: 'text/xml', bytes: 7 },
		],
		[{ kind: 'offline' }, { status: 503, type: 'application/json' }],
		[{ kind: 'html' }, { status: 200, type: 'text/html' }],
		[{ kind: 'json' }, { status: 200, type: 'application/json', first: '7b22' }],
		[{ kind: 'jsonAsJpeg' }, { ...JPEG, first: '7b22' }],
		[
			{ kind: 'bytes', base64: '/9j/2Q==' },
			{ ...JPEG, bytes: 4, last: EOI },
		],
		[{ kind: 'empty' }, { ...JPEG, first: '', bytes: 0 }],
		[{ kind: 'halfJpeg' }, { ...JPEG, bytes: HALF, announced: String(HALF) }],
		[{ kind: 'halfThenEoi' }, { ...JPEG, bytes: HALF + 2, last: EOI }],
		[{ kind: 'halfThenWhole' }, { ...JPEG, bytes: HALF + BYTES, last: EOI }],
		[{ kind: 'glued' }, { ...JPEG, bytes: 2 * BYTES, last: EOI }],
		[
			{ kind: 'padded', bytes: 512 },
			{ ...JPEG, bytes: BYTES + 512, last: '0000' },
		],
		[{ kind: 'gzip' }, { ...JPEG, encoding: 'gzip', first: '1f8b' }],
		[
			{ kind: 'gzip', packed: false },
			{ ...JPEG, encoding: 'gzip', bytes: BYTES },
		],
		[
			{ kind: 'gzip', header: false },
			{ ...JPEG, encoding: undefined, first: '1f8b' },
		],
		[{ kind: 'cutJpeg' }, { ...JPEG, announced: String(BYTES), bytes: HALF, end: 'cut' }],
		[{ kind: 'endless' }, { ...JPEG, announced: String(BYTES), bytes: HALF, end: 'silent' }],
		[
			{ kind: 'huge', bytes: 3_000_001 },
			{ ...JPEG, announced: undefined, bytes: 3_000_001 },
		],
		[
			{ kind: 'flood', text: 'eyJ-', bytes: 313_001, status: 500 },
			{ status: 500, type: 'text/plain', bytes: 313_001 },
		],
		[{ kind: 'reset' }, { status: 0, end: 'cut' }],
		[{ kind: 'hang' }, { status: 0, end: 'silent' }],
	])('%j looks like this', async (fault, expected) => {
		const ask = expected.end === 'silent' ? startOfPictureWith : pictureWith;
		expect(look(await ask(fault))).toMatchObject(expected);
	});

	it('"drip" sends a byte at a time, and "flood" without a size and "multipart" without parts never end', async () => {
		const drip = await startOfPictureWith({ kind: 'drip', intervalMs: 20 });
		expect([drip.end, drip.body.length > 1, drip.body.length < 31]).toEqual(['silent', true, true]);
		expect((await startOfPictureWith({ kind: 'flood', text: ' ' })).end).toBe('silent');
		expect((await startOfPictureWith({ kind: 'multipart', intervalMs: 1 })).end).toBe('silent');
	});

	it('"multipart" sends whole pictures between boundaries', async () => {
		const { headers, body } = await pictureWith({ kind: 'multipart', parts: 2, intervalMs: 1 });
		expect(headers['content-type']).toBe('multipart/x-mixed-replace; boundary=frame');
		const parts = body.toString('latin1').split('--frame');
		expect(parts.map((part) => part.length > BYTES)).toEqual([false, true, true, false]);
		expect(parts[3]).toBe('--\r\n');
	});

	it('"headers" and "stale" change headers only', async () => {
		const changed = await pictureWith({
			kind: 'headers',
			headers: { 'Content-Type': 'image/png', 'cache-control': null },
		});
		expect(changed.headers).toMatchObject({ 'content-type': 'image/png' });
		expect(changed.headers).not.toHaveProperty('cache-control');
		const stale = await pictureWith({ kind: 'stale', seconds: 86_400 });
		expect(stale.headers.age).toBe('86400');
		expect(Date.now() - Date.parse(String(stale.headers['last-modified']))).toBeGreaterThan(
			86_399_000,
		);
	});

	it('"slow" comes later, and "redirect" leads elsewhere, to the same call again, or to the sign-in page', async () => {
		const startedAt = performance.now();
		expect(look(await pictureWith({ kind: 'slow', delayMs: 100 }))).toMatchObject(JPEG);
		expect(performance.now() - startedAt).toBeGreaterThan(95);
		const { status, headers } = await pictureWith({
			kind: 'redirect',
			location: '?again',
			status: 307,
		});
		expect([status, headers.location]).toEqual([307, '?again']);
		simulator.clearFaults();
		expect(look(await get(`${picturePath(simulator)}?again`))).toMatchObject(JPEG);
		expect(look(await get('/login'))).toMatchObject({ status: 200, type: 'text/html' });
	});

	it('"frozen" repeats the same picture until it is healed', async () => {
		const camera = String(simulator.devices[0]?.id);
		simulator.setScene(camera, 'usual');
		const [first, second] = [
			await pictureWith({ kind: 'frozen' }),
			await get(picturePath(simulator)),
		];
		expect(first.body.equals(second.body)).toBe(true);
		simulator.setFault('*thumbnail', null);
		expect((await get(picturePath(simulator))).body.equals(first.body)).toBe(false);
		simulator.setScene(camera, null);
	});
});

describe('faults', () => {
	it('in a list happen to one call each, then all is well', async () => {
		const id = String(simulator.devices[0]?.id);
		simulator.setFault(id, [{ kind: 'status', status: 500 }, null, { kind: 'offline' }, 'ok']);
		const statuses: number[] = [];
		while (statuses.length < 6) statuses.push((await get(picturePath(simulator))).status);
		expect(statuses).toEqual([500, 200, 503, 200, 200, 200]);
	});

	it('of one camera go before those of all cameras, and these before those of all calls', async () => {
		simulator.setFault(String(simulator.devices[0]?.id), { kind: 'status', status: 501 });
		simulator.setFault('*thumbnail', { kind: 'status', status: 502 });
		simulator.setFault('*', { kind: 'status', status: 504 });
		const paths = [picturePath(simulator), picturePath(simulator, 1), '/v1/devices', '/v1/ioports'];
		const answers = await Promise.all(paths.map(get));
		expect(answers.map(({ status }) => status)).toEqual([501, 502, 504, 504]);
		expect((await signIn(simulator)).status).toBe(200);
	});

	it('can be a gzip bomb in front of the right answer, of any call', async () => {
		for (const [target, ask] of [
			['login', () => signIn(simulator)],
			['devices', () => get('/v1/devices')],
		] as const) {
			simulator.setFault(target, { kind: 'bomb', bytes: 30_000_000 });
			const { body, headers } = await ask();
			const unpacked = gunzipSync(body);
			expect([
				headers['content-encoding'],
				body.length < 100_000,
				unpacked.length > 30_000_000,
			]).toEqual(['gzip', true, true]);
			expect(JSON.parse(unpacked.toString())).toEqual(expect.any(Object));
		}
	});

	it.each<[Fault, string]>([
		[{ kind: 'status', status: 423, body: { errors: [{ message: 'Locked' }] } }, '423 {"errors":'],
		[{ kind: 'status', status: 200, body: { mfaRequired: true } }, '200 {"mfaRequired":true}'],
		[{ kind: 'status', status: 400, body: { error_description: 'No' } }, '400 {"error_desc'],
		[{ kind: 'status', status: 401, body: { title: 'No', detail: 'Never' } }, '401 {"title"'],
		[{ kind: 'status', status: 401, body: '<m/>', contentType: 'text/xml' }, '401 <m/>'],
		[{ kind: 'status', status: 403, body: 'No' }, '403 No'],
		[{ kind: 'html', status: 500 }, '500 <!DOCTYPE html>'],
		[{ kind: 'redirect', location: '/login' }, '302 '],
		[{ kind: 'flood', text: '{"a":', bytes: 200_000 }, '200 {"a":{"a":'],
	])('of a sign-in can have any shape: %j', async (fault, words) => {
		simulator.setFault('login', fault);
		const { status, body } = await signIn(simulator);
		expect(`${status} ${body.toString()}`).toContain(words);
	});
});

describe('an echo', () => {
	const { email, password } = DEFAULT_ACCOUNT;
	const body = JSON.stringify({ email, password });

	it.each([
		['password', 'raw', password],
		['password', 'unicode', '\\u0064\\u0065'],
		['password', 'percent', '%64%65%6D%6F'],
		['password', 'htmlNumeric', '&#100;&#101;'],
		['password', 'base64', Buffer.from(password).toString('base64')],
		['password', 'hex', Buffer.from(password).toString('hex')],
		['password', 'upper', 'DEMO-PASSWORD'],
		['password', 'cut', 'demo-pas'],
		['password', 'reversed', 'drowssap-omed'],
		['email', 'uri', 'demo%40example.com'],
		['body', 'raw', body],
		['body', 'json', JSON.stringify(body).slice(1, -1)],
		['body', 'html', '{&quot;email&quot;'],
		['body', 'swapped', JSON.stringify({ password, email })],
	] as const)('of the %s of a sign-in is written %s', async (secret, writing, words) => {
		simulator.setFault('login', { kind: 'echo', secret, writing, template: 'You sent {secret}.' });
		const answer = await signIn(simulator);
		expect([answer.status, answer.body.toString()]).toEqual([400, expect.stringContaining(words)]);
	});

	it.each(['*', '*thumbnail', 'devices'])(
		'of what a call holds is possible at %s, with any status',
		async (target) => {
			const path = target === 'devices' ? '/v1/devices' : picturePath(simulator);
			for (const [secret, words] of [
				['authorization', `Bearer ${token}`],
				['token', token],
				['password', password],
			] as const) {
				simulator.setFault(target, { kind: 'echo', secret, status: 200 });
				const answer = await get(path);
				expect([answer.status, jsonOf(answer)['message']]).toEqual([
					200,
					`This is not right: ${words}`,
				]);
			}
		},
	);

	it('has no two writings that are the same for an awkward password', async () => {
		const awkward = 'Pa ss"w<ö>rd&';
		const written: string[] = [];
		for (const writing of WRITINGS) {
			simulator.setFault('login', {
				kind: 'echo',
				secret: 'password',
				writing,
				template: '{secret}',
			});
			written.push((await signIn(simulator, { email, password: awkward })).body.toString());
		}
		// What is no JSON has nothing to swap, and stays raw.
		expect(new Set(written).size).toBe(WRITINGS.length - 1);
	});
});

describe('a list', () => {
	const page = async (path = '/v1/devices') => {
		const { devices, page: cursors } = Object(jsonOf(await get(path)));
		const ids: string[] = devices.map(({ id }: { id: string }) => id);
		return { ids, next: cursors.next };
	};

	it.each([
		['empty', [], false],
		['half', [0], false],
		['doubled', [0, 0, 1, 1], true],
		['pageMissing', [0, 1], false],
	] as const)('can be %s once', async (as, indexes, hasNext) => {
		simulator.setFault('devices', [{ kind: 'list', as }]);
		const odd = await page();
		expect(odd.ids).toEqual(indexes.map((index) => simulator.devices[index]?.id));
		expect(odd.next !== null).toBe(hasNext);
		expect((await page()).next).not.toBeNull();
	});

	it.each([0, 3])('can go on without end, with %d new devices in a page', async (devices) => {
		simulator.setFault('devices', { kind: 'endlessPages', devices });
		const first = await page();
		const second = await page(`/v1/devices?cursor=${first.next}`);
		expect(new Set([...first.ids, ...second.ids]).size).toBe(2 * devices);
		expect(new Set([first.next, second.next]).size).toBe(2);
	});

	it.each([
		['http://user:password@{host}/v1/devices?cursor={cursor}', 'http://user:password@127.0.0.1:'],
		['http://{host}/elsewhere?cursor={cursor}', '/elsewhere?cursor=b2Zmc2V0OjI'],
		['https://example.com/v1/devices', 'https://example.com/v1/devices'],
	])('can name %s as the next page', async (url, words) => {
		simulator.setFault('devices', { kind: 'nextUrl', url });
		expect((await page()).next).toContain(words);
	});
});
