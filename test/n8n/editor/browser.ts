// A headless Chromium that reaches this machine and nothing else, signed in to an n8n; and stories told in it.
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, selectors, type BrowserContext, type Page } from 'playwright-core';
import type { TestN8n } from '../driver/testN8n';
import { Editor } from './editor';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const ONLY_LOOPBACK = [
	'--no-proxy-server',
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
	'--disable-quic',
];

/** The window of somebody with a laptop. */
const WINDOW_SIZE = { width: 1280, height: 860 };
const LAUNCH_TIMEOUT_MS = 120_000;
/** How long the editor may take to show what is waited for; the machine may be busy with other tests. */
const PATIENCE_MS = 60_000;
const STORY_TIMEOUT_MS = 300_000;

/** A browser in which the owner of this n8n is signed in. */
export async function openBrowser({ client, owner }: TestN8n): Promise<BrowserContext> {
	const executablePath = process.env['CHROMIUM_PATH'] ?? PROGRAMS.find((file) => existsSync(file));
	if (executablePath === undefined)
		throw new Error('Install Chromium, or set CHROMIUM_PATH to it.');
	// n8n marks its elements with this attribute, and not with the usual `data-testid`.
	selectors.setTestIdAttribute('data-test-id');
	const launch = { executablePath, args: ONLY_LOOPBACK, timeout: LAUNCH_TIMEOUT_MS };
	const browser = await chromium.launch(launch);
	const baseURL = client.url;
	const context = await browser.newContext({ baseURL, viewport: WINDOW_SIZE });
	context.once('close', () => void browser.close());
	context.setDefaultTimeout(PATIENCE_MS);
	const page = await context.newPage();
	await page.goto('/signin');
	await page.locator('input[name=emailOrLdapLoginId]').fill(owner.email);
	await page.locator('input[name=password]').fill(owner.password);
	await page.getByTestId('form-submit-button').click();
	await page.waitForURL(/\/home\//);
	await page.close();
	return context;
}

/** A test with a tab of its own, of which a picture is kept when it fails. */
export function story(
	title: string,
	browser: () => BrowserContext,
	tell: (editor: Editor) => Promise<void>,
): void {
	const tellInTab = async () => {
		const page = await browser().newPage();
		try {
			await tell(new Editor(page));
		} catch (error) {
			await keepPicture(page, title);
			throw error;
		} finally {
			await page.close();
		}
	};
	test(title, tellInTab, STORY_TIMEOUT_MS);
}

async function keepPicture(page: Page, title: string): Promise<void> {
	const file = path.join(await mkdtemp(path.join(tmpdir(), 'n8n-editor-failure-')), 'page.png');
	const taken = await page.screenshot({ path: file }).then(
		() => `The page as it was then: ${file}`,
		(error: unknown) => `No picture of the page could be taken: ${String(error)}`,
	);
	process.stderr.write(`\n"${title}" failed. ${taken}\n`);
}
