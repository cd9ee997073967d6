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
