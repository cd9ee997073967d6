// Talks to a running n8n the way its editor does, over the REST API.
import type { IConnections, INode, IWorkflowSettings } from 'n8n-workflow';
import {
	isFinished,
	readExecution,
	readExecutionSummary,
	type BinaryReference,
	type Execution,
	type ExecutionSummary,
} from './execution';
import { at, listAt, textAt, type JsonRecord } from './json';
import { waitFor, type WaitOptions } from './waitFor';

/** n8n ties a login to the browser it came from. */
const BROWSER_ID = 'n8n-nodes-arcules';
/** n8n lists no more executions at once; the newest come first. */
const MAX_LISTED = 100;
const EXCERPT_LENGTH = 300;

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

/** A workflow as n8n's editor imports it. */
export interface WorkflowDefinition {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings | undefined;
}

export interface HttpCall {
	method?: string | undefined;
	headers?: Record<string, string> | undefined;
	/** Text is sent as it is, anything else as JSON. */
	body?: unknown;
	signal?: AbortSignal | undefined;
}

/** What n8n answered, whatever its status. */
export interface WebhookAnswer {
	status: number;
	contentType: string | undefined;
	bytes: Buffer;
}

/** Which executions of a workflow are waited for. */
export interface FinishedOptions extends WaitOptions {
	/** How many; one unless given. */
	count?: number | undefined;
	/** Only those that began after the one with this id. */
	after?: string | undefined;
}

/** One login to one n8n. */
export class N8nClient {
	private cookie: string | undefined;

	constructor(readonly url: string) {}

	/** Creates the first account and logs it in. */
	async setUpOwner(owner: Owner): Promise<void> {
		await this.ask('POST', '/owner/setup', owner);
	}

	/** Whether this n8n has loaded the node type. */
	async hasNodeType(type: string): Promise<boolean> {
		const { bytes } = await this.send('/types/nodes.json');
		return listAt(JSON.parse(bytes.toString('utf8'))).some((node) => at(node, 'name') === type);
	}

	async createCredential(credential: Credential): Promise<StoredCredential> {
		const created = await this.ask('POST', '/credentials', credential);
		return { ...credential, id: textAt(created, 'id') };
	}

	async updateCredential(credential: StoredCredential): Promise<void> {
		await this.ask('PATCH', `/credentials/${credential.id}`, credential);
	}

	/** What the editor shows below a credential that was saved. */
	async testCredential(credential: StoredCredential): Promise<{ status: string; message: string }> {
		const result = await this.ask('POST', '/credentials/test', { credentials: credential });
		return { status: textAt(result, 'status'), message: textAt(result, 'message') };
	}

	/** Answers with the new workflow's id. */
	async createWorkflow(workflow: WorkflowDefinition): Promise<string> {
		const body = { settings: {}, ...workflow, active: false };
		return textAt(await this.ask('POST', '/workflows', body), 'id');
	}

	/** Gives the workflow other steps; they are live once it is activated anew. */
	async updateWorkflow(
		workflowId: string,
		{ nodes, connections }: WorkflowDefinition,
	): Promise<void> {
		const versionId = at(await this.ask('GET', `/workflows/${workflowId}`), 'versionId');
		await this.ask('PATCH', `/workflows/${workflowId}`, { versionId, nodes, connections });
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
		return textAt(await this.startManually(workflowId, trigger), 'executionId');
	}

	/** Has n8n wait for a call at the test address of the trigger, as the editor's button "Listen for test event" does. */
	async listenForTestEvent(workflowId: string, trigger: string): Promise<void> {
		const answer = await this.startManually(workflowId, trigger);
		if (at(answer, 'waitingForWebhook') === true) return;
		throw new Error(`n8n does not listen: ${JSON.stringify(answer)}`);
	}

	private async startManually(workflowId: string, trigger: string): Promise<unknown> {
		// 2.41 runs the stored workflow, 1.123 the one it is sent.
		const workflowData = await this.ask('GET', `/workflows/${workflowId}`);
		const body = { workflowData, triggerToStartFrom: { name: trigger } };
		return await this.ask('POST', `/workflows/${workflowId}/run`, body);
	}

	/** Calls a production webhook; tries again while n8n has not yet made it live. */
	async callWebhook(path: string, call: HttpCall = {}): Promise<WebhookAnswer> {
		const callOnce = async () => {
			const answer = await this.send(`/webhook/${path}`, call);
			const isLive = answer.status !== 404 || !answer.bytes.includes('not registered');
			return isLive && answer;
		};
		return await waitFor(`webhook ${path}`, callOnce, { signal: call.signal });
	}

	/** The latest executions first. */
	async listExecutions(workflowId?: string): Promise<ExecutionSummary[]> {
		return (await this.executionPage(workflowId, {})).executions;
	}

	/** All executions of a workflow, the latest first. */
	async allExecutions(workflowId: string): Promise<ExecutionSummary[]> {
		// Those that run stand on top of the first page, and may stand on another one as well.
		const all = new Map<string, ExecutionSummary>();
		for (let position: Record<string, string> | undefined = {}; position !== undefined; ) {
			const page = await this.executionPage(workflowId, position);
			for (const execution of page.executions) all.set(execution.id, execution);
			position = page.next;
		}
		return [...all.values()];
	}

	private async executionPage(
		workflowId: string | undefined,
		position: Record<string, string>,
	): Promise<{ executions: ExecutionSummary[]; next: Record<string, string> | undefined }> {
		const query = new URLSearchParams({ limit: String(MAX_LISTED), ...position });
		if (workflowId !== undefined) query.set('filter', JSON.stringify({ workflowId }));
		const answer = await this.ask('GET', `/executions?${query.toString()}`);
		const executions = listAt(answer, 'results').map(readExecutionSummary);
		// 2.41 gives a cursor, or null at the end.
		const cursor = at(answer, 'nextCursor');
		if (typeof cursor === 'string') return { executions, next: { cursor } };
		if (cursor === null || executions.length < MAX_LISTED) return { executions, next: undefined };
		// 1.123 has none. It lists by when they started, but goes on below an id: so half a page is asked for again.
		const ids = executions.map(({ id }) => Number(id)).sort((one, other) => other - one);
		return { executions, next: { lastId: String(ids[MAX_LISTED / 2]) } };
	}

	async getExecution(id: string): Promise<Execution> {
		return readExecution(await this.ask('GET', `/executions/${id}`));
	}

	/** The workflow's executions, the latest first, once there are enough and all of them are over and stored. */
	async finishedExecutions(
		workflowId: string,
		{ count = 1, after = '0', ...wait }: FinishedOptions = {},
	): Promise<ExecutionSummary[]> {
		const look = async () => {
			const listed = await this.allExecutions(workflowId);
			// n8n lists them by when they started, which in queue mode is not the order of their ids.
			const wanted = listed
				.filter(({ id }) => Number(id) > Number(after))
				.sort((a, b) => Number(b.id) - Number(a.id));
			return wanted.length >= count && wanted.every(isFinished) && wanted;
		};
		return await waitFor(`end of ${count} executions of workflow ${workflowId}`, look, wait);
	}

	/** The workflow's latest execution, once it is over and stored. */
	async latestExecution(workflowId: string, wait: FinishedOptions = {}): Promise<Execution> {
		const [latest] = await this.finishedExecutions(workflowId, wait);
		return await this.getExecution(latest?.id ?? '');
	}

	/** This execution of the workflow, once it is over and stored. */
	async executionById(workflowId: string, id: string, wait: WaitOptions = {}): Promise<Execution> {
		const look = async () =>
			(await this.listExecutions(workflowId)).find((one) => one.id === id && isFinished(one));
		await waitFor(`end of execution ${id}`, look, wait);
		return await this.getExecution(id);
	}

	/** The bytes of a file that an execution put out. */
	async getBinary({ id, data }: BinaryReference): Promise<Buffer> {
		if (id === undefined) return Buffer.from(data, 'base64');
		const query = new URLSearchParams({ id, action: 'download' });
		return (await this.sendWell(`/rest/binary-data?${query.toString()}`)).bytes;
	}

	/** Asks the REST API, and takes the answer out of its envelope. */
	async ask(method: string, path: string, body?: unknown): Promise<unknown> {
		const { bytes } = await this.sendWell(`/rest${path}`, { method, body });
		return at(JSON.parse(bytes.toString('utf8')), 'data');
	}

	/** Sends any request, and answers whatever the status. */
	async send(path: string, call: HttpCall = {}): Promise<WebhookAnswer> {
		const { method = 'GET', body, signal } = call;
		const isText = typeof body === 'string';
		const response = await fetch(this.url + path, {
			method,
			headers: {
				'browser-id': BROWSER_ID,
				...(body !== undefined && { 'content-type': 'application/json' }),
				...(this.cookie !== undefined && { cookie: this.cookie }),
				...call.headers,
			},
			body: isText ? body : (JSON.stringify(body) ?? null),
			signal: signal ?? null,
		});
		const login = response.headers.getSetCookie().find((text) => text.startsWith('n8n-auth='));
		this.cookie = login?.split(';', 1)[0] ?? this.cookie;
		return {
			status: response.status,
			contentType: response.headers.get('content-type') ?? undefined,
			bytes: Buffer.from(await response.arrayBuffer()),
		};
	}

	private async sendWell(path: string, call: HttpCall = {}): Promise<WebhookAnswer> {
		const answer = await this.send(path, call);
		const { status, bytes } = answer;
		if (status >= 200 && status <= 299) return answer;
		const said = bytes.toString('utf8', 0, EXCERPT_LENGTH);
		throw new Error(`${call.method ?? 'GET'} ${path} was answered ${status}: ${said}`);
	}
}
