// `npm run editor`: the demo in a real n8n, which stays up so that the node can be tried in its editor.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import type { Account } from './demo/account';
import type { RunResult } from './demo/pictures';
import { runProgram } from './demo/program';
import { runFailure, RUN_TITLES, showRun } from './demo/report';
import { demoWorkflow, GET_LIVE_THUMBNAIL, MANUAL_TRIGGER } from './demo/workflow';
import { BootedN8n } from './n8n/boot';
import type { N8nClient, Owner } from './n8n/client';
import { itemsOf, type BinaryReference } from './n8n/execution';
import { installN8n } from './n8n/install';
import { freePort, type N8nInstance } from './n8n/instance';
import { packNode } from './n8n/package';
import { asStep } from './n8n/progress';
import { ARCULES_CREDENTIAL_TYPE, ARCULES_NODE_TYPE } from './names';
import { say, terminalProgress } from './terminal';

const N8N_VERSION = '2.41.1';
/** n8n's usual port, and what to try where it is taken. */
const PORTS = Array.from({ length: 100 }, (_, offset) => 5678 + offset);
/** Long enough for some thousand cameras. */
const RUN_DEADLINE_MS = 15 * 60_000;
const LOG_LINES_SHOWN = 40;

const command = new Command('npm run editor --')
	.description(
		`Installs n8n ${N8N_VERSION} into your user cache (only the first time), adds this package to it, runs a workflow that gets a live picture of each camera, and leaves n8n running so that you can try the node in its editor.`,
	)
	.option('--once', 'end after the run');

void runProgram<{ once?: true }>(command, async (account, { once }, signal) => {
	const n8n = await startN8nWithNode(signal);
	try {
		const { owner, client } = n8n;
		const workflowId = await setUp(client, account);
		const run = async () => await runWorkflow(client, workflowId, signal);
		const complete = await showRun(await asStep(terminalProgress, RUN_TITLES, run), account);
		if (once) return complete;
		say(editorInvitation(owner, `${client.url}/workflow/${workflowId}`));
		await untilEnd(n8n.instance, signal);
		return true;
	} finally {
		await n8n.close();
	}
});

async function startN8nWithNode(signal: AbortSignal): Promise<BootedN8n> {
	const packing = { doing: 'Packing the node', done: 'Packed the node as npm would publish it' };
	const tarball = await asStep(terminalProgress, packing, async () => await packNode());
	try {
		const installation = await installN8n(N8N_VERSION, terminalProgress, signal);
		const port = await freePort(PORTS);
		return await asStep(
			terminalProgress,
			{ doing: `Starting n8n ${N8N_VERSION}`, done: `Started n8n ${N8N_VERSION} with the node` },
			async () => await BootedN8n.boot({ installation, tarball, port, signal }),
		);
	} finally {
		await rm(path.dirname(tarball), { recursive: true });
	}
}

/** Answers with the id of the workflow. */
async function setUp(client: N8nClient, { credential }: Account): Promise<string> {
	const titles = { doing: 'Setting up the workflow', done: 'Signed in to the account' };
	return await asStep(terminalProgress, titles, async () => {
		if (!(await client.hasNodeType(ARCULES_NODE_TYPE))) {
			throw new Error('n8n did not load the Arcules node.');
		}
		const stored = await client.createCredential({
			name: 'Arcules account',
			type: ARCULES_CREDENTIAL_TYPE,
			data: credential,
		});
		const test = await client.testCredential(stored);
		if (test.status !== 'OK') throw new Error(`The account was not accepted: ${test.message}`);
		return await client.createWorkflow(demoWorkflow(stored));
	});
}

/** Runs the workflow once, as a press on the editor's button does. */
async function runWorkflow(
	client: N8nClient,
	workflowId: string,
	signal: AbortSignal,
): Promise<RunResult<BinaryReference>> {
	const id = await client.runManually(workflowId, MANUAL_TRIGGER);
	const limits = { deadlineMs: RUN_DEADLINE_MS, signal };
	const execution = await client.executionById(workflowId, id, limits);
	if (execution.error) throw runFailure(execution.error);
	return {
		items: itemsOf(execution, GET_LIVE_THUMBNAIL),
		readFile: async (file) => await client.getBinary(file),
	};
}

/** How to get into the editor, and what to do there. */
const editorInvitation = ({ email, password }: Owner, address: string): string =>
	`${pc.bold('n8n is running.')} Open this address in your browser and log in:

  Address   ${pc.cyan(address)}
  E-mail    ${email}
  Password  ${password}

There, press "Execute workflow", open "${GET_LIVE_THUMBNAIL}" with a double click,
choose the tab "Binary" and press "View".

Press ${pc.bold('Ctrl-C')} here to stop; nothing of it stays behind.`;

async function untilEnd(n8n: N8nInstance, signal: AbortSignal): Promise<void> {
	const stopped = new Promise<void>((resolve) => {
		signal.addEventListener('abort', () => resolve(), { once: true });
		if (signal.aborted) resolve();
	});
	await Promise.race([stopped, n8n.ended]);
	if (signal.aborted) return say('\nStopping n8n …');
	throw new Error(`n8n ended by itself. The last lines it printed:\n${n8n.log(LOG_LINES_SHOWN)}`);
}
