/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- runs in jest, not in n8n */
/**
 * What the stories need on stage: a simulated account, a real n8n with the packed package, and a browser signed in to it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { CleanUp } from '../../../dev/start/cleanUp';
import { N8nClient } from '../../../dev/n8n/client';
import { installN8n } from '../../../dev/n8n/install';
import { startN8n } from '../../../dev/n8n/instance';
import { installPackage } from '../../../dev/n8n/package';
import { startSimulator, type Simulator } from '../../../dev/simulator';
import { showLogOnFailure } from '../driver/logs';
import { tarball } from '../driver/tarball';
import { NEWEST } from '../driver/versions';
import { launchBrowser, WINDOW_SIZE } from './browser';
import { Editor } from './editor';

/** How long the editor may take to show what is waited for; the machine may be busy with other tests. */
const PATIENCE_MS = 60_000;

const OWNER = {
	email: 'owner@example.com',
	firstName: 'Edith',
	lastName: 'Editor',
	password: 'Edits-n8n-1',
};

export interface Stage {
	simulator: Simulator;
	/** For what a story needs to be there, or gone, before it starts. */
	client: N8nClient;
	/** A new tab of the browser, in which the owner is signed in. */
	openEditor(): Promise<Editor>;
	/** Ends everything, and deletes what n8n stored. */
	close(): Promise<void>;
}

/** Sets the stage with a fleet of so many cameras. */
export async function setStage(cameras: number): Promise<Stage> {
	const cleanUp = new CleanUp();
	try {
		const simulator = await startSimulator({ cameras });
		cleanUp.add(async () => await simulator.close());
		const client = await startN8nWithNode(cleanUp);
		const browser = await launchBrowser();
		cleanUp.add(async () => await browser.close());
		const context = await browser.newContext({ viewport: WINDOW_SIZE, deviceScaleFactor: 1 });
		context.setDefaultTimeout(PATIENCE_MS);
		await signIn(context, client.url);
		return {
			simulator,
			client,
			openEditor: async () => new Editor(await context.newPage(), client.url),
			close: async () => await cleanUp.run(),
		};
	} catch (error) {
		await cleanUp.run();
		throw error;
	}
}

/** Answers with the owner's REST client. */
async function startN8nWithNode(cleanUp: CleanUp): Promise<N8nClient> {
	const installation = await installN8n(NEWEST);
	const userFolder = await mkdtemp(path.join(tmpdir(), 'n8n-editor-'));
	cleanUp.add(async () => await rm(userFolder, { recursive: true, force: true, maxRetries: 5 }));
	await installPackage(tarball(), userFolder);
	const n8n = await startN8n({ installation, userFolder });
	cleanUp.add(async () => await n8n.stop());
	showLogOnFailure(`n8n ${NEWEST}`, () => n8n.log());
	const client = new N8nClient(n8n.url);
	await client.setUpOwner(OWNER);
	return client;
}

async function signIn(context: BrowserContext, address: string): Promise<void> {
	const page = await context.newPage();
	await new Editor(page, address).signIn(OWNER);
	await page.close();
}
