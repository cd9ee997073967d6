/**
 * The life of a token: one sign-in for all who need it, stored, shared, refused, renewed.
 */
import nock from 'nock';
import { ArculesApi } from '../../../../credentials/ArculesApi.credentials';
import { accountHash, parseAccount } from '../../../../nodes/Arcules/api/account';
import { validToken } from '../../../../nodes/Arcules/api/token';
import type { CredentialStore } from '../../../../dev/engine/credentialStore';
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

const WRONG_PASSWORD = 'Arcules refused the email or password: “Invalid email or password”';

const allOk = (count: number) => Array(count).fill('ok');

describe('The hook', () => {
	const hook = new ArculesApi().preAuthentication;

	/** As n8n calls it, with a token in the credential or none. */
	const tokenAfter = async (credentials: CredentialStore, jwtToken: string) => {
		const issuedFor = accountHash(parseAccount({ ...credentials.stored }), jwtToken);
		const given = { ...credentials.stored, jwtToken, issuedFor };
		return (await hook.call(loadOptionsContext(credentials), given)).jwtToken;
	};

	const countingLogins = () => {
		let logins = 0;
		nock(HOST)
			.post('/v1/login')
			.delay(30)
			.reply(200, () => ({ jwtToken: `T${++logins}` }))
			.persist();
		return () => logins;
	};

	afterEach(() => jest.useRealTimers());

	test('signs in once for many who ask at once, and hands the newest token to latecomers', async () => {
		const logins = countingLogins();
		const credentials = newAccount();

		const together = ['', '', 'old', 'old'].map(
			async (token) => await tokenAfter(credentials, token),
		);
		expect(await Promise.all(together)).toEqual(['T1', 'T1', 'T1', 'T1']);
		expect(await tokenAfter(credentials, 'old')).toBe('T1');
		expect(logins()).toBe(1);
	});

	test('keeps a new token for some seconds, whatever makes the HTTP Request node ask for another', async () => {
		jest.useFakeTimers({ doNotFake: ['setTimeout', 'setImmediate', 'nextTick'] });
		const logins = countingLogins();
		const credentials = newAccount();
		await tokenAfter(credentials, '');

		jest.setSystemTime(Date.now() + 9_000);
		expect(await tokenAfter(credentials, 'T1')).toBe('T1');
		jest.setSystemTime(Date.now() + 2_000);
		expect(await tokenAfter(credentials, 'T1')).toBe('T2');
		expect(logins()).toBe(2);
	});

	test('asks once for a refused password, again after a growing pause, and at once for another', async () => {
		jest.useFakeTimers({ doNotFake: ['setTimeout', 'setImmediate', 'nextTick'] });
		let asked = 0;
		nock(HOST)
			.post('/v1/login')
			.reply(() => {
				asked++;
				return [401, {}];
			})
			.persist();
		const credentials = newAccount();
		const askAfter = async (seconds: number) => {
			jest.setSystemTime(Date.now() + seconds * 1000);
			return await failureOfHook(hook, credentials);
		};

		const failure = await askAfter(0);
		expect(failure.message).toMatch(
			/^Arcules refused the email or password\. .* not sent again before \d\d:\d\d:\d\d UTC; a changed one is tried at once$/,
		);
		expect(failure).not.toHaveProperty('response');
		await askAfter(29);
		expect(asked).toBe(1);
		await askAfter(2);
		expect(asked).toBe(2);
		await askAfter(58);
		expect(asked).toBe(2);
		await askAfter(3);
		expect(asked).toBe(3);

		credentials.stored = { ...credentials.stored, password: 'another-phrase' };
		await askAfter(0);
		expect(asked).toBe(4);
	});
});

test.each([
	['of this very account', {}, 'T'],
	['of an account whose password was edited', { password: 'other' }, ''],
	['without a mark', { issuedFor: '' }, ''],
	['that is not the one of its mark', { jwtToken: 'other' }, ''],
	['that is none', { jwtToken: 7 }, ''],
])('a stored token %s is given as it is or not at all', (_name, changes, expected) => {
	const { stored } = newAccount();
	const issuedFor = accountHash(parseAccount({ ...stored }), 'T');
	const credential = { ...stored, jwtToken: 'T', issuedFor, ...changes };
	expect(validToken(credential, parseAccount(credential))).toBe(expected);
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

	test('is repeated once when its token expires in the middle of a run, and no camera is lost', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 40, latencyMs: 100 });

		const { items } = await runNode({
			credentials,
			items: itemsOf(simulator.devices),
			onStart: () => setTimeout(() => simulator.expireTokens(), 500),
			parameters: getLiveThumbnail({ options: { concurrency: 4 } }),
		});

		expect(items.map((item) => thumbnailOf(item).status)).toEqual(allOk(40));
		expect(simulator.stats().logins).toBe(2);
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
				Array(20).fill(expect.stringContaining(WRONG_PASSWORD)),
			);
			expect(thumbnails[0]).toMatchObject({ reason: 'unauthorized', httpStatus: 401 });
			expect(simulator.stats()).toMatchObject({ logins: 1, thumbnails: 0 });
		},
	);

	test('stops the workflow with the sentence about the password, and without the password', async () => {
		const { simulator } = await simulatedAccount();
		const credentials = credentialFor(simulator, { password: 'wrong-too' });

		const { error, run } = await takePictures({ simulator, credentials });

		expect(error?.message).toContain(WRONG_PASSWORD);
		expect(error?.message).toContain('single sign-on');
		expect(textOf(run)).not.toContain('wrong-too');
		expect(simulator.stats().logins).toBe(1);
	});

	test('is not asked for fifty pictures when Arcules refuses its fresh token for the list too', async () => {
		const account = await simulatedAccount({ cameras: 50 });
		account.simulator.setFault('*thumbnail', { kind: 'status', status: 401 });
		account.simulator.setFault('devices', { kind: 'status', status: 401 });

		const { items, thumbnails } = await takePictures(
			account,
			{ concurrency: 4 },
			'continueRegularOutput',
		);

		expect(thumbnails.map(({ reason }) => reason)).toEqual(Array(50).fill('unauthorized'));
		expect(items[0]?.json.error).toContain(
			'Arcules refused the account, although it had just signed in',
		);
		expect(account.simulator.stats().thumbnails).toBeLessThanOrEqual(8);
		expect(account.simulator.stats().logins).toBeLessThanOrEqual(2);
	});

	test('is asked three times at most, and not for ever, when signing in gives no token', async () => {
		const account = await simulatedAccount({ cameras: 1 });
		jest.spyOn(account.credentials, 'preAuthentication').mockResolvedValue(undefined);

		const { error } = await takePictures(account);

		expect(error?.message).toContain('Arcules refused the account, although it had just signed in');
		expect(account.simulator.stats().thumbnails).toBeLessThanOrEqual(3);
	});

	test('is not refused when it may list its devices, whatever all its cameras answer', async () => {
		const account = await simulatedAccount({ cameras: 5 });
		account.simulator.setFault('*thumbnail', { kind: 'status', status: 401 });

		const { items, thumbnails } = await takePictures(account, {}, 'continueRegularOutput');

		expect(thumbnails.map(({ reason }) => reason)).toEqual(Array(5).fill('unauthorized'));
		for (const { json } of items) {
			expect(json.error).toMatch(/^Camera ".+" gave no picture: Arcules refuses this camera/);
		}
		expect(account.simulator.stats().logins).toBeLessThanOrEqual(2);
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
