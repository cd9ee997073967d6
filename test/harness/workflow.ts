/**
 * Runs the node on the embedded engine: its input items, its result, and the context that the editor gives it.
 */
import {
	additionalDataFor,
	createWorkflow,
	readBinary,
	runWorkflow,
	Source,
} from '../../dev/engine/engine';
import { LoadOptionsContext } from 'n8n-core';
import {
	type IDataObject,
	type ILoadOptionsFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type IRun,
	type NodeExecutionHint,
	NodeHelpers,
	UserError,
	type Workflow,
} from 'n8n-workflow';
import type { CredentialStore } from '../../dev/engine/credentialStore';
import { Arcules } from '../../nodes/Arcules/Arcules.node';

/** One run of the workflow "Input → Arcules". */
export interface RunOptions {
	credentials: CredentialStore;
	parameters: INodeParameters;
	/** By default one empty item. */
	items?: INodeExecutionData[];
	onError?: NonNullable<INode['onError']>;
	/** Called when the node starts, to cancel the run. */
	onStart?: (cancel: () => void) => void;
	/** Of the workflow; n8n's own unless given. */
	timezone?: string;
}

/** What came out. */
export interface RunResult {
	/** Items of the main branch. */
	items: INodeExecutionData[];
	/** Items of the error branch, with "Continue (using error output)". */
	failedItems: INodeExecutionData[];
	/** What stopped the workflow, if anything did. */
	error: { message: string; description: string; itemIndex: unknown } | undefined;
	hints: string[];
	/** The whole run as n8n would store it, to look for secrets in. */
	run: IRun;
}

const ARCULES_ACCOUNT = { arculesApi: { id: '1', name: 'Arcules account' } };

function workflowFor(options: Omit<RunOptions, 'credentials'>): Workflow {
	const { parameters, items, onError, timezone } = options;
	const nodes: INode[] = [
		{ id: '1', name: 'Input', type: 'input', typeVersion: 1, position: [0, 0], parameters: {} },
		{
			id: '2',
			name: 'Arcules',
			type: 'arcules',
			typeVersion: 1,
			position: [200, 0],
			parameters,
			credentials: ARCULES_ACCOUNT,
			...(onError === undefined ? {} : { onError }),
		},
	];
	const connections = { Input: { main: [[{ node: 'Arcules', type: 'main' as const, index: 0 }]] } };
	return createWorkflow(
		{
			name: 'Workflow',
			nodes,
			connections,
			settings: { executionOrder: 'v1', ...(timezone === undefined ? {} : { timezone }) },
		},
		{ input: new Source(items), arcules: new Arcules() },
	);
}

/** Runs the workflow once. */
export async function runNode(options: RunOptions): Promise<RunResult> {
	const { credentials, onStart } = options;
	const run = await runWorkflow(workflowFor(options), { start: 'Input', credentials, onStart });
	const taskData = run.data.resultData.runData.Arcules?.[0];
	const [items, failedItems] = taskData?.data?.main ?? [];
	const error = run.data.resultData.error;
	return {
		items: items ?? [],
		failedItems: failedItems ?? [],
		error:
			error === undefined
				? undefined
				: {
						message: error.message,
						description: String(error.description),
						itemIndex: 'context' in error ? error.context.itemIndex : undefined,
					},
		hints: (taskData?.hints ?? []).map(({ message }: NodeExecutionHint) => message),
		run,
	};
}

/** The bytes of an item's picture, read back from n8n's binary store. */
export async function pictureOf(
	item: INodeExecutionData | undefined,
	property = 'data',
): Promise<Buffer> {
	const binary = item?.binary?.[property];
	if (binary === undefined) throw new UserError(`The item has no picture in ${property}`);
	return await readBinary(binary);
}

/** What an item says of its picture, its details included. */
export function thumbnailOf(item: INodeExecutionData | undefined): IDataObject {
	const { pictureStatus, pictureReason, pictureFileName, channelId, pictureDetails } =
		item?.json ?? {};
	if (typeof pictureDetails !== 'object' || pictureDetails === null) {
		throw new UserError(`The item has no picture details: ${JSON.stringify(item?.json)}`);
	}
	const fields = {
		status: pictureStatus,
		reason: pictureReason,
		fileName: pictureFileName,
		channelId,
		...Object.fromEntries(Object.entries(pictureDetails)),
	};
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The node's parameters with the defaults the editor would have filled in. */
export function withDefaults(parameters: INodeParameters): INodeParameters {
	const node: INode = {
		id: '2',
		name: 'Arcules',
		type: 'arcules',
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	const { description } = new Arcules();
	return (
		NodeHelpers.getNodeParameters(
			description.properties,
			parameters,
			true,
			false,
			node,
			description,
		) ?? parameters
	);
}

/** What an expression of the node's description comes to, as on the canvas. */
export function evaluate(expression: string, parameters: INodeParameters): unknown {
	const workflow = workflowFor({ parameters });
	const node = workflow.nodes.Arcules;
	if (node === undefined) throw new UserError('The workflow has no such node');
	return workflow.expression.getSimpleParameterValue(node, expression, 'internal', {});
}

/** The context in which n8n fills the dropdowns of the node. */
export function loadOptionsContext(credentials: CredentialStore): ILoadOptionsFunctions {
	const workflow = workflowFor({ parameters: {} });
	const node = workflow.nodes.Arcules;
	if (node === undefined) throw new UserError('The workflow has no such node');
	// n8n-core is compiled without `exactOptionalPropertyTypes`, so its class does not fit its own interface here.
	return Object.create(
		new LoadOptionsContext(workflow, node, additionalDataFor(credentials, workflow), ''),
	);
}
