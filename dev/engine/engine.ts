/**
 * n8n's own engine inside this process: n8n-core's `WorkflowExecute`, with its request helper, its renewal of tokens
 * and its binary store. Only the database and the editor are missing.
 */
import './environment';
import { Container } from '@n8n/di';
import {
	BinaryDataService,
	ExecutionLifecycleHooks,
	ExternalSecretsProxy,
	WorkflowExecute,
} from 'n8n-core';
import {
	type IBinaryData,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	UserError,
	Workflow,
} from 'n8n-workflow';
import type { CredentialStore } from './credentialStore';

/** A workflow as n8n's editor exports it. */
export type WorkflowFile = Pick<IWorkflowBase, 'name' | 'nodes' | 'connections' | 'settings'> &
	Partial<Pick<IWorkflowBase, 'active'>>;

/** Node types by the name under which a workflow's nodes ask for them. */
export type NodeTypesByName = Record<string, INodeType>;

export interface RunOptions {
	/** The name of the node to begin with. */
	start: string;
	credentials: CredentialStore;
	/** Called when the run has begun, with what cancels it. */
	onStart?: ((cancel: () => void) => void) | undefined;
}

/** A node that begins a workflow with these items; by default with one empty item, as a manual trigger does. */
export class Source implements INodeType {
	description = {
		displayName: 'Source',
		name: 'source',
		group: ['input' as const],
		version: 1,
		description: '',
		usableAsTool: true as const,
		defaults: { name: 'Source' },
		inputs: [],
		outputs: ['main' as const],
		properties: [],
	};

	constructor(private readonly items: INodeExecutionData[] = [{ json: {} }]) {}

	execute = async () => [this.items.map((item, index) => ({ ...item, pairedItem: index }))];
}

/** The workflow, ready to run; sticky notes are left out. */
export function createWorkflow(file: WorkflowFile, types: NodeTypesByName): Workflow {
	return new Workflow({
		id: 'workflow',
		name: file.name,
		nodes: file.nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote'),
		connections: file.connections,
		active: file.active ?? false,
		nodeTypes: nodeTypesOf(types),
		settings: file.settings ?? {},
	});
}

function nodeTypesOf(types: NodeTypesByName): INodeTypes {
	const getByNameAndVersion = (name: string): INodeType => {
		const type = types[name];
		if (type === undefined) throw new UserError(`No node type ${name}`);
		return type;
	};
	return { getByName: getByNameAndVersion, getByNameAndVersion, getKnownTypes: () => ({}) };
}

/** Runs the workflow once, as a press on the editor's button does. */
export async function runWorkflow(workflow: Workflow, options: RunOptions): Promise<IRun> {
	const startNode = workflow.getNode(options.start);
	if (startNode === null) throw new UserError(`No node ${options.start} in the workflow`);
	await binaryStore();
	const additionalData = additionalDataFor(options.credentials, workflow);
	const execution = new WorkflowExecute(additionalData, 'manual').run({ workflow, startNode });
	options.onStart?.(() => execution.cancel());
	return await execution;
}

/** The bytes of an item's file. */
export const readBinary = async (file: IBinaryData): Promise<Buffer> =>
	await (await binaryStore()).getAsBuffer(file);

let initialised: Promise<BinaryDataService> | undefined;

/** n8n's store for files; ready when the promise resolves. */
export async function binaryStore(): Promise<BinaryDataService> {
	const initialise = async () => {
		const service = Container.get(BinaryDataService);
		await service.init();
		return service;
	};
	return await (initialised ??= initialise());
}

/** What n8n's server gives every execution; the URLs are never called. */
export function additionalDataFor(
	credentials: CredentialStore,
	workflow: Workflow,
): IWorkflowExecuteAdditionalData {
	const url = 'http://localhost/';
	return {
		credentialsHelper: credentials,
		executeWorkflow: notThere,
		getRunExecutionData: notThere,
		getRuntimeCredential: notThere,
		startRunnerTask: notThere,
		logAiEvent: () => {},
		currentNodeExecutionIndex: 0,
		executionId: 'execution',
		restApiUrl: url,
		instanceBaseUrl: url,
		formBaseUrl: url,
		formWaitingBaseUrl: url,
		formTestBaseUrl: url,
		webhookBaseUrl: url,
		webhookWaitingBaseUrl: url,
		webhookTestBaseUrl: url,
		mcpBaseUrl: url,
		mcpTestBaseUrl: url,
		variables: {},
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		hooks: hooksFor(workflow),
	};
}

const notThere = () => {
	throw new UserError('The embedded engine has no such part of n8n');
};

const hooksFor = (workflow: Workflow): ExecutionLifecycleHooks =>
	new ExecutionLifecycleHooks('manual', 'execution', {
		id: workflow.id,
		name: workflow.name ?? '',
		active: workflow.active,
		activeVersionId: null,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes: Object.values(workflow.nodes),
		connections: workflow.connectionsBySourceNode,
	});
