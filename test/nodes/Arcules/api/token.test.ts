/**
 * The life of a token: one sign-in for all who need it, stored, shared, refused, renewed.
 */
import nock from 'nock';
import { ArculesApi } from '../../../../credentials/ArculesApi.credentials';
import { fingerprint, parseAccount } from '../../../../nodes/Arcules/api/account';
import { failedSignIn, validToken } from '../../../../nodes/Arcules/api/token';
import { failureOfHook, HOST, newAccount } from '../../../harness/nockedAccount';
import { textOf } from '../../../harness/secrets';
import {
	credentialFor,
	getLiveThumbnail,
	itemsOf,
	newToken,
	simulatedAccount,
	type SimulatedAccount,
	stopSimulators,
} from '../../../harness/simulated';
import { loadOptionsContext, runNode, thumbnailOf } from '../../../harness/workflow';

afterAll(() => nock.restore());

afterEach(async () => {
	nock.cleanAll();
	await stopSimulators();
});

/** Get Live Thumbnail for every device of the account. */
async function takePictures(
	{ simulator, credentials }: SimulatedAccount,
	options = {},
	onError: 'continueRegularOutput' | 'stopWorkflow' = 'stopWorkflow',
) {
	const result = await runNode({
		credentials,
		items: itemsOf(simulator.devices),
		onError,
		parameters: getLiveThumbnail({ options }),
	});
	const thumbnails = result.items.map(thumbnailOf);
	return { ...result, thumbnails, statuses: thumbnails.map(({ status }) => status) };
}

const allOk = (count: number) => Array(count).fill('ok');

describe('The hook', () => {
	const hook = new ArculesApi().preAuthentication;

	test('signs in once for many who ask at once, and hands the newest token to latecomers', async () => {
		let logins = 0;
		nock(HOST)
			.post('/v1/login')
			.delay(30)
			.reply(200, () => ({ jwtToken: `T${++logins}` }))
			.persist();
		const credentials = newAccount();
		const issuedFor = fingerprint(parseAccount({ ...credentials.stored }));
		const tokenAfter = async (jwtToken: string) => {
			const given = { ...credentials.stored, jwtToken, issuedFor };
			return (await hook.call(loadOptionsContext(credentials), given)).jwtToken;
		};

		const together = await Promise.all(['', '', 'old', 'old'].map(tokenAfter));
		expect(together).toEqual(['T1', 'T1', 'T1', 'T1']);
		expect(await tokenAfter('old')).toBe('T1');
		expect(await tokenAfter('T1')).toBe('T2');
		expect(await tokenAfter('T1')).toBe('T2');
		expect(logins).toBe(2);
	});

	test('asks once for a refused password, and throws nothing that makes n8n ask again', async () => {
		const login = nock(HOST).post('/v1/login').reply(401, {});
		const askedAgain = nock(HOST).post('/v1/login').reply(200, { jwtToken: 'T' });
		const credentials = newAccount();

		const first = await failureOfHook(hook, credentials);
		const second = await failureOfHook(hook, credentials);

		expect(first.message).toBe('Arcules refused the email or password');
		expect(first).not.toHaveProperty('response');
		expect(second).toBe(first);
		expect(login.isDone()).toBe(true);
		expect(askedAgain.isDone()).toBe(false);
	});

	test('failed when n8n 1.123, which drops causes, shows its message, until a sign-in succeeds', async () => {
		const credentials = newAccount();
		const account = fingerprint(parseAccount({ ...credentials.stored }));
		nock(HOST).post('/v1/login').reply(503, {});
		const failure = await failureOfHook(hook, credentials);
		const wrapped = new Error(failure.message);

		expect(failedSignIn(account, wrapped)).toBe(failure);
		expect(failedSignIn(account, new Error('something else'))).toBeUndefined();
		expect(failedSignIn('another account', wrapped)).toBeUndefined();

		nock(HOST).post('/v1/login').reply(200, { jwtToken: 'T' });
		await hook.call(loadOptionsContext(credentials), { ...credentials.stored });
		expect(failedSignIn(account, wrapped)).toBeUndefined();
	});
});

test.each([
	['of this very account', {}, 'T'],
	['of an account whose password was edited', { password: 'other' }, ''],
	['without a mark', { issuedFor: '' }, ''],
	['that is none', { jwtToken: 7 }, ''],
])('a stored token %s is given as %j %j', (_name, changes, expected) => {
	const { stored } = newAccount();
	const issuedFor = fingerprint(parseAccount({ ...stored }));
	expect(validToken({ ...stored, jwtToken: 'T', issuedFor, ...changes })).toBe(expected);
});

describe('A sign-in', () => {
	test('serves three runs', async () => {
		const account = await simulatedAccount({ cameras: 3 });
		for (let run = 0; run < 3; run++) {
			expect((await takePictures(account)).statuses).toEqual(allOk(3));
		}
		expect(account.simulator.stats()).toMatchObject({ logins: 1, thumbnails: 9 });
	});

	test('happens once when twenty items in parallel find the token expired', async () => {
		const account = await simulatedAccount({ cameras: 20 });
		await takePictures(account, { concurrency: 20 });
		account.simulator.expireTokens();
		account.simulator.resetRecords();

		expect((await takePictures(account, { concurrency: 20 })).statuses).toEqual(allOk(20));
		expect(account.simulator.stats().logins).toBe(1);
	});

	test('is repeated when its token expires in the middle of a run, and no sooner', async () => {
		const account = await simulatedAccount({
			cameras: 15,
			tokenLifetimeSeconds: 1,
			latencyMs: 100,
		});
		const startedAtMs = Date.now();

		expect((await takePictures(account, { concurrency: 1 })).statuses).toEqual(allOk(15));

		const { logins } = account.simulator.stats();
		expect(logins).toBeGreaterThan(1);
		expect(logins).toBeLessThanOrEqual(1 + (Date.now() - startedAtMs) / 1000);
	});

	test('happens once more when both the stored token and that of this process are expired', async () => {
		const account = await simulatedAccount({ cameras: 4 });
		const { simulator, credentials } = account;
		await takePictures(account);
		// As another process of a cluster does, which then stores its token.
		credentials.stored = { ...credentials.stored, jwtToken: await newToken(simulator) };
		simulator.expireTokens();
		simulator.resetRecords();

		expect((await takePictures(account)).statuses).toEqual(allOk(4));
		expect(simulator.stats().logins).toBe(1);
	});

	test('is repeated after a passing failure', async () => {
		const account = await simulatedAccount({ cameras: 6 });
		account.simulator.setFault('login', [{ kind: 'status', status: 503 }]);

		expect((await takePictures(account)).statuses).toEqual(allOk(6));
		expect(account.simulator.stats().logins).toBe(2);
	});

	test('happens at once for an edited credential, whose old token never reaches the new host', async () => {
		const account = await simulatedAccount({ cameras: 2 });
		const { credentials, simulator } = account;
		const other = await simulatedAccount({ cameras: [...simulator.devices] });
		await takePictures(account);
		const oldToken = credentials.stored?.jwtToken;

		credentials.stored = { ...credentials.stored, baseUrl: other.simulator.baseUrl };
		expect((await takePictures(account)).statuses).toEqual(['ok', 'ok']);
		expect(other.simulator.stats()).toMatchObject({ logins: 1, thumbnails: 2 });
		expect(other.simulator.requests.map(({ token }) => token)).not.toContain(oldToken);

		credentials.stored = { ...credentials.stored, password: 'mistyped' };
		const refused = await takePictures(account);
		expect(refused.error?.message).toContain('refused the email or password');
	});
});

describe('An account that is refused', () => {
	test.each([1, 8, 20])(
		'costs one login with a wrong password, at a concurrency of %p',
		async (concurrency) => {
			const { simulator } = await simulatedAccount({ cameras: 20 });
			const credentials = credentialFor(simulator, { password: 'wrong' });

			const { items, thumbnails } = await takePictures(
				{ simulator, credentials },
				{ concurrency },
				'continueRegularOutput',
			);

			expect(items.map(({ json }) => json.error)).toEqual(
				Array(20).fill('Arcules refused the email or password: “Invalid email or password”'),
			);
			expect(thumbnails[0]).toMatchObject({ reason: 'unauthorized', httpStatus: 401 });
			expect(simulator.stats()).toMatchObject({ logins: 1, thumbnails: 0 });
		},
	);

	test('stops the workflow with the sentence about the password, and without the password', async () => {
		const { simulator } = await simulatedAccount();
		const credentials = credentialFor(simulator, { password: 'wrong-too' });

		const { error, run } = await takePictures({ simulator, credentials });

		expect(error?.message).toBe(
			'Arcules refused the email or password: “Invalid email or password”',
		);
		expect(error?.description).toContain('single sign-on');
		expect(textOf(run)).not.toContain('wrong-too');
		expect(simulator.stats().logins).toBe(1);
	});

	test('is not asked for fifty pictures when Arcules refuses its fresh token', async () => {
		const account = await simulatedAccount({ cameras: 50 });
		account.simulator.setFault('*thumbnail', { kind: 'status', status: 401 });

		const { items, thumbnails } = await takePictures(
			account,
			{ concurrency: 4 },
			'continueRegularOutput',
		);

		expect(thumbnails.map(({ reason }) => reason)).toEqual(Array(50).fill('unauthorized'));
		expect(items[0]?.json.error).toBe(
			'Arcules refused the account, although it had just signed in',
		);
		expect(account.simulator.stats().thumbnails).toBeLessThanOrEqual(8);
		expect(account.simulator.stats().logins).toBeLessThanOrEqual(2);
	});

	test('is asked three times, and not for ever, when signing in gives no token', async () => {
		const account = await simulatedAccount({ cameras: 1 });
		jest.spyOn(account.credentials, 'preAuthentication').mockResolvedValue(undefined);

		const { error } = await takePictures(account);

		expect(error?.message).toBe('Arcules refused the account, although it had just signed in');
		expect(account.simulator.stats().thumbnails).toBe(3);
	});

	test('is one camera’s affair when the others are served with the same token', async () => {
		const account = await simulatedAccount({ cameras: 12, latencyMs: 20 });
		const odd = String(account.simulator.devices[5]?.id);
		account.simulator.setFault(odd, { kind: 'status', status: 401 });

		const { statuses, thumbnails } = await takePictures(account, {}, 'continueRegularOutput');

		expect(statuses).toEqual(allOk(12).with(5, 'failed'));
		expect(thumbnails[5]?.reason).toBe('unauthorized');
	});
});

test('neither token nor password is in the data of a run with a failure', async () => {
	const account = await simulatedAccount({ cameras: 3 });
	const { simulator, credentials } = account;
	simulator.setFault(String(simulator.devices[1]?.id), { kind: 'reset' });

	const { run, statuses } = await takePictures(account, { retries: 0 }, 'continueRegularOutput');

	expect(statuses).toEqual(['ok', 'failed', 'ok']);
	expect(textOf(run)).toContain('the connection to 127.0.0.1');
	expect(credentials.stored?.jwtToken).toMatch(/^\S{10,}$/);
	expect(textOf(run)).not.toContain(String(credentials.stored?.jwtToken));
	expect(textOf(run)).not.toContain('demo-password');
});
