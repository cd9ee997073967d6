/**
 * What SECURITY.md promises of answers without end: whatever a server sends, n8n neither waits for ever nor fills its
 * memory.
 */
import { Connection } from '../nodes/Arcules/api/connection';
import { devicePages } from '../nodes/Arcules/api/paging';
import { DEFAULT_SETTINGS } from '../nodes/Arcules/api/settings';
import type { Simulator } from '../dev/simulator';
import { credentialFor, listDevices, simulatedAccount, stopSimulators } from './harness/simulated';
import { loadOptionsContext, runNode } from './harness/workflow';

afterEach(stopSimulators);

const ENDLESS: ReadonlyArray<[what: string, target: string, status: number]> = [
	['a sign-in', 'login', 200],
	['a refused sign-in', 'login', 401],
	['a list', 'devices', 200],
	['an error instead of a list', 'devices', 500],
];

describe('An answer without end', () => {
	test.each(ENDLESS)('is abandoned: %s', async (_name, target, status) => {
		const { simulator, credentials } = await simulatedAccount();
		simulator.setFault(target, { kind: 'flood', text: 'no! '.repeat(2_000), status });
		const startMs = Date.now();

		const { error } = await runNode({
			credentials,
			parameters: listDevices({ options: NO_RETRIES }),
		});

		expect(error).toBeDefined();
		expect(Date.now() - startMs).toBeLessThan(DEADLINE_MS);
	});
});

/** Well below the deadline of a request, which would end an answer without end in any case. */
const DEADLINE_MS = 20_000;
const NO_RETRIES = { retries: 0 };

describe('A gzip bomb', () => {
	test.each(ENDLESS)('does not fill the memory: %s', async (_name, target, status) => {
		const { simulator, credentials } = await simulatedAccount();
		simulator.setFault(target, { kind: 'bomb', bytes: 400_000_000, status });
		const before = process.memoryUsage().rss;
		let most = before;
		const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 10);

		const { error } = await runNode({
			credentials,
			parameters: listDevices({ options: NO_RETRIES }),
		});

		clearInterval(watch);
		expect(error).toBeDefined();
		expect(most - before).toBeLessThan(250 * 1024 * 1024);
	});
});

describe('A list without end', () => {
	const listed = async (simulator: Simulator, options = {}) =>
		await runNode({
			credentials: credentialFor(simulator),
			parameters: listDevices({ options: { requestsPerMinute: 0, ...options } }),
		});

	test('ends in an error after ten pages in a row without a new device', async () => {
		const { simulator } = await simulatedAccount();
		simulator.setFault('devices', { kind: 'endlessPages' });

		const { error, items } = await listed(simulator);

		expect(error?.message).toContain(
			'the list does not end (11 pages in a row without a new device)',
		);
		expect(items).toEqual([]);
	});

	test('ends in an error after 200,000 devices', async () => {
		const { simulator } = await simulatedAccount();
		simulator.setFault('devices', { kind: 'endlessPages', devices: 25_000 });

		const { error, items } = await listed(simulator);

		expect(error?.message).toContain('the list does not end (200000 devices)');
		expect(items).toEqual([]);
		expect(simulator.stats().devices).toBeLessThanOrEqual(10);
	}, 60_000);

	test('ends in an error after 10,000 pages', async () => {
		const { simulator, credentials } = await simulatedAccount();
		const connection = await Connection.open(loadOptionsContext(credentials), {
			...DEFAULT_SETTINGS,
			requestsPerMinute: 0,
		});
		const position = (pages: number) => ({
			next: 'the next',
			parameter: 'cursor',
			seenCursors: Array.from({ length: pages }, (_, page) => `page ${page}`),
			seenDevices: [],
		});
		const from = async (pages: number) =>
			await devicePages(connection, new AbortController().signal, position(pages)).next();

		simulator.setFault('devices', { kind: 'endlessPages', devices: 1 });
		expect((await from(9_998)).done).toBe(false);
		await expect(from(9_999)).rejects.toThrow('the list does not end (10000 pages)');
	});
});
