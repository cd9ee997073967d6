/**
 * Reads the device list for somebody who waits in the editor: within ten seconds and ten pages, and without taking the
 * account's requests away from executions.
 */
import { type ILoadOptionsFunctions, NodeApiError } from 'n8n-workflow';
import { Connection } from '../api/connection';
import type { Device } from '../api/devices';
import { ArculesError, settle } from '../api/errors';
import { devicePages, type ListingPosition } from '../api/paging';
import { DEFAULT_SETTINGS, type RequestSettings } from '../api/settings';
import { CREDENTIAL_TYPE } from '../api/transport';
import { rateLimiterFor } from '../concurrency/limits';
import { escapeTags } from '../shared/foreignText';

const MAX_PAGES = 10;

const DEADLINE_MS = 10_000;

/** Of all dropdowns together, in any minute: the rest of the account's requests is left to executions. */
const MAX_REQUESTS_PER_MINUTE = 100;

const SETTINGS: RequestSettings = {
	concurrency: 1,
	// Executions that run at full speed come first: a dropdown then waits until its time is over.
	requestsPerMinute: DEFAULT_SETTINGS.requestsPerMinute - MAX_REQUESTS_PER_MINUTE,
	retries: 1,
	timeoutMs: DEADLINE_MS,
};

/** What could be read. */
export interface PartialList {
	readonly devices: readonly Device[];
	/** Where to go on; `undefined` when the list was read to its end. */
	readonly position: ListingPosition | undefined;
}

/**
 * @param isEnough told all devices so far after each page: true ends the reading
 * @param from where an earlier reading stopped
 * @throws {NodeApiError} when not even one page could be read
 */
export async function devicesWithinBounds(
	context: ILoadOptionsFunctions,
	isEnough: (devices: readonly Device[]) => boolean,
	from?: ListingPosition,
): Promise<PartialList> {
	const result = await settle(async () => await read(context, isEnough, from));
	if (!(result instanceof ArculesError)) return result;
	const { message } = result;
	const description = escapeTags(result.description);
	throw new NodeApiError(context.getNode(), { message, description }, { message, description });
}

async function read(
	context: ILoadOptionsFunctions,
	isEnough: (devices: readonly Device[]) => boolean,
	from: ListingPosition | undefined,
): Promise<PartialList> {
	const signal = AbortSignal.timeout(DEADLINE_MS);
	const connection = await Connection.open(context, SETTINGS);
	const share = rateLimiterFor(`dropdowns of ${credentialOf(context)} at ${connection.baseUrl}`);
	const pages = devicePages(connection, signal, from);
	const devices: Device[] = [];
	let position = from;
	for (let count = 0; count < MAX_PAGES; count++) {
		await share.acquire(MAX_REQUESTS_PER_MINUTE, signal);
		const page = await settle(async () => await pages.next());
		if (page instanceof ArculesError) {
			if (count > 0) break;
			throw signal.aborted ? tooSlow() : page;
		}
		if (page.done === true) return { devices, position: undefined };
		devices.push(...page.value.devices);
		// A copy, because the listing notes in the original what the next page was asked for.
		position = page.value.position && { ...page.value.position };
		if (position === undefined || isEnough(devices)) break;
	}
	return { devices, position };
}

function credentialOf(context: ILoadOptionsFunctions): string {
	return context.getNode().credentials?.[CREDENTIAL_TYPE]?.id ?? '';
}

function tooSlow(): ArculesError {
	const seconds = DEADLINE_MS / 1000;
	return new ArculesError('timeout', `Arcules did not list the devices within ${seconds} seconds`, {
		description:
			'It may be slow, or executions may be using up the requests of this minute, which come first. Try again in a minute, or give an ID by an expression.',
	});
}
