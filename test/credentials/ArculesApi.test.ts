/**
 * The credential, through n8n-core's request helper with nock beneath it.
 */
import nock from 'nock';
import { ArculesApi } from '../../credentials/ArculesApi.credentials';
import { fingerprint, parseAccount, parseBaseUrl } from '../../nodes/Arcules/api/account';
import { failedSignIn } from '../../nodes/Arcules/api/token';
import { explainNetworkError } from '../../nodes/Arcules/api/network';
import { CredentialStore } from '../harness/credentials';
import { credentialFor, listDevices, simulatedAccount, stopSimulators } from '../harness/simulated';
import { loadOptionsContext, runNode } from '../harness/workflow';

const HOST = 'https://msapi.arcules.com';

let accountNumber = 0;

/** Each test has an account of its own, because this process remembers the tokens of an account. */
function newAccount(changes: Record<string, string> = {}): CredentialStore {
	accountNumber++;
	return new CredentialStore({
		email: `user${accountNumber}@example.com`,
		password: 'pass-phrase',
		baseUrl: `${HOST}/v1`,
		jwtToken: '',
		issuedFor: '',
		...changes,
	});
}

const list = async (credentials: CredentialStore) =>
	await runNode({ credentials, parameters: listDevices() });

const oneDevice = { devices: [{ id: 'a', type: 'video' }], page: { next: null } };

afterAll(() => nock.restore());

afterEach(async () => {
	nock.cleanAll();
	nock.enableNetConnect();
	await stopSimulators();
});

describe('Signing in', () => {
	test('stores the token with a mark of what it was issued for', async () => {
		nock(HOST).post('/v1/login').reply(200, { jwtToken: 'T1' });
		nock(HOST).get('/v1/devices').matchHeader('authorization', 'Bearer T1').reply(200, oneDevice);
		const credentials = newAccount();

		const { items } = await list(credentials);

		expect(items).toHaveLength(1);
		expect(credentials.stored?.jwtToken).toBe('T1');
		expect(credentials.stored?.issuedFor).toBe(
			fingerprint(parseAccount({ ...credentials.stored })),
		);
		expect(String(credentials.stored?.issuedFor)).not.toContain('pass-phrase');
	});

	test.each([
		[
			401,
			{ message: 'Bad credentials' },
			'Arcules refused the email or password: “Bad credentials”',
		],
		[
			400,
			{ error: { message: 'no such user' } },
			'Arcules refused the email or password: “no such user”',
		],
		[401, '', 'Arcules refused the email or password'],
		[200, { message: 'Locked' }, 'Arcules refused the email or password: “Locked”'],
		[
			403,
			{ message: 'Role missing' },
			'Arcules does not let this account use the API: “Role missing”',
		],
		[429, {}, 'Arcules is receiving too many sign-ins from this account'],
		[
			503,
			'Down\n for maintenance',
			'Arcules cannot sign anybody in right now (status 503): “Down for maintenance”',
		],
		[404, {}, 'The server at msapi.arcules.com did not answer like the Arcules API (status 404)'],
		[302, '', 'The server at msapi.arcules.com did not answer like the Arcules API (status 302)'],
		[
			200,
			'<html>Sign in</html>',
			'The server at msapi.arcules.com did not answer like the Arcules API',
		],
		[200, { jwtToken: 7 }, 'The server at msapi.arcules.com did not answer like the Arcules API'],
		[401, { message: 'wrong: pass-phrase' }, 'Arcules refused the email or password'],
		[
			401,
			{ message: `x ${'y'.repeat(500)}` },
			`Arcules refused the email or password: “x ${'y'.repeat(198)}…”`,
		],
	])(
		'tells of an answer %p %j in a sentence of its own, after one login',
		async (status, body, message) => {
			const login = nock(HOST)
				.post('/v1/login')
				.reply(status, body, { location: 'https://elsewhere.example.com/' });
			nock(HOST).post('/v1/login').reply(500, 'asked twice').persist();
			const credentials = newAccount();

			const hook = new ArculesApi().preAuthentication;
			const failure = await runHook(hook, credentials);

			expect(failure).toMatchObject({ name: 'ArculesError', message });
			expect(failure).not.toHaveProperty('response');
			expect(login.isDone()).toBe(true);
		},
	);

	test.each([
		['ENOTFOUND', 'There is no server with this name.'],
		['ECONNREFUSED', 'The server refused the connection.'],
		['ECONNRESET', 'The server closed the connection before the answer was complete.'],
		['EAI_AGAIN', 'The name of the server could not be looked up right now.'],
		['CERT_HAS_EXPIRED', 'The certificate of the server is not valid.'],
		['EODD', 'Check the Base URL'],
	])('tells of a server that cannot be reached: %s', async (code, words) => {
		nock(HOST)
			.post('/v1/login')
			.replyWithError(Object.assign(new Error(code), { code }));

		const failure = await runHook(new ArculesApi().preAuthentication, newAccount());

		expect(failure).toMatchObject({
			reason: 'network',
			message: 'The Arcules server at msapi.arcules.com could not be reached',
			description: expect.stringContaining(words),
		});
	});

	test('tells of a login that takes too long', async () => {
		nock(HOST)
			.post('/v1/login')
			.replyWithError(Object.assign(new Error('timeout'), { code: 'ECONNABORTED' }));

		const failure = await runHook(new ArculesApi().preAuthentication, newAccount());

		expect(failure).toMatchObject({
			reason: 'timeout',
			message: 'Arcules did not answer the sign-in within 30 seconds',
		});
	});

	test('shares one login among many who ask at once, and hands the newest token to latecomers', async () => {
		let logins = 0;
		nock(HOST)
			.post('/v1/login')
			.delay(30)
			.reply(200, () => ({ jwtToken: `T${++logins}` }))
			.persist();
		const credentials = newAccount();
		const hook = new ArculesApi().preAuthentication;
		const tokenFor = async (jwtToken: string) => {
			const issuedFor = fingerprint(parseAccount({ ...credentials.stored }));
			const given = { ...credentials.stored, jwtToken, issuedFor };
			return (await hook.call(loadOptionsContext(credentials), given)).jwtToken;
		};

		expect(await Promise.all(['', '', 'old', 'old'].map(tokenFor))).toEqual([
			'T1',
			'T1',
			'T1',
			'T1',
		]);
		expect(await tokenFor('old')).toBe('T1');
		expect(await tokenFor('T1')).toBe('T2');
		expect(await tokenFor('T1')).toBe('T2');
		expect(logins).toBe(2);
	});

	test('does not ask again at once with a password that was just refused', async () => {
		const login = nock(HOST).post('/v1/login').reply(401, {});
		const credentials = newAccount();
		const hook = new ArculesApi().preAuthentication;

		const first = await runHook(hook, credentials);
		const second = await runHook(hook, credentials);

		expect(second).toBe(first);
		expect(login.isDone()).toBe(true);
	});
});

describe('What n8n 1.123 leaves of an error, which drops its cause', () => {
	test('is recognised as a failed sign-in by its message, until one succeeds', async () => {
		const credentials = newAccount();
		const account = fingerprint(parseAccount({ ...credentials.stored }));
		nock(HOST).post('/v1/login').reply(503, {});
		const failure = await runHook(new ArculesApi().preAuthentication, credentials);
		const wrapped = new Error(failure.message);

		expect(failedSignIn(account, wrapped)).toBe(failure);
		expect(failedSignIn(account, new Error('something else'))).toBeUndefined();
		expect(failedSignIn('another account', wrapped)).toBeUndefined();

		nock(HOST).post('/v1/login').reply(200, { jwtToken: 'T' });
		await new ArculesApi().preAuthentication.call(loadOptionsContext(credentials), {
			...credentials.stored,
		});
		expect(failedSignIn(account, wrapped)).toBeUndefined();
	});

	test('still tells a broken connection, which may be tried again', () => {
		expect(explainNetworkError({ httpCode: 'ECONNRESET' })).toMatchObject({
			kind: 'network',
			isTransient: true,
		});
	});
});

describe('What the user typed', () => {
	test.each([
		['https://msapi.arcules.com/v1///', 'https://msapi.arcules.com/v1'],
		['  https://eu.example.com/api/v1 ', 'https://eu.example.com/api/v1'],
		['', 'https://msapi.arcules.com/v1'],
		[undefined, 'https://msapi.arcules.com/v1'],
		['http://localhost:8787/v1', 'http://localhost:8787/v1'],
		['http://127.0.0.1:8787/v1/', 'http://127.0.0.1:8787/v1'],
		['http://[::1]:8787/v1', 'http://[::1]:8787/v1'],
		['HTTPS://MSAPI.ARCULES.COM/v1', 'https://msapi.arcules.com/v1'],
	])('accepts %p as a base URL', (typed, baseUrl) => {
		expect(parseBaseUrl(typed)).toBe(baseUrl);
	});

	test.each([
		['msapi.arcules.com/v1', 'is not a web address'],
		['ftp://msapi.arcules.com/v1', 'is not a web address'],
		['http://msapi.arcules.com/v1', 'password would travel unencrypted'],
		['http://127.0.0.1.example.com/v1', 'password would travel unencrypted'],
		['http://localhost.example.com/v1', 'password would travel unencrypted'],
		['https://me:secret@msapi.arcules.com/v1', 'has more in it than an address'],
		['https://msapi.arcules.com/v1?x=1', 'has more in it than an address'],
		['https://msapi.arcules.com/v1#x', 'has more in it than an address'],
	])('refuses %p as a base URL before the password is sent', async (baseUrl, words) => {
		nock.disableNetConnect();
		const credentials = newAccount({ baseUrl });

		const { error, run } = await list(credentials);

		expect(error?.message).toContain(words);
		expect(JSON.stringify(run)).not.toContain('pass-phrase');
		expect((await runHook(new ArculesApi().preAuthentication, credentials)).message).toContain(
			words,
		);
	});

	test.each([
		[{ email: '' }, 'The Arcules credential has no email'],
		[{ password: '' }, 'The Arcules credential has no password'],
	])('refuses %p', async (changes, message) => {
		const { error } = await list(newAccount(changes));
		expect(error?.message).toBe(message);
	});
});

describe('Putting the token into a request', () => {
	const { authenticate } = new ArculesApi();
	const signedIn = () => {
		const { stored } = newAccount();
		return { ...stored, jwtToken: 'T', issuedFor: fingerprint(parseAccount({ ...stored })) };
	};

	test.each([
		[{ url: `${HOST}/v1/devices` }],
		[{ url: '/devices', baseURL: `${HOST}/v1/` }],
		[{ url: `${HOST}/other`, baseURL: 'https://elsewhere.example.com' }],
	])('sends it to the host of the base URL: %j', async (request) => {
		const { headers, sendCredentialsOnCrossOriginRedirect } = await authenticate(
			signedIn(),
			request,
		);
		expect(headers).toEqual({ Authorization: 'Bearer T' });
		expect(sendCredentialsOnCrossOriginRedirect).toBe(false);
	});

	test('understands the "uri" of the HTTP Request node', async () => {
		const request = { url: '', uri: `${HOST}/v1/account`, headers: { accept: '*/*' } };
		Reflect.deleteProperty(request, 'url');
		const { headers } = await authenticate(signedIn(), request);
		expect(headers).toEqual({ accept: '*/*', Authorization: 'Bearer T' });
	});

	test.each([
		'https://elsewhere.example.com/v1/devices',
		'http://msapi.arcules.com/v1/devices',
		'https://msapi.arcules.com:8443/v1/devices',
		'devices',
	])('refuses to send anything to %s', async (url) => {
		await expect(authenticate(signedIn(), { url })).rejects.toThrow('goes to another server');
	});

	test('refuses a request without an address', async () => {
		const request = { url: '' };
		Reflect.deleteProperty(request, 'url');
		await expect(authenticate(signedIn(), request)).rejects.toThrow('goes to another server');
	});

	test('leaves it out when the credential was edited since', async () => {
		const edited = { ...signedIn(), password: 'another' };
		const { headers } = await authenticate(edited, { url: `${HOST}/v1/devices` });
		expect(headers).toBeUndefined();
	});
});

describe('The account in the simulator', () => {
	test('without the API User role is told what to do, wherever Arcules says so', async () => {
		for (const missingRoleAt of ['login', 'devices'] as const) {
			const email = `${missingRoleAt}@example.com`;
			const { simulator } = await simulatedAccount({
				accounts: [{ email, password: 'p', apiUser: false }],
				missingRoleAt,
			});
			const { error } = await list(credentialFor(simulator, { email, password: 'p' }));
			expect(error?.message).toContain('“The user does not have the API User role”');
			expect(error?.description).toContain('API User role');
			expect(simulator.stats().logins).toBe(1);
		}
	});
});

type Hook = ArculesApi['preAuthentication'];

async function runHook(hook: Hook, credentials: CredentialStore): Promise<Error> {
	let failure = new Error('The hook did not fail');
	await hook.call(loadOptionsContext(credentials), { ...credentials.stored }).catch((error) => {
		failure = error;
	});
	return failure;
}
