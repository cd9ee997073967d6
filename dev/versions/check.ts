// One n8n of one version: the package loads, the credential signs in, one picture comes.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import execa from 'execa';
import { checkJpeg } from '../../nodes/Arcules/picture/jpeg';
import { getMany, GET_MANY, simulatedCredential } from '../n8n/arcules';
import { BootedN8n } from '../n8n/boot';
import type { N8nClient } from '../n8n/client';
import { itemsOf } from '../n8n/execution';
import { installN8n, type N8nInstallation } from '../n8n/install';
import { packNode } from '../n8n/package';
import { asStep, type Progress } from '../n8n/progress';
import { workflowOf } from '../n8n/workflow';
import { ARCULES_NODE_TYPE } from '../names';
import { startSimulator } from '../simulator';

const RUN_DEADLINE_MS = 120_000;
const MANUAL_TRIGGER = 'Manual Trigger';
const manualTrigger = {
	name: MANUAL_TRIGGER,
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	parameters: {},
};

/** What was found in one version. */
export interface VersionCheck {
	readonly version: string;
	/** Of the Node.js that n8n ran on. */
	readonly node: string;
	/** What went wrong; undefined when all went well. */
	readonly failure: string | undefined;
}

/** Installs this n8n where it is missing, and tries the packed package in it; throws when it cannot be installed. */
export async function checkVersion(version: string, progress: Progress): Promise<VersionCheck> {
	const installation = await installN8n(version, progress);
	const node = await nodeVersion(installation.nodeBinary);
	const titles = { doing: `Trying n8n ${version}`, done: `Tried n8n ${version}` };
	const failure = await asStep(progress, titles, async () => await failureIn(installation));
	return { version, node, failure };
}

/** What does not work in this n8n; undefined when all does. */
async function failureIn(installation: N8nInstallation): Promise<string | undefined> {
	const tarball = await packNode();
	let n8n: BootedN8n | undefined;
	try {
		n8n = await BootedN8n.boot({ installation, tarball });
		await tryPackage(n8n.client);
		return undefined;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	} finally {
		await n8n?.close();
		await rm(path.dirname(tarball), { recursive: true });
	}
}

/** Throws at the first thing that does not work. */
async function tryPackage(client: N8nClient): Promise<void> {
	if (!(await client.hasNodeType(ARCULES_NODE_TYPE))) throw new Error('The package was not loaded');
	const simulator = await startSimulator({ cameras: 1 });
	try {
		const account = await client.createCredential(simulatedCredential(simulator.baseUrl));
		const { status, message } = await client.testCredential(account);
		if (status !== 'OK') throw new Error(`The credential did not sign in: ${message}`);
		const id = await client.createWorkflow(
			workflowOf('One picture', [manualTrigger, getMany(account)]),
		);
		const executionId = await client.runManually(id, MANUAL_TRIGGER);
		const limits = { deadlineMs: RUN_DEADLINE_MS };
		const execution = await client.executionById(id, executionId, limits);
		if (execution.error) throw new Error(`The run failed: ${execution.error.message}`);
		const picture = itemsOf(execution, GET_MANY)[0]?.binary['data'];
		if (picture === undefined) throw new Error('No picture came');
		const { kind } = checkJpeg(await client.getBinary(picture));
		if (kind !== 'jpeg') throw new Error(`What came is no picture (${kind})`);
	} finally {
		await simulator.close();
	}
}

const nodeVersion = async (binary: string): Promise<string> =>
	(await execa(binary, ['--version'])).stdout.replace(/^v/, '');
