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
 */
export async function storePicture(
	{ helpers }: IExecuteFunctions | IPollFunctions,
	{ jpeg, capturedAt }: LiveThumbnail,
	camera: Camera,
	fileNameTemplate: string,
): Promise<{ readonly fileName: string; readonly file: IBinaryData }> {
	const fileName = pictureFileName(fileNameTemplate, { ...camera, capturedAt });
	// Without a MIME type n8n would look into the bytes.
	return { fileName, file: await helpers.prepareBinaryData(jpeg, fileName, PICTURE_MIME_TYPE) };
}
