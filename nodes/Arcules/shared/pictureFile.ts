/**
 * The file of a picture, as n8n keeps it.
 */
import type { IBinaryData, IExecuteFunctions, IPollFunctions } from 'n8n-workflow';
import { ArculesError, settle } from '../api/errors';
import type { LiveThumbnail } from '../api/thumbnail';
import { pictureFileName } from './fileName';
import { shortText } from './foreignText';

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
 * @throws {ArculesError} `internal` when n8n cannot keep it
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
	const file = await settle(
		async () => await context.helpers.prepareBinaryData(jpeg, fileName, PICTURE_MIME_TYPE),
	);
	if (!(file instanceof ArculesError)) return { fileName, file };
	const label = camera.name === undefined ? camera.channelId : `"${shortText(camera.name)}"`;
	throw new ArculesError(
		'internal',
		`The picture of camera ${label} came, but n8n could not keep it: ${file.message}`,
		{
			description:
				'Check that the disk or database in which n8n keeps files has room, and that n8n may write there. The log of n8n may tell more.',
		},
	);
}
