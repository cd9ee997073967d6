// A workflow that begins with the Arcules Trigger, polled every few seconds, and the events that it gave.
import type { INodeParameters } from 'n8n-workflow';
import type { StoredCredential, WorkflowDefinition } from '../../../dev/n8n/client';
import { itemsOf, type Item } from '../../../dev/n8n/execution';
import { textAt } from '../../../dev/n8n/json';
import { waitFor } from '../../../dev/n8n/waitFor';
import { workflowOf, type Step } from '../../../dev/n8n/workflow';
import { ARCULES_NODE_TYPE } from '../../../dev/names';
import type { Simulator } from '../../../dev/simulator';
import type { TestN8n } from './testN8n';

export const TRIGGER = 'Arcules Trigger';
export const WATCH_DEADLINE_MS = 180_000;
/** A check of a few cameras takes far less, and the next one begins later. */
const QUIET_MS = 1_000;

/** n8n's durable scheduler, as it is on by default from 2.45; it gives a poll six seconds in place of 45. */
export const DURABLE_SCHEDULER = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TIMEOUT: '6',
	N8N_SCHEDULER_EXECUTOR_INTERVAL: '1',
	N8N_SCHEDULER_MATERIALIZATION_INTERVAL: '2',
} as const;

export const DURABLE_CURSORS = { N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true' } as const;

/** n8n refuses a `*` for the seconds, but takes several times. */
export const everySeconds = (seconds: number) => ({
	item: Array.from({ length: 60 / seconds }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * seconds} * * * * *`,
	})),
});

/** The workflow "Arcules Trigger → End". */
export function watchingWorkflow(
	credential: StoredCredential,
	parameters: INodeParameters,
): WorkflowDefinition {
	const trigger: Step = {
		name: TRIGGER,
		type: `${ARCULES_NODE_TYPE}Trigger`,
		typeVersion: 1,
		parameters: {
			pollTimes: everySeconds(3),
			confirmAfter: 2,
			options: { retries: 0, requestsPerMinute: 0 },
			...parameters,
		},
		credential,
	};
	const end: Step = { name: 'End', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
	return workflowOf('Watch', [trigger, end]);
}

/** An active watch of the cameras of a simulator. */
export class Watch {
	private constructor(
		private readonly n8n: TestN8n,
		private readonly simulator: Simulator,
		readonly workflowId: string,
	) {}

	static async begin(
		n8n: TestN8n,
		simulator: Simulator,
		workflow: WorkflowDefinition,
	): Promise<Watch> {
		const workflowId = await n8n.client.createWorkflow(workflow);
		await n8n.client.activate(workflowId);
		return new Watch(n8n, simulator, workflowId);
	}

	async end(): Promise<void> {
		await this.n8n.client.deactivate(this.workflowId);
	}

	/** The items of all executions so far, oldest first. */
	async items(): Promise<Item[]> {
		const summaries = await this.n8n.client.listExecutions(this.workflowId);
		const items: Item[] = [];
		for (const { id, status } of summaries.sort((a, b) => Number(a.id) - Number(b.id))) {
			if (['error', 'crashed', 'canceled'].includes(status)) throw new Error(`A run: ${status}`);
			items.push(...itemsOf(await this.n8n.client.getExecution(id), TRIGGER));
		}
		return items;
	}

	/** In short, such as `cameraDown Lobby`. */
	async events(): Promise<string[]> {
		const items = await this.items();
		return items.map(({ json }) => `${textAt(json, 'event')} ${textAt(json, 'name')}`);
	}

	/** Waits until so many events were given; answers with them, sorted. */
	async eventsOnceThereAre(count: number): Promise<string[]> {
		const enough = async () => {
			const events = await this.events();
			return events.length >= count && events;
		};
		const wait = { deadlineMs: WATCH_DEADLINE_MS, intervalMs: 1_000 };
		return (await waitFor(`${count} events`, enough, wait)).sort();
	}

	/** Waits for so many checks to begin and end. */
	async checks(count: number): Promise<void> {
		const { simulator } = this;
		const wanted = simulator.stats().devices + count;
		const begun = () => simulator.stats().devices >= wanted;
		await waitFor(`${count} checks`, begun, { deadlineMs: WATCH_DEADLINE_MS });
		let seen = -1;
		const isQuiet = () => {
			const before = seen;
			seen = simulator.stats().requests;
			return seen === before;
		};
		await waitFor('end of the check', isQuiet, { intervalMs: QUIET_MS });
	}

	/** Waits until every camera has answered so many times from now on. */
	async sweeps(count: number): Promise<void> {
		const { simulator } = this;
		for (let sweep = 0; sweep < count; sweep++) {
			const startMs = Date.now();
			const isOver = () => {
				const answered = simulator.requests.filter(({ at, status }) => at >= startMs && status > 0);
				const seen = new Set(answered.map(({ channelId }) => channelId));
				return simulator.devices.every(({ id }) => seen.has(id));
			};
			await waitFor('sweep of the fleet', isOver, { deadlineMs: WATCH_DEADLINE_MS });
		}
	}
}
