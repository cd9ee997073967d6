/**
 * A workflow that is live in n8n, and what one run of it gave.
 */
import { randomUUID } from 'node:crypto';
import type { N8nClient, WebhookAnswer } from '../../../dev/n8n/client';
import type { Execution, Item } from '../../../dev/n8n/execution';
import type { Step } from './steps';
import { workflowOf, type ResponseMode } from './workflow';

const MAIN_OUTPUT = 0;
const ERROR_OUTPUT = 1;
const RUN_DEADLINE_MS = 120_000;

/** What one run gave. */
export interface Run {
	/** What the webhook answered. */
	answer: WebhookAnswer;
	execution: Execution;
	/** What the step put out on its main output. */
	items(step: Step | string): Item[];
	/** What the step put out on its error output. */
	failedItems(step: Step | string): Item[];
	/** What the step told the user in its output pane. */
	hints(step: Step | string): string[];
}

/** A workflow whose webhook is live. */
export class LiveWorkflow {
	private latestId: string | undefined;

	private constructor(
		private readonly client: N8nClient,
		readonly id: string,
		readonly path: string,
	) {}

	static async of(
		client: N8nClient,
		steps: readonly Step[],
		responseMode: ResponseMode,
	): Promise<LiveWorkflow> {
		const path = randomUUID();
		const id = await client.createWorkflow(workflowOf(steps, path, responseMode));
		await client.activate(id);
		return new LiveWorkflow(client, id, path);
	}

	/** Calls the webhook and waits for its answer. */
	async call(): Promise<WebhookAnswer> {
		return await this.client.callWebhook(this.path);
	}

	/** Calls the webhook and waits until n8n has stored the run. */
	async run(): Promise<Run> {
		const answer = await this.call();
		const execution = await this.client.latestExecution(this.id, {
			deadlineMs: RUN_DEADLINE_MS,
		});
		if (execution.id === this.latestId) throw new Error('The webhook did not start a new run.');
		this.latestId = execution.id;
		return runOf(answer, execution);
	}
}

function runOf(answer: WebhookAnswer, execution: Execution): Run {
	const lastRunOf = (step: Step | string) =>
		execution.runs[typeof step === 'string' ? step : step.name]?.at(-1);
	return {
		answer,
		execution,
		items: (step) => lastRunOf(step)?.outputs[MAIN_OUTPUT] ?? [],
		failedItems: (step) => lastRunOf(step)?.outputs[ERROR_OUTPUT] ?? [],
		hints: (step) => lastRunOf(step)?.hints ?? [],
	};
}
