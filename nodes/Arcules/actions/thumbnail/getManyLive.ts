/**
 * Thumbnail → Get Many Live Thumbnails: a picture of every camera, one item each, in the order of the device list.
 */
import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	updateDisplayOptions,
} from 'n8n-workflow';
import { parseChannelId } from '../../api/channelId';
import { CAMERA_TYPE, type Device, matchingDevices } from '../../api/devices';
import { ArculesError, settle } from '../../api/errors';
import { mapPool } from '../../api/pool';
import { type DeviceQuery, deviceQueryReader, filterFields, returnAllAndLimit } from '../filters';
import { parameterReader } from '../parameters';
import { type FailedCamera, hintAtFailures } from './hints';
import type { Camera, Source } from './item';
import { binaryPropertyName, options, type PictureTarget, pictureTargetReader } from './options';
import { PictureRun } from './run';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['thumbnail'], operation: ['getManyLive'] } },
	[
		...returnAllAndLimit,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [filterFields.gatewayId, filterFields.locationId, filterFields.name],
		},
		{
			displayName: 'When a Camera Fails',
			name: 'onCameraFailure',
			type: 'options',
			options: [
				{
					name: 'Report It',
					value: 'report',
					description: 'Go on, and give an item that says why this camera gave no picture',
				},
				{
					name: 'Stop',
					value: 'stop',
					description: 'Fail as soon as one camera gives no picture',
				},
			],
			default: 'report',
			description: 'What to do when a camera gives no picture',
		},
		binaryPropertyName,
		options,
	],
);

/** What one input item asks for. */
interface Request {
	readonly query: DeviceQuery;
	readonly target: PictureTarget;
	readonly stopsAtFirstFailure: boolean;
}

/** Runs once per input item, which may filter differently. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = this.getInputData();
	const run = await PictureRun.start(this);
	const queryOf = deviceQueryReader(this);
	const targetOf = pictureTargetReader(this);
	const stopsOf = parameterReader(this, 'onCameraFailure', (value) => value === 'stop');

	const failures: FailedCamera[] = [];
	const fleets = await mapPool(items, run.concurrency, async (item, itemIndex) => {
		const source = { ...item, itemIndex };
		const target = await settle(async () => targetOf(itemIndex));
		if (target instanceof ArculesError) return [run.failed(source, target)];
		const pictures = await settle(async () => {
			const query = queryOf(itemIndex);
			const request = { query, target, stopsAtFirstFailure: stopsOf(itemIndex) };
			return await picturesOfFleet(run, source, request, failures);
		});
		if (!(pictures instanceof ArculesError)) return pictures;
		return [run.failed(source, pictures, undefined, target)];
	});

	const results = fleets.flat();
	hintAtFailures(this, failures, results.length);
	return results;
}

/**
 * The items of all cameras one input item asks for; the first pictures are under way before the second page is asked for.
 *
 * @param failures filled with the cameras that gave no picture
 * @throws {ArculesError} when the account is refused, the listing fails, or a camera does and the user wants to stop then
 */
async function picturesOfFleet(
	run: PictureRun,
	input: Source,
	{ query, target, stopsAtFirstFailure }: Request,
	failures: FailedCamera[],
): Promise<INodeExecutionData[]> {
	const stop = new AbortController();
	const signal = AbortSignal.any([stop.signal, run.stop.signal]);
	const filter = { ...query.filter, type: CAMERA_TYPE };
	const cameras = matchingDevices(run.connection(), filter, query.limit, signal);
	const refused: ArculesError[] = [];

	const pictures = await mapPool(cameras, run.concurrency, async (device) => {
		const source = { json: device, itemIndex: input.itemIndex };
		const camera = await settle(async () => cameraOf(device));
		const picture = await settle(async () => {
			if (camera instanceof ArculesError) throw camera;
			return await run.take(source, camera, target, signal);
		});
		if (!(picture instanceof ArculesError)) return picture;
		if (stopsAtFirstFailure || picture.concernsAccount) {
			stop.abort();
			throw picture;
		}
		failures.push({ label: String(device.name ?? device.id), reason: picture.reason });
		if (isRefusal(picture)) refused.push(picture);
		const channelId = camera instanceof ArculesError ? undefined : camera.channelId;
		return run.reported(source, picture, channelId, target);
	});
	if (run.onError === 'stop') throwIfAllRefused(refused, pictures.length);
	return pictures;
}

/** @throws {ArculesError} `invalidChannelId` when the device has no usable ID */
function cameraOf({ id, name }: Device): Camera {
	return {
		channelId: parseChannelId(id),
		name: typeof name === 'string' && name.trim() !== '' ? name : undefined,
	};
}

function isRefusal({ reason }: ArculesError): boolean {
	return reason === 'unauthorized' || reason === 'forbidden';
}

/** One forbidden camera is the camera's affair; but when every camera is refused, it is the account's. */
function throwIfAllRefused(refused: readonly ArculesError[], cameraCount: number): void {
	const [first] = refused;
	if (first === undefined || refused.length < cameraCount) return;
	throw first.retold(
		`Arcules refuses this account the pictures of all ${cameraCount} cameras. ${first.message}`,
	);
}
