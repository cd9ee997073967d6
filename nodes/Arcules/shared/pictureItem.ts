/**
 * What an item says of a camera: its picture, or why there is none, in flat fields in front of those
 * of the input item or the device.
 */
import type { IBinaryKeyData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Connection } from '../api/connection';
import { ArculesError, type FailureSubject, settle } from '../api/errors';
import { liveThumbnail, type LiveThumbnail } from '../api/thumbnail';
import { shortText } from './foreignText';
import { type Camera, PICTURE_MIME_TYPE, storePicture } from './pictureFile';
import type { PictureOptions } from './pictureOptions';
import type { Outcome } from './outcome';

/** What the item of a picture is made from. */
export interface Source {
	/** An input item may carry a picture or a failure of an earlier step; a device carries what Arcules says of it. */
	readonly kind: 'input' | 'device';
	readonly json: IDataObject;
	readonly binary?: IBinaryKeyData | undefined;
}

/** What all pictures of a run share. */
export interface PictureRun {
	readonly context: IExecuteFunctions;
	readonly openConnection: () => Promise<Connection>;
	/** Keeps file names apart, see `distinctNames`. */
	readonly distinct: (fileName: string) => string;
	/** Ends the requests. */
	readonly signal: AbortSignal;
}

/** What one camera has come to. */
export interface CameraOutcome extends Outcome {
	/** The name of the camera, or its id when nobody knows the name; `undefined` when no camera was found. */
	readonly label: string | undefined;
	readonly picture?: { readonly takenAt: Date; readonly isBlank: boolean };
}

/** Gets and stores the picture of a camera; gives an item that says why when there is none. */
export async function takePicture(
	{ context, openConnection, distinct, signal }: PictureRun,
	source: Source,
	camera: Camera,
	options: PictureOptions,
): Promise<CameraOutcome> {
	const outcome = await settle(async () => {
		const { fileNameTemplate, binaryPropertyName, maxAgeSeconds, analyzes } = options;
		const connection = await openConnection();
		const picture = await liveThumbnail(connection, camera.channelId, signal, {
			maxAgeSeconds,
			analyzes,
		});
		if (binaryPropertyName === undefined) return { picture, fileName: undefined, files: {} };
		const stored = await storePicture(context, picture, camera, fileNameTemplate, distinct);
		return {
			picture,
			fileName: stored.fileName,
			files: { [binaryPropertyName]: stored.file },
		};
	});
	if (outcome instanceof ArculesError) return failedCamera(source, camera, options, outcome);
	const { picture, fileName, files } = outcome;
	return {
		label: camera.name ?? camera.channelId,
		picture: { takenAt: picture.capturedAt, isBlank: picture.analysis?.isBlank ?? false },
		json: inFront(goodFields(camera, picture, fileName, options), source),
		binary: orNone({ ...filesWithout(source, options.binaryPropertyName), ...files }),
	};
}

/** The item of a camera that gave no picture. */
export function failedCamera(
	source: Source,
	camera: Partial<Camera>,
	options: PictureOptions,
	failure: ArculesError,
): CameraOutcome {
	const error = withCameraName(camera, failure);
	return {
		label: camera.name ?? camera.channelId,
		error,
		...failedItem(source, error, camera, options),
	};
}

/** The item of a failure; `camera` and `options` are as much as is known of them. */
export function failedItem(
	source: Source,
	error: ArculesError,
	{ name, channelId }: Partial<Camera> = {},
	options?: PictureOptions,
): Outcome {
	const { reason, explanation } = error;
	const ours = withoutUndefined({
		cameraName: name,
		pictureStatus: 'failed',
		error: explanation,
		pictureReason: reason,
		channelId,
		pictureDetails: options?.includesDetails === true ? failureDetails(error) : undefined,
	});
	const binary = orNone(filesWithout(source, options?.binaryPropertyName));
	return { json: inFront(ours, source), binary, error };
}

function goodFields(
	{ name, channelId }: Camera,
	picture: LiveThumbnail,
	fileName: string | undefined,
	{ includesDetails }: PictureOptions,
): IDataObject {
	return withoutUndefined({
		cameraName: name,
		pictureStatus: 'ok',
		pictureTakenAt: picture.capturedAt.toISOString(),
		pictureFileName: fileName,
		pictureIsBlank: picture.analysis?.isBlank,
		channelId,
		pictureDetails: includesDetails ? detailsOf(picture) : undefined,
	});
}

function detailsOf({ analysis, ...picture }: LiveThumbnail): IDataObject {
	return withoutUndefined({
		width: picture.widthPixels,
		height: picture.heightPixels,
		fileSize: picture.jpeg.length,
		mimeType: PICTURE_MIME_TYPE,
		sha256: picture.sha256,
		serverDate: picture.serverDate,
		lastModified: picture.lastModified,
		ageSeconds: picture.ageSeconds,
		attempts: picture.attempts,
		analysis: analysis && { ...analysis },
	});
}

function failureDetails({ attempts, httpStatus, retryAfterMs }: ArculesError): IDataObject {
	return withoutUndefined({
		attempts,
		httpStatus,
		retryAfterSeconds: retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs / 1000),
		checkedAt: new Date().toISOString(),
	});
}

/** Our fields first, so that a table shows them without scrolling, then those of the source. */
function inFront(ours: IDataObject, { kind, json }: Source): IDataObject {
	const own = Object.entries(json);
	const others =
		kind === 'input'
			? own.filter(([name]) => !isStale(name) && !Object.hasOwn(ours, name))
			: // What Arcules says under one of our names is kept under another.
				own.map(([name, value]) => [
					Object.hasOwn(ours, name) ? deviceName(name, json) : name,
					value,
				]);
	return { ...ours, ...Object.fromEntries(others) };
}

/** Whether a field of an input item is about an earlier picture. */
function isStale(name: string): boolean {
	return name.startsWith('picture') || name === 'cameraName' || name === 'error';
}

/** `error` → `deviceError`, unless the device has a field of that name too. */
function deviceName(name: string, taken: IDataObject): string {
	const other = `device${name.charAt(0).toUpperCase()}${name.slice(1)}`;
	return Object.hasOwn(taken, other) ? deviceName(other, taken) : other;
}

/** A picture of an earlier step must not pass for the one that was asked for. */
function filesWithout({ binary }: Source, field: string | undefined): IBinaryKeyData {
	return Object.fromEntries(Object.entries(binary ?? {}).filter(([name]) => name !== field));
}

function orNone(files: IBinaryKeyData): IBinaryKeyData | undefined {
	return Object.keys(files).length === 0 ? undefined : files;
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
function withCameraName({ name, channelId }: Partial<Camera>, error: ArculesError): ArculesError {
	const label = name === undefined ? channelId : `"${shortText(name)}"`;
	if (label === undefined || error.concernsAccount || !NAMES_CAMERA[error.subject]) return error;
	return error.withMessage(`Camera ${label} gave no picture: ${error.message}`);
}

function withoutUndefined(fields: Record<string, IDataObject[string]>): IDataObject {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
