// Writes the pictures of the README, cropped to what matters: only those that are missing, or all when asked to.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { boxOf } from './page';

const FOLDER = path.resolve(__dirname, '..', '..', '..', 'docs', 'images');

/** Room below what is shown last, in pixels. */
const MARGIN = 20;

/** n8n's messages come and go over the corner of the page. */
const WITHOUT_MESSAGES = '.el-notification { visibility: hidden; }';

/** Pixels. */
export interface Region {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** Where these are on the page, together. */
export async function regionOf(locators: Locator[]): Promise<Region> {
	const regions = await Promise.all(locators.map(edgesOf));
	return {
		left: Math.min(...regions.map(({ left }) => left)),
		top: Math.min(...regions.map(({ top }) => top)),
		right: Math.max(...regions.map(({ right }) => right)),
		bottom: Math.max(...regions.map(({ bottom }) => bottom)),
	};
}

/** The upper part of the frames, down to the lowest of the things to be seen in them. */
export async function regionDownTo(frames: Locator[], lowest: Locator[]): Promise<Region> {
	const { bottom } = await regionOf(lowest);
	return { ...(await regionOf(frames)), bottom: bottom + MARGIN };
}

/** Where the nodes of a workflow are, with their names, which stand below them. */
export async function regionOfWorkflow(nodes: Locator): Promise<Region> {
	const { left, top, right, bottom } = await regionOf(await nodes.all());
	return { left: left - 70, top: top - 40, right: right + 90, bottom: bottom + 90 };
}

/** A picture of the README in both themes, if it is due: the region is looked up only then. */
export async function screenshot(
	page: Page,
	name: string,
	lookUpRegion: () => Promise<Region>,
): Promise<void> {
	const themes = [
		['light', path.join(FOLDER, `${name}.png`)],
		['dark', path.join(FOLDER, `${name}-dark.png`)],
	] as const;
	const isComplete = themes.every(([, file]) => existsSync(file));
	if (process.env['UPDATE_SCREENSHOTS'] !== '1' && isComplete) return;
	await mkdir(FOLDER, { recursive: true });
	// What lies under the mouse would look different.
	await page.mouse.move(0, 0);
	const { left, top, right, bottom } = await lookUpRegion();
	const clip = { x: left, y: top, width: right - left, height: bottom - top };
	for (const [colorScheme, file] of themes) {
		await page.emulateMedia({ colorScheme });
		const png = await page.screenshot({ clip, animations: 'disabled', style: WITHOUT_MESSAGES });
		// 256 colours: half the size, and no difference to see.
		await sharp(png).png({ palette: true, effort: 10 }).toFile(file);
	}
	await page.emulateMedia({ colorScheme: 'light' });
}

async function edgesOf(locator: Locator): Promise<Region> {
	const { x, y, width, height } = await boxOf(locator);
	return { left: x, top: y, right: x + width, bottom: y + height };
}
