// Makes n8n workflows out of steps that follow each other.
import type { INode, INodeParameters, NodeConnectionType } from 'n8n-workflow';
import type { StoredCredential, WorkflowDefinition } from './client';

const STEP_WIDTH = 220;

/** One node, and what is connected to it beside the next step. */
export interface Step {
	/** Of the node: under this name an execution keeps its items. */
	name: string;
	type: string;
	typeVersion: number;
	parameters: INodeParameters;
	credential?: Pick<StoredCredential, 'id' | 'name' | 'type'>;
	/** Where the node takes two. */
	secondCredential?: Step['credential'];
	/** Of a trigger that is called: the start of its address. */
	webhookId?: string;
	/** What the user chooses in the node's settings. */
	settings?: Pick<INode, 'onError' | 'retryOnFail' | 'maxTries' | 'waitBetweenTries'>;
	/** The steps that follow the error output. */
	errorBranch?: readonly Step[];
	/** Nodes plugged into this one from below, as an AI agent has them. */
	plugged?: ReadonlyArray<{ step: Step; into: NodeConnectionType }>;
}

/** The workflow "step → step → …", of which the first is the trigger. */
export function workflowOf(name: string, steps: readonly Step[]): WorkflowDefinition {
	const workflow: WorkflowDefinition = {
		name,
		nodes: [],
		connections: {},
		settings: { executionOrder: 'v1' },
	};
	addChain(workflow, steps);
	return workflow;
}

/**
 * A webhook as the trigger.
 *
 * @param answer how it answers: with all that the last step gives, unless something else is said
 */
export const webhook = (
	path: string,
	answer: INodeParameters = { responseMode: 'lastNode', responseData: 'allEntries' },
): Step => ({
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	webhookId: path,
	parameters: { path, ...answer, options: {} },
});

function addChain(workflow: WorkflowDefinition, steps: readonly Step[]): void {
	for (const [index, step] of steps.entries()) {
		const { name, errorBranch = [], plugged = [] } = step;
		workflow.nodes.push(nodeOf(step, workflow.nodes.length));
		connect(workflow, steps[index - 1]?.name, 'main', 0, name);
		addChain(workflow, errorBranch);
		if (errorBranch[0]) connect(workflow, name, 'main', 1, errorBranch[0].name);
		for (const { step: other, into } of plugged) {
			addChain(workflow, [other]);
			connect(workflow, other.name, into, 0, name);
		}
	}
}

function connect(
	{ connections }: WorkflowDefinition,
	from: string | undefined,
	type: NodeConnectionType,
	output: number,
	to: string,
): void {
	if (from === undefined) return;
	const outputs = ((connections[from] ??= {})[type] ??= []);
	while (outputs.length <= output) outputs.push([]);
	outputs[output]?.push({ node: to, type, index: 0 });
}

const nodeOf = (step: Step, index: number): INode => ({
	id: `node-${index}`,
	name: step.name,
	type: step.type,
	typeVersion: step.typeVersion,
	position: [index * STEP_WIDTH, 0],
	parameters: step.parameters,
	...(step.webhookId !== undefined && { webhookId: step.webhookId }),
	...(step.credential && {
		credentials: {
			...credentialsOf(step.credential),
			...(step.secondCredential && credentialsOf(step.secondCredential)),
		},
	}),
	...step.settings,
});

/** How a node refers to a credential. */
export const credentialsOf = ({ type, id, name }: NonNullable<Step['credential']>) => ({
	[type]: { id, name },
});
