// A variant inside n8n: an n8n of its own that nobody has used before, with the variant's workflow for each account.
/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import pWaitFor from 'p-wait-for';
import { N8nClient, type StoredCredential } from '../../n8n/client';
import { isFinished, itemsOf, type ExecutionSummary, type Item } from '../../n8n/execution';
import { startN8n, type N8nInstance } from '../../n8n/instance';
import { installPackage } from '../../n8n/package';
import { DEFAULT_ACCOUNT } from '../../simulator';
import { ARCULES_CREDENTIAL_TYPE } from '../../start/workflow';
import type { Environment } from '../environment';
import { chain, type Step } from '../workflow';
import type { Run, RunningVariant, Variant } from './variant';

/** Below the 300 s after which Node's fetch gives up waiting by itself. */
const RUN_DEADLINE_MS = 240_000;
const END_GRACE_MS = 1_000;
const STORED_DEADLINE_MS = 60_000;
const STORED_POLL_MS = 100;
const OWNER = {
	email: 'owner@example.com',
	firstName: 'Bench',
	lastName: 'Owner',
	password: `Bench-1-${randomUUID()}`,
};

/** What the steps of a workflow are given to reach the account. */
export interface AccountAccess {
	readonly baseUrl: string;
	readonly credential: StoredCredential;
}

/** The nodes behind the webhook; the items of the last one carry the pictures. */
export type StepsFor = (access: AccountAccess) => readonly Step[];

export interface N8nRun extends Run {
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
	{ installation, tarballs, folder, env }: Environment,
	stepsFor: StepsFor,
	baseUrls: readonly string[],
): Promise<RunningN8n> {
	const userFolder = path.join(folder, `n8n-${randomUUID()}`);
	for (const tarball of tarballs) await installPackage(tarball, userFolder);
	const n8n = await startN8n({ installation, userFolder, env });
	const client = new N8nClient(n8n.url);
	await client.setUpOwner(OWNER);
	const workflows = new Map<string, LiveWorkflow>();
	for (const baseUrl of baseUrls) {
		workflows.set(baseUrl, await addWorkflow(client, stepsFor, baseUrl));
	}
	return {
		pid: n8n.pid,
		run: async (baseUrl) => {
			const workflow = workflows.get(baseUrl);
			if (workflow === undefined) throw new Error(`There is no workflow for ${baseUrl}`);
			return await run(n8n, client, workflow);
		},
		stop: async () => await n8n.stop(),
	};
}

interface LiveWorkflow {
	readonly id: string;
	readonly webhookPath: string;
	readonly lastNode: string;
}

async function addWorkflow(
	client: N8nClient,
	stepsFor: StepsFor,
	baseUrl: string,
): Promise<LiveWorkflow> {
	const credential = await client.createCredential({
		name: `Account at ${baseUrl}`,
		type: ARCULES_CREDENTIAL_TYPE,
		data: { ...DEFAULT_ACCOUNT, baseUrl },
	});
	const webhookPath = randomUUID();
	const steps = stepsFor({ baseUrl, credential });
	const id = await client.createWorkflow(chain(webhookPath, steps));
	await client.activate(id);
	return { id, webhookPath, lastNode: steps.at(-1)?.name ?? '' };
}

async function run(
	n8n: N8nInstance,
	client: N8nClient,
	{ id, webhookPath, lastNode }: LiveWorkflow,
): Promise<N8nRun> {
	const startedAt = performance.now();
	const status = await callWebhook(n8n, client, webhookPath);
	const timeMs = performance.now() - startedAt;
	const summary = await storedExecution(client, id);
	if (status !== 200 || summary.status !== 'success') {
		const { error } = await client.getExecution(summary.id);
		throw new Error(error?.message ?? `status ${status}, execution "${summary.status}"`);
	}
	const takeItems = async () => {
		const execution = await client.getExecution(summary.id);
		await client.ask('POST', '/executions/delete', { ids: [summary.id] });
		return itemsOf(execution, lastNode);
	};
	return { timeMs, takeItems, countPictures: async () => storedFiles(await takeItems()) };
}

async function callWebhook(n8n: N8nInstance, client: N8nClient, path: string): Promise<number> {
	try {
		const signal = AbortSignal.timeout(RUN_DEADLINE_MS);
		return (await client.callWebhook(path, { signal })).status;
	} catch (error) {
		// The end of the process is noticed a moment after that of its connections.
		const hasEnded = n8n.ended.then(() => true);
		if (!(await Promise.race([hasEnded, delay(END_GRACE_MS, false)]))) throw error;
		const isOutOfMemory = /heap out of memory/i.test(n8n.log());
		throw new Error(isOutOfMemory ? 'n8n ran out of memory' : 'n8n ended by itself');
	}
}

/** The workflow's latest execution, once n8n has stored it. */
async function storedExecution(client: N8nClient, workflowId: string): Promise<ExecutionSummary> {
	let latest: ExecutionSummary | undefined;
	const isStored = async () => {
		[latest] = await client.listExecutions(workflowId, 1);
		return latest !== undefined && isFinished(latest);
	};
	await pWaitFor(isStored, { interval: STORED_POLL_MS, timeout: STORED_DEADLINE_MS });
	if (latest === undefined) throw new Error('n8n has not stored the execution');
	return latest;
}

/** Each stored file counts once. */
const storedFiles = (items: readonly Item[]): number =>
	new Set(items.flatMap(({ binary }) => binary['data']?.id ?? [])).size;
