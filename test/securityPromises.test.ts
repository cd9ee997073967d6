/**
 * What SECURITY.md promises and no test of a single module shows: servers that redirect and echo, and a proxy in n8n's
 * environment.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { ArculesApi } from '../credentials/ArculesApi.credentials';
import { accountHash } from '../nodes/Arcules/api/account';
import { DEFAULT_ACCOUNT } from '../dev/simulator';
import { textOf } from './harness/secrets';
import {
	credentialFor,
	getLiveThumbnail,
	getManyLiveThumbnails,
	itemsOf,
	listDevices,
	simulatedAccount,
	stopSimulators,
} from './harness/simulated';
import { linesOf, shippedSources } from './harness/sources';
import { runNode } from './harness/workflow';

const servers: Server[] = [];

afterEach(async () => {
	for (const server of servers.splice(0)) {
		server.closeAllConnections();
		server.close();
	}
	await stopSimulators();
});

/** What arrived at a server of its own: the first line of each request, its headers and its body. */
interface Recorded {
	readonly url: string;
	readonly requests: Array<{ readonly line: string; readonly text: string }>;
}

/** A server that answers everything as the API would, for an account without devices. */
async function recordingServer(): Promise<Recorded> {
	const requests: Recorded['requests'] = [];
	const server = createServer((request, response) => {
		void text(request).then((body) => {
			const { method, url, headers } = request;
			requests.push({ line: `${method} ${url}`, text: JSON.stringify(headers) + body });
			const isList = url?.includes('/devices') === true;
			response.end(JSON.stringify(isList ? { devices: [], page: {} } : { jwtToken: 'the-token' }));
		});
	});
	servers.push(server.listen(0, '127.0.0.1'));
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	return { url: `http://127.0.0.1:${port}`, requests };
}

const PASSWORD = 'correct horse battery';

async function recordedAccount() {
	const server = await recordingServer();
	const { simulator } = await simulatedAccount();
	const credentials = credentialFor(simulator, {
		password: PASSWORD,
		baseUrl: `${server.url}/v1`,
	});
	return { ...server, credentials };
}

describe('The password', () => {
	test('is sent to POST /login and nowhere else', async () => {
		const { requests, credentials } = await recordedAccount();

		await runNode({ credentials, parameters: listDevices() });

		const withPassword = requests.filter((request) => request.text.includes(PASSWORD));
		expect(withPassword.map(({ line }) => line)).toEqual(['POST /v1/login']);
		expect(requests.map(({ line }) => line)).toContain('GET /v1/devices');
	});

	test('does not follow a redirect of the sign-in', async () => {
		const elsewhere = await recordingServer();
		for (const status of [301, 302, 303, 307, 308]) {
			const { simulator, credentials } = await simulatedAccount();
			simulator.setFault('login', { kind: 'redirect', location: `${elsewhere.url}/login`, status });

			const { error } = await runNode({ credentials, parameters: listDevices() });

			expect(error?.message).toContain('did not answer like the Arcules API');
		}
		expect(elsewhere.requests).toEqual([]);
	});
});

describe('A proxy in the environment of n8n', () => {
	const names = ['HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];
	const before = names.map((name) => [name, process.env[name]] as const);

	afterEach(() => {
		for (const [name, value] of before) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	});

	test('gets the password of a loopback address, unless NO_PROXY makes an exception', async () => {
		const proxy = await recordingServer();
		const listed = async (noProxy: string) => {
			const { credentials } = await recordedAccount();
			const http = { HTTP_PROXY: proxy.url, http_proxy: proxy.url };
			Object.assign(process.env, http, { NO_PROXY: noProxy, no_proxy: noProxy });
			await runNode({ credentials, parameters: listDevices() });
			return credentials;
		};

		await listed('127.0.0.1');
		expect(proxy.requests).toEqual([]);

		const { stored } = await listed('');
		const [signIn] = proxy.requests;
		expect(signIn?.line).toBe(`POST ${String(stored?.baseUrl)}/login`);
		expect(signIn?.text).toContain(PASSWORD);
	});
});

describe('A redirect', () => {
	test('is followed five times at most', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 1 });
		simulator.setFault('*thumbnail', { kind: 'redirect', location: './live' });

		await runNode({
			credentials,
			items: itemsOf(simulator.devices),
			parameters: getLiveThumbnail({ options: { retries: 0 } }),
			onError: 'continueRegularOutput',
		});

		expect(simulator.stats().thumbnails).toBe(6);
	});
});

describe('The next page of devices', () => {
	test.each([
		['another server', 'https://elsewhere.example.com/v1/devices?x=1', 'it named another server'],
		['an address with a password', 'http://me:secret@{host}/v1/devices?x=1', 'with a user name'],
		['another path of the server', 'http://{host}/admin/devices?x=1', 'outside the Base URL'],
	])('is not asked for at %s', async (_name, url, words) => {
		const { simulator, credentials } = await simulatedAccount();
		simulator.setFault('devices', { kind: 'nextUrl', url });

		const { error, items } = await runNode({ credentials, parameters: listDevices() });

		expect(error?.message).toContain(words);
		expect(items).toEqual([]);
		expect(simulator.stats()).toMatchObject({ logins: 1, devices: 1, requests: 2 });
	});
});

describe('The credential', () => {
	test('has three fields that n8n treats as passwords', () => {
		const secret = new ArculesApi().properties.filter(
			({ typeOptions }) => typeOptions?.password === true,
		);
		expect(secret.map(({ name }) => name)).toEqual(['password', 'jwtToken', 'issuedFor']);
	});

	test('has a mark that nobody can make without the token', async () => {
		const { simulator, credentials } = await simulatedAccount();
		await runNode({ credentials, parameters: listDevices() });

		const { jwtToken, issuedFor } = credentials.stored ?? {};
		const account = { ...DEFAULT_ACCOUNT, baseUrl: simulator.baseUrl };
		expect(issuedFor).toBe(accountHash(account, String(jwtToken)));
		expect(issuedFor).not.toBe(accountHash(account, 'guessed'));
	});
});

const STATUSES = [200, 500];
const WRITINGS = [
	'raw',
	'unicode',
	'percent',
	'htmlNumeric',
	'base64',
	'hex',
	'upper',
	'cut',
	'reversed',
] as const;

/** Each secret with each status in each writing. */
const echoesOf = <Secret>(...secrets: Secret[]) =>
	secrets.flatMap((secret) =>
		STATUSES.flatMap((status) => WRITINGS.map((writing) => [secret, status, writing] as const)),
	);

const ECHOES = echoesOf('password' as const, 'token' as const, 'authorization' as const);
const SIGN_IN_ECHOES = echoesOf('password' as const, 'email' as const);

/** Nothing of a secret may be left, in any case or writing that a reader sees through. */
function expectNoSecret(shown: string, secrets: readonly string[]): void {
	for (const secret of secrets) {
		const start = secret.slice(0, 8).toLowerCase();
		const forms = [start, Buffer.from(secret).toString('base64').slice(0, 10).toLowerCase()];
		for (const form of forms) expect(shown.toLowerCase()).not.toContain(form);
	}
}

test.each(ECHOES)(
	'an echo of the %s with status %p, written %s, is shown nowhere',
	async (...of) => {
		const [secret, status, writing] = of;
		const { simulator, credentials } = await simulatedAccount({ cameras: 2 });
		const [echoing] = simulator.devices;
		simulator.setFault(String(echoing?.id), { kind: 'echo', secret, writing, status });

		const { run, items, hints } = await runNode({
			credentials,
			parameters: getManyLiveThumbnails({ options: { retries: 0 } }),
		});

		expect(items.map(({ json }) => json.pictureStatus)).toEqual(['failed', 'ok']);
		const known = [DEFAULT_ACCOUNT.password, String(credentials.stored?.jwtToken)];
		expectNoSecret(textOf(run) + hints.join(), known);
	},
);

test.each(SIGN_IN_ECHOES)(
	'a sign-in that echoes the %s with status %p, written %s, shows it nowhere',
	async (secret, status, writing) => {
		const { simulator } = await simulatedAccount();
		const account = { email: 'somebody.else@example.com', password: PASSWORD };
		simulator.setFault('login', { kind: 'echo', secret, writing, status });

		const { run, error } = await runNode({
			credentials: credentialFor(simulator, account),
			parameters: listDevices({ options: { retries: 0 } }),
		});

		expect(error).toBeDefined();
		expectNoSecret(textOf(run), Object.values(account));
	},
);

describe('The log', () => {
	test('gets fixed sentences from the node', () => {
		const calls = shippedSources().flatMap((path) => {
			const source = linesOf(path).join('\n');
			return [...source.matchAll(/\blogger\s*\.\s*\w+\(([^)]*)\)/g)].map(([, argument = '']) =>
				argument.trim().replace(/,$/, ''),
			);
		});
		expect(calls.length).toBeGreaterThan(0);
		expect(calls.filter((argument) => !/^'[^'\n]*'$/.test(argument))).toEqual([]);
		expect(shippedSources().flatMap(linesOf).join('\n')).not.toMatch(/\bconsole\.|LoggerProxy/);
	});
});

test.each(['.', '..', '../login', 'a/b', 'a\\b', 'a?b', 'a#b', 'a%2fb', 'a b', 'a\u0000b'])(
	'A channel ID that could lead elsewhere is refused before anything is sent: %p',
	async (value) => {
		const { simulator, credentials } = await simulatedAccount();
		const channelId = { __rl: true, mode: 'id', value };

		const { error } = await runNode({ credentials, parameters: getLiveThumbnail({ channelId }) });

		expect(error?.message).toContain('The channel ID');
		expect(simulator.requests).toEqual([]);
	},
);

describe('The package', () => {
	test('has no runtime dependencies, and no script that runs when it is installed', () => {
		const packed: Record<string, unknown> = JSON.parse(linesOf('package.json').join('\n'));
		expect(packed.dependencies ?? {}).toEqual({});
		expect(packed.optionalDependencies ?? {}).toEqual({});
		const scripts = Object.keys(Object(packed.scripts));
		expect(scripts).toContain('build');
		expect(scripts.filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
	});
});
