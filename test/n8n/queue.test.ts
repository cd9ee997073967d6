/**
 * Queue mode: executions spread over two workers, with their pictures in the database; and a watch whose main is killed.
 */
import { getMany } from '../../dev/n8n/arcules';
import type { StoredCredential } from '../../dev/n8n/client';
import { itemsOf, type Execution } from '../../dev/n8n/execution';
import { startSimulator } from '../../dev/simulator';
import { begunBy, startCluster } from './driver/cluster';
import { openForAll } from './driver/lifetime';
import { servedPictures, sha256 } from './driver/pictures';
import { NEWEST, type LiveWorkflow } from './driver/testN8n';
import { DURABLE_CURSORS, DURABLE_SCHEDULER, Watch, watchingWorkflow } from './driver/watch';

const WORKERS = 2;
const EXECUTIONS = 40;
const EXPIRIES = 4;
const TIMEOUT_MS = 240_000;

describe(`Queue mode of n8n ${NEWEST}`, () => {
	const settings = { ...DURABLE_SCHEDULER, ...DURABLE_CURSORS };
	const cluster = openForAll(() => startCluster(NEWEST, WORKERS, settings), TIMEOUT_MS);
	const simulator = openForAll(() => startSimulator({ cameras: 3, latencyMs: 50 }));
	const fleet = openForAll(() => startSimulator({ cameras: 4 }));
	let account: StoredCredential;
	let served: Map<string, Buffer>;

	beforeAll(async () => {
		served = await servedPictures(simulator());
		account = await cluster().main.connect(simulator());
	});

	/** Calls the workflow 40 times at once; answers with the executions when all are over. */
	async function runAtOnce({ id, call }: LiveWorkflow, after?: string): Promise<Execution[]> {
		const { client } = cluster().main;
		await Promise.all(Array.from({ length: EXECUTIONS }, call));
		const wait = { count: EXECUTIONS, after, deadlineMs: TIMEOUT_MS };
		const finished = await client.finishedExecutions(id, wait);
		const executions = await Promise.all(
			finished.map(async (one) => await client.getExecution(one.id)),
		);
		const unsuccessful = executions.filter(({ status }) => status !== 'success');
		expect(unsuccessful.map(({ error, status }) => ({ error, status }))).toEqual([]);
		expect(executions.length).toBe(EXECUTIONS);
		return executions;
	}

	/** Every camera is there, with the very bytes that it shows. */
	async function expectAllPictures(execution: Execution): Promise<void> {
		const items = itemsOf(execution, getMany(account).name);
		expect(items.map(({ json }) => json['id'])).toEqual([...served.keys()]);
		for (const item of items) {
			expect(item.binary['data']?.id).toMatch(/^database:/);
			const bytes = await cluster().main.picture(item);
			expect(sha256(bytes)).toBe(sha256(served.get(String(item.json['id']))));
		}
	}

	test(
		'spreads 40 runs over both workers and gets every picture back whole',
		async () => {
			const workflow = await cluster().main.deploy([getMany(account)]);

			const executions = await runAtOnce(workflow);

			const begun = cluster().workers.map((worker) => {
				const ids = begunBy(worker);
				return executions.filter(({ id }) => ids.has(id)).length;
			});
			expect(Math.min(...begun)).toBeGreaterThan(0);
			expect(begun.reduce((sum, count) => sum + count)).toBe(EXECUTIONS);
			for (const execution of executions) await expectAllPictures(execution);
			expect(simulator().stats().logins).toBeLessThanOrEqual(WORKERS);
		},
		TIMEOUT_MS,
	);

	test(
		'costs at most one sign-in per worker, and no run, each time the tokens expire',
		async () => {
			const workflow = await cluster().main.deploy([getMany(account)]);
			let latest: string | undefined;
			// More than once: which worker finds the token of the other in the database is a matter of chance.
			for (let expiry = 1; expiry <= EXPIRIES; expiry++) {
				simulator().resetRecords();
				simulator().expireTokens();

				const [newest] = await runAtOnce(workflow, latest);
				latest = newest?.id;

				expect(simulator().stats().logins).toBeGreaterThanOrEqual(1);
				expect(simulator().stats().logins).toBeLessThanOrEqual(WORKERS);
			}
		},
		TIMEOUT_MS,
	);

	test(
		'tells once of a camera, and goes on counting, when the main is killed and another takes over',
		async () => {
			const { main } = cluster();
			const [camera] = fleet().devices;
			const parameters = { events: ['cameraDown', 'cameraUp'], confirmAfter: 4 };
			const workflow = watchingWorkflow(await main.connect(fleet()), parameters);
			const watch = await Watch.begin(main, fleet(), workflow);
			await watch.checks(2);
			fleet().setOffline(String(camera?.id), true);
			await watch.checks(2);

			await main.replace();
			const replacedMs = Date.now();
			const down = [`cameraDown ${camera?.name}`];
			expect(await watch.eventsOnceThereAre(1)).toEqual(down);
			const [item] = await watch.items();
			expect(item?.json).toMatchObject({ checks: 4 });
			expect(Date.parse(String(item?.json['downSince']))).toBeLessThan(replacedMs - main.bootMs);

			await main.replace();
			await watch.checks(4);
			expect(await watch.events()).toEqual(down);
			fleet().setOffline(String(camera?.id), false);
			expect(await watch.eventsOnceThereAre(2)).toEqual([...down, `cameraUp ${camera?.name}`]);
			await watch.end();
		},
		TIMEOUT_MS,
	);
});
