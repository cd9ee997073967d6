/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in jest, not in n8n */
/**
 * The sign-in over the life of n8n: restarts, edited credentials, and what the credential's test says.
 */
import { createServer } from 'node:http';
import type { N8nVersion } from '../../dev/n8n/install';
import { freePort } from '../../dev/n8n/instance';
import {
	DEFAULT_ACCOUNT,
	startSimulator,
	type Simulator,
	type SimulatorOptions,
} from '../../dev/simulator';
import { GET_MANY } from './driver/arcules';
import { realN8n, type RealN8n } from './driver/realN8n';
import type { Run } from './driver/run';
import { VERSIONS } from './driver/versions';
import { listenOnLoopback } from './peers/listen';

const CAMERAS = 3;
const REFUSED = 'Arcules refused the email or password: “Invalid email or password”';

/** n8n 1.123.81 loses the status of a refused test request, and with it our sentence for it: it says its own. */
const MAY_NOT_USE_API: Record<N8nVersion, string> = {
	'2.41.1':
		'The email and password are right, but the account may not use the API. In the Arcules portal, give it the API User role and the sites and locations it may see',
	'1.123.81': 'Forbidden - perhaps check your credentials?',
};

describe.each(VERSIONS)('The sign-in of n8n %s', (version) => {
	let n8n: RealN8n;
	const simulators: Simulator[] = [];

	beforeAll(async () => {
		n8n = await realN8n(version);
	});

	afterEach(async () => {
		await Promise.all(simulators.splice(0).map(async (simulator) => await simulator.close()));
	});

	afterAll(async () => {
		await n8n?.stop();
	});

	async function simulate(options: SimulatorOptions = {}): Promise<Simulator> {
		const picture = { bytes: 20_000 };
		const simulator = await startSimulator({ cameras: CAMERAS, picture, ...options });
		simulators.push(simulator);
		return simulator;
	}

	function expectAllPictures(run: Run): void {
		expect(run.execution.status).toBe('success');
		const statuses = run.items(GET_MANY).map(({ json }) => json['thumbnail']);
		expect(statuses).toEqual(Array(CAMERAS).fill(expect.objectContaining({ status: 'ok' })));
	}

	describe('over a restart', () => {
		test('is not repeated: the stored token is still good', async () => {
			const simulator = await simulate();
			const workflow = await n8n.deploy([(await n8n.connect(simulator)).getMany()]);
			expectAllPictures(await workflow.run());
			expect(simulator.stats().logins).toBe(1);

			await n8n.restart();
			expectAllPictures(await workflow.run());

			expect(simulator.stats().logins).toBe(1);
		});

		test('is repeated once, and no picture lost, when the token has expired meanwhile', async () => {
			const simulator = await simulate();
			const workflow = await n8n.deploy([(await n8n.connect(simulator)).getMany()]);
			expectAllPictures(await workflow.run());

			await n8n.restart(() => simulator.expireTokens());
			expectAllPictures(await workflow.run());

			expect(simulator.stats().logins).toBe(2);
		});
	});

	describe('with an edited credential', () => {
		test('uses a changed password at once, and says that the old one is refused', async () => {
			const simulator = await simulate();
			const arcules = await n8n.connect(simulator);
			const workflow = await n8n.deploy([arcules.getMany()]);
			expectAllPictures(await workflow.run());

			simulator.setPassword(DEFAULT_ACCOUNT.email, 'new-password');
			simulator.expireTokens();
			const { execution } = await workflow.run();
			expect(execution.status).toBe('error');
			expect(execution.error?.message).toBe(REFUSED);

			await arcules.edit({ password: 'new-password' });
			expectAllPictures(await workflow.run());
		});

		test('never sends the token of one server to another', async () => {
			const [first, second] = [await simulate(), await simulate()];
			const arcules = await n8n.connect(first);
			const workflow = await n8n.deploy([arcules.getMany()]);
			expectAllPictures(await workflow.run());

			await arcules.edit({ baseUrl: second.baseUrl });
			expectAllPictures(await workflow.run());

			const tokensOf = ({ requests }: Simulator) => new Set(requests.map(({ token }) => token));
			const [ofFirst, ofSecond] = [tokensOf(first), tokensOf(second)];
			ofFirst.delete(undefined);
			expect(ofFirst.size).toBe(1);
			expect([...ofSecond].filter((token) => ofFirst.has(token))).toEqual([]);
			expect(second.stats().logins).toBe(1);
		});
	});

	describe('in the test of the credential', () => {
		async function testOf(simulator: Simulator, changes: Parameters<RealN8n['connect']>[1] = {}) {
			return await (await n8n.connect(simulator, changes)).test();
		}

		test('succeeds with the right account', async () => {
			const simulator = await simulate();

			expect(await testOf(simulator)).toMatchObject({ status: 'OK' });
			expect(simulator.stats()).toMatchObject({ logins: 1, devices: 1 });
		});

		test('says that the password is wrong, and asks once', async () => {
			const simulator = await simulate();

			expect(await testOf(simulator, { password: 'wrong' })).toEqual({
				status: 'Error',
				message: REFUSED,
			});
			expect(simulator.stats()).toMatchObject({ logins: 1, requests: 1 });
		});

		test.each([
			[
				'login',
				'Arcules does not let this account use the API: “The user does not have the API User role”',
			],
			['devices', MAY_NOT_USE_API[version]],
		] as const)(
			'says that the API User role is missing when Arcules refuses it at %s, and asks once',
			async (missingRoleAt, message) => {
				const account = { email: 'plain@example.com', password: 'plain-password' };
				const accounts = [{ ...account, apiUser: false }];
				const simulator = await simulate({ accounts, missingRoleAt });

				expect(await testOf(simulator, account)).toEqual({ status: 'Error', message });
				expect(simulator.stats().logins).toBe(1);
			},
		);

		test('says that the server cannot be reached', async () => {
			const port = await freePort();

			expect(await testOf(await simulate(), { baseUrl: `http://127.0.0.1:${port}/v1` })).toEqual({
				status: 'Error',
				message: `The Arcules server at 127.0.0.1:${port} could not be reached`,
			});
		});

		test('says that a server is not Arcules, and asks once', async () => {
			const asked: string[] = [];
			const { url, close } = await listenOnLoopback(
				createServer((request, response) => {
					asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
					response.setHeader('content-type', 'text/html').end('<html>Welcome!</html>');
				}),
			);
			try {
				expect(await testOf(await simulate(), { baseUrl: `${url}/v1` })).toEqual({
					status: 'Error',
					message: `The server at ${new URL(url).host} did not answer like the Arcules API`,
				});
				expect(asked).toEqual(['POST /v1/login']);
			} finally {
				await close();
			}
		});
	});
});
