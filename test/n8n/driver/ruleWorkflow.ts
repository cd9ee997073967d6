// A workflow that begins with the Arcules Rule Trigger, and calls of it.
import { randomUUID } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';
import type { Credential, StoredCredential, WorkflowDefinition } from '../../../dev/n8n/client';
import { itemsOf, type ExecutionSummary, type Item } from '../../../dev/n8n/execution';
import { waitFor } from '../../../dev/n8n/waitFor';
import { workflowOf, type Step } from '../../../dev/n8n/workflow';
import { ARCULES_NODE_TYPE } from '../../../dev/names';
import { fireRule, type RuleAnswer, type RuleCall } from '../../../dev/simulator';
import type { TestN8n } from './testN8n';

export const RULE_TRIGGER = 'Arcules Rule Trigger';

/** What the rule proves itself with: other texts in each run. */
export const PROOF = { apiKey: randomUUID(), secret: randomUUID() };

/** What the user types into the credential of the webhook. */
export const ruleCredential = (data: { apiKey?: string; secret?: string }): Credential => ({
	name: 'Rule',
	type: 'arculesWebhookApi',
	data,
});

const NOTHING: Step = {
	name: 'End',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	parameters: {},
};

export interface RuleOptions {
	parameters?: INodeParameters;
	/** Key and secret. */
	credential?: StoredCredential;
	/** For pictures. */
	account?: StoredCredential;
}

/** What fires at a workflow. */
export type Call = Omit<RuleCall, 'url'>;

export class RuleWorkflow {
	private constructor(
		private readonly n8n: TestN8n,
		readonly id: string,
		private readonly webhookId: string,
	) {}

	static async create(n8n: TestN8n, options: RuleOptions = {}): Promise<RuleWorkflow> {
		const { parameters = {}, credential, account } = options;
		const webhookId = randomUUID();
		const [first, second] = [credential, account].filter((one) => one !== undefined);
		const trigger: Step = {
			name: RULE_TRIGGER,
			type: `${ARCULES_NODE_TYPE}RuleTrigger`,
			typeVersion: 1,
			webhookId,
			parameters,
			...(first && { credential: first }),
			...(second && { secondCredential: second }),
		};
		const id = await n8n.client.createWorkflow(workflowOf('Rule', [trigger, NOTHING]));
		return new RuleWorkflow(n8n, id, webhookId);
	}

	/** With a workflow that is published, and reached at its production address. */
	static async publish(n8n: TestN8n, options?: RuleOptions): Promise<RuleWorkflow> {
		return await (await RuleWorkflow.create(n8n, options)).activated();
	}

	/** With a workflow of which the trigger has this id for its address. */
	static async publishAs(
		n8n: TestN8n,
		webhookId: string,
		workflow: WorkflowDefinition,
	): Promise<RuleWorkflow> {
		const id = await n8n.client.createWorkflow(workflow);
		return await new RuleWorkflow(n8n, id, webhookId).activated();
	}

	private async activated(): Promise<this> {
		await this.n8n.client.activate(this.id);
		await waitFor('webhook that is live', async () => await this.isLive(this.url));
		return this;
	}

	get url(): string {
		return `${this.n8n.client.url}/webhook/${this.webhookId}/webhook`;
	}

	get testUrl(): string {
		return `${this.n8n.client.url}/webhook-test/${this.webhookId}/webhook`;
	}

	async fire(call: Call = {}): Promise<RuleAnswer> {
		return await fireRule({ url: this.url, ...call });
	}

	/** Presses "Listen for test event". */
	async listen(): Promise<void> {
		await this.n8n.client.listenForTestEvent(this.id, RULE_TRIGGER);
		await waitFor('test webhook', async () => await this.isLive(this.testUrl));
	}

	async executions(): Promise<ExecutionSummary[]> {
		return await this.n8n.client.listExecutions(this.id);
	}

	/** The items of so many executions, in the order in which these were made, once all are over. */
	async events(count = 1): Promise<Item[]> {
		const finished = await this.n8n.client.finishedExecutions(this.id, { count });
		expect(finished.map(({ status }) => status)).toEqual(finished.map(() => 'success'));
		const items: Item[] = [];
		for (const { id } of finished.reverse()) {
			items.push(...itemsOf(await this.n8n.client.getExecution(id), RULE_TRIGGER));
		}
		return items;
	}

	/** n8n names the right method to who uses a wrong one. */
	private async isLive(url: string): Promise<boolean> {
		return (await (await fetch(url)).text()).includes('POST request');
	}
}
