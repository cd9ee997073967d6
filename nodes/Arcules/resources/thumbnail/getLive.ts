/**
 * Thumbnail → Get Live Thumbnail: one camera per input item, one output item each, in the same order.
 */
import type { IDataObject, IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';
import { channelIdOfUrl, parseChannelId } from '../../api/channelId';
import { ArculesError, invalidParameter, settle } from '../../api/errors';
import { property } from '../../api/response';
import { distinctNames } from '../../shared/fileName';
import { shortHtml } from '../../shared/foreignText';
import { outputHint, reportAdvice } from '../../shared/hint';
import { hasExpression, onOrOff, parameterReader } from '../../shared/parameters';
import type { Camera } from '../../shared/pictureFile';
import { binaryPropertyName, pictureOptionsReader } from '../../shared/pictureOptions';
import {
	connectionOpener,
	optionsParameter,
	REQUEST_OPTIONS,
	settingsOrDefaults,
} from '../../shared/requestOptions';
import type { Operation, OperationRun } from '../operation';
import { CameraDirectory } from '../../shared/cameraDirectory';
import { cameraLocator } from './cameraLocator';
import { withErrorColumn } from './errorColumn';
import { pictureHints } from './hints';
import {
	type CameraOutcome,
	failedCamera,
	failedItem,
	takePicture,
} from '../../shared/pictureItem';
import { toolNotice } from './toolNotice';

export const getLive: Operation = {
	option: {
		name: 'Get Live Thumbnail',
		value: 'getLive',
		action: 'Get live thumbnail',
		description: 'Get the picture a camera sees now, as a JPEG file',
	},
	fields: [
		toolNotice,
		cameraLocator,
		binaryPropertyName,
		optionsParameter(
			'analyze',
			'fileName',
			'includeDetails',
			'lookUpName',
			'maxAge',
			...REQUEST_OPTIONS,
		),
	],
	start,
	failedItem: (item, error) => failedItem({ ...item, kind: 'input' }, error),
};

/** Cameras are asked in parallel, as many as 'Max Parallel Requests' allows. */
function start(context: IExecuteFunctions, signal: AbortSignal): OperationRun {
	const openConnection = connectionOpener(context);
	const directory = new CameraDirectory(openConnection, signal);
	const locatorOf = parameterReader(context, 'channelId', (value) => value);
	const looksUp = parameterReader(context, 'options.lookUpName', onOrOff('Look Up Name'));
	const optionsOf = pictureOptionsReader(context);
	const run = { context, openConnection, distinct: distinctNames(), signal };
	const outcomes: CameraOutcome[] = [];
	return {
		concurrency: settingsOrDefaults(context).concurrency,
		execute: async (item, itemIndex) => {
			const source = { ...item, kind: 'input' } as const;
			const options = optionsOf(itemIndex);
			const camera = await settle(async () => {
				const lookUp = looksUp(itemIndex);
				return await cameraOf(locatorOf(itemIndex), source.json, directory, lookUp);
			});
			const outcome =
				camera instanceof ArculesError
					? failedCamera(source, {}, options, camera)
					: await takePicture(run, source, camera, options);
			outcomes[itemIndex] = outcome;
			return { outcomes: [outcome], refusal: outcome.error };
		},
		align: withErrorColumn,
		hints: () => [
			...fixedCameraHint(context, outcomes),
			...pictureHints(outcomes, reportAdvice(context)),
		],
	};
}

/**
 * The camera a resource locator names.
 *
 * @throws {ArculesError} before its picture is asked for
 */
async function cameraOf(
	locator: unknown,
	json: IDataObject,
	directory: CameraDirectory,
	looksUp: boolean,
): Promise<Camera> {
	const isLocator = typeof locator === 'object' && locator !== null && !Array.isArray(locator);
	const value = isLocator ? property(locator, 'value') : locator;
	const mode = property(locator, 'mode');
	if (Array.isArray(value)) {
		throw invalidParameter(
			"'Camera' is a list, expected one ID",
			'This operation takes one camera per input item. Split the list into items with a Split Out node, or use Get Many Live Thumbnails.',
		);
	}
	if (mode === 'name') {
		const { channelId, name } = await directory.find(value);
		return { channelId: parseChannelId(channelId), name };
	}
	const channelId = mode === 'url' ? channelIdOfUrl(value) : parseChannelId(value);
	const name =
		nameIn(String(json.id) === channelId ? json.name : undefined) ??
		(looksUp ? await directory.nameOf(channelId) : undefined) ??
		nameIn(mode === 'list' ? property(locator, 'cachedResultName') : undefined);
	return { channelId, name };
}

function nameIn(value: unknown): string | undefined {
	return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** A camera picked from the list gives its picture to every item, whatever camera the item is about. */
function fixedCameraHint(
	context: IExecuteFunctions,
	outcomes: readonly CameraOutcome[],
): NodeExecutionHint[] {
	const label = outcomes[0]?.label;
	if (label === undefined || outcomes.length < 2 || hasExpression(context, 'channelId')) return [];
	return [
		outputHint(
			'warning',
			`All ${outcomes.length} pictures are of one camera, ${shortHtml(label)}, because 'Camera' is fixed. To get the camera of each item, drag its id from the input onto 'Camera'.`,
		),
	];
}
