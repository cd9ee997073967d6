/**
 * The file of a picture, as n8n keeps it.
 */
import type { IBinaryData, IExecuteFunctions, IPollFunctions } from 'n8n-workflow';
import type { LiveThumbnail } from '../api/thumbnail';
import { pictureFileName } from './fileName';

export const PICTURE_MIME_TYPE = 'image/jpeg';

/** A camera to take a picture of. */
export interface Camera {
	readonly channelId: string;
	/** `undefined` when nobody knows it. */
	readonly name: string | undefined;
}

/**
 * Stores a picture in n8n.
 *
 * @param fileNameTemplate see `pictureFileName`
 * @param distinct keeps two pictures of one run from having one name, see `distinctNames`
 */
export async function storePicture(
	context: IExecuteFunctions | IPollFunctions,
	{ jpeg, capturedAt }: LiveThumbnail,
	camera: Camera,
	fileNameTemplate: string,
	distinct: (fileName: string) => string = (fileName) => fileName,
): Promise<{ readonly fileName: string; readonly file: IBinaryData }> {
	const parts = { ...camera, capturedAt, timeZone: context.getTimezone() };
	const fileName = distinct(pictureFileName(fileNameTemplate, parts));
	// Without a MIME type n8n would look into the bytes.
	const file = await context.helpers.prepareBinaryData(jpeg, fileName, PICTURE_MIME_TYPE);
	return { fileName, file };
}
