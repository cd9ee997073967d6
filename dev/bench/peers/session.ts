// A running n8n with the node installed and its owner logged in: takes workflows, and runs them.
/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import {
	N8nClient,
	type Owner,
	type StoredCredential,
	type WorkflowDefinition,
} from '../../n8n/client';
import { isFinished, type Execution, type ExecutionSummary } from '../../n8n/execution';
import { startN8n, type N8nInstance } from '../../n8n/instance';
import { installPackage } from '../../n8n/package';
import { DEFAULT_ACCOUNT } from '../../simulator';
import { ARCULES_CREDENTIAL_TYPE } from '../../names';
import type { Surroundings } from './surroundings';

/** Below the 300 s after which Node's fetch gives up waiting by itself. */
const RUN_DEADLINE_MS = 240_000;
const END_GRACE_MS = 1_000;
const STORED_DEADLINE_MS = 60_000;
const STORED_POLL_MS = 100;

/** A workflow that is live. */
export interface LiveWorkflow {
	readonly id: string;
	readonly webhookPath: string;
}

/** A run that has ended well. */
export interface WorkflowRun {
	readonly executionId: string;
	/** From the request to the response. */
	readonly outsideMs: number;
	/** From start to stop in n8n's own record. */
	readonly n8nMs: number;
}

/** An n8n of our own. */
export class Session {
	private constructor(
		private readonly n8n: N8nInstance,
		private readonly client: N8nClient,
	) {}

	/** Boots an n8n that nobody has used before. */
	static async start(
		{ installation, tarball, folder }: Surroundings,
		env: Record<string, string> = {},
	): Promise<Session> {
		const userFolder = path.join(folder, `n8n-${randomUUID()}`);
		await installPackage(tarball, userFolder);
		const n8n = await startN8n({ installation, userFolder, env });
		const client = new N8nClient(n8n.url);
		await client.setUpOwner(newOwner());
		return new Session(n8n, client);
	}

	/** Of n8n's main process. */
	get pid(): number {
		return this.n8n.pid;
	}

	/** A credential for the simulated account at this address. */
	async addCredential(baseUrl: string): Promise<StoredCredential> {
		return await this.client.createCredential({
			name: `Arcules account at ${baseUrl}`,
			type: ARCULES_CREDENTIAL_TYPE,
			data: { ...DEFAULT_ACCOUNT, baseUrl },
		});
	}

	/** Makes a workflow live. */
	async addWorkflow(define: (webhookPath: string) => WorkflowDefinition): Promise<LiveWorkflow> {
		const webhookPath = randomUUID();
		const id = await this.client.createWorkflow(define(webhookPath));
		await this.client.activate(id);
		return { id, webhookPath };
	}

	/**
	 * Runs a workflow through its webhook, and waits until n8n has stored the execution.
	 *
	 * @throws an `Error` that says why, when the run failed or did not end in time
	 */
	async run({ id, webhookPath }: LiveWorkflow): Promise<WorkflowRun> {
		const startedAt = performance.now();
		const status = await this.call(webhookPath);
		const outsideMs = performance.now() - startedAt;
		const summary = await this.storedExecution(id);
		if (status !== 200 || summary.status !== 'success') {
			const { error } = await this.client.getExecution(summary.id);
			throw new Error(error?.message ?? `status ${status}, execution "${summary.status}"`);
		}
		return { executionId: summary.id, outsideMs, n8nMs: recordedMs(summary) };
	}

	/** What an execution put out. It is deleted with its files, so that runs do not fill the disk. */
	async takeExecution(id: string): Promise<Execution> {
		const execution = await this.client.getExecution(id);
		await this.client.ask('POST', '/executions/delete', { ids: [id] });
		return execution;
	}

	async stop(): Promise<void> {
		await this.n8n.stop();
	}

	private async call(webhookPath: string): Promise<number> {
		const signal = AbortSignal.timeout(RUN_DEADLINE_MS);
		try {
			return (await this.client.callWebhook(webhookPath, { signal })).status;
		} catch (error) {
			if (signal.aborted) throw new Error(`no end within ${RUN_DEADLINE_MS / 1_000} s`);
			if (await this.hasEnded()) throw new Error(endOf(this.n8n.log()));
			throw error;
		}
	}

	/** The end of the process is told a moment after that of its connections. */
	private async hasEnded(): Promise<boolean> {
		const ended = this.n8n.ended.then(() => true);
		return await Promise.race([ended, delay(END_GRACE_MS, false)]);
	}

	private async storedExecution(workflowId: string): Promise<ExecutionSummary> {
		const deadline = Date.now() + STORED_DEADLINE_MS;
		for (;;) {
			const [latest] = await this.client.listExecutions(workflowId, 1);
			if (latest && isFinished(latest)) return latest;
			if (Date.now() > deadline) throw new Error('n8n did not store the execution in time');
			await delay(STORED_POLL_MS);
		}
	}
}

const recordedMs = ({ startedAt, stoppedAt }: ExecutionSummary): number =>
	Date.parse(stoppedAt ?? '') - Date.parse(startedAt ?? '');

const endOf = (log: string): string =>
	/heap out of memory/i.test(log) ? 'n8n ran out of memory' : 'n8n ended by itself';

const newOwner = (): Owner => ({
	email: 'owner@example.com',
	firstName: 'Bench',
	lastName: 'Owner',
	password: `Bench-1-${randomBytes(6).toString('hex')}`,
});
