// Builds workflows that are a webhook with a row of nodes behind it.
import type { IConnections, INode } from 'n8n-workflow';
import type { WorkflowDefinition } from '../n8n/client';

/** One node of the row. */
export type Step = Pick<INode, 'name' | 'type' | 'typeVersion' | 'parameters' | 'credentials'>;

const STEP_WIDTH = 220;

/**
 * A workflow that runs these steps, one after the other, when its webhook is called.
 *
 * The webhook answers once the last node has finished, with an empty body: sending the items is no part of the work.
 */
export function chain(webhookPath: string, steps: readonly Step[]): WorkflowDefinition {
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
	const nodes = [webhook, ...steps].map((step, index) => ({
		...step,
		id: `step-${index}`,
		position: [index * STEP_WIDTH, 0] satisfies INode['position'],
		...(step === webhook && { webhookId: webhookPath }),
	}));
	const connections: IConnections = {};
	for (const [index, { name }] of nodes.slice(0, -1).entries()) {
		const node = nodes[index + 1]?.name ?? '';
		connections[name] = { main: [[{ node, type: 'main', index: 0 }]] };
	}
	return { name: 'Benchmark', nodes, connections, settings: { executionOrder: 'v1' } };
}
