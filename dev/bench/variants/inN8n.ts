// A variant inside n8n: an n8n of its own that nobody has used before, with the variant's workflow for each account.
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { simulatedCredential } from '../../n8n/arcules';
import { BootedN8n } from '../../n8n/boot';
import type { StoredCredential } from '../../n8n/client';
import { itemsOf, type Item } from '../../n8n/execution';
import { webhook, workflowOf, type Step } from '../../n8n/workflow';
import type { Environment } from '../environment';
import type { Run, RunningVariant, Variant } from './variant';

/** Below the 300 s after which Node's fetch gives up waiting by itself. */
const RUN_DEADLINE_MS = 240_000;
const STORED_POLL_MS = 100;
const END_GRACE_MS = 1_000;
/** Sending the items is no part of the work. */
const EMPTY_ANSWER = { responseMode: 'lastNode', responseData: 'noData' };

/** What the steps of a workflow are given to reach the account. */
interface AccountAccess {
	readonly baseUrl: string;
	readonly credential: StoredCredential;
}

/** The nodes behind the webhook; the items of the last one carry the pictures. */
export type StepsFor = (access: AccountAccess) => readonly Step[];

interface N8nRun extends Run {
	/** The items that the last node put out. The execution is deleted, so that runs do not fill the disk. */
	takeItems(): Promise<Item[]>;
}

export interface RunningN8n extends RunningVariant {
	run(baseUrl: string): Promise<N8nRun>;
}

export const inN8n = (label: string, stepsFor: StepsFor): Variant => ({
	label,
	start: async (environment, baseUrls) => await startInN8n(environment, stepsFor, baseUrls),
});

/** Boots the n8n, and makes one workflow live for each account. */
export async function startInN8n(
	environment: Environment,
	stepsFor: StepsFor,
	baseUrls: readonly string[],
): Promise<RunningN8n> {
	const n8n = await BootedN8n.boot(environment);
	const workflows = new Map<string, LiveWorkflow>();
	for (const baseUrl of baseUrls) workflows.set(baseUrl, await addWorkflow(n8n, stepsFor, baseUrl));
	return {
		pid: n8n.instance.pid,
		run: async (baseUrl) => {
			const workflow = workflows.get(baseUrl);
			if (workflow === undefined) throw new Error(`There is no workflow for ${baseUrl}`);
			return await run(n8n, workflow);
		},
		close: async () => await n8n.close(),
	};
}

interface LiveWorkflow {
	readonly id: string;
	readonly webhookPath: string;
	readonly lastNode: string;
}

async function addWorkflow(
	{ client }: BootedN8n,
	stepsFor: StepsFor,
	baseUrl: string,
): Promise<LiveWorkflow> {
	const credential = await client.createCredential(simulatedCredential(baseUrl));
	const webhookPath = randomUUID();
	const steps = [webhook(webhookPath, EMPTY_ANSWER), ...stepsFor({ baseUrl, credential })];
	const id = await client.createWorkflow(workflowOf('Benchmark', steps));
	await client.activate(id);
	return { id, webhookPath, lastNode: steps.at(-1)?.name ?? '' };
}

async function run(n8n: BootedN8n, { id, webhookPath, lastNode }: LiveWorkflow): Promise<N8nRun> {
	const { client } = n8n;
	const startedAt = performance.now();
	const status = await callWebhook(n8n, webhookPath);
	const timeMs = performance.now() - startedAt;
	const [summary] = await client.finishedExecutions(id, { intervalMs: STORED_POLL_MS });
	if (status !== 200 || summary?.status !== 'success') {
		const { error } = await client.latestExecution(id);
		throw new Error(error?.message ?? `status ${status}, execution "${summary?.status}"`);
	}
	const takeItems = async () => {
		const execution = await client.getExecution(summary.id);
		await client.ask('POST', '/executions/delete', { ids: [summary.id] });
		return itemsOf(execution, lastNode);
	};
	return { timeMs, takeItems, countPictures: async () => storedFiles(await takeItems()) };
}

async function callWebhook({ client, instance }: BootedN8n, path: string): Promise<number> {
	try {
		const signal = AbortSignal.timeout(RUN_DEADLINE_MS);
		return (await client.callWebhook(path, { signal })).status;
	} catch (error) {
		// The end of the process is noticed a moment after that of its connections.
		const hasEnded = instance.ended.then(() => true);
		if (!(await Promise.race([hasEnded, delay(END_GRACE_MS, false)]))) throw error;
		const isOutOfMemory = /heap out of memory/i.test(instance.log());
		throw new Error(isOutOfMemory ? 'n8n ran out of memory' : 'n8n ended by itself');
	}
}

/** Each stored file counts once. */
const storedFiles = (items: readonly Item[]): number =>
	new Set(items.flatMap(({ binary }) => binary['data']?.id ?? [])).size;
