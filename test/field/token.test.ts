/**
 * However a token is over, and however Arcules says so: every picture comes, and no run signs in again and again.
 */
import type { SimulatorOptions } from '../../dev/simulator';
import { getManyLiveThumbnails, simulatedAccount, stopSimulators } from '../harness/simulated';
import { runNode } from '../harness/workflow';

afterEach(stopSimulators);

const CAMERAS = 12;

const ENDS: ReadonlyArray<NonNullable<SimulatorOptions['expiredAs']>> = [
	...[400, 401, 403, 406, 409, 419, 422, 440, 498],
	...(['json', 'html', 'loginPage'] as const),
	{ status: 302, headers: { location: 'https://login.example.com/' } },
	{ status: 500, body: { message: 'jwt expired' } },
	{ status: 404, body: 'Session not found' },
];

const fetchAll = async (account: Awaited<ReturnType<typeof simulatedAccount>>) => {
	const { credentials } = account;
	const { items } = await runNode({ credentials, parameters: getManyLiveThumbnails() });
	return items.filter(({ binary }) => binary !== undefined).length;
};

describe.each(ENDS.map((expiredAs) => ({ expiredAs })))(
	'A token that ends as $expiredAs',
	({ expiredAs }) => {
		test.each([1, 5, 12, 13])('after %p calls of a run costs no picture', async (calls) => {
			const account = await simulatedAccount({ cameras: CAMERAS, expiredAs });
			account.simulator.expireTokens(calls);
			expect(await fetchAll(account)).toBe(CAMERAS);
			expect(account.simulator.stats().logins).toBeLessThanOrEqual(2);
		});

		test('between two runs costs no picture', async () => {
			const account = await simulatedAccount({ cameras: CAMERAS, expiredAs });
			await fetchAll(account);
			account.simulator.expireTokens();
			account.simulator.resetRecords();
			expect(await fetchAll(account)).toBe(CAMERAS);
			expect(account.simulator.stats().logins).toBe(1);
		});
	},
);

test('a JWT that is about to end is replaced before it is refused', async () => {
	const token = { claimedLifetimeSeconds: 130 };
	const account = await simulatedAccount({ cameras: 2, token });
	await fetchAll(account);
	const inAMinute = Date.now() + 75_000;
	jest.spyOn(Date, 'now').mockImplementation(() => inAMinute);
	account.simulator.resetRecords();
	expect(await fetchAll(account)).toBe(2);
	jest.restoreAllMocks();
	const { requests } = account.simulator;
	expect(requests.map(({ target }) => target)[0]).toBe('login');
	expect(requests.every(({ status }) => status === 200)).toBe(true);
});

test('two workers finish on a server with one session per account', async () => {
	const account = await simulatedAccount({
		cameras: 40,
		oneSessionPerAccount: true,
		latencyMs: 20,
		expiredAs: 403,
	});
	const [first, second] = await Promise.all([fetchAll(account), fetchAll(account)]);
	expect([first, second]).toEqual([40, 40]);
	expect(account.simulator.stats().logins).toBeLessThanOrEqual(4);
});

test('a token that another worker has stored is used in place of a sign-in', async () => {
	const account = await simulatedAccount({ cameras: 3, expiredAs: 403 });
	await fetchAll(account);
	account.simulator.expireTokens();
	const other = { ...account.credentials.stored };
	await fetchAll(account);
	const fresh = { ...account.credentials.stored };
	account.simulator.resetRecords();
	// This run starts with the old token; the store holds the new one by the time it looks again.
	account.credentials.stored = other;
	const run = runNode({
		credentials: account.credentials,
		parameters: getManyLiveThumbnails(),
		onStart: () => setImmediate(() => (account.credentials.stored = fresh)),
	});
	const { items } = await run;
	expect(items.filter(({ binary }) => binary !== undefined)).toHaveLength(3);
	expect(account.simulator.stats().logins).toBe(0);
});

test('a run whose credential is edited meanwhile ends and says so', async () => {
	const account = await simulatedAccount({ cameras: 3 });
	await fetchAll(account);
	account.simulator.expireTokens();
	const { credentials } = account;
	account.simulator.resetRecords();
	const { error } = await runNode({
		credentials,
		parameters: getManyLiveThumbnails(),
		onStart: () =>
			setImmediate(() => (credentials.stored = { ...credentials.stored, password: 'new' })),
	});
	expect(error?.message).toContain('credential was edited while this execution ran');
	expect(account.simulator.stats().logins).toBe(0);
	expect(credentials.stored?.password).toBe('new');
});
