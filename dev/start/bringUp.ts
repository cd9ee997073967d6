// Brings up everything the demo needs, step by step: the packed node, n8n, the account, the workflow.
/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { realAccount, simulatedAccount, SIMULATED_CAMERAS, type Account } from './account';
import type { CleanUp } from './cleanUp';
import { N8nClient, type Owner } from '../n8n/client';
import type { Execution } from '../n8n/execution';
import { installN8n } from '../n8n/install';
import { freePort, startN8n, type N8nInstance } from '../n8n/instance';
import { installPackage, packNode } from '../n8n/package';
import { asStep, type Progress } from '../n8n/progress';
import { ARCULES_NODE_TYPE, MANUAL_TRIGGER, demoWorkflow } from './workflow';

const N8N_VERSION = '2.41.1';
const USUAL_N8N_PORT = 5678;
const PORTS_TRIED = 100;
/** Long enough for some thousand cameras. */
const RUN_DEADLINE_MS = 15 * 60_000;

export interface Surroundings {
	progress: Progress;
	cleanUp: CleanUp;
	/** Gives up what is under way. */
	signal: AbortSignal;
}

/** A running demo. */
export interface Demo {
	n8n: N8nInstance;
	client: N8nClient;
	owner: Owner;
	workflowId: string;
}

/** An n8n with the node, an account and the workflow, ready to run. */
export async function bringUp(surroundings: Surroundings): Promise<Demo> {
	const account = await openAccount(surroundings);
	const n8n = await startN8nWithNode(surroundings);
	const client = new N8nClient(n8n.url);
	const owner = newOwner();
	const workflowId = await asStep(
		surroundings.progress,
		{
			doing: 'Setting up the credential and the workflow',
			done: 'Logged in to the account, workflow ready',
		},
		async () => await setUp(client, owner, account),
	);
	return { n8n, client, owner, workflowId };
}

/** Runs the workflow once, as a press on the editor's button does. */
export async function runWorkflow(
	{ client, workflowId }: Demo,
	signal: AbortSignal,
): Promise<Execution> {
	const executionId = await client.runManually(workflowId, MANUAL_TRIGGER);
	const execution = await client.executionById(workflowId, executionId, {
		deadlineMs: RUN_DEADLINE_MS,
		signal,
	});
	const { error } = execution;
	if (error) {
		const node = error.node ?? 'one of its nodes';
		throw new Error(
			[`The workflow failed in "${node}": ${error.message}`, error.description]
				.filter(Boolean)
				.join('\n'),
		);
	}
	return execution;
}

async function openAccount({ progress, cleanUp }: Surroundings): Promise<Account> {
	const real = realAccount(process.env);
	if (real) return real;
	const simulated = await asStep(
		progress,
		{
			doing: 'Starting a simulated Arcules account',
			done: `Started a simulated Arcules account with ${SIMULATED_CAMERAS} cameras`,
		},
		simulatedAccount,
	);
	cleanUp.add(simulated.close);
	return simulated;
}

async function startN8nWithNode({ progress, cleanUp, signal }: Surroundings): Promise<N8nInstance> {
	const folder = temporaryFolder();
	const tarball = await asStep(
		progress,
		{ doing: 'Packing the node', done: 'Packed the node as npm would publish it' },
		async () => await packNode(folder),
	);
	const installation = await installN8n(N8N_VERSION, progress, signal);
	return await asStep(
		progress,
		{
			doing: `Starting n8n ${N8N_VERSION}`,
			done: `Started n8n ${N8N_VERSION} with the node installed`,
		},
		async () => {
			const userFolder = path.join(folder, 'n8n');
			await installPackage(tarball, userFolder);
			const port = await freePort(portsFrom(USUAL_N8N_PORT));
			const n8n = await startN8n({ installation, userFolder, port, signal });
			cleanUp.add(n8n.stop);
			return n8n;
		},
	);
}

/** Removed however this program ends; n8n's database in it holds the account's password, encrypted. */
function temporaryFolder(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-arcules-demo-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

const portsFrom = (first: number): number[] =>
	Array.from({ length: PORTS_TRIED }, (_, offset) => first + offset);

/** Somebody new for every start, so that nobody else on this machine knows the password. */
const newOwner = (): Owner => ({
	email: 'owner@example.com',
	firstName: 'Demo',
	lastName: 'Owner',
	password: `Demo-1-${randomBytes(6).toString('hex')}`,
});

/** Answers with the id of the workflow. */
async function setUp(client: N8nClient, owner: Owner, account: Account): Promise<string> {
	await client.setUpOwner(owner);
	if (!(await client.hasNodeType(ARCULES_NODE_TYPE))) {
		throw new Error('n8n did not load the Arcules node. Run "npm run build" and start again.');
	}
	const credential = await client.createCredential(account.credential);
	const test = await client.testCredential(credential);
	if (test.status !== 'OK') throw new Error(`The account was not accepted: ${test.message}`);
	return await client.createWorkflow(demoWorkflow(credential));
}
