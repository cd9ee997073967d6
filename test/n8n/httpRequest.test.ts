/**
 * The credential in n8n's HTTP Request node, with the options that such a node has: the token reaches the server of the Base
 * URL, directly, or nobody.
 */
import { createServer } from 'node:http';
import { listDevices } from '../../dev/n8n/arcules';
import type { StoredCredential } from '../../dev/n8n/client';
import type { Step } from '../../dev/n8n/workflow';
import { startSimulator } from '../../dev/simulator';
import { openForAll, openForEach } from './driver/lifetime';
import { continuing, httpRequest } from './driver/steps';
import { TestN8n, VERSIONS } from './driver/testN8n';
import { listenOnLoopback } from './peers/listen';

const CAMERAS = 20;
const MAX_LOGINS = 2;

/** Counts whoever connects, and answers everything. */
async function openCounter() {
	let connections = 0;
	const server = createServer((_request, response) => response.end('{}'));
	server.on('connection', () => connections++);
	server.on('connect', (_request, socket) => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
	return { ...(await listenOnLoopback(server)), connections: () => connections };
}

describe.each(VERSIONS)('The credential in HTTP Request of n8n %s', (version) => {
	const n8n = openForAll(() => TestN8n.start(version));
	const proxy = openForAll(openCounter);
	const simulator = openForEach(() => startSimulator({ cameras: CAMERAS }));
	const other = openForEach(() => startSimulator({ cameras: 1 }));
	let account: StoredCredential;

	beforeEach(async () => {
		account = await n8n().connect(simulator());
	});

	const ask = (path: string, options: Step['parameters'] = {}): Step => {
		const step = httpRequest('Ask', `${simulator().baseUrl}${path}`, account);
		return { ...step, parameters: { ...step.parameters, options } };
	};

	test('costs at most two sign-ins over twenty items that are each answered 404', async () => {
		const step = continuing(ask('/nowhere'));

		const run = await n8n().run(listDevices(account), step);

		expect(run.execution.status).toBe('success');
		expect(run.items(step)).toHaveLength(CAMERAS);
		expect(run.items(step).every(({ json }) => 'error' in json)).toBe(true);
		const asked = simulator().requests.filter(({ path }) => path.endsWith('/nowhere'));
		expect(asked.length).toBeGreaterThanOrEqual(CAMERAS);
		expect(simulator().stats().logins).toBeLessThanOrEqual(MAX_LOGINS);
	});

	test.each([
		['Proxy', () => ({ proxy: proxy().url }), 'the request has a proxy'],
		[
			'Ignore SSL Issues',
			() => ({ allowUnauthorizedCerts: true }),
			'the request has no check of the certificate',
		],
		[
			'Proxy and Ignore SSL Issues',
			() => ({ proxy: proxy().url, allowUnauthorizedCerts: true }),
			'the request has a proxy',
		],
	] as const)('is refused with a sentence under the option %s', async (_name, options, why) => {
		const { execution } = await n8n().run(ask('/account', options()));

		expect(execution.status).toBe('error');
		expect(execution.error?.message).toBe(`The Arcules credential was not sent, because ${why}`);
		expect(proxy().connections()).toBe(0);
		expect(simulator().requests.filter(({ authorization }) => authorization)).toEqual([]);
	});

	test.each([
		['at once', {}],
		['when told to follow redirects', { redirect: { redirect: { followRedirects: true } } }],
	])('never goes along with a redirect to another origin, %s', async (_when, options) => {
		await n8n().run(listDevices(account));
		const locations = [
			`${other().baseUrl}/account`,
			// The same server under another name, and a chain within the origin that ends outside.
			`${other().baseUrl.replace('127.0.0.1', 'localhost')}/account`,
		];
		for (const location of locations) {
			simulator().setFault('*', [
				{ kind: 'redirect', location: '?again' },
				{ kind: 'redirect', location },
			]);
			await n8n().run(continuing(ask('/account', options)));
			simulator().setFault('*', { kind: 'redirect', location });
			await n8n().run(continuing(ask('/account', options)));
			simulator().clearFaults();
		}

		const asked = simulator().requests.filter(({ path }) => path.endsWith('/account'));
		expect(asked.length).toBeGreaterThanOrEqual(2 * locations.length);
		expect(asked.every(({ authorization }) => authorization)).toBe(true);
		expect(other().requests.filter(({ authorization }) => authorization)).toEqual([]);
	});
});
