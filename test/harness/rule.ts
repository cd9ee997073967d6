/**
 * Calls the rule trigger over HTTP, in n8n-core's own contexts: the webhook first, then the execution that it has started.
 */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import express from 'express';
import { WebhookContext, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	type ICredentialDataDecryptedObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type IRun,
	type IWebhookData,
	type IWebhookFunctions,
	NodeHelpers,
	type Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { CredentialStore } from '../../dev/engine/credentialStore';
import { additionalDataFor, binaryStore, createWorkflow } from '../../dev/engine/engine';
import { fireRule, type RuleAnswer, type RuleCall } from '../../dev/simulator';
import { ArculesRuleTrigger } from '../../nodes/Arcules/ArculesRuleTrigger.node';

/** What the rule proves itself with: other texts in each run. */
export const PROOF = { apiKey: randomUUID(), secret: randomUUID() };

const NAME = 'Arcules Rule Trigger';

/** The credential of the webhook beside that of the account. */
class TwoCredentials extends CredentialStore {
	constructor(
		private readonly rule: ICredentialDataDecryptedObject,
		private readonly account: CredentialStore | undefined,
	) {
		super(undefined);
	}

	override async getDecrypted(...[, , type]: unknown[]): Promise<ICredentialDataDecryptedObject> {
		if (type === 'arculesWebhookApi') return { ...this.rule };
		return await (this.account ?? new CredentialStore(undefined)).getDecrypted();
	}
}

export interface RuleOptions {
	parameters?: INodeParameters;
	/** Key and secret; without it, or with null, the node has no credential for the webhook. */
	rule?: ICredentialDataDecryptedObject | null;
	/** For pictures. */
	account?: CredentialStore;
	mode?: WorkflowExecuteMode;
	/** What n8n does to a request before the node sees it. */
	prepare?: express.RequestHandler;
}

/** A trigger that listens. */
export interface ListeningRule {
	readonly url: string;
	/** The executions so far. */
	readonly runs: readonly IRun[];
	/** What the webhook has thrown. */
	readonly errors: readonly unknown[];
	fire(call?: Omit<RuleCall, 'url'>): Promise<RuleAnswer>;
	/** Fires, and gives the items of the execution; none where none has started. */
	itemsOf(call?: Omit<RuleCall, 'url'>): Promise<INodeExecutionData[]>;
}

const closers: Array<() => Promise<void>> = [];

/** For `afterEach`. */
export async function stopListening(): Promise<void> {
	for (const close of closers.splice(0)) await close();
}

/** The parameters as n8n has them once it has loaded the workflow: with those that are hidden. */
export function ruleParameters(parameters: INodeParameters = {}): INodeParameters {
	const node = { ...NODE, parameters };
	const { description } = new ArculesRuleTrigger();
	const filled = NodeHelpers.getNodeParameters(
		description.properties,
		parameters,
		true,
		false,
		node,
		description,
	);
	return filled ?? parameters;
}

const NODE: INode = {
	id: '1',
	name: NAME,
	type: 'arculesRuleTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

function workflowFor({ parameters, rule, account }: RuleOptions): Workflow {
	const node: INode = {
		...NODE,
		id: randomUUID(),
		parameters: ruleParameters(parameters),
		credentials: {
			...(rule && { arculesWebhookApi: { id: '2', name: 'Rule' } }),
			...(account && { arculesApi: { id: '1', name: 'Arcules account' } }),
		},
	};
	return createWorkflow(
		{ name: 'Workflow', nodes: [node], connections: {}, active: true, settings: {} },
		{ arculesRuleTrigger: new ArculesRuleTrigger() },
	);
}

/** Makes the trigger listen on loopback. */
export async function listenForRule(options: RuleOptions = {}): Promise<ListeningRule> {
	await binaryStore();
	const { rule, account, mode = 'webhook' } = options;
	const workflow = workflowFor(options);
	const node = workflow.nodes[NAME] ?? NODE;
	const trigger = new ArculesRuleTrigger();
	const runs: IRun[] = [];
	const errors: unknown[] = [];
	const data = () => additionalDataFor(new TwoCredentials(rule ?? {}, account), workflow);

	const webhookData: IWebhookData = {
		httpMethod: 'POST',
		node: NAME,
		path: 'webhook',
		webhookDescription: { name: 'default', httpMethod: 'POST', path: 'webhook' },
		workflowId: 'workflow',
		workflowExecuteAdditionalData: data(),
	};
	const call = async (httpRequest: express.Request, httpResponse: express.Response) => {
		const withRequest = { ...data(), httpRequest, httpResponse };
		// n8n-core is compiled without `exactOptionalPropertyTypes`, so its class does not fit its own interface here.
		const context: IWebhookFunctions = Object.create(
			new WebhookContext(workflow, node, withRequest, mode, webhookData, [], null),
		);
		const { workflowData } = await trigger.webhook.call(context);
		if (workflowData === undefined) return;
		httpResponse.status(200).end();
		runs.push(await execute(workflow, node, workflowData));
	};
	const execute = async (ofWorkflow: Workflow, start: INode, main: INodeExecutionData[][]) =>
		await new WorkflowExecute(
			data(),
			mode,
			createRunExecutionData({
				executionData: { nodeExecutionStack: [{ node: start, data: { main }, source: null }] },
			}),
		).processRunExecutionData(ofWorkflow);

	const app = express();
	if (options.prepare !== undefined) app.use(options.prepare);
	const pending = new Set<Promise<void>>();
	app.use((request, response) => {
		const handled = call(request, response)
			.catch((error: unknown) => {
				errors.push(error);
				response.status(500).end();
			})
			.finally(() => pending.delete(handled));
		pending.add(handled);
	});
	const { url, close } = await serve(app);
	closers.push(async () => {
		await close();
		await Promise.all(pending);
	});
	const fire = async (what: Omit<RuleCall, 'url'> = {}) => await fireRule({ url, ...what });
	return {
		url,
		runs,
		errors,
		fire,
		itemsOf: async (what) => {
			const before = runs.length;
			await fire(what);
			await Promise.all(pending);
			return runs.slice(before).flatMap(itemsOfRun);
		},
	};
}

async function serve(app: express.Express): Promise<{ url: string; close: () => Promise<void> }> {
	const server = createServer((request: IncomingMessage, response: ServerResponse) =>
		app(request, response),
	);
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const address: AddressInfo | string | null = server.address();
	const port = typeof address === 'object' ? address?.port : 0;
	const close = async () => {
		const closed = once(server, 'close');
		server.close();
		server.closeAllConnections();
		await closed;
	};
	return { url: `http://127.0.0.1:${port}/webhook`, close };
}

/** What the first step of an execution gave. */
export function itemsOfRun({ data }: IRun): INodeExecutionData[] {
	return data.resultData.runData[NAME]?.[0]?.data?.main?.[0] ?? [];
}
