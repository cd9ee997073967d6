/**
 * Makes an n8n workflow of a webhook and the steps that follow it.
 */
import type { IConnections, INode, NodeConnectionType } from 'n8n-workflow';
import type { WorkflowDefinition } from '../../../dev/n8n/client';
import type { Step } from './steps';

export const WEBHOOK = 'Webhook';

const CONNECTION_ORDER = { main: 0, error: 1 };

/** How the webhook answers: with what the last step gives, or when a step says so. */
export type ResponseMode = 'lastNode' | 'responseNode';

/** The workflow "Webhook → step → step → …". */
export function workflowOf(
	steps: readonly Step[],
	path: string,
	responseMode: ResponseMode,
): WorkflowDefinition {
	const workflow = new Builder();
	workflow.addChain(webhook(path, responseMode), steps);
	return {
		name: 'A test',
		nodes: workflow.nodes,
		connections: workflow.connections,
		settings: { executionOrder: 'v1' },
	};
}

const webhook = (path: string, responseMode: ResponseMode): Step => ({
	name: WEBHOOK,
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	parameters: {
		path,
		responseMode,
		...(responseMode === 'lastNode' && { responseData: 'allEntries' }),
		options: {},
	},
});

class Builder {
	readonly nodes: INode[] = [];

	readonly connections: IConnections = {};

	addChain(first: Step, following: readonly Step[]): void {
		this.addStep(first);
		let previous = first;
		for (const step of following) {
			this.addStep(step);
			this.connect(previous.name, 'main', CONNECTION_ORDER.main, step.name);
			previous = step;
		}
	}

	private addStep(step: Step): void {
		this.nodes.push(nodeOf(step, this.nodes.length));
		const [firstOnError, ...rest] = step.errorBranch ?? [];
		if (firstOnError !== undefined) {
			this.addChain(firstOnError, rest);
			this.connect(step.name, 'main', CONNECTION_ORDER.error, firstOnError.name);
		}
		for (const { step: plugged, into } of step.plugged ?? []) {
			this.addStep(plugged);
			this.connect(plugged.name, into, CONNECTION_ORDER.main, step.name);
		}
	}

	private connect(from: string, type: NodeConnectionType, output: number, to: string): void {
		const outputs = ((this.connections[from] ??= {})[type] ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output]?.push({ node: to, type, index: 0 });
	}
}

function nodeOf(step: Step, index: number): INode {
	const { name, type, typeVersion, parameters, credential, settings } = step;
	return {
		id: `node-${index}`,
		name,
		type,
		typeVersion,
		position: [index * 200, 0],
		parameters,
		...(typeof parameters.path === 'string' && { webhookId: parameters.path }),
		...(credential && {
			credentials: { [credential.type]: { id: credential.id, name: credential.name } },
		}),
		...settings,
	};
}
