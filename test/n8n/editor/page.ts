// What the parts of n8n's editor have in common: a page, on which images are shown.
import type { Locator, Page } from 'playwright-core';

/** A part of the page; its locators look again each time they are used. */
export abstract class PagePart {
	constructor(readonly page: Page) {}
}

export interface ShownPicture {
	widthPixels: number;
	heightPixels: number;
}

/** The size of an image once it is loaded and decoded; fails when it cannot be. */
export async function pictureIn(image: Locator): Promise<ShownPicture> {
	return await image.evaluate(async (element: HTMLImageElement) => {
		await element.decode();
		return { widthPixels: element.naturalWidth, heightPixels: element.naturalHeight };
	});
}

/** Pixels. */
export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** Where something is on the page; fails when it is not in sight. */
export async function boxOf(locator: Locator): Promise<Box> {
	const box = await locator.boundingBox();
	if (box === null) throw new Error('It is not in sight.');
	return box;
}

/** How many of these lie wholly in the frame. */
export async function countInside(frame: Locator, locators: Locator): Promise<number> {
	const { x, y, width, height } = await boxOf(frame);
	const boxes = await Promise.all((await locators.all()).map(boxOf));
	const isInside = (box: Box) =>
		box.x >= x && box.y >= y && box.x + box.width <= x + width && box.y + box.height <= y + height;
	return boxes.filter(isInside).length;
}
