/**
 * A hostile server and a real n8n: nothing secret gets out, n8n goes on answering, and keeps its memory.
 *
 * The same workflows run first against hostile servers, then for as long against the same servers when they are honest, each
 * time in an n8n that has just started. What n8n has kept of the first is searched; how it was is held against the second.
 */
import type { Execution, Item } from '../../dev/n8n/execution';
import { itemsOf } from '../../dev/n8n/execution';
import { openForAll } from './driver/lifetime';
import { TestN8n, VERSIONS, type LiveWorkflow } from './driver/testN8n';
import { scenarios, type Scenario } from './hostile/scenarios';
import { filesWithSecrets, linesOf, textsOfExecutions, textsWithSecrets } from './hostile/search';
import { emailOf, PASSWORD, startServers } from './hostile/servers';
import { vitalsDuring, type Vitals } from './hostile/vitals';

const SETTINGS = { N8N_LOG_LEVEL: 'debug', EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all' };
const TIMEOUT_MS = 400_000;
const MAX_RUN_MS = 30_000;
const MAX_SILENCE_ABOVE_MS = 300;
const MAX_BYTES_ABOVE = 150 * 1024 * 1024;

type Live = readonly [Scenario, LiveWorkflow];

/** One scenario that is over. */
interface Met {
	readonly name: string;
	readonly lengthMs: number;
	readonly execution: Execution;
}

describe.each(VERSIONS)('A hostile server and n8n %s', (version) => {
	const servers = openForAll(startServers);
	const n8n = openForAll(() => TestN8n.start(version, SETTINGS));
	const met: Met[] = [];
	let secrets: string[];
	let hostile: Vitals;
	let honest: Vitals;
	let texts: string[];
	let log: string;
	let files: string[];
	let filesWithEmail: string[];

	async function deployAll(): Promise<Live[]> {
		let accounts = 0;
		const newAccount = async (server: Scenario['server']) =>
			await n8n().connect(servers()[server], { email: emailOf(accounts++), password: PASSWORD });
		const live: Live[] = [];
		for (const scenario of await scenarios(newAccount, servers())) {
			live.push([scenario, await n8n().deploy(scenario.steps)]);
		}
		return live;
	}

	async function meet([{ name, server, faults }, workflow]: Live): Promise<void> {
		for (const [target, plan] of Object.entries(faults)) {
			await servers()[server].setFault(target, plan);
		}
		const startMs = performance.now();
		const { execution } = await workflow.run();
		met.push({ name, execution, lengthMs: performance.now() - startMs });
		await servers()[server].clearFaults();
	}

	async function callFor(lengthMs: number, live: readonly Live[]): Promise<void> {
		const endMs = performance.now() + lengthMs;
		while (performance.now() < endMs) {
			for (const [, workflow] of live) {
				if (performance.now() < endMs) await workflow.call();
			}
		}
	}

	beforeAll(async () => {
		const live = await deployAll();
		await n8n().restart();
		hostile = await vitalsDuring(n8n().booted.instance, async () => {
			for (const one of live) await meet(one);
		});
		secrets = await servers().secrets();
		texts = await textsOfExecutions(n8n().client);
		log = n8n().log();
		const { userFolder } = n8n().booted.options;
		files = await filesWithSecrets(userFolder, secrets);
		filesWithEmail = await filesWithSecrets(userFolder, [emailOf(0)]);
		await n8n().restart();
		honest = await vitalsDuring(n8n().booted.instance, async () => {
			await callFor(hostile.lengthMs, live);
		});
	}, TIMEOUT_MS);

	const lastItems = (execution: Execution): Item[] =>
		itemsOf(execution, Object.keys(execution.runs).at(-1) ?? '');

	/** Whether it is neither a listed device nor a camera with its picture, and does not say why. */
	const isSilent = ({ json, binary }: Item): boolean => {
		const isListed = 'id' in json && !('pictureStatus' in json);
		return !isListed && !('data' in binary) && !('error' in json);
	};

	test('come to an end each time, with a picture or the reason why there is none', () => {
		for (const { name, execution, lengthMs } of met) {
			expect([name, execution.status]).toEqual([name, 'success']);
			expect(lengthMs).toBeLessThan(MAX_RUN_MS);
			const items = lastItems(execution);
			expect(items.length).toBeGreaterThan(0);
			expect(items.filter(isSilent)).toEqual([]);
		}
	});

	test('leave no writing of password or token in any execution', () => {
		// An email is no secret: that it is found shows that echoes get there, and that the search sees them.
		expect(textsWithSecrets(texts, [emailOf(0)])).not.toEqual([]);
		expect(textsWithSecrets(texts, secrets)).toEqual([]);
	});

	test('leave no writing of password or token in the log, at level debug', () => {
		expect(log).toContain('Running node "Get Many Live Thumbnails" started');
		expect(textsWithSecrets(linesOf(log), secrets)).toEqual([]);
	});

	test('leave no writing of password or token in any file, the database included', () => {
		expect(filesWithEmail).toContainEqual(expect.stringContaining('database.sqlite'));
		expect(files).toEqual([]);
	});

	test('put no markup of a camera name into a hint', () => {
		const hints = met.flatMap(({ execution: { runs } }) =>
			Object.values(runs).flatMap((all) => all.flatMap((run) => run.hints ?? [])),
		);
		expect(hints.length).toBeGreaterThan(0);
		expect(hints.filter(({ message }) => /<(?!br)/.test(message))).toEqual([]);
	});

	test('are told token and password nowhere but at the Base URL', async () => {
		const asked = await servers().elsewhere.requests();
		const told = asked.filter(({ authorization, method }) => authorization || method === 'POST');
		expect(told).toEqual([]);
	});

	test('keep n8n silent for at most 300 ms longer than honest ones', () => {
		expect(hostile.longestSilenceMs - honest.longestSilenceMs).toBeLessThan(MAX_SILENCE_ABOVE_MS);
	});

	test('take at most 150 MB of memory above what honest ones take', () => {
		expect(hostile.peakBytes - honest.peakBytes).toBeLessThan(MAX_BYTES_ABOVE);
	});

	afterAll(() => {
		const figures = [hostile, honest].map(
			({ lengthMs, longestSilenceMs, peakBytes }) =>
				`${Math.round(lengthMs / 1_000)} s, silent for ${Math.round(longestSilenceMs)} ms, ${Math.round(peakBytes / 1024 ** 2)} MiB`,
		);
		process.stdout.write(`n8n ${version}: hostile ${figures[0]}; honest ${figures[1]}\n`);
	});
});
