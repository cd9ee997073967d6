/**
 * The token goes to the server of the Base URL, directly, whatever the request's options are: shown with n8n's own two
 * request helpers, whose connections are recorded.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import fc from 'fast-check';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { ArculesApi } from '../../../../credentials/ArculesApi.credentials';
import { accountHash } from '../../../../nodes/Arcules/api/account';
import { CredentialStore } from '../../../../dev/engine/credentialStore';
import { loadOptionsContext } from '../../../harness/workflow';

const ACCOUNT = {
	baseUrl: 'https://msapi.arcules.com/v1',
	email: 'user@example.com',
	password: 'pass-phrase',
};
const TOKEN = 'the-token';
const CREDENTIAL = { ...ACCOUNT, jwtToken: TOKEN, issuedFor: accountHash(ACCOUNT, TOKEN) };

const { authenticate } = new ArculesApi();

/** Why the token is not sent with these options, if it is not. */
const refusalOf = async (options: object) =>
	await authenticate(
		CREDENTIAL,
		Object.assign({ url: `${ACCOUNT.baseUrl}/devices` }, options),
	).then(
		() => undefined,
		(error: Error) => error.message,
	);

test.each([
	['a proxy', { proxy: { host: 'proxy.example.com', port: 8080 } }],
	['a proxy', { proxy: 'http://proxy.example.com:8080' }],
	['a proxy', { tunnel: true }],
	['another way of connecting', { socketPath: '/run/other.sock' }],
	['another way of connecting', { httpsAgent: {} }],
	['no check of the certificate', { skipSslCertificateValidation: true }],
	['no check of the certificate', { rejectUnauthorized: false }],
	['no check of the certificate', { strictSSL: false }],
	['no check of the certificate', { agentOptions: { rejectUnauthorized: false } }],
	['no check of the certificate', { agentOptions: { servername: 'other.example.com' } }],
	['a Host header', { headers: { Host: 'other.example.com' } }],
	['a Host header', { headers: { hOST: 'other.example.com' } }],
])('a request with %s is refused with that word: %j', async (what, options) => {
	expect(await refusalOf(options)).toContain(what);
});

test.each([
	{ url: 'https://elsewhere.example.com/v1/devices' },
	{ url: '//elsewhere.example.com/v1/devices' },
	{ url: '/devices', baseURL: 'https://elsewhere.example.com/v1' },
	{ url: 'http://msapi.arcules.com/v1/devices' },
	{ url: 'https://msapi.arcules.com:8443/v1/devices' },
	{ url: 'https://msapi.arcules.com.example.com/v1/devices' },
	{ url: 'https://msapi.arcules.com@elsewhere.example.com/' },
	{ url: 'https://user:pass@msapi.arcules.com/v1/devices' },
	{ uri: 'https://elsewhere.example.com/v1/devices' },
	{ url: '' },
	{ url: new URL('https://elsewhere.example.com/') },
])('a request to %j is refused', async (options) => {
	expect(await refusalOf(options)).toBe(
		'The Arcules credential was not sent, because the request goes to another server',
	);
});

test.each([
	{ url: 'https://msapi.arcules.com/v1/devices' },
	{ url: '/devices', baseURL: ACCOUNT.baseUrl },
	{ url: '/devices', baseURL: 'https://msapi.arcules.com/v1///' },
	{ url: 'https://msapi.arcules.com/other', baseURL: 'https://elsewhere.example.com' },
])('a request to %j carries the token, and no redirect is followed', async (options) => {
	const headers = { authorization: 'Basic other', accept: 'image/jpeg' };
	const sent = await authenticate(CREDENTIAL, { ...options, headers });
	expect(sent).toMatchObject({
		headers: { accept: 'image/jpeg', Authorization: `Bearer ${TOKEN}` },
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
		maxRedirects: 0,
	});
	expect(sent.headers).not.toHaveProperty('authorization');
});

test.each(['', '  ', ' https://msapi.arcules.com/v1/ ', 'https:msapi.arcules.com/v1'])(
	'the Base URL %p means the same in the test of the credential as in the node',
	async (baseUrl) => {
		const credential = { ...CREDENTIAL, baseUrl };
		const sent = await authenticate(credential, { url: '/devices', baseURL: baseUrl });
		expect(sent).toMatchObject({
			baseURL: ACCOUNT.baseUrl,
			headers: { Authorization: `Bearer ${TOKEN}` },
		});
	},
);

test('the address of n8n\'s older request helper, "uri", is understood', async () => {
	const request = Object.assign({ url: '' }, { uri: 'https://msapi.arcules.com/v1/devices' });
	Reflect.deleteProperty(request, 'url');
	const { headers } = await authenticate(CREDENTIAL, request);
	expect(headers).toEqual({ Authorization: `Bearer ${TOKEN}` });
});

test('an edited credential has no token until the next sign-in', async () => {
	const edited = { ...CREDENTIAL, password: 'another-phrase' };
	const sent = await authenticate(edited, { url: `${ACCOUNT.baseUrl}/devices` });
	expect(sent.headers ?? {}).not.toHaveProperty('Authorization');
});

describe('Whatever the options of a request are', () => {
	const servers: Server[] = [];

	/** Where the token arrived. */
	const reached = { arcules: 0, elsewhere: 0 };

	async function listen(name: keyof typeof reached, location = ''): Promise<string> {
		const onRequest = (request: IncomingMessage) => {
			if (JSON.stringify(request.headers).includes(TOKEN)) reached[name]++;
		};
		const server = createServer((request, response) => {
			onRequest(request);
			response
				.writeHead(location === '' ? 200 : 302, location === '' ? {} : { location })
				.end('{}');
		});
		server.on('connect', (request, socket) => {
			onRequest(request);
			socket.destroy();
		});
		servers.push(server.listen(0, '127.0.0.1'));
		await once(server, 'listening');
		const address = server.address();
		return `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
	}

	afterAll(() => servers.forEach((server) => server.close()));

	/** As n8n's nodes give them, whose options are less strict than the types say. */
	function requestWith(options: object): IHttpRequestOptions {
		return Object.assign({ url: '' }, options);
	}

	/** Both of n8n's helpers, as its HTTP Request node and its other nodes use them. */
	async function send(options: IHttpRequestOptions): Promise<void> {
		const { httpRequest, request } = loadOptionsContext(new CredentialStore(undefined)).helpers;
		await httpRequest({ ...options }).catch(() => undefined);
		await request({ ...options }).catch(() => undefined);
	}

	test('the token reaches the server of the Base URL only', async () => {
		const elsewhere = await listen('elsewhere');
		const arcules = await listen('arcules', elsewhere);
		const { host } = new URL(elsewhere);
		const [proxyHost = '', proxyPort = ''] = host.split(':');
		const account = { ...ACCOUNT, baseUrl: `${arcules}/v1` };
		const credential = { ...account, jwtToken: TOKEN, issuedFor: accountHash(account, TOKEN) };

		const target = fc.constantFrom(
			...['', '/devices', `${arcules}/v1/devices`, `${elsewhere}/devices`, `//${host}/devices`],
			...[`@${host}/devices`, ` ${elsewhere}/`, `\\\\${host}/`, `${arcules}@${host}/`, `.${host}/`],
		);
		const base = fc.constantFrom(
			'',
			arcules,
			arcules,
			arcules,
			`${arcules}/v1`,
			elsewhere,
			`//${host}`,
		);
		const yes = fc.boolean();
		const rarely = fc.constantFrom(false, false, false, false, true);
		const requestOptions = fc.record(
			{
				url: target,
				uri: target,
				baseURL: base,
				method: fc.constantFrom('GET', 'POST'),
				headers: fc.dictionary(
					fc.constantFrom('host', 'authorization', 'Authorization', 'X-Forwarded-Host', 'accept'),
					fc.constantFrom(host, 'Bearer other'),
				),
				proxy: fc.constantFrom('', '', '', elsewhere, { host: proxyHost, port: Number(proxyPort) }),
				qs: fc.constant({ q: '1' }),
				followRedirect: yes,
				followAllRedirects: yes,
				maxRedirects: fc.integer({ min: 0, max: 5 }),
				disableFollowRedirect: yes,
				sendCredentialsOnCrossOriginRedirect: yes,
				skipSslCertificateValidation: rarely,
				rejectUnauthorized: rarely.map((isOff) => !isOff),
				timeout: fc.constant(2_000),
			},
			{ requiredKeys: [] },
		);
		await fc.assert(
			fc.asyncProperty(requestOptions, async (options) => {
				const sent = await authenticate(credential, requestWith(options)).catch(() => undefined);
				if (sent !== undefined) await send(sent);
				expect(reached.elsewhere).toBe(0);
			}),
			{ numRuns: 3_000 },
		);
		expect(reached.arcules).toBeGreaterThan(100);
	});
});
