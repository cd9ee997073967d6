/**
 * What the thumbnail operations give for a camera: its picture, or why there is none.
 */
import type { IBinaryKeyData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Connection } from '../../api/connection';
import { ArculesError, type FailureSubject, settle } from '../../api/errors';
import { liveThumbnail, type LiveThumbnail } from '../../api/thumbnail';
import { type Camera, PICTURE_MIME_TYPE, storePicture } from '../../shared/pictureFile';
import type { PictureTarget } from '../../shared/requestOptions';
import type { Outcome } from '../operation';

/** What the item of a picture is made from: the input item, or a device. */
export interface Source {
	readonly json: IDataObject;
	readonly binary?: IBinaryKeyData | undefined;
}

/** Everything that one picture takes. */
export interface PictureRequest {
	readonly context: IExecuteFunctions;
	readonly openConnection: () => Promise<Connection>;
	readonly source: Source;
	readonly camera: Camera;
	readonly target: PictureTarget;
	/** Ends the request. */
	readonly signal: AbortSignal;
}

/**
 * Gets and stores the picture of a camera.
 *
 * @throws {ArculesError} with the camera named, when there is none
 */
export async function takePicture(request: PictureRequest): Promise<Outcome> {
	const { context, openConnection, source, camera, target, signal } = request;
	const outcome = await settle(async () => {
		const picture = await liveThumbnail(await openConnection(), camera.channelId, signal);
		const { fileName, file } = await storePicture(
			context,
			picture,
			camera,
			target.fileNameTemplate,
		);
		return {
			json: { ...withoutError(source.json), thumbnail: pictureFields(camera, picture, fileName) },
			binary: { ...source.binary, [target.binaryPropertyName]: file },
		};
	});
	if (outcome instanceof ArculesError) {
		const { channelId, name: cameraLabel = channelId } = camera;
		throw withCameraName(camera, outcome).with({ item: { channelId, cameraLabel } });
	}
	return outcome;
}

/** An `error` of an earlier step does not travel on with a picture. */
function withoutError(json: IDataObject): IDataObject {
	const own = { ...json };
	delete own.error;
	return own;
}

function pictureFields(camera: Camera, picture: LiveThumbnail, fileName: string): IDataObject {
	return withoutUndefined({
		status: 'ok',
		channelId: camera.channelId,
		capturedAt: picture.capturedAt.toISOString(),
		fileName,
		mimeType: PICTURE_MIME_TYPE,
		fileSize: picture.jpeg.length,
		width: picture.widthPixels,
		height: picture.heightPixels,
		sha256: picture.sha256,
		serverDate: picture.serverDate,
		lastModified: picture.lastModified,
		ageSeconds: picture.ageSeconds,
		attempts: picture.attempts,
	});
}

/** The fields of a failed item beside `error`. */
export function failedFields({ reason, httpStatus, attempts, item }: ArculesError): IDataObject {
	return {
		thumbnail: withoutUndefined({
			status: 'failed',
			channelId: item.channelId,
			reason,
			httpStatus,
			attempts,
			checkedAt: new Date().toISOString(),
		}),
	};
}

/**
 * Runs `work`, and notes on its failure where the picture would have gone.
 *
 * @throws {ArculesError}
 */
export async function withTarget<T>(
	{ binaryPropertyName }: PictureTarget,
	work: () => Promise<T>,
): Promise<T> {
	const result = await settle(work);
	if (result instanceof ArculesError) {
		throw result.with({ item: { ...result.item, binaryPropertyName } });
	}
	return result;
}

/** Whether the camera is named in an error about this subject. */
const NAMES_CAMERA: Readonly<Record<FailureSubject, boolean>> = {
	camera: true,
	access: true,
	quota: true,
	connection: true,
	execution: true,
	parameters: false,
	n8n: false,
};

/** `Camera "Lobby" gave no picture: …` */
function withCameraName(camera: Camera, error: ArculesError): ArculesError {
	if (error.concernsAccount || !NAMES_CAMERA[error.subject]) return error;
	return error.withMessage(`${labelOf(camera)} gave no picture: ${error.message}`);
}

const MAX_LABEL_LENGTH = 80;

function labelOf({ name, channelId }: Camera): string {
	const label = name === undefined ? channelId : JSON.stringify(name.slice(0, MAX_LABEL_LENGTH));
	return `Camera ${label}`;
}

function withoutUndefined(fields: Record<string, IDataObject[string]>): IDataObject {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
