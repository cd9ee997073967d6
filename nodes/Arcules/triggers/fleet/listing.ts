/**
 * The whole list of devices, in as many checks as it takes.
 */
import type { Connection } from '../../api/connection';
import type { Device } from '../../api/devices';
import { ArculesError, settle } from '../../api/errors';
import { devicePages, type ListingPosition } from '../../api/paging';

/** How far a list came, for the next check to go on with. */
export interface PartialListing {
	/** Of the account and of what is watched: another account has other pages. */
	readonly fingerprint: string;
	readonly devices: readonly Device[];
	readonly position: ListingPosition;
}

export type Listing =
	| { readonly kind: 'whole'; readonly devices: readonly Device[] }
	/** The time was over. */
	| { readonly kind: 'partial'; readonly partial: PartialListing | undefined };

/**
 * Lists all devices, from where the check before had to stop.
 *
 * @param signal ends the listing
 * @throws {ArculesError} when a page cannot be had
 */
export async function listDevices(
	connection: Connection,
	fingerprint: string,
	from: PartialListing | undefined,
	signal: AbortSignal,
): Promise<Listing> {
	const start = from?.fingerprint === fingerprint ? from : undefined;
	const devices = [...(start?.devices ?? [])];
	let position = start?.position;
	const ended = await settle(async () => {
		for await (const page of devicePages(connection, signal, start?.position)) {
			devices.push(...page.devices);
			({ position } = page);
		}
		return 'whole';
	});
	if (ended === 'whole') return { kind: 'whole', devices };
	if (ended instanceof ArculesError && ended.reason !== 'cancelled') throw ended;
	const partial = position && { fingerprint, devices, position: reached(position) };
	return { kind: 'partial', partial };
}

/** The listing keeps its record up to the moment it is read: the page that was not had any more is in it as well. */
function reached(position: ListingPosition): ListingPosition {
	const { next, seenCursors, seenDevices } = position;
	return {
		...position,
		seenCursors: seenCursors.filter((cursor) => cursor !== next),
		seenDevices: [...seenDevices],
	};
}
