/**
 * Adds the live picture of the camera that an event names. The event is handed on whatever happens.
 *
 * This is done by the execution that the event has started, in queue mode by a worker: the sender has its answer by then, and
 * n8n has the event.
 */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { parseChannelId } from '../../api/channelId';
import { ArculesError, invalidParameter, settle } from '../../api/errors';
import { timedOut } from '../../api/failures';
import { CameraDirectory } from '../../shared/cameraDirectory';
import type { Outcome } from '../../shared/outcome';
import { failedCamera, failedItem, type Source, takePicture } from '../../shared/pictureItem';
import { pictureOptionsReader } from '../../shared/pictureOptions';
import { connectionOpener } from '../../shared/requestOptions';
import { follow, parsePath, PATH_LABEL } from './path';

/** The collection "Options": the name `options` is taken, see `description.ts`. */
export const SETTINGS = 'settings';

/** For all attempts together: an alarm is worth more without a picture than late. */
export const MAX_PICTURE_MS = 60_000;

/**
 * @param maxMs how long the picture may take
 * @returns the item, with the fields and the file of the picture, or why there is none
 */
export async function withPicture(
	context: IExecuteFunctions,
	item: INodeExecutionData,
	maxMs = MAX_PICTURE_MS,
): Promise<INodeExecutionData> {
	const source: Source = { ...item, kind: 'input' };
	const outcome = await settle(async () => await pictureOf(context, source, maxMs));
	const { json, binary } = outcome instanceof ArculesError ? failedItem(source, outcome) : outcome;
	return { json, ...(binary && { binary }), pairedItem: { item: 0 } };
}

async function pictureOf(
	context: IExecuteFunctions,
	source: Source,
	maxMs: number,
): Promise<Outcome> {
	const options = pictureOptionsReader(context, SETTINGS)(0);
	const path = parsePath(context.getNodeParameter('channelIdPath', 0, ''));
	const found = await settle(async () => channelIdAt(path, source.json));
	if (found instanceof ArculesError) return failedCamera(source, {}, options, found);
	const signal = AbortSignal.timeout(maxMs);
	const openConnection = connectionOpener(context, SETTINGS);
	const looksUp = context.getNodeParameter(`${SETTINGS}.lookUpName`, 0, false) === true;
	const directory = new CameraDirectory(openConnection, signal);
	const camera = { channelId: found, name: looksUp ? await directory.nameOf(found) : undefined };
	const run = { context, openConnection, distinct: (fileName: string) => fileName, signal };
	const outcome = await takePicture(run, source, camera, options);
	const isLate = outcome.error?.reason === 'cancelled' && signal.aborted;
	return isLate ? failedCamera(source, camera, options, timedOut(maxMs)) : outcome;
}

/** @throws {ArculesError} when there is none */
function channelIdAt(path: readonly string[], event: unknown): string {
	const id = follow(path, event);
	// Such a number has lost digits: it would be the id of another camera.
	if (typeof id === 'number' && !Number.isSafeInteger(id)) {
		throw invalidParameter(
			`'${PATH_LABEL}' leads to a number that is too large to be exact`,
			'The ID of a camera must come as a text. Choose another path.',
		);
	}
	return parseChannelId(id);
}
