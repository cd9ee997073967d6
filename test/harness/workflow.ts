/**
 * Runs the node in a workflow through n8n-core's own `WorkflowExecute`: real request helper, real renewal of the token,
 * real binary store. Only the database and the editor are missing.
 */
import { randomUUID } from 'node:crypto';
import { Container } from '@n8n/di';
import {
	BinaryDataConfig,
	BinaryDataService,
	ExecutionLifecycleHooks,
	ExternalSecretsProxy,
	LoadOptionsContext,
	PollContext,
	WorkflowExecute,
} from 'n8n-core';
import {
	type IDataObject,
	type ILoadOptionsFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IPollFunctions,
	type IRun,
	type IWorkflowExecuteAdditionalData,
	type NodeExecutionHint,
	NodeHelpers,
	UserError,
	Workflow,
} from 'n8n-workflow';
import { Arcules } from '../../nodes/Arcules/Arcules.node';
import { ArculesTrigger } from '../../nodes/Arcules/ArculesTrigger.node';
import type { CredentialStore } from './credentials';

/** One run of the workflow "Input → Arcules". */
export interface RunOptions {
	credentials: CredentialStore;
	parameters: INodeParameters;
	/** By default one empty item. */
	items?: INodeExecutionData[];
	onError?: NonNullable<INode['onError']>;
	/** Called when the node starts, to cancel the run. */
	onStart?: (cancel: () => void) => void;
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

/** A node that gives the items of the test. */
class Input implements INodeType {
	description = {
		displayName: 'Input',
		name: 'input',
		group: ['input' as const],
		version: 1,
		description: '',
		usableAsTool: true as const,
		defaults: { name: 'Input' },
		inputs: [],
		outputs: ['main' as const],
		properties: [],
	};

	constructor(private readonly items: INodeExecutionData[]) {}

	execute = async () => [this.items.map((item, index) => ({ ...item, pairedItem: index }))];
}

function nodeTypesFor(items: INodeExecutionData[]): INodeTypes {
	const types: Record<string, INodeType> = {
		input: new Input(items),
		arcules: new Arcules(),
		arculesTrigger: new ArculesTrigger(),
	};
	const getByNameAndVersion = (name: string): INodeType => {
		const type = types[name];
		if (type === undefined) throw new UserError(`No node type ${name}`);
		return type;
	};
	return { getByName: getByNameAndVersion, getByNameAndVersion, getKnownTypes: () => ({}) };
}

function workflowFor({ parameters, items = [{ json: {} }], onError }: RunOptions): Workflow {
	const nodes: INode[] = [
		{ id: '1', name: 'Input', type: 'input', typeVersion: 1, position: [0, 0], parameters: {} },
		{
			id: '2',
			name: 'Arcules',
			type: 'arcules',
			typeVersion: 1,
			position: [200, 0],
			parameters,
			credentials: { arculesApi: { id: '1', name: 'Arcules account' } },
			...(onError === undefined ? {} : { onError }),
		},
	];
	return new Workflow({
		id: 'workflow',
		nodes,
		connections: { Input: { main: [[{ node: 'Arcules', type: 'main', index: 0 }]] } },
		active: false,
		nodeTypes: nodeTypesFor(items),
		settings: { executionOrder: 'v1' },
	});
}

const notUsed = () => {
	throw new UserError('The tests have no such part of n8n');
};

/** What n8n's server gives every execution; the URLs are never called. */
function additionalDataFor(
	credentials: CredentialStore,
	workflow: Workflow,
): IWorkflowExecuteAdditionalData {
	const url = 'http://localhost/';
	return {
		credentialsHelper: credentials,
		executeWorkflow: notUsed,
		getRunExecutionData: notUsed,
		getRuntimeCredential: notUsed,
		startRunnerTask: notUsed,
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
		hooks: new ExecutionLifecycleHooks('manual', 'execution', {
			id: 'workflow',
			name: 'Workflow',
			active: false,
			activeVersionId: null,
			isArchived: false,
			createdAt: new Date(),
			updatedAt: new Date(),
			nodes: Object.values(workflow.nodes),
			connections: workflow.connectionsBySourceNode,
		}),
	};
}

let binaryDataIsReady = false;

async function prepareBinaryStore(): Promise<BinaryDataService> {
	const service = Container.get(BinaryDataService);
	if (!binaryDataIsReady) {
		Container.get(BinaryDataConfig).mode = 'filesystem';
		await service.init();
		binaryDataIsReady = true;
	}
	return service;
}

/** Runs the workflow once. */
export async function runNode(options: RunOptions): Promise<RunResult> {
	await prepareBinaryStore();
	const workflow = workflowFor(options);
	const additionalData = additionalDataFor(options.credentials, workflow);
	const execution = new WorkflowExecute(additionalData, 'manual').run({
		workflow,
		startNode: workflow.getNode('Input') ?? notUsed(),
	});
	options.onStart?.(() => execution.cancel());
	const run = await execution;
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
	return await (await prepareBinaryStore()).getAsBuffer(binary);
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

/** The context in which n8n fills the dropdowns of the node. */
export function loadOptionsContext(credentials: CredentialStore): ILoadOptionsFunctions {
	const workflow = workflowFor({ credentials, parameters: {} });
	const node = workflow.getNode('Arcules') ?? notUsed();
	// n8n-core is compiled without `exactOptionalPropertyTypes`, so its class does not fit its own interface here.
	return Object.create(
		new LoadOptionsContext(workflow, node, additionalDataFor(credentials, workflow), ''),
	);
}

/** An activated trigger: polls as n8n would, with its memory kept until {@link PolledTrigger.restart}. */
export interface PolledTrigger {
	/** One poll; an empty list when no workflow would start. */
	poll(mode?: 'trigger' | 'manual'): Promise<INodeExecutionData[]>;
	/** What n8n has kept for the node. */
	readonly memory: IDataObject;
	/** n8n saves the memory when a poll gives items, and at activation; a restart loses the rest. */
	restart(): void;
}

/** Activates the trigger; nothing is polled yet. */
export function activateTrigger(
	credentials: CredentialStore,
	parameters: INodeParameters,
	saved: IDataObject = {},
): PolledTrigger {
	let stored = { ...saved };
	let memory = { ...saved };
	const node: INode = {
		id: randomUUID(),
		name: 'Arcules Trigger',
		type: 'arculesTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { arculesApi: { id: '1', name: 'Arcules account' } },
	};
	const workflow = new Workflow({
		id: 'workflow',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes: nodeTypesFor([]),
	});
	const poll = async (mode: 'trigger' | 'manual' = 'trigger') => {
		const context: IPollFunctions = Object.create(
			new PollContext(workflow, node, additionalDataFor(credentials, workflow), mode, 'activate'),
			{ getWorkflowStaticData: { value: () => memory } },
		);
		await prepareBinaryStore();
		const output = await new ArculesTrigger().poll.call(context);
		if (output !== null) stored = { ...memory };
		return output?.flat() ?? [];
	};
	return {
		poll,
		get memory() {
			return memory;
		},
		restart: () => {
			memory = { ...stored };
		},
	};
}
