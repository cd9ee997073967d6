/**
 * The credential: how the token gets into a request, and what a sign-in leaves in it. Through n8n-core's request helper,
 * with nock beneath it.
 */
import nock from 'nock';
import { ArculesApi } from '../../credentials/ArculesApi.credentials';
import { accountHash, parseAccount } from '../../nodes/Arcules/api/account';
import { failureOfHook, HOST, newAccount, ONE_DEVICE, PASSWORD } from '../harness/nockedAccount';
import { textOf } from '../harness/secrets';
import { credentialFor, listDevices, simulatedAccount, stopSimulators } from '../harness/simulated';
import { runNode } from '../harness/workflow';

afterAll(() => nock.restore());

afterEach(async () => {
	nock.cleanAll();
	nock.enableNetConnect();
	await stopSimulators();
});

test('stores the token with a mark of what it was issued for', async () => {
	nock(HOST).post('/v1/login').reply(200, { jwtToken: 'T1' });
	nock(HOST).get('/v1/devices').matchHeader('authorization', 'Bearer T1').reply(200, ONE_DEVICE);
	const credentials = newAccount();

	const { items } = await runNode({ credentials, parameters: listDevices() });

	expect(items).toHaveLength(1);
	expect(credentials.stored?.jwtToken).toBe('T1');
	expect(credentials.stored?.issuedFor).toBe(
		accountHash(parseAccount({ ...credentials.stored }), 'T1'),
	);
});

test.each([
	[{ baseUrl: 'http://msapi.arcules.com/v1' }, 'password would travel unencrypted'],
	[{ baseUrl: 'https://me:secret@msapi.arcules.com/v1' }, 'has more in it than an address'],
	[{ email: '' }, 'The Arcules credential has no email'],
	[{ password: '' }, 'The Arcules credential has no password'],
])('refuses %j before anything is sent, in the node as in the test', async (changes, words) => {
	nock.disableNetConnect();
	const credentials = newAccount(changes);

	const { error, run } = await runNode({ credentials, parameters: listDevices() });

	expect(error?.message).toContain(words);
	expect(textOf(run)).not.toContain(PASSWORD);
	const hook = new ArculesApi().preAuthentication;
	expect((await failureOfHook(hook, credentials)).message).toContain(words);
});

describe('Putting the token into a request', () => {
	const { authenticate } = new ArculesApi();
	const signedIn = () => {
		const { stored } = newAccount();
		return { ...stored, jwtToken: 'T', issuedFor: accountHash(parseAccount({ ...stored }), 'T') };
	};

	test.each([
		[{ url: `${HOST}/v1/devices` }],
		[{ url: '/devices', baseURL: `${HOST}/v1/` }],
		[{ url: `${HOST}/other`, baseURL: 'https://elsewhere.example.com' }],
	])('sends it to the host of the base URL: %j', async (request) => {
		const authenticated = await authenticate(signedIn(), request);
		expect(authenticated.headers).toEqual({ Authorization: 'Bearer T' });
		expect(authenticated).toMatchObject({
			disableFollowRedirect: true,
			followRedirect: false,
			sendCredentialsOnCrossOriginRedirect: false,
		});
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
		`https://me:secret@msapi.arcules.com/v1/devices`,
	])('refuses to send anything to %s', async (url) => {
		await expect(authenticate(signedIn(), { url })).rejects.toThrow('goes to another server');
	});

	test.each([
		['a proxy', { proxy: { host: 'proxy.example.com', port: 3128 } }],
		['a proxy', { proxy: 'http://proxy.example.com' }],
		['another way of connecting', { httpsAgent: {} }],
		['another way of connecting', { socketPath: '/tmp/socket' }],
		['no check of the certificate', { skipSslCertificateValidation: true }],
		['no check of the certificate', { rejectUnauthorized: false }],
		['no check of the certificate', { agentOptions: { rejectUnauthorized: false } }],
		['a Host header', { headers: { host: 'elsewhere.example.com' } }],
	])('refuses a request that has %s: %j', async (what, options: object) => {
		const request = Object.assign({ url: `${HOST}/v1/devices` }, options);
		await expect(authenticate(signedIn(), request)).rejects.toThrow(`the request has ${what}`);
	});

	test('takes the place of an Authorization header in whatever case', async () => {
		const request = { url: `${HOST}/v1/devices`, headers: { AUTHORIZATION: 'Basic x', a: 'b' } };
		const { headers } = await authenticate(signedIn(), request);
		expect(headers).toEqual({ a: 'b', Authorization: 'Bearer T' });
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

test.each(['login', 'devices'] as const)(
	'an account without the API User role learns what to do when Arcules says so at %s',
	async (missingRoleAt) => {
		const email = `${missingRoleAt}@example.com`;
		const { simulator } = await simulatedAccount({
			accounts: [{ email, password: PASSWORD, apiUser: false }],
			missingRoleAt,
		});
		const credentials = credentialFor(simulator, { email, password: PASSWORD });

		const { error } = await runNode({ credentials, parameters: listDevices() });

		expect(error?.message).toContain('“The user does not have the API User role”');
		expect(`${error?.message} ${error?.description}`).toContain('In the Arcules portal');
		expect(simulator.stats().logins).toBe(1);
	},
);
