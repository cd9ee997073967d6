/**
 * The output items of the thumbnail operations: a camera's picture, or why there is none.
 */
import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import type { ArculesError, Reason } from '../../api/errors';
import type { LiveThumbnail } from '../../api/thumbnail';
import { pictureFileName } from './fileName';
import type { PictureTarget } from './options';

const MIME_TYPE = 'image/jpeg';

/** A camera to take a picture of. */
export interface Camera {
	readonly channelId: string;
	/** `undefined` when nobody knows it. */
	readonly name: string | undefined;
}

/** What an output item is made from: the input item, or a device, and which input item it belongs to. */
export interface Source {
	readonly json: IDataObject;
	readonly binary?: IBinaryKeyData | undefined;
	readonly itemIndex: number;
}

/** The item of a camera that gave a picture. An `error` from an earlier step does not travel on. */
export async function pictureItem(
	context: IExecuteFunctions,
	source: Source,
	camera: Camera,
	target: PictureTarget,
	picture: LiveThumbnail,
): Promise<INodeExecutionData> {
	const { capturedAt, jpeg } = picture;
	const fileName = pictureFileName(target.fileNameTemplate, { ...camera, capturedAt });
	const file = await context.helpers.prepareBinaryData(jpeg, fileName, MIME_TYPE);
	const own = { ...source.json };
	delete own.error;
	return {
		json: {
			...own,
			thumbnail: withoutUndefined({
				status: 'ok',
				channelId: camera.channelId,
				capturedAt: capturedAt.toISOString(),
				fileName,
				mimeType: MIME_TYPE,
				fileSize: jpeg.length,
				width: picture.widthPixels,
				height: picture.heightPixels,
				sha256: picture.sha256,
				serverDate: picture.serverDate,
				lastModified: picture.lastModified,
				ageSeconds: picture.ageSeconds,
				attempts: picture.attempts,
			}),
		},
		binary: { ...source.binary, [target.binaryPropertyName]: file },
		pairedItem: { item: source.itemIndex },
	};
}

/** The item of a camera that gave none. A picture from an earlier step does not travel on, lest it pass for this one. */
export function failedItem(
	source: Source,
	channelId: string | undefined,
	staleBinaryProperty: string | undefined,
	error: ArculesError,
): INodeExecutionData {
	const binary = Object.fromEntries(
		Object.entries(source.binary ?? {}).filter(([property]) => property !== staleBinaryProperty),
	);
	return {
		json: {
			...source.json,
			error: error.message,
			thumbnail: withoutUndefined({
				status: 'failed',
				channelId,
				reason: error.reason,
				httpStatus: error.httpStatus,
				attempts: error.attempts,
				checkedAt: new Date().toISOString(),
			}),
		},
		...(Object.keys(binary).length === 0 ? {} : { binary }),
		pairedItem: { item: source.itemIndex },
	};
}

/** These speak of a parameter, the account or n8n, and not of a camera. */
const NOT_OF_THE_CAMERA: readonly Reason[] = ['invalidChannelId', 'invalidParameter', 'internal'];

/** The failure with the camera named: `Camera "Lobby" gave no picture: …`. */
export function toldOf(camera: Camera, error: ArculesError): ArculesError {
	if (error.concernsAccount || NOT_OF_THE_CAMERA.includes(error.reason)) return error;
	return error.retold(`${labelOf(camera)} gave no picture: ${error.message}`);
}

const MAX_LABEL_LENGTH = 80;

function labelOf({ name, channelId }: Camera): string {
	const label = name === undefined ? channelId : JSON.stringify(name.slice(0, MAX_LABEL_LENGTH));
	return `Camera ${label}`;
}

function withoutUndefined(fields: Record<string, IDataObject[string]>): IDataObject {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
