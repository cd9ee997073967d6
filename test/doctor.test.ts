/**
 * The doctor: against every way in which the simulated account can behave, its report answers each question, and tells
 * nothing of whose account it is.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import execa from 'execa';
import { DEFAULT_ACCOUNT, oddDevices, type SimulatorOptions } from '../dev/simulator';
import { examined, expectDiscreetAndComplete, TELLING_HEADERS } from './harness/examined';
import { simulatedAccount, stopSimulators } from './harness/simulated';
import { ROOT } from './harness/sources';

afterEach(async () => await stopSimulators());

describe('The doctor learns how the list is paged', () => {
	test.each(['cursor', 'page', 'next', 'pageToken', 'after'])('by %s', async (cursorParameter) => {
		const account = await examined({ cameras: 5, pageSize: 2, cursorParameter });
		expectDiscreetAndComplete(account);
		expect(account.answer('The query parameter that takes `page.next`')).toBe(
			`\`${cursorParameter}\``,
		);
		expect(account.answer('Devices on each page')).toBe('2 × 2, 1');
		expect(account.answer('`page.current`')).toBe('it repeats what was asked for');
		const isFirstGuess = cursorParameter === 'cursor';
		expect(account.answer('A query parameter that the list does not know')).toMatch(
			isFirstGuess ? /^not seen$/ : /^ignored/,
		);
	});

	test('with two pages only, and a server that refuses what it does not know', async () => {
		const account = await examined({
			cameras: 3,
			pageSize: 2,
			cursorParameter: 'after',
			unknownParameter: 'reject',
			echoCurrent: false,
		});
		expectDiscreetAndComplete(account);
		expect(account.answer('The query parameter that takes `page.next`')).toBe('`after`');
		expect(account.answer('A query parameter that the list does not know')).toBe(
			'refused with 400',
		);
		expect(account.answer('`page.current`')).toBe('it does not repeat what was asked for');
	});

	test('by addresses', async () => {
		const account = await examined({ cameras: 5, pageSize: 2, nextAs: 'url' });
		expectDiscreetAndComplete(account);
		expect(account.answer('The query parameter that takes `page.next`')).toContain('address');
		expect(account.answer('What `page.next` is')).toContain('a whole address');
	});

	test('by a name that nobody thought of, and takes pictures of the cameras of the first page', async () => {
		const account = await examined({ cameras: 5, pageSize: 2, cursorParameter: 'weiter' });
		expectDiscreetAndComplete(account);
		expect(account.answer('The query parameter that takes `page.next`')).toBe(
			'none of cursor, page, next, pageToken, after',
		);
		expect(account.report).toMatch(/\| 1 \| \d+ × \d+, /);
	});

	test('as far as one page tells', async () => {
		const account = await examined();
		expectDiscreetAndComplete(account);
		expect(account.answer('The query parameter that takes `page.next`')).toMatch(/^not seen/);
		expect(account.answer('`page.current`')).toBe('not seen');
	});

	test('and leaves the rest of a large fleet alone', async () => {
		const account = await examined({ cameras: 500, pageSize: 5 });
		expectDiscreetAndComplete(account);
		expect(account.answer('Devices on each page')).toBe('20 × 5; no more pages were asked for');
		expect(account.simulator.stats().logins).toBe(1);
	});
});

describe('The doctor learns what a token is', () => {
	test.each<[string, SimulatorOptions['token'], RegExp, RegExp]>([
		['a JWT', {}, /^a JWT \(HS256\), .*`exp`, `iat`/, /^3600|^3601 seconds/],
		[
			'a JWT for eight hours',
			{ claimedLifetimeSeconds: 28_800 },
			/^a JWT/,
			/^8\.0 hours, by `exp`/,
		],
		['a JWT without an end', { exp: false }, /^a JWT/, /no `exp`/],
		['a JWT without a beginning', { iat: false }, /^a JWT/, /from now/],
		['no JWT', { form: 'opaque' }, /^no JWT, \d+ characters$/, /does not say/],
	])('%s', async (_what, token, form, life) => {
		const account = await examined({ token });
		expectDiscreetAndComplete(account);
		expect(account.answer('What a token is')).toMatch(form);
		expect(account.answer('How long a token lives')).toMatch(life);
	});
});

describe('The doctor learns whether stills are cached', () => {
	test('from equal bytes', async () => {
		const account = await examined({ picture: { bytes: 20_000 } }, (simulator) =>
			simulator.setFault('*thumbnail', { kind: 'frozen' }),
		);
		expectDiscreetAndComplete(account);
		expect(account.answer('Whether stills are cached')).toMatch(
			/seconds apart, gave the same bytes/,
		);
	});

	test('from what the answers say of their age', async () => {
		const account = await examined({}, (simulator) =>
			simulator.setFault('*thumbnail', { kind: 'stale', seconds: 90 }),
		);
		expectDiscreetAndComplete(account);
		expect(account.answer('Whether stills are cached')).toMatch(/are 90, 9[01], 9[01] seconds old/);
	});
});

describe('The doctor shows of an account', () => {
	test('no odd name, id or value', async () => {
		expectDiscreetAndComplete(await examined({ cameras: oddDevices(), pageSize: 10 }));
	});

	test('the names of fields and the types of values, and no name that may be a value', async () => {
		const [first] = oddDevices();
		const camera = { ...first, id: 'c1', name: 'Backyard', locationId: 'loc-1', gatewayId: 'gw-1' };
		const fields = { firmware: '1.2', resolution: [1, 2], online: true, angle: null, since: 12 };
		const telling = {
			'69eb770a-269d-4dec-9c68-0a55a156723e': true,
			Backyard: 1,
			myDemoPasswordIs: DEFAULT_ACCOUNT.password,
			'gw-1': 'x',
			room12345: 'x',
			'a | b': 'x',
		};
		const device = { ...camera, type: 'video', ...fields, ...telling };
		const account = await examined({ cameras: [device] });
		expectDiscreetAndComplete(account);
		const shown = [...account.report.matchAll(/^\| `(\w+)` \| (\w+) \| 1 of 1 \|$/gm)];
		expect(shown.map(([, name, type]) => `${name} ${type}`)).toEqual([
			'angle null',
			'firmware string',
			'gatewayId string',
			'id string',
			'locationId string',
			'name string',
			'online boolean',
			'resolution list',
			'since number',
			'type string',
		]);
		expect(account.report).toContain('6 more fields are not shown');
	});

	test('limits that headers state, and headers by name', async () => {
		const account = await examined({}, (simulator) =>
			simulator.setFault('*thumbnail', TELLING_HEADERS),
		);
		expect(account.answer('Limits of requests')).toContain('`x-ratelimit-limit`: 500');
		expect(account.report).toMatch(/\| thumbnail \| .*`etag`.*4 not shown/);
		expect(account.report).not.toMatch(/lobby/i);
	});

	test.each<[string, SimulatorOptions]>([
		['no API User role, told at the sign-in', { missingRoleAt: 'login' }],
		['no API User role, told by the list', { missingRoleAt: 'devices' }],
	])('that it has %s', async (_what, options) => {
		const accounts = [{ ...DEFAULT_ACCOUNT, apiUser: false }];
		const account = await examined({ ...options, accounts });
		expectDiscreetAndComplete(account);
		expect(account.report).toMatch(/Something failed.*(forbidden|unauthorized).*403/);
	});

	test('which cameras have no picture, by reason and status', async () => {
		const account = await examined({ cameras: 5 }, (simulator) => {
			const [first] = simulator.devices;
			simulator.setOffline(first?.id ?? '', true);
		});
		expectDiscreetAndComplete(account);
		expect(account.answer('Cameras without a picture')).toBe('`unavailable`, status 503');
		expect(account.report.match(/^\| \d \| \d+ × \d+/gm)).toHaveLength(3);
	});
});

describe('`npm run doctor`', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-arcules-doctor-'));
	const output = path.join(folder, 'report.md');
	jest.setTimeout(60_000);
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	async function doctor(account: Record<string, string>, args: string[] = []) {
		const program = ['--import', 'tsx', path.join('dev', 'doctor', 'main.ts'), '--output', output];
		const env = { NO_COLOR: '1', ARCULES_EMAIL: '', ARCULES_PASSWORD: '', ...account };
		const options = { cwd: ROOT, env, input: '', reject: false } as const;
		return await execa(process.execPath, [...program, ...args], options);
	}

	const DEMO = { ARCULES_EMAIL: DEFAULT_ACCOUNT.email, ARCULES_PASSWORD: DEFAULT_ACCOUNT.password };

	test('prints its report and writes it to a file', async () => {
		const { simulator } = await simulatedAccount();
		const { stdout, exitCode } = await doctor(DEMO, ['--base-url', simulator.baseUrl]);
		expect(exitCode).toBe(0);
		const written = readFileSync(output, 'utf8');
		expect(stdout).toContain(written.trim());
		expect(written).toMatch(/Paste this into an issue: https:\/\/github\.com\/.*\/issues\n$/);
	});

	test('says which half of the account is missing', async () => {
		const { stderr, exitCode } = await doctor({ ARCULES_EMAIL: DEFAULT_ACCOUNT.email });
		expect(stderr).toMatch(/^ARCULES_PASSWORD is not set\. /);
		expect(exitCode).toBe(2);
	});

	test('says that the password is wrong, having sent it once', async () => {
		const { simulator } = await simulatedAccount();
		const account = { ...DEMO, ARCULES_PASSWORD: 'not-the-pass-phrase' };
		const { stdout, stderr, exitCode } = await doctor(account, ['--base-url', simulator.baseUrl]);
		expect(stderr).toContain('refused the email or password');
		expect(stdout).toContain('status 401');
		expect(stdout + stderr).not.toMatch(/not-the-pass-phrase|demo@example\.com/);
		expect(exitCode).toBe(1);
		expect(simulator.stats().logins).toBe(1);
	});

	test.each([
		['nobody answers', 'http://127.0.0.1:9/v1', /could not be reached/, 1],
		['the address is none', 'arcules', /is not a web address/, 2],
		['the password would travel in the clear', 'http://example.com/v1', /https:\/\//, 2],
	])('says so when %s', async (_what, baseUrl, message, code) => {
		const { stdout, stderr, exitCode } = await doctor(DEMO, ['--base-url', baseUrl]);
		expect(stderr).toMatch(message);
		expect(stdout).not.toContain('Paste this');
		expect(exitCode).toBe(code);
	});

	test('says so when what answers is not Arcules', async () => {
		const { simulator } = await simulatedAccount();
		const elsewhere = `http://127.0.0.1:${simulator.port}/elsewhere`;
		const { stderr, exitCode } = await doctor(DEMO, ['--base-url', elsewhere]);
		expect(stderr).toMatch(/did not answer like the Arcules API|does not know|Base URL/);
		expect(exitCode).toBe(1);
	});
});
