/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- runs in jest, not in n8n */
/**
 * A real n8n of one version with the packed package installed, for the tests of one file.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { N8nClient, type Credential, type StoredCredential } from '../../../dev/n8n/client';
import type { Item } from '../../../dev/n8n/execution';
import { installN8n, type N8nInstallation, type N8nVersion } from '../../../dev/n8n/install';
import { freePort, startN8n, type N8nInstance } from '../../../dev/n8n/instance';
import { installPackage } from '../../../dev/n8n/package';
import type { Simulator } from '../../../dev/simulator';
import { ArculesAccount, type AccountChanges } from './arcules';
import { showLogOnFailure } from './logs';
import { LiveWorkflow, type Run } from './run';
import type { Step } from './steps';
import { tarball } from './tarball';
import type { ResponseMode } from './workflow';

const OWNER = {
	email: 'owner@example.com',
	firstName: 'Test',
	lastName: 'Owner',
	password: 'Real-n8n-1',
};

/** Settings of n8n in addition to the driver's. */
export type Settings = Record<string, string>;

/** Starts n8n; {@link RealN8n.stop} ends it and deletes what it stored. */
export async function realN8n(version: N8nVersion, settings: Settings = {}): Promise<RealN8n> {
	const installation = await installN8n(version);
	const userFolder = await mkdtemp(path.join(tmpdir(), `n8n-${version}-`));
	const port = await freePort();
	const n8n = new RealN8n({ installation, userFolder, port, settings });
	try {
		await installPackage(tarball(), userFolder);
		await n8n.start();
		await n8n.client.setUpOwner(OWNER);
		return n8n;
	} catch (error) {
		await n8n.stop();
		throw error;
	}
}

interface Place {
	installation: N8nInstallation;
	userFolder: string;
	port: number;
	settings: Settings;
}

/** One n8n, from its first start to the end of the tests, restarts included. */
export class RealN8n {
	readonly client: N8nClient;

	private instance: N8nInstance | undefined;

	private readonly earlierLogs: string[] = [];

	private readonly forgetLog: () => void;

	constructor(private readonly place: Place) {
		this.client = new N8nClient(`http://127.0.0.1:${place.port}`);
		this.forgetLog = showLogOnFailure(`n8n ${place.installation.version}`, () => this.log());
	}

	async start(): Promise<void> {
		const { installation, userFolder, port, settings } = this.place;
		this.instance = await startN8n({ installation, userFolder, port, env: settings });
	}

	/** Ends n8n, lets something happen meanwhile, and starts it again with all that it had stored. */
	async restart(meanwhile: () => void = () => {}): Promise<void> {
		await this.end();
		meanwhile();
		await this.start();
	}

	/** Ends n8n and deletes what it stored. */
	async stop(): Promise<void> {
		await this.end();
		this.forgetLog();
		await rm(this.place.userFolder, { recursive: true, force: true, maxRetries: 5 });
	}

	/** What n8n printed since its first start. */
	log(): string {
		return [...this.earlierLogs, this.instance?.log() ?? ''].join('\n');
	}

	/** Creates an Arcules credential for the simulated account. */
	async connect(simulator: Simulator, changes: AccountChanges = {}): Promise<ArculesAccount> {
		return await ArculesAccount.create(this.client, simulator, changes);
	}

	async createCredential(credential: Credential): Promise<StoredCredential> {
		return await this.client.createCredential(credential);
	}

	/** Makes "Webhook → step → step → …" live. */
	async deploy(steps: readonly Step[], mode: ResponseMode = 'lastNode'): Promise<LiveWorkflow> {
		return await LiveWorkflow.of(this.client, steps, mode);
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

	private async end(): Promise<void> {
		if (this.instance === undefined) return;
		await this.instance.stop();
		this.earlierLogs.push(this.instance.log());
		this.instance = undefined;
	}
}
