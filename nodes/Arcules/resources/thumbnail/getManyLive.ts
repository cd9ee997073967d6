/**
 * Thumbnail → Get Many Live Thumbnails: a picture of every camera, one item each, in the order of the device list.
 */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { parseChannelId } from '../../api/channelId';
import type { Connection } from '../../api/connection';
import { CAMERA_TYPE, type Device, matchingDevices, nameOf } from '../../api/devices';
import { ArculesError, settle } from '../../api/errors';
import { mapConcurrently } from '../../concurrency/mapConcurrently';
import {
	type DeviceQuery,
	deviceQueryReader,
	filtersParameter,
	returnAllAndLimit,
} from '../../shared/filters';
import { parameterReader } from '../../shared/parameters';
import {
	binaryPropertyName,
	connectionOpener,
	type PictureTarget,
	pictureTargetReader,
	requestOptions,
	settingsOrDefaults,
} from '../../shared/requestOptions';
import type { ItemResult, Operation, OperationRun, Outcome } from '../operation';
import { pictureHints } from './hints';
import { failedFields, takePicture, withTarget } from './item';

const onCameraFailure: INodeProperties = {
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
};

export const getManyLive: Operation = {
	option: {
		name: 'Get Many Live Thumbnails',
		value: 'getManyLive',
		action: 'Get many live thumbnails',
		description: 'Get the pictures all cameras see now, and which cameras gave none',
	},
	fields: [
		...returnAllAndLimit,
		filtersParameter('gatewayId', 'locationId', 'name'),
		onCameraFailure,
		binaryPropertyName,
		requestOptions,
	],
	start,
	failedFields,
};

/** What one input item asks for, and what its pictures share. */
interface FleetRequest {
	readonly context: IExecuteFunctions;
	readonly openConnection: () => Promise<Connection>;
	readonly concurrency: number;
	readonly query: DeviceQuery;
	readonly target: PictureTarget;
	readonly stopsAtFirstFailure: boolean;
	readonly signal: AbortSignal;
}

/** Runs once per input item, which may filter differently. */
function start(context: IExecuteFunctions, signal: AbortSignal): OperationRun {
	const openConnection = connectionOpener(context);
	const { concurrency } = settingsOrDefaults(context);
	const queryOf = deviceQueryReader(context);
	const targetOf = pictureTargetReader(context);
	const stopsOf = parameterReader(context, 'onCameraFailure', (value) => value === 'stop');
	return {
		concurrency,
		execute: async (_item, itemIndex) => {
			const target = targetOf(itemIndex);
			return await withTarget(target, async () => {
				const query = queryOf(itemIndex);
				const stopsAtFirstFailure = stopsOf(itemIndex);
				const shared = { context, openConnection, concurrency, signal };
				return await picturesOfFleet({ ...shared, query, target, stopsAtFirstFailure });
			});
		},
		hints: pictureHints,
	};
}

/**
 * Takes the pictures of all cameras one input item asks for; the first are requested before the second page is.
 *
 * @throws {ArculesError} when the account is refused, the listing fails, or a camera does and the user wants to stop then
 */
async function picturesOfFleet(request: FleetRequest): Promise<ItemResult> {
	const { query, stopsAtFirstFailure } = request;
	const stop = new AbortController();
	const signal = AbortSignal.any([stop.signal, request.signal]);
	const filter = { ...query.filter, type: CAMERA_TYPE };
	const connection = await request.openConnection();
	const cameras = matchingDevices(connection, filter, query.limit, signal);

	const outcomes = await mapConcurrently(cameras, request.concurrency, async (device) => {
		const outcome = await settle(async () => await pictureOf(device, { ...request, signal }));
		if (!(outcome instanceof ArculesError)) return outcome;
		if (stopsAtFirstFailure || outcome.concernsAccount) {
			stop.abort();
			throw outcome;
		}
		return { json: device, error: outcome };
	});
	return { outcomes, refusal: refusalOf(outcomes) };
}

/** @throws {ArculesError} `invalidChannelId` when the device has no valid ID */
async function pictureOf(device: Device, request: FleetRequest): Promise<Outcome> {
	const name = nameOf(device);
	return await withTarget(request.target, async () => {
		const channelId = await settle(async () => parseChannelId(device.id));
		if (channelId instanceof ArculesError) {
			throw channelId.with({ item: { cameraLabel: name ?? String(device.id) } });
		}
		return await takePicture({ ...request, source: { json: device }, camera: { channelId, name } });
	});
}

/** One forbidden camera is about that camera; but when every camera is refused, it is about the account. */
function refusalOf(outcomes: readonly Outcome[]): ArculesError | undefined {
	const [first] = outcomes.map(({ error }) => error);
	const isRefused = outcomes.every(({ error }) => error?.subject === 'access');
	if (first === undefined || !isRefused) return undefined;
	return first.withMessage(
		`Arcules refuses this account the pictures of all ${outcomes.length} cameras. ${first.message}`,
	);
}
