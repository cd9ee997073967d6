/**
 * The states of I/O ports: answers that nobody documents, and refusals of many ports at once; through the node and the
 * simulator.
 */
import nock from 'nock';
import { CredentialStore } from '../../../../dev/engine/credentialStore';
import {
	askedIds,
	idsUpTo,
	jsonOf,
	LOW,
	low,
	portsOf,
	SINCE,
	statesOf,
} from '../../../harness/ioPorts';
import { HOST, newAccount } from '../../../harness/nockedAccount';
import { credentialFor, simulatedAccount, stopSimulators } from '../../../harness/simulated';

const CHECK_ID =
	'Check the port ID. Only devices behind a gateway have I/O ports, and the account must have access to the site and location of the device.';

afterEach(async () => {
	nock.cleanAll();
	await stopSimulators();
});
afterAll(() => nock.restore());

describe('The state of a port', () => {
	test.each([
		['a number', { ...LOW, state: 1 }, { state: 1, lastUpdated: SINCE }],
		['an object', { state: { a: [1] } }, { state: { a: [1] } }],
		['false', { state: false }, { state: false }],
		['not told', { ...LOW, state: undefined }, { state: null, lastUpdated: SINCE }],
		['with fields nobody knows', { ...LOW, x: null }, { state: 'low', lastUpdated: SINCE }],
		['of no time', { state: 'low' }, { state: 'low' }],
		['of a time in seconds', { ...LOW, lastUpdated: 1726183188 }, { state: 'low' }],
		['of a time in microseconds', { ...LOW, lastUpdated: 1726183188281000 }, { state: 'low' }],
		['of a time in words', { ...LOW, lastUpdated: 'yesterday' }, { state: 'low' }],
		['of a time in a text', { ...LOW, lastUpdated: '1726183188281' }, { state: 'low' }],
		['of no time yet', { ...LOW, lastUpdated: null }, { state: 'low' }],
		['of the beginning of time', { ...LOW, lastUpdated: 0 }, { state: 'low' }],
		['of a time out of range', { ...LOW, lastUpdated: -8.64e15 - 1 }, { state: 'low' }],
	])('that is %s is passed through', async (_what, raw, fields) => {
		const account = await simulatedAccount();
		account.simulator.setFault('ioports', { kind: 'status', status: 200, body: { a: raw } });

		const result = await statesOf(account, 'a');

		expect(jsonOf(result)).toEqual([
			{ portId: 'a', ...fields, raw: JSON.parse(JSON.stringify(raw)) },
		]);
	});

	test.each(['low', null, 7, ['low']])('that comes as %j alone is none', async (entry) => {
		const account = await simulatedAccount();
		const body = { a: entry, b: LOW };
		account.simulator.setFault('ioports', { kind: 'status', status: 200, body });

		const result = await statesOf(account, 'a,b');

		expect(jsonOf(result)).toEqual([
			{
				portId: 'a',
				error: expect.stringContaining('I/O port a gave no state'),
				reason: entry === null ? 'notFound' : 'unavailable',
			},
			low('b'),
		]);
	});

	test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
		'is that of the port even when its ID is %s',
		async (id) => {
			const account = await simulatedAccount({ ioPorts: portsOf(['a']) });
			const unknown = await statesOf(account, [id, 'a'].join());
			expect(jsonOf(unknown)).toEqual([expect.objectContaining({ reason: 'notFound' }), low('a')]);

			account.simulator.setIoPort(id, LOW);
			const result = await statesOf(account, [id, 'a'].join());
			expect(jsonOf(result)).toEqual([low(id), low('a')]);
			expect(Object.getPrototypeOf(result.items[0]?.json.raw)).toBe(Object.prototype);
		},
	);
});

describe('An answer that is no map of ports', () => {
	test.each([
		['a list', [LOW]],
		['null', 'null'],
		['a text', '"low"'],
		['a web page', '<html><body>Sign in</body></html>'],
		['nothing', ''],
		['half of one', '{"a":{"state":'],
		['an object of something else', { message: 'Try later' }],
		['a map in another object', { ioPorts: { a: LOW } }],
	])('such as %s fails every port that was asked for', async (_what, body) => {
		const account = await simulatedAccount();
		account.simulator.setFault('ioports', { kind: 'status', status: 200, body });

		const { items, error } = await statesOf(account, 'a,b');

		expect(error).toBeUndefined();
		const of = (portId: string) => ({
			portId,
			error: expect.stringMatching(
				new RegExp(
					`^I/O port ${portId} gave no state: the server did not answer like the Arcules API`,
				),
			),
			reason: 'unavailable',
		});
		expect(jsonOf({ items })).toEqual([of('a'), of('b')]);
	});

	test('says so to whoever stops on errors, and what to check', async () => {
		const account = await simulatedAccount();
		account.simulator.setFault('ioports', { kind: 'html' });

		const { error } = await statesOf(account, 'a', { onError: 'stopWorkflow' });

		expect(error?.message).toContain('the server did not answer like the Arcules API');
		expect(error?.description).toContain('Base URL');
	});

	test('is not an empty map: that says that no port is known', async () => {
		const account = await simulatedAccount();

		const result = await statesOf(account, 'a,b');

		expect(result.items.map(({ json }) => json.reason)).toEqual(['notFound', 'notFound']);
	});
});

describe('A refused request', () => {
	test('for many ports is asked again for fewer, so that one bad ID costs no other its state', async () => {
		const ids = idsUpTo(60);
		const bad = [ids[3], ids[44]];
		let requests = 0;
		const scope = nock(HOST).persist();
		scope.post('/v1/login').reply(200, { jwtToken: 'one' });
		scope.get('/v1/devices').query(true).reply(200, { devices: [], page: {} });
		scope
			.get('/v1/ioports')
			.query(true)
			.reply((uri) => {
				requests++;
				const asked = decodeURIComponent(uri.split('portIds=')[1] ?? '').split(',');
				return asked.some((id) => bad.includes(id))
					? [404, { message: 'No such port' }]
					: [200, portsOf(asked)];
			});

		const result = await statesOf({ credentials: newAccount() }, ids.join());

		expect(jsonOf(result)).toEqual(
			ids.map((id) =>
				bad.includes(id)
					? {
							portId: id,
							error: `I/O port ${id} gave no state: Arcules does not know this I/O port (status 404): “No such port”. ${CHECK_ID}`,
							reason: 'notFound',
						}
					: low(id),
			),
		);
		expect(requests).toBeLessThan(30);
	});

	test('is not asked again without end when every ID is refused', async () => {
		const account = await simulatedAccount();
		account.simulator.setFault('ioports', { kind: 'status', status: 404 });
		const ids = idsUpTo(50);

		const { items } = await statesOf(account, ids.join());

		expect(items.map(({ json }) => json.portId)).toEqual(ids);
		expect(new Set(items.map(({ json }) => json.reason))).toEqual(new Set(['notFound']));
		expect(JSON.stringify(items)).toContain('it was asked for with');
		expect(askedIds(account).length).toBeLessThan(30);
	});

	test.each([500, 403])('with status %p is about all of them', async (status) => {
		const account = await simulatedAccount();
		account.simulator.setFault('ioports', { kind: 'status', status });

		await statesOf(account, 'a,b,c');

		expect(askedIds(account)).toEqual([['a', 'b', 'c']]);
	});

	test('loses no other chunk', async () => {
		const ids = idsUpTo(120);
		const account = await simulatedAccount({ ioPorts: portsOf(ids) });
		account.simulator.setFault('ioports', ['ok', { kind: 'status', status: 500 }, 'ok']);

		const { items } = await statesOf(account, ids.join());

		expect(items.map(({ json }) => json.portId)).toEqual(ids);
		const failed = items.filter(({ json }) => json.error !== undefined);
		expect([20, 50]).toContain(failed.length);
		expect(failed.every(({ json }) => json.reason === 'unavailable')).toBe(true);
	});
});

describe('What Connection holds for every request', () => {
	test.each(['json', 'html', 'loginPage', 498] as const)(
		'holds here too: a token that ended as %p is renewed',
		async (expiredAs) => {
			const account = await simulatedAccount({ expiredAs, ioPorts: portsOf(['a']) });
			await statesOf(account, 'a');
			account.simulator.expireTokens();

			expect(jsonOf(await statesOf(account, 'a'))).toEqual([low('a')]);
			expect(account.simulator.stats().logins).toBe(2);
		},
	);

	test('holds here too: deadlines, and answers packed without a word', async () => {
		const account = await simulatedAccount({ ioPorts: portsOf(['a']) });
		account.simulator.setFault('ioports', [
			{ kind: 'gzip', header: false },
			{ kind: 'gzip', packed: false },
			{ kind: 'hang' },
		]);
		const ask = async () => (await statesOf(account, 'a', { options: { timeout: 0.3 } })).items[0];

		expect((await ask())?.json).toEqual(low('a'));
		expect((await ask())?.json.reason).toBe('unavailable');
		expect((await ask())?.json).toMatchObject({ reason: 'timeout', portId: 'a' });
	});

	test('holds here too: a wrong password costs one sign-in and fails every port', async () => {
		const { simulator } = await simulatedAccount();
		const credentials = credentialFor(simulator, { password: 'wrong' });

		const { items } = await statesOf({ credentials }, 'a,b');

		expect(items.map(({ json }) => [json.portId, json.reason])).toEqual([
			['a', 'unauthorized'],
			['b', 'unauthorized'],
		]);
		expect(items[0]?.json.error).toMatch(/^Arcules refused the email or password/);
		expect(simulator.stats().logins).toBe(1);
	});

	test('holds here too: without a credential every port says so', async () => {
		const { items } = await statesOf({ credentials: new CredentialStore(undefined) }, 'a,b');

		expect(items.map(({ json }) => json.error)).toEqual(
			Array(2).fill(
				expect.stringMatching(/^The node has no Arcules account to sign in with\. Open the node/),
			),
		);
	});
});
