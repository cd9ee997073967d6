/**
 * Looks at images on a page: whether they have loaded, and how large they are.
 */
import type { Locator } from 'playwright-core';

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
