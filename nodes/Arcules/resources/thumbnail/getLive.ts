/**
 * Thumbnail → Get Live Thumbnail: one camera per input item, one output item each, in the same order.
 */
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { channelIdOfUrl, parseChannelId } from '../../api/channelId';
import { property } from '../../api/response';
import { parameterReader } from '../../shared/parameters';
import type { Camera } from '../../shared/pictureFile';
import {
	binaryPropertyName,
	connectionOpener,
	pictureTargetReader,
	requestOptions,
	settingsOrDefaults,
} from '../../shared/requestOptions';
import type { Operation, OperationRun } from '../operation';
import { pictureHints } from './hints';
import { failedFields, takePicture, withTarget } from './item';

const cameraLocator: INodeProperties = {
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
};

export const getLive: Operation = {
	option: {
		name: 'Get Live Thumbnail',
		value: 'getLive',
		action: 'Get live thumbnail',
		description: 'Get the picture a camera sees now, as a JPEG file',
	},
	fields: [cameraLocator, binaryPropertyName, requestOptions],
	start,
	failedFields,
};

/** Cameras are asked in parallel, as many as Concurrency allows. */
function start(context: IExecuteFunctions, signal: AbortSignal): OperationRun {
	const openConnection = connectionOpener(context);
	const locatorOf = parameterReader(context, 'channelId', (value) => value);
	const targetOf = pictureTargetReader(context);
	return {
		concurrency: settingsOrDefaults(context).concurrency,
		execute: async (source, itemIndex) => {
			const target = targetOf(itemIndex);
			return await withTarget(target, async () => {
				const camera = cameraOf(locatorOf(itemIndex), source.json);
				const request = { context, openConnection, source, camera, target, signal };
				return { outcomes: [await takePicture(request)] };
			});
		},
		hints: pictureHints,
	};
}

/**
 * The camera a resource locator names.
 *
 * @throws {ArculesError} `invalidChannelId`, before anything is sent
 */
function cameraOf(locator: unknown, json: IDataObject): Camera {
	const isLocator = typeof locator === 'object' && locator !== null;
	const value = isLocator ? property(locator, 'value') : locator;
	const mode = property(locator, 'mode');
	const channelId = mode === 'url' ? channelIdOfUrl(value) : parseChannelId(value);
	return { channelId, name: cameraName(channelId, json, mode === 'list' ? locator : undefined) };
}

/** The input's own name only when the input is this camera; else the name the list showed when it was picked. */
function cameraName(channelId: string, json: IDataObject, picked: unknown): string | undefined {
	const candidates = [
		json.id === channelId ? json.name : undefined,
		property(picked, 'cachedResultName'),
	];
	return candidates.find((name): name is string => typeof name === 'string' && name.trim() !== '');
}
