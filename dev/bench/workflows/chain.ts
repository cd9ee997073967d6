// Builds workflows that are a webhook with a row of nodes behind it.
import type { IConnections, INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowDefinition } from '../../n8n/client';

/** One node of the row. */
export interface Step {
	name: string;
	type: string;
	typeVersion: number;
	parameters: INodeParameters;
	credentials?: NonNullable<INode['credentials']>;
}

const STEP_WIDTH = 220;

/**
 * A workflow that runs these steps, one after the other, when its webhook is called.
 *
 * The webhook answers once the last node has finished, with an empty body: sending the items is no part of the work.
 */
export function chain(
	name: string,
	webhookPath: string,
	steps: readonly Step[],
): WorkflowDefinition {
	const webhook: Step = {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2.1,
		parameters: {
			path: webhookPath,
			responseMode: 'lastNode',
			responseData: 'noData',
			options: {},
		},
	};
	const row = [webhook, ...steps];
	return {
		name,
		nodes: row.map((step, index) => ({
			...step,
			id: `step-${index}`,
			position: [index * STEP_WIDTH, 0],
			...(index === 0 && { webhookId: webhookPath }),
		})),
		connections: Object.fromEntries(row.slice(1).map((step, index) => connect(row[index], step))),
		settings: { executionOrder: 'v1' },
	};
}

const connect = (from: Step | undefined, to: Step): [string, IConnections[string]] => [
	from?.name ?? '',
	{ main: [[{ node: to.name, type: 'main', index: 0 }]] },
];
