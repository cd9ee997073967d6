/**
 * The stand-in for the Arcules API, driven from outside: from another process, by hand, and the rules that it fires.
 */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import execa from 'execa';
import { fireRule, startSimulator, type Simulator } from '../dev/simulator';
import { startRemoteSimulator } from '../dev/simulator/remote';
import { call, jsonOf } from './harness/apiClient';

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ cameras: 2, picture: { bytes: 5_000 } });
});
afterAll(async () => await simulator.close());

describe('rules', () => {
	let received: Array<{ headers: IncomingMessage['headers']; body: string }>;
	let server: Server;
	let url: string;

	beforeEach(async () => {
		received = [];
		server = createServer((request, response) => {
			void text(request).then((body) => {
				received.push({ headers: request.headers, body });
				response.writeHead(body === 'refuse' ? 401 : 202).end('thanks');
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		url = `http://127.0.0.1:${Object(server.address()).port}/hook`;
	});
	afterEach(() => void server.close());

	it.each(['hex', 'prefixedBase64'] as const)(
		'are fired with the key and a signature in %s',
		async (signatureForm) => {
			const fired = await fireRule({
				url,
				body: { ä: 1 },
				apiKey: 'key',
				secret: 's',
				signatureForm,
			});
			const mac = createHmac('sha256', 's').update('{"ä":1}');
			const signature =
				signatureForm === 'hex' ? mac.digest('hex') : `sha256=${mac.digest('base64')}`;
			expect(fired).toEqual({ status: 202, body: 'thanks' });
			expect(received).toEqual([
				{
					headers: expect.objectContaining({
						authorization: 'Bearer key',
						'x-arcules-signature': signature,
					}),
					body: '{"ä":1}',
				},
			]);
		},
	);

	it('are fired by hand, with any body, key, secret, form of signature and header', async () => {
		const flags = ['--api-key', 'k', '--secret', 's', '--signature', 'base64', '--times', '2'];
		const well = await byHand('fire', url, '--body', 'ü', '--header', 'X-One: 1', ...flags);
		const badly = await byHand('fire', url, '--body', 'refuse');

		expect([well.exitCode, well.stdout]).toEqual([0, '202 thanks\n202 thanks']);
		expect([badly.exitCode, badly.stdout]).toEqual([1, '401 thanks']);
		const call = {
			headers: expect.objectContaining({
				authorization: 'Bearer k',
				'x-arcules-signature': createHmac('sha256', 's').update('ü').digest('base64'),
				'x-one': '1',
			}),
			body: 'ü',
		};
		expect(received.slice(0, 2)).toEqual([call, call]);
		expect(received[2]?.headers).not.toHaveProperty('authorization');
	}, 60_000);
});

/** The simulator as it is run from the command line. */
function byHand(...args: string[]) {
	// Without the command tsx in between: on a busy machine it does not wait for the end that a signal brings.
	const nodeOptions = ['--require', require.resolve('tsx/cjs')];
	const main = require.resolve('../dev/simulator/main.ts');
	return execa.node(main, args, { nodeOptions, reject: false });
}

describe('from outside', () => {
	it('a simulator in another process does what it is told, and ends', async () => {
		const remote = await startRemoteSimulator({ cameras: 2, picture: { bytes: 5_000 } });
		const [camera] = await remote.devices();
		await remote.setFault(String(camera?.id), [{ kind: 'status', status: 418 }, 'ok']);
		await expect(remote.setFault('nowhere', null)).rejects.toThrow('There is no target nowhere');
		expect(await remote.stats()).toMatchObject({ requests: 0, connections: 0 });
		await remote.close();
		await expect(remote.stats()).rejects.toThrow('fetch failed');
	}, 30_000);

	it.each([
		['setFault', '{', 'JSON'],
		['setFault', '["login",{"kind":"nonsense"}]', "Expected 'status' | 'offline'"],
		['setFault', '["login",{"kind":"slow"}]', 'delayMs: Required'],
		['setFault', '["login",{"kind":"status","status":99}]', 'status: Number must be greater'],
		['setOffline', '["a"]', 'at least 2'],
		['explode', '[]', 'There is no explode: use one of devices'],
	])('a call of %s with %s is refused in one line', async (name, body, words) => {
		const answer = await call(simulator, { path: `/_simulator/${name}`, method: 'POST', body });
		expect([answer.status, jsonOf(answer)['message']]).toEqual([
			400,
			expect.stringContaining(words),
		]);
	});

	it('a simulator started by hand says where it is, stops at Ctrl-C, and tells of a port in use', async () => {
		let output = '';
		const started = byHand('--cameras', '3', '--port', '0', '--offline', '1');
		started.stdout?.on('data', (chunk) => {
			output += String(chunk);
			if (output.includes('Ctrl-C')) started.kill('SIGINT');
		});
		const taken = await byHand('--port', String(simulator.port));
		expect(taken).toMatchObject({
			exitCode: 1,
			stderr: expect.stringMatching(/^.*Port \d+ is in use\. Stop what uses it.*$/),
		});
		expect((await started).exitCode).toBe(0);
		expect(output).toContain('3, the last 1 of them offline');
	}, 60_000);
});
