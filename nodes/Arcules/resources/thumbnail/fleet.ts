/**
 * The pictures of many cameras: lists them, and takes the first pictures before the second page has come.
 */
import { parseChannelId } from '../../api/channelId';
import {
	CAMERA_TYPE,
	type Device,
	type DeviceFilter,
	matchingDevices,
	nameOf,
} from '../../api/devices';
import { ArculesError, settle } from '../../api/errors';
import { mapConcurrently } from '../../concurrency/mapConcurrently';
import { FilterTally } from '../../shared/filterTally';
import { shortText } from '../../shared/foreignText';
import { show } from '../../shared/parameters';
import type { PictureOptions } from '../../shared/pictureOptions';
import {
	type CameraOutcome,
	failedCamera,
	type PictureRun,
	takePicture,
} from '../../shared/pictureItem';

/** The cameras of which pictures are wanted, and how. */
export interface FleetRequest {
	readonly filter: DeviceFilter;
	/** `Infinity` for all. */
	readonly limit: number;
	readonly concurrency: number;
	readonly stopsAtFirstFailure: boolean;
	readonly options: PictureOptions;
}

/** What the cameras have come to. */
export interface FleetResult {
	/** In the order of the list. */
	readonly outcomes: readonly CameraOutcome[];
	/** Why there are none, for when there are none. */
	readonly tally: FilterTally;
	/** How many cameras the limit has left out. */
	readonly leftOut: number;
}

/**
 * When the account is refused in between, the pictures taken before are kept, and the other cameras fail without being
 * asked.
 *
 * @throws {ArculesError} when the listing fails, or a camera does and the user wants to stop then
 */
export async function picturesOfFleet(
	run: PictureRun,
	request: FleetRequest,
): Promise<FleetResult> {
	const { filter, limit, concurrency, stopsAtFirstFailure, options } = request;
	const stop = new AbortController();
	const signal = AbortSignal.any([stop.signal, run.signal]);
	const stopIfDue = (outcome: CameraOutcome): CameraOutcome => {
		const { error } = outcome;
		if (error === undefined || !stopsAtFirstFailure) return outcome;
		stop.abort();
		throw error;
	};

	const tally = new FilterTally(filter, 'camera');
	const unlisted = new Set(filter.ids);
	const devices = matchingDevices(
		await run.openConnection(),
		{ ...filter, type: CAMERA_TYPE },
		Infinity,
		signal,
		(page, isLast) => {
			tally.count(page, isLast);
			for (const { id, type } of page) if (type === CAMERA_TYPE) unlisted.delete(String(id));
		},
	);
	const outcomes = await mapConcurrently(upTo(limit, devices), concurrency, async (device) =>
		stopIfDue(await pictureOf(device, { ...run, signal }, options)),
	);
	const missing = [...unlisted].map((id) => stopIfDue(unlistedCamera(id, options)));
	return { outcomes: [...outcomes, ...missing], tally, leftOut: tally.leftOut(limit) };
}

/** The first elements; the others are read as well, so that they are counted. */
async function* upTo<T>(limit: number, elements: AsyncIterable<T>): AsyncGenerator<T, void, void> {
	let count = 0;
	for await (const element of elements) if (count++ < limit) yield element;
}

async function pictureOf(
	device: Device,
	run: PictureRun,
	options: PictureOptions,
): Promise<CameraOutcome> {
	const source = { kind: 'device', json: device } as const;
	const name = nameOf(device);
	const channelId = await settle(async () => parseChannelId(device.id));
	if (!(channelId instanceof ArculesError)) {
		return await takePicture(run, source, { channelId, name }, options);
	}
	const label = name ?? `ID ${show(device.id)}`;
	const message = `Camera ${name === undefined ? `with the ${label}` : `"${shortText(name)}"`} gave no picture: its ID cannot be used. ${channelId.message}`;
	return { ...failedCamera(source, { name }, options, channelId.withMessage(message)), label };
}

/** A camera that the user has chosen and the account does not list: said, rather than silently left out. */
function unlistedCamera(channelId: string, options: PictureOptions): CameraOutcome {
	const error = new ArculesError('notFound', 'the account does not list it', {
		description:
			"It may have been removed, or its site and location may not be assigned to the account any more. Check it in the Arcules portal, and take it out of 'Camera Names or IDs' if it is gone.",
	});
	return failedCamera({ kind: 'device', json: {} }, { channelId }, options, error);
}
