/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- runs in jest, not in n8n */
/**
 * Starts a headless Chromium with a fresh profile, which reaches this machine and nothing else.
 */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium, selectors, type Browser } from 'playwright-core';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'];

const FLAGS = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-proxy-server',
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

const LAUNCH_DEADLINE_MS = 120_000;

/** The window of somebody with a laptop. */
export const WINDOW_SIZE = { width: 1280, height: 860 };

export async function launchBrowser(): Promise<Browser> {
	// n8n marks its elements with this attribute, and not with the usual `data-testid`.
	selectors.setTestIdAttribute('data-test-id');
	return await chromium.launch({
		executablePath: findProgram(),
		args: FLAGS,
		timeout: LAUNCH_DEADLINE_MS,
	});
}

function findProgram(): string {
	const { CHROMIUM_PATH, PATH = '' } = process.env;
	if (CHROMIUM_PATH) return CHROMIUM_PATH;
	const folders = PATH.split(path.delimiter);
	const candidates = PROGRAMS.flatMap((name) => folders.map((folder) => path.join(folder, name)));
	const found = candidates.find(isExecutable);
	if (found !== undefined) return found;
	throw new Error('No Chromium was found. Install it, or set CHROMIUM_PATH to one.');
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
