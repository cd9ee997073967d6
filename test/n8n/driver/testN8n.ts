// A real n8n of one version with the packed package installed, and the workflows that tests run in it.
import { randomUUID } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';
import { simulatedCredential, type AccountFields } from '../../../dev/n8n/arcules';
import { BootedN8n } from '../../../dev/n8n/boot';
import type { N8nClient, StoredCredential, WebhookAnswer } from '../../../dev/n8n/client';
import { itemsOf, type Execution, type Item } from '../../../dev/n8n/execution';
import { installN8n, type N8nVersion } from '../../../dev/n8n/install';
import type { N8nInstance } from '../../../dev/n8n/instance';
import { webhook, workflowOf, type Step } from '../../../dev/n8n/workflow';
import type { Simulator } from '../../../dev/simulator';

export const NEWEST: N8nVersion = '2.41.1';

/** The newest, and the last of the line before, which many still run. */
export const VERSIONS: readonly N8nVersion[] = [NEWEST, '1.123.81'];

/** Where the packed package lies: it is packed once, before the first test file. */
export const TARBALL_VARIABLE = 'ARCULES_TARBALL';

const ERROR_OUTPUT = 1;
const RUN_DEADLINE_MS = 120_000;

/** Settings of n8n in addition to the driver's. */
export type Settings = Record<string, string>;

declare global {
	/** The test environment shows their logs when a test fails. */
	var runningN8ns: N8nInstance[] | undefined;
}

/** Has the log of this n8n shown when a test fails. */
export const showLogOnFailure = (instance: N8nInstance): void =>
	void (globalThis.runningN8ns ??= []).push(instance);

export function tarball(): string {
	const file = process.env[TARBALL_VARIABLE];
	if (file === undefined) throw new Error('The package was not packed: run "npm run test:n8n".');
	return file;
}

/** What one run gave. */
export class Run {
	constructor(
		/** What the webhook answered. */
		readonly answer: WebhookAnswer,
		readonly execution: Execution,
	) {}

	/** What the step put out on its main output. */
	items(step: Pick<Step, 'name'>): Item[] {
		return itemsOf(this.execution, step.name);
	}

	/** What the step put out on its error output. */
	failedItems(step: Pick<Step, 'name'>): Item[] {
		return itemsOf(this.execution, step.name, ERROR_OUTPUT);
	}
}

/** A workflow whose webhook is live. */
export interface LiveWorkflow {
	readonly id: string;
	/** Calls the webhook and waits for its answer. */
	call(): Promise<WebhookAnswer>;
	/** Calls the webhook and waits until n8n has stored the run. */
	run(): Promise<Run>;
}

export class TestN8n {
	private constructor(readonly booted: BootedN8n) {
		showLogOnFailure(booted.instance);
	}

	static async start(version: N8nVersion, env: Settings = {}): Promise<TestN8n> {
		const installation = await installN8n(version);
		return new TestN8n(await BootedN8n.boot({ installation, tarball: tarball(), env }));
	}

	get client(): N8nClient {
		return this.booted.client;
	}

	get owner(): BootedN8n['owner'] {
		return this.booted.owner;
	}

	/** What n8n printed since its first start. */
	log(): string {
		return this.booted.instance.log();
	}

	async restart(meanwhile?: () => void): Promise<void> {
		await this.booted.restart(meanwhile);
	}

	/** Kills the process, as a power cut would, and starts another one with the same database. */
	async replace(): Promise<void> {
		await this.booted.instance.kill();
		await this.booted.restart();
	}

	/** How long the latest start took. */
	get bootMs(): number {
		return this.booted.instance.bootMs;
	}

	async close(): Promise<void> {
		globalThis.runningN8ns = [];
		await this.booted.close();
	}

	/** Stores a credential for the simulated account. */
	async connect(
		{ baseUrl }: Pick<Simulator, 'baseUrl'>,
		changes?: AccountFields,
	): Promise<StoredCredential> {
		return await this.client.createCredential(simulatedCredential(baseUrl, changes));
	}

	/** Makes "Webhook → step → step → …" live. */
	async deploy(steps: readonly Step[], answer?: INodeParameters): Promise<LiveWorkflow> {
		const path = randomUUID();
		const definition = workflowOf('A test', [webhook(path, answer), ...steps]);
		const id = await this.client.createWorkflow(definition);
		await this.client.activate(id);
		const call = async () => await this.client.callWebhook(path);
		let after: string | undefined;
		const run = async () => {
			const said = await call();
			const wait = { after, deadlineMs: RUN_DEADLINE_MS };
			const execution = await this.client.latestExecution(id, wait);
			after = execution.id;
			return new Run(said, execution);
		};
		return { id, call, run };
	}

	/** Runs "Webhook → step → step → …" once. */
	async run(...steps: Step[]): Promise<Run> {
		return await (await this.deploy(steps)).run();
	}

	/** The bytes of the item's file, wherever this n8n keeps them. */
	async picture(item: Item | undefined, property = 'data'): Promise<Buffer> {
		const file = item?.binary[property];
		if (file === undefined) throw new Error(`There is no file "${property}" in the item.`);
		return await this.client.getBinary(file);
	}
}
