/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in jest, not in n8n */
/**
 * Queue mode: executions spread over two workers, their pictures in the database, and one worker that dies.
 */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { WebhookAnswer } from '../../dev/n8n/client';
import { isFinished, type Execution } from '../../dev/n8n/execution';
import { startSimulator, type Simulator } from '../../dev/simulator';
import { GET_MANY, type ArculesAccount } from './driver/arcules';
import { startCluster, type Cluster, type Worker } from './driver/cluster';
import type { LiveWorkflow } from './driver/run';
import { servedPictures } from './driver/servedPictures';
import { NEWEST } from './driver/versions';

const CAMERAS = 3;
const EXECUTIONS = 40;
const EXPIRIES = 4;
const DEADLINE_MS = 240_000;
const POLL_MS = 250;
/** n8n lists no more executions at once; the newest come first. */
const MOST_LISTED = 100;

/** n8n finds out within seconds that a worker is gone; by default it takes it minutes. */
const NOTICE_DEAD_WORKERS_SOON = {
	QUEUE_WORKER_LOCK_DURATION: '5000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '1000',
	QUEUE_WORKER_STALLED_INTERVAL: '2000',
};

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

interface Outcome {
	executions: Execution[];
	answers: WebhookAnswer[];
}

describe(`Queue mode of n8n ${NEWEST}`, () => {
	let cluster: Cluster;
	let simulator: Simulator;
	let arcules: ArculesAccount;
	let served: Map<string, Buffer>;

	beforeAll(async () => {
		cluster = await startCluster(NEWEST, 2, NOTICE_DEAD_WORKERS_SOON);
		simulator = await startSimulator({ cameras: CAMERAS, latencyMs: 50 });
		served = await servedPictures(simulator);
		arcules = await cluster.main.connect(simulator);
	}, DEADLINE_MS);

	afterAll(async () => {
		await cluster?.stop();
		await simulator?.close();
	});

	/** Calls the workflow so many times at once; gives the answers, and the executions when all are over. */
	async function runAtOnce(workflow: LiveWorkflow, times: number): Promise<Outcome> {
		const before = await cluster.main.client.listExecutions(workflow.id, MOST_LISTED);
		const earlier = new Set(before.map(({ id }) => id));
		const calls = Array.from({ length: times }, async () => await workflow.call());
		const executions = await finishedExecutions(workflow, times, earlier);
		return { executions, answers: await Promise.all(calls) };
	}

	async function finishedExecutions(
		workflow: LiveWorkflow,
		times: number,
		earlier: ReadonlySet<string>,
	): Promise<Execution[]> {
		const { client } = cluster.main;
		const deadline = Date.now() + DEADLINE_MS;
		for (;;) {
			const listed = await client.listExecutions(workflow.id, MOST_LISTED);
			const executions = listed.filter(({ id }) => !earlier.has(id));
			if (executions.length >= times && executions.every(isFinished)) {
				return await Promise.all(executions.map(async ({ id }) => await client.getExecution(id)));
			}
			if (Date.now() > deadline) {
				const states = executions.map(({ id, status }) => `${id} ${status}`).join(', ');
				throw new Error(`Of ${times} executions these are there after the deadline: ${states}`);
			}
			await delay(POLL_MS);
		}
	}

	/** Every camera is there, with the very bytes that it shows. */
	async function expectAllPictures(execution: Execution, shown = served): Promise<void> {
		const items = execution.runs[GET_MANY]?.[0]?.outputs[0] ?? [];
		expect(items.map(({ json }) => json['id'])).toEqual([...shown.keys()]);
		for (const item of items) {
			expect(item.binary['data']?.id).toMatch(/^database:/);
			const bytes = await cluster.main.picture(item);
			expect(sha256(bytes)).toBe(sha256(shown.get(String(item.json['id'])) ?? Buffer.alloc(0)));
		}
	}

	const unsuccessful = (executions: Execution[]) =>
		executions
			.filter(({ status }) => status !== 'success')
			.map(({ id, status, error }) => ({ id, status, error }));

	const begunBy = (worker: Worker | undefined, executions: Execution[]) =>
		executions.filter(({ id }) => worker?.begun().has(id));

	test(
		'spreads 40 runs over both workers and gets every picture back whole',
		async () => {
			const [first, second] = cluster.workers;
			const workflow = await cluster.main.deploy([arcules.getMany()]);

			const { executions } = await runAtOnce(workflow, EXECUTIONS);

			expect(unsuccessful(executions)).toEqual([]);
			const [byFirst, bySecond] = [begunBy(first, executions), begunBy(second, executions)];
			expect(byFirst.length).toBeGreaterThan(0);
			expect(bySecond.length).toBeGreaterThan(0);
			expect(byFirst.length + bySecond.length).toBe(EXECUTIONS);
			for (const execution of executions) await expectAllPictures(execution);
			expect(simulator.stats().logins).toBeLessThanOrEqual(cluster.workers.length);
		},
		DEADLINE_MS,
	);

	test(
		'costs at most one sign-in per worker, and no run, each time the tokens expire',
		async () => {
			const workflow = await cluster.main.deploy([arcules.getMany()]);
			// More than once: which worker finds the token of the other in the database is a matter of chance.
			for (let expiry = 1; expiry <= EXPIRIES; expiry++) {
				simulator.resetRecords();
				simulator.expireTokens();

				const { executions } = await runAtOnce(workflow, EXECUTIONS);

				expect(unsuccessful(executions)).toEqual([]);
				expect(simulator.stats().logins).toBeGreaterThanOrEqual(1);
				expect(simulator.stats().logins).toBeLessThanOrEqual(cluster.workers.length);
			}
		},
		DEADLINE_MS,
	);

	/*
	 * What n8n does with the runs of a worker that was killed: another worker finds that their locks have expired
	 * (QUEUE_WORKER_LOCK_DURATION, looked at every QUEUE_WORKER_STALLED_INTERVAL) and fails them in the queue, without a
	 * second try; the main then waits for half a minute whether the dead worker had stored a result after all, stores
	 * the status "error" without any item, and answers the webhook with 500.
	 */
	test(
		'loses no run when a worker dies: what it was at is an error, all else is complete',
		async () => {
			const [survivor, victim] = cluster.workers;
			const slow = await startSimulator({ cameras: CAMERAS, latencyMs: 1_500 });
			try {
				const shown = await servedPictures(slow);
				const getMany = (await cluster.main.connect(slow)).getMany();
				const workflow = await cluster.main.deploy([getMany]);
				const begunBefore = victim?.begun().size ?? 0;
				const running = runAtOnce(workflow, EXECUTIONS);
				await Promise.race([running, until(() => (victim?.begun().size ?? 0) > begunBefore + 3)]);
				await victim?.kill();

				const { executions, answers } = await running;

				expect(executions).toHaveLength(EXECUTIONS);
				const complete = executions.filter(({ status }) => status === 'success');
				for (const execution of complete) await expectAllPictures(execution, shown);
				expect(begunBy(survivor, complete).length).toBeGreaterThan(0);

				const lost = executions.filter(({ status }) => status !== 'success');
				expect(lost.length).toBeGreaterThan(0);
				expect(begunBy(survivor, lost)).toEqual([]);
				expect(begunBy(victim, lost).length).toBeGreaterThan(0);
				for (const { status, error, runs } of lost) {
					expect(status).toBe('error');
					expect(error?.message).toContain('failed to be processed too many times');
					expect(runs).toEqual({});
				}
				expect(answers.filter(({ status }) => status === 500)).toHaveLength(lost.length);
				expect(answers.filter(({ status }) => status === 200)).toHaveLength(complete.length);

				const after = await runAtOnce(await cluster.main.deploy([getMany]), 3);
				expect(unsuccessful(after.executions)).toEqual([]);
				expect(begunBy(survivor, after.executions)).toHaveLength(3);
			} finally {
				await slow.close();
			}
		},
		DEADLINE_MS,
	);

	async function until(condition: () => boolean): Promise<void> {
		const deadline = Date.now() + DEADLINE_MS;
		while (!condition()) {
			if (Date.now() > deadline) throw new Error('It did not happen in time.');
			await delay(POLL_MS);
		}
	}
});
