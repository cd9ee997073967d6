/**
 * The sign-in over the life of n8n: restarts, edited credentials, and what the credential's test says.
 */
import { createServer } from 'node:http';
import { getMany, type AccountFields } from '../../dev/n8n/arcules';
import type { N8nVersion } from '../../dev/n8n/install';
import { freePort } from '../../dev/n8n/instance';
import {
	DEFAULT_ACCOUNT,
	startSimulator,
	type Simulator,
	type SimulatorOptions,
} from '../../dev/simulator';
import { openForAll } from './driver/lifetime';
import { TestN8n, VERSIONS, type LiveWorkflow } from './driver/testN8n';
import { listenOnLoopback } from './peers/listen';

const CAMERAS = 3;
const REFUSED = 'Arcules refused the email or password';

/** n8n 1.123.81 loses the status of a refused test request, and with it our sentence for it: it says its own. */
const MAY_NOT_USE_API: Record<N8nVersion, string> = {
	'2.41.1':
		'The email and password are right, but the account may not use the API. In the Arcules portal, give it the API User role and the sites and locations it may see',
	'1.123.81': 'Forbidden - perhaps check your credentials?',
};

describe.each(VERSIONS)('The sign-in of n8n %s', (version) => {
	const n8n = openForAll(() => TestN8n.start(version));
	const simulators: Simulator[] = [];

	afterEach(async () => {
		await Promise.all(simulators.splice(0).map(async (simulator) => await simulator.close()));
	});

	async function simulate(options: SimulatorOptions = {}): Promise<Simulator> {
		const picture = { bytes: 20_000 };
		const simulator = await startSimulator({ cameras: CAMERAS, picture, ...options });
		simulators.push(simulator);
		return simulator;
	}

	async function setUp() {
		const simulator = await simulate();
		const account = await n8n().connect(simulator);
		const workflow = await n8n().deploy([getMany(account)]);
		await expectAllPictures(workflow);
		return { simulator, account, workflow };
	}

	async function expectAllPictures(workflow: LiveWorkflow): Promise<void> {
		const run = await workflow.run();
		expect(run.execution.status).toBe('success');
		const thumbnails = run.items({ name: 'Get Many Live Thumbnails' }).map(({ json }) => json);
		expect(thumbnails).toMatchObject(Array(CAMERAS).fill({ pictureStatus: 'ok' }));
	}

	describe('over a restart', () => {
		test('is not repeated: the stored token is still good', async () => {
			const { simulator, workflow } = await setUp();
			expect(simulator.stats().logins).toBe(1);

			await n8n().restart();
			await expectAllPictures(workflow);

			expect(simulator.stats().logins).toBe(1);
		});

		test('is repeated once, and no picture lost, when the token has expired meanwhile', async () => {
			const { simulator, workflow } = await setUp();

			await n8n().restart(() => simulator.expireTokens());
			await expectAllPictures(workflow);

			expect(simulator.stats().logins).toBe(2);
		});
	});

	describe('with an edited credential', () => {
		test('uses a changed password at once, and says that the old one is refused', async () => {
			const { simulator, account, workflow } = await setUp();

			simulator.setPassword(DEFAULT_ACCOUNT.email, 'new-password');
			simulator.expireTokens();
			const { execution } = await workflow.run();
			expect(execution.status).toBe('error');
			expect(execution.error?.message).toContain(REFUSED);

			const data = { ...account.data, password: 'new-password' };
			await n8n().client.updateCredential({ ...account, data });
			await expectAllPictures(workflow);
		});

		test('never sends the token of one server to another', async () => {
			const { simulator: first, account, workflow } = await setUp();
			const second = await simulate();

			const data = { ...account.data, baseUrl: second.baseUrl };
			await n8n().client.updateCredential({ ...account, data });
			await expectAllPictures(workflow);

			const tokensOf = ({ requests }: Simulator) => new Set(requests.map(({ token }) => token));
			const [ofFirst, ofSecond] = [tokensOf(first), tokensOf(second)];
			ofFirst.delete(undefined);
			expect(ofFirst.size).toBe(1);
			expect([...ofSecond].filter((token) => ofFirst.has(token))).toEqual([]);
			expect(second.stats().logins).toBe(1);
		});
	});

	describe('in the test of the credential', () => {
		async function testOf(simulator: Simulator, changes: AccountFields = {}) {
			return await n8n().client.testCredential(await n8n().connect(simulator, changes));
		}

		test('succeeds with the right account', async () => {
			const simulator = await simulate();

			expect(await testOf(simulator)).toMatchObject({ status: 'OK' });
			expect(simulator.stats()).toMatchObject({ logins: 1, devices: 1 });
		});

		test('says that the password is wrong, and asks once', async () => {
			const simulator = await simulate();

			const result = await testOf(simulator, { password: 'wrong' });

			expect(result).toEqual({ status: 'Error', message: expect.stringContaining(REFUSED) });
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

				expect(await testOf(simulator, account)).toEqual({
					status: 'Error',
					message: expect.stringContaining(message),
				});
				expect(simulator.stats().logins).toBe(1);
			},
		);

		test('says that the server cannot be reached', async () => {
			const host = `127.0.0.1:${await freePort()}`;

			const result = await testOf(await simulate(), { baseUrl: `http://${host}/v1` });

			const message = `The Arcules server at ${host} could not be reached`;
			expect(result).toEqual({ status: 'Error', message: expect.stringContaining(message) });
		});

		test('says that a server is not Arcules, and asks once', async () => {
			const asked: string[] = [];
			const other = createServer((request, response) => {
				asked.push(`${request.method} ${request.url}`);
				response.setHeader('content-type', 'text/html').end('<html>Welcome!</html>');
			});
			const { url, close } = await listenOnLoopback(other);
			try {
				const result = await testOf(await simulate(), { baseUrl: `${url}/v1` });

				const message = `The server at ${new URL(url).host} did not answer like the Arcules API`;
				expect(result).toEqual({ status: 'Error', message: expect.stringContaining(message) });
				expect(asked).toEqual(['POST /v1/login']);
			} finally {
				await close();
			}
		});
	});
});
