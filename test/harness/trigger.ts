/**
 * Polls the trigger on the embedded engine, in the ways in which n8n does.
 */
import { randomUUID } from 'node:crypto';
import { PollContext } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IPollFunctions,
} from 'n8n-workflow';
import type { CredentialStore } from '../../dev/engine/credentialStore';
import { additionalDataFor, binaryStore, createWorkflow } from '../../dev/engine/engine';
import { ArculesTrigger } from '../../nodes/Arcules/ArculesTrigger.node';

/**
 * How n8n runs the polls of a trigger, and when it saves the static data of its node:
 * - `classic`: one context for all polls of an activation; saved when a poll gives items, and at activation, of which the
 *   first poll is a part;
 * - `n8n1`: as classic, without a budget;
 * - `durable`: a new context and a copy of the static data for each poll; saved when it gives items;
 * - `durableCursors`: as durable; saved after each poll.
 */
export type PollMode = 'classic' | 'n8n1' | 'durable' | 'durableCursors';

/** What differs from one activated trigger to another. */
export interface TriggerOptions {
	/** What n8n has saved of the node. */
	saved?: IDataObject;
	/** By default `classic`. */
	n8n?: PollMode;
	/** By default that of n8n: five minutes, or 36 seconds with the durable scheduler. */
	budgetMs?: number;
	timezone?: string;
}

/** An activated trigger. */
export interface PolledTrigger {
	/** One poll; an empty list when no workflow would start. */
	poll(mode?: 'trigger' | 'manual'): Promise<INodeExecutionData[]>;
	/** What n8n has of the node, saved or not. */
	readonly memory: IDataObject;
	/** Ends n8n and starts it again: what was not saved is lost, and so is what the process knew. */
	restart(): void;
	/** Publishes the workflow anew, with these parameters if given. */
	republish(parameters?: INodeParameters): void;
}

class SimulatedPolling implements PolledTrigger {
	memory: IDataObject;

	private stored: IDataObject;

	private nodeId = randomUUID();

	private context: IPollFunctions;

	private isAtActivation = true;

	constructor(
		private readonly credentials: CredentialStore,
		private parameters: INodeParameters,
		private readonly options: TriggerOptions,
	) {
		this.stored = { ...options.saved };
		this.memory = { ...options.saved };
		this.context = this.newContext('trigger');
	}

	async poll(mode: 'trigger' | 'manual' = 'trigger'): Promise<INodeExecutionData[]> {
		await binaryStore();
		const { n8n = 'classic' } = this.options;
		const isDurable = n8n === 'durable' || n8n === 'durableCursors';
		if (isDurable) this.memory = { ...this.stored };
		const isManual = mode === 'manual';
		const context = isDurable || isManual ? this.newContext(mode) : this.context;
		const output = await new ArculesTrigger().poll.call(context);
		const isSaved =
			output !== null || n8n === 'durableCursors' || (this.isAtActivation && !isManual);
		if (isSaved) this.stored = { ...this.memory };
		if (!isManual) this.isAtActivation = false;
		return output?.flat() ?? [];
	}

	restart(): void {
		this.nodeId = randomUUID();
		this.republish();
	}

	republish(parameters = this.parameters): void {
		this.parameters = parameters;
		this.memory = { ...this.stored };
		this.context = this.newContext('trigger');
		this.isAtActivation = true;
	}

	private newContext(mode: 'trigger' | 'manual'): IPollFunctions {
		const node: INode = {
			id: this.nodeId,
			name: 'Arcules Trigger',
			type: 'arculesTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: this.parameters,
			credentials: { arculesApi: { id: '1', name: 'Arcules account' } },
		};
		const { n8n = 'classic', timezone = 'UTC' } = this.options;
		const workflow = createWorkflow(
			{
				name: 'Workflow',
				nodes: [node],
				connections: {},
				active: true,
				settings: { timezone },
			},
			{ arculesTrigger: new ArculesTrigger() },
		);
		const budgetMs = this.options.budgetMs ?? (n8n.startsWith('durable') ? 36_000 : 300_000);
		const additionalData = additionalDataFor(this.credentials, workflow);
		const { memory } = this;
		return Object.create(new PollContext(workflow, node, additionalData, mode, 'activate'), {
			getWorkflowStaticData: { value: () => memory },
			getPollBudgetMs: { value: n8n === 'n8n1' ? undefined : () => budgetMs },
		});
	}
}

/** Activates the trigger; nothing is polled yet. */
export function activateTrigger(
	credentials: CredentialStore,
	parameters: INodeParameters,
	options: TriggerOptions = {},
): PolledTrigger {
	return new SimulatedPolling(credentials, parameters, options);
}
