/**
 * Thumbnail → Get Live Thumbnail: one camera per input item, one output item each, in the same order.
 */
import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	updateDisplayOptions,
} from 'n8n-workflow';
import { field } from '../../../../credentials/answer';
import { channelIdOfUrl, parseChannelId } from '../../api/channelId';
import { ArculesError, settle } from '../../api/errors';
import { mapPool } from '../../api/pool';
import { parameterReader } from '../parameters';
import { type FailedCamera, hintAtFailures } from './hints';
import type { Camera } from './item';
import { binaryPropertyName, options, pictureTargetReader } from './options';
import { PictureRun } from './run';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['thumbnail'], operation: ['getLive'] } },
	[
		{
			displayName: 'Camera',
			name: 'channelId',
			type: 'resourceLocator',
			required: true,
			default: { mode: 'list', value: '' },
			description: 'The camera to get a picture of',
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Select a camera…',
					typeOptions: { searchListMethod: 'searchChannels', searchable: true },
				},
				{
					displayName: 'By ID',
					name: 'id',
					type: 'string',
					placeholder: 'e.g. 69eb770a-269d-4dec-9c68-0a55a156723e',
				},
				{
					displayName: 'By URL',
					name: 'url',
					type: 'string',
					placeholder: 'e.g. …/devices?selected=69eb770a-269d-4dec-…',
					hint: 'In the Arcules portal, select the camera under Devices and copy the address: it has “selected=” in it',
				},
			],
		},
		binaryPropertyName,
		options,
	],
);

/** Cameras are asked in parallel, as many as Concurrency allows. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = this.getInputData();
	const run = await PictureRun.start(this);
	const locatorOf = parameterReader(this, 'channelId', (value) => value);
	const targetOf = pictureTargetReader(this);
	const failures: FailedCamera[] = [];

	const results = await mapPool(items, run.concurrency, async (item, itemIndex) => {
		const source = { ...item, itemIndex };
		const target = await settle(async () => targetOf(itemIndex));
		if (target instanceof ArculesError) return run.failed(source, target);
		const camera = await settle(async () => cameraOf(locatorOf(itemIndex), item.json));
		if (camera instanceof ArculesError) return run.failed(source, camera, undefined, target);
		const picture = await settle(async () => await run.take(source, camera, target));
		if (!(picture instanceof ArculesError)) return picture;
		failures.push({ label: camera.name ?? camera.channelId, reason: picture.reason });
		return run.failed(source, picture, camera.channelId, target);
	});

	hintAtFailures(this, failures, items.length);
	return results;
}

/**
 * The camera a resource locator names.
 *
 * @throws {ArculesError} `invalidChannelId`, before anything is sent
 */
function cameraOf(locator: unknown, json: IDataObject): Camera {
	const isLocator = typeof locator === 'object' && locator !== null;
	const value = isLocator ? field(locator, 'value') : locator;
	const mode = field(locator, 'mode');
	const channelId = mode === 'url' ? channelIdOfUrl(value) : parseChannelId(value);
	return { channelId, name: cameraName(channelId, json, mode === 'list' ? locator : undefined) };
}

/** The input's own name only when the input is this camera; else the name the list showed when it was picked. */
function cameraName(channelId: string, json: IDataObject, picked: unknown): string | undefined {
	const candidates = [
		json.id === channelId ? json.name : undefined,
		field(picked, 'cachedResultName'),
	];
	return candidates.find((name): name is string => typeof name === 'string' && name.trim() !== '');
}
