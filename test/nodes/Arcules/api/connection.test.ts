/**
 * The one door to Arcules: retries, limits, deadlines, redirects, cancelling; through the node and the simulator.
 */
import nock from 'nock';
import { Connection } from '../../../../nodes/Arcules/api/connection';
import { DEFAULT_SETTINGS } from '../../../../nodes/Arcules/api/settings';
import { HOST, newAccount } from '../../../harness/nockedAccount';
import {
	credentialFor,
	getLiveThumbnail,
	getManyLiveThumbnails,
	itemsOf,
	LOBBY,
	simulatedAccount,
	stopSimulators,
} from '../../../harness/simulated';
import { loadOptionsContext, runNode, thumbnailOf } from '../../../harness/workflow';

afterEach(async () => {
	nock.cleanAll();
	await stopSimulators();
});
afterAll(() => nock.restore());

const sleep = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

const busy = (retryAfter?: string) =>
	({
		kind: 'status',
		status: 503,
		headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
	}) as const;

/** One camera, Get Live Thumbnail. */
async function lobby() {
	const account = await simulatedAccount({ cameras: [LOBBY] });
	const take = async (options = {}) =>
		await runNode({
			credentials: account.credentials,
			items: itemsOf([LOBBY]),
			onError: 'continueRegularOutput',
			parameters: getLiveThumbnail({ options }),
		});
	return { ...account, take };
}

describe('A request that failed', () => {
	test.each([408, 425, 429, 500, 502, 503, 504])('is repeated after status %p', async (status) => {
		const { simulator, take } = await lobby();
		simulator.setFault(LOBBY.id, [{ kind: 'status', status, headers: { 'retry-after': '0' } }]);

		const { items } = await take();

		expect(thumbnailOf(items[0])).toMatchObject({ status: 'ok', attempts: 2 });
	});

	test.each([400, 403, 404, 409, 410, 422])('is not repeated after status %p', async (status) => {
		const { simulator, take } = await lobby();
		simulator.setFault(LOBBY.id, { kind: 'status', status });

		const { items } = await take();

		expect(thumbnailOf(items[0])).toMatchObject({ httpStatus: status, attempts: 1 });
		expect(simulator.stats().thumbnails).toBe(1);
	});

	test('is repeated after each reset', async () => {
		const { simulator, take } = await lobby();
		simulator.setFault(LOBBY.id, [{ kind: 'reset' }, { kind: 'reset' }]);

		const { items } = await take();

		expect(thumbnailOf(items[0])).toMatchObject({ status: 'ok', attempts: 3 });
	});

	test('is repeated after the first missed deadline, and not after the second', async () => {
		const { simulator, take } = await lobby();
		simulator.setFault(LOBBY.id, [{ kind: 'hang' }]);
		expect(thumbnailOf((await take({ timeout: 0.3 })).items[0])).toMatchObject({
			status: 'ok',
			attempts: 2,
		});

		simulator.setFault(LOBBY.id, { kind: 'hang' });
		expect(thumbnailOf((await take({ timeout: 0.3 })).items[0])).toMatchObject({
			reason: 'timeout',
			attempts: 2,
		});
	});

	test('is repeated as often as Retries says, and reports how often it was', async () => {
		const { simulator, take } = await lobby();
		simulator.setFault(LOBBY.id, busy('0'));

		const { items } = await take({ retries: 2 });

		expect(thumbnailOf(items[0])).toMatchObject({ status: 'failed', httpStatus: 503, attempts: 3 });
		expect(simulator.stats().thumbnails).toBe(3);
	});

	test.each(['seconds', 'date'] as const)('waits for Retry-After given as %s', async (form) => {
		const { simulator, take } = await lobby();
		const retryAfter = form === 'seconds' ? '1' : new Date(Date.now() + 2_000).toUTCString();
		simulator.setFault(LOBBY.id, [busy(retryAfter)]);

		await take();

		const [first, second] = simulator.requests.filter(({ target }) => target === 'thumbnail');
		const waitedMs = Number(second?.at) - Number(first?.at);
		expect(waitedMs).toBeGreaterThanOrEqual(900);
		expect(waitedMs).toBeLessThan(2_500);
	});

	test.each([
		['POST', undefined, 1],
		['POST', true, 2],
		['GET', undefined, 2],
		['GET', false, 1],
	] as const)(
		'may have been carried out: a %s with idempotent: %p is sent %p times',
		async (method, idempotent, times) => {
			nock(HOST).post('/v1/login').reply(200, { jwtToken: 'T' });
			let sent = 0;
			const answer = () => {
				sent++;
				return [503, '', { 'retry-after': '0' }] as const;
			};
			nock(HOST).intercept('/v1/thing', method).times(2).reply(answer);
			const text = { happened: 'could not do it', check: 'Look' };
			const connection = await Connection.open(loadOptionsContext(newAccount()), {
				...DEFAULT_SETTINGS,
				retries: 1,
			});

			const texts = {
				unauthorized: text,
				forbidden: text,
				notFound: text,
				rateLimited: text,
				unavailable: text,
			};
			const request = connection.request(
				{
					endpoint: 'ioPorts',
					method,
					url: `${connection.baseUrl}/thing`,
					accept: 'application/json',
					...(method === 'POST' && { body: { on: true } }),
					...(idempotent !== undefined && { idempotent }),
					texts,
					parse: () => true,
				},
				new AbortController().signal,
			);

			await expect(request).rejects.toMatchObject({
				message: 'Arcules could not do it (status 503)',
				attempts: times,
			});
			expect(sent).toBe(times);
		},
	);
});

describe('The limits', () => {
	test('hold requests in flight to Concurrency, pages included', async () => {
		const { simulator, credentials } = await simulatedAccount({
			cameras: 60,
			pageSize: 10,
			latencyMs: 15,
		});

		await runNode({
			credentials,
			parameters: getManyLiveThumbnails({ options: { concurrency: 5 } }),
		});

		expect(simulator.stats().mostInFlight).toBe(5);
	});

	test.each([
		['hold back one camera that answers 429, and no other', 1, 0],
		['slow the whole run when several cameras answer 429', 2, 1],
	])('%s, and lose none', async (_name, busyCameras, pauses) => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 40, latencyMs: 20 });
		const tooMany = { kind: 'status', status: 429, headers: { 'retry-after': '6' } } as const;
		for (const { id } of simulator.devices.slice(9, 9 + busyCameras)) {
			simulator.setFault(String(id), [tooMany]);
		}

		const { items } = await runNode({
			credentials,
			parameters: getManyLiveThumbnails({ options: { concurrency: 4 } }),
		});

		expect(items.map((item) => thumbnailOf(item).status)).toEqual(Array(40).fill('ok'));
		const withoutLast = simulator.requests.slice(0, -busyCameras).map(({ at }) => at);
		const gaps = withoutLast.slice(1).map((at, index) => at - Number(withoutLast[index]));
		// Far above what a busy machine adds.
		expect(gaps.filter((gap) => gap > 5_000)).toHaveLength(pauses);
	});

	test('count the requests of an account in all its runs together, and those of no other', async () => {
		const { simulator, credentials } = await simulatedAccount({
			cameras: 6,
			accounts: ['one', 'two'].map((name) => ({ email: `${name}@example.com`, password: 'p' })),
		});
		const [one, two] = ['one', 'two'].map((name) =>
			credentialFor(simulator, { email: `${name}@example.com`, password: 'p' }),
		);
		const parameters = getManyLiveThumbnails({ options: { requestsPerMinute: 10, timeout: 1 } });
		const run = async (account = credentials) =>
			await runNode({
				credentials: account,
				parameters,
				onStart: (cancel) => setTimeout(cancel, 900),
			}).catch(() => undefined);
		const sent = () => simulator.stats().devices + simulator.stats().thumbnails;

		await Promise.all([run(one), run(one)]);
		expect(sent()).toBe(10);
		await run(two);
		expect(sent()).toBe(17);
	});
});

test('a body of 400 MB is abandoned early', async () => {
	const { simulator, take } = await lobby();
	simulator.setFault(LOBBY.id, { kind: 'huge', bytes: 400_000_000 });
	const before = process.memoryUsage().rss;

	const { items } = await take({ retries: 0 });

	expect(items[0]?.json.error).toBe(
		'Camera "Lobby" gave no picture: the answer is larger than 25 MiB. The download was abandoned. If it is a picture, lower the recording resolution of the camera.',
	);
	expect(thumbnailOf(items[0]).reason).toBe('tooLarge');
	expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
});

describe('A redirect', () => {
	test('to another origin is not followed', async () => {
		const { simulator, take } = await lobby();
		const elsewhere = await simulatedAccount({ cameras: [LOBBY] });
		const location = `${elsewhere.simulator.baseUrl}/thumbnail/${LOBBY.id}/live`;
		simulator.setFault(LOBBY.id, { kind: 'redirect', location });

		const { items } = await take({ retries: 0 });

		expect(thumbnailOf(items[0])).toMatchObject({ status: 'failed', httpStatus: 302 });
		expect(simulator.requests.at(-1)?.authorization).toBe(true);
		expect(elsewhere.simulator.requests).toEqual([]);
	});

	test('within the origin is followed with the token', async () => {
		const other = { ...LOBBY, id: 'other' };
		const { simulator, credentials } = await simulatedAccount({ cameras: [LOBBY, other] });
		simulator.setFault(LOBBY.id, { kind: 'redirect', location: '/v1/thumbnail/other/live' });

		const { items } = await runNode({
			credentials,
			items: itemsOf([LOBBY]),
			parameters: getLiveThumbnail(),
		});

		expect(thumbnailOf(items[0])).toMatchObject({ status: 'ok', channelId: LOBBY.id });
		expect(simulator.requests.at(-1)).toMatchObject({ channelId: 'other', authorization: true });
	});

	test('in a circle ends', async () => {
		const { simulator, take } = await lobby();
		simulator.setFault(LOBBY.id, { kind: 'redirect', location: `./live` });

		const { items } = await take({ retries: 0 });

		expect(thumbnailOf(items[0]).status).toBe('failed');
		expect(simulator.stats().thumbnails).toBeLessThan(20);
	});
});

test('cancelling ends requests and waits within a second', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 20 });
	simulator.setFault('*thumbnail', { kind: 'hang' });
	simulator.setFault(String(simulator.devices[0]?.id), busy('50'));
	let cancelledAtMs = 0;

	await runNode({
		credentials,
		items: itemsOf(simulator.devices),
		parameters: getLiveThumbnail(),
		onStart: (cancel) => {
			const timer = setInterval(() => {
				if (simulator.stats().thumbnails < DEFAULT_SETTINGS.concurrency) return;
				clearInterval(timer);
				cancelledAtMs = Date.now();
				cancel();
			}, 50);
		},
	}).catch(() => undefined);

	expect(Date.now() - cancelledAtMs).toBeLessThan(1_000);
	const asked = simulator.stats().thumbnails;
	expect(asked).toBeGreaterThan(0);
	await sleep(300);
	expect(simulator.stats().thumbnails).toBe(asked);
});
