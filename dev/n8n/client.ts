// Talks to a running n8n the way its editor does, over the REST API.
/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { setTimeout as delay } from 'node:timers/promises';
import type { IConnections, INode, IWorkflowSettings } from 'n8n-workflow';
import {
	isFinished,
	readExecution,
	readExecutionSummary,
	type BinaryReference,
	type Execution,
	type ExecutionSummary,
} from './execution';
import { at, excerpt, listAt, optionalTextAt, textAt, type JsonRecord } from './json';

const WEBHOOK_DEADLINE_MS = 30_000;
const EXECUTION_DEADLINE_MS = 60_000;
const POLL_MS = 200;
/** n8n ties a login to the browser it came from. */
const BROWSER_ID = 'n8n-nodes-arcules';

/** Who owns the instance: the first account, which may do everything. */
export interface Owner {
	email: string;
	firstName: string;
	lastName: string;
	/** At least 8 characters, with a digit and a capital letter. */
	password: string;
}

export interface Credential {
	name: string;
	type: string;
	data: JsonRecord;
}

export interface StoredCredential extends Credential {
	id: string;
}

export interface CredentialTestResult {
	status: string;
	message: string;
}

/** A workflow as n8n's editor imports it. */
export interface WorkflowDefinition {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings | undefined;
}

export interface WebhookCall {
	method?: string | undefined;
	/** Sent as JSON. */
	body?: unknown;
	/** How long the webhook may take to become live. */
	deadlineMs?: number | undefined;
	signal?: AbortSignal | undefined;
}

export interface WaitOptions {
	deadlineMs?: number | undefined;
	signal?: AbortSignal | undefined;
}

/** What a webhook answered, whatever its status. */
export interface WebhookAnswer {
	status: number;
	contentType: string | undefined;
	bytes: Buffer;
}

/** n8n refused a request, or answered with something else than expected. */
export class N8nRequestError extends Error {
	constructor(
		request: string,
		readonly status: number,
		readonly answer: string,
	) {
		super(`${request} was answered ${status}: ${excerpt(messageIn(answer) ?? answer)}`);
		this.name = 'N8nRequestError';
	}
}

/** One login to one n8n. */
export class N8nClient {
	private cookie: string | undefined;

	constructor(readonly url: string) {}

	/** Creates the first account and logs it in. */
	async setUpOwner(owner: Owner): Promise<void> {
		await this.ask('POST', '/owner/setup', owner);
	}

	async logIn({ email, password }: Pick<Owner, 'email' | 'password'>): Promise<void> {
		await this.ask('POST', '/login', { emailOrLdapLoginId: email, password });
	}

	/** Whether this n8n has loaded the node type. */
	async hasNodeType(name: string, version = 1): Promise<boolean> {
		const nodeInfos = [{ name, version }];
		try {
			const types = await this.ask('POST', '/node-types', { nodeInfos });
			return listAt(types).length > 0;
		} catch (error) {
			if (error instanceof N8nRequestError && /unrecognized/i.test(error.answer)) return false;
			throw error;
		}
	}

	async createCredential(credential: Credential): Promise<StoredCredential> {
		const created = await this.ask('POST', '/credentials', credential);
		return { ...credential, id: textAt(created, 'id') };
	}

	async updateCredential(credential: StoredCredential): Promise<void> {
		await this.ask('PATCH', `/credentials/${credential.id}`, credential);
	}

	/** What the editor shows below a credential that was saved. */
	async testCredential(credential: StoredCredential): Promise<CredentialTestResult> {
		const result = await this.ask('POST', '/credentials/test', { credentials: credential });
		return { status: textAt(result, 'status'), message: textAt(result, 'message') };
	}

	/** Answers with the new workflow's id. */
	async createWorkflow(workflow: WorkflowDefinition): Promise<string> {
		const body = { settings: {}, ...workflow, active: false };
		return textAt(await this.ask('POST', '/workflows', body), 'id');
	}

	/** Makes the workflow's triggers live. */
	async activate(workflowId: string): Promise<void> {
		const workflow = await this.ask('GET', `/workflows/${workflowId}`);
		const versionId = textAt(workflow, 'versionId');
		await this.ask('POST', `/workflows/${workflowId}/activate`, { versionId });
	}

	async deactivate(workflowId: string): Promise<void> {
		await this.ask('POST', `/workflows/${workflowId}/deactivate`, {});
	}

	/** Runs the workflow as the editor's button does; answers with the execution's id at once. */
	async runManually(workflowId: string, trigger: string): Promise<string> {
		// 2.41 runs the stored workflow, 1.123 the one it is sent.
		const workflowData = await this.ask('GET', `/workflows/${workflowId}`);
		const body = { workflowData, triggerToStartFrom: { name: trigger } };
		return textAt(await this.ask('POST', `/workflows/${workflowId}/run`, body), 'executionId');
	}

	/** Calls a production webhook; tries again while n8n has not yet made it live. */
	async callWebhook(path: string, call: WebhookCall = {}): Promise<WebhookAnswer> {
		const deadline = Date.now() + (call.deadlineMs ?? WEBHOOK_DEADLINE_MS);
		const method = call.method ?? 'GET';
		for (;;) {
			const answer = await this.send(method, `/webhook/${path}`, call.body, call.signal);
			if (!isNotRegistered(answer)) return answer;
			if (Date.now() > deadline) throw failure(method, `/webhook/${path}`, answer);
			await delay(POLL_MS, undefined, { signal: call.signal });
		}
	}

	/** The latest executions first. */
	async listExecutions(workflowId?: string, limit = 20): Promise<ExecutionSummary[]> {
		const query = new URLSearchParams({ limit: String(limit) });
		if (workflowId !== undefined) query.set('filter', JSON.stringify({ workflowId }));
		const answer = await this.ask('GET', `/executions?${query.toString()}`);
		return listAt(answer, 'results').map(readExecutionSummary);
	}

	async getExecution(id: string): Promise<Execution> {
		const answer = await this.ask('GET', `/executions/${id}`);
		if (answer === undefined) throw new Error(`n8n shows no execution ${id}.`);
		return readExecution(answer);
	}

	/** The workflow's latest execution, once it is over and stored. */
	async latestExecution(workflowId: string, wait: WaitOptions = {}): Promise<Execution> {
		return await this.finishedExecution(workflowId, (executions) => executions[0], wait);
	}

	/** This execution of the workflow, once it is over and stored. */
	async executionById(workflowId: string, id: string, wait: WaitOptions = {}): Promise<Execution> {
		return await this.finishedExecution(
			workflowId,
			(executions) => executions.find((execution) => execution.id === id),
			wait,
		);
	}

	/** The bytes of a file that an execution put out. */
	async getBinary({ id, data }: BinaryReference): Promise<Buffer> {
		if (id === undefined) return Buffer.from(data, 'base64');
		const path = `/rest/binary-data?${new URLSearchParams({ id, action: 'download' }).toString()}`;
		const answer = await this.send('GET', path);
		if (answer.status !== 200) throw failure('GET', path, answer);
		return answer.bytes;
	}

	/** A file as n8n serves it to its editor, whatever the status. */
	async getFile(path: string): Promise<WebhookAnswer> {
		return await this.send('GET', path);
	}

	/** Asks the REST API, and takes the answer out of its envelope. */
	async ask(method: string, path: string, body?: unknown): Promise<unknown> {
		const answer = await this.send(method, `/rest${path}`, body);
		if (answer.status < 200 || answer.status > 299) throw failure(method, `/rest${path}`, answer);
		return at(JSON.parse(answer.bytes.toString('utf8')), 'data');
	}

	private async finishedExecution(
		workflowId: string,
		choose: (executions: ExecutionSummary[]) => ExecutionSummary | undefined,
		{ deadlineMs = EXECUTION_DEADLINE_MS, signal }: WaitOptions,
	): Promise<Execution> {
		const deadline = Date.now() + deadlineMs;
		for (;;) {
			const execution = choose(await this.listExecutions(workflowId));
			if (execution && isFinished(execution)) return await this.getExecution(execution.id);
			if (Date.now() > deadline) {
				const state = execution ? `still "${execution.status}"` : 'not there';
				throw new Error(
					`The execution of workflow ${workflowId} is ${state} after ${deadlineMs / 1_000} s.`,
				);
			}
			await delay(POLL_MS, undefined, { signal });
		}
	}

	private async send(
		method: string,
		path: string,
		body?: unknown,
		signal?: AbortSignal,
	): Promise<WebhookAnswer> {
		const headers = new Headers({ 'browser-id': BROWSER_ID });
		if (body !== undefined) headers.set('content-type', 'application/json');
		if (this.cookie !== undefined) headers.set('cookie', this.cookie);
		const response = await fetch(this.url + path, {
			method,
			headers,
			...(body !== undefined && { body: JSON.stringify(body) }),
			...(signal && { signal }),
		});
		this.keepCookie(response);
		return {
			status: response.status,
			contentType: response.headers.get('content-type') ?? undefined,
			bytes: Buffer.from(await response.arrayBuffer()),
		};
	}

	private keepCookie(response: Response): void {
		const login = response.headers.getSetCookie().find((text) => text.startsWith('n8n-auth='));
		if (login !== undefined) this.cookie = login.split(';', 1)[0];
	}
}

/** n8n's own words, without the stack trace that comes with them. */
function messageIn(answer: string): string | undefined {
	try {
		return optionalTextAt(JSON.parse(answer), 'message');
	} catch {
		return undefined;
	}
}

const isNotRegistered = ({ status, bytes }: WebhookAnswer): boolean =>
	status === 404 && bytes.includes('not registered');

const failure = (method: string, path: string, answer: WebhookAnswer): N8nRequestError =>
	new N8nRequestError(`${method} ${path}`, answer.status, answer.bytes.toString('utf8'));
