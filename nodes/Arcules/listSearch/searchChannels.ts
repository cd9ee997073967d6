/**
 * Fills the camera picker: page by page, searched on the way, never the whole fleet at once.
 */
import {
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
	jsonParse,
	NodeApiError,
} from 'n8n-workflow';
import { Connection } from '../api/connection';
import { CAMERA_TYPE, type Device, matchesFilter, nameOf } from '../api/devices';
import { ArculesError, settle } from '../api/errors';
import { devicePages, type ListingPosition } from '../api/paging';

/** About what the list shows without scrolling; the editor asks for more when it is scrolled to the end. */
const MIN_RESULTS = 20;

/**
 * The cameras whose name contains `filter`, or whose id is `filter`, from the page `paginationToken` stands for.
 *
 * Reads on until there is something to show: a match may be on the last of a hundred pages.
 */
export async function searchChannels(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const found = await settle(async () => await search(this, filter?.trim() ?? '', paginationToken));
	if (!(found instanceof ArculesError)) return found;
	const { message, description } = found;
	throw new NodeApiError(this.getNode(), { message, description }, { message, description });
}

async function search(
	context: ILoadOptionsFunctions,
	filter: string,
	paginationToken: string | undefined,
): Promise<INodeListSearchResult> {
	const connection = await Connection.open(context);
	const results: INodeListSearchItems[] = [];
	const from = positionOf(paginationToken);
	const neverAborted = new AbortController().signal;
	for await (const { devices, position } of devicePages(connection, neverAborted, from)) {
		results.push(...devices.filter((device) => isSought(device, filter)).map(toResult));
		if (position === undefined) break;
		if (results.length >= MIN_RESULTS) {
			return { results: distinct(results), paginationToken: tokenOf(position) };
		}
	}
	return { results: distinct(results) };
}

/** Cameras of the same name get the start of their id behind it. */
function distinct(results: readonly INodeListSearchItems[]): INodeListSearchItems[] {
	const counts = new Map<string, number>();
	for (const { name } of results) counts.set(name, (counts.get(name) ?? 0) + 1);
	return results.map((result) =>
		counts.get(result.name) === 1
			? result
			: { ...result, name: `${result.name} (${String(result.value).slice(0, 8)})` },
	);
}

function isSought(device: Device, filter: string): boolean {
	if (device.type !== CAMERA_TYPE || typeof device.id !== 'string') return false;
	return filter === '' || device.id === filter || matchesFilter(device, { name: filter });
}

function toResult(device: Device): INodeListSearchItems {
	const id = String(device.id);
	return { name: nameOf(device)?.trim() ?? `Camera without a name (${id})`, value: id };
}

/** Once the cursor's parameter is known, the devices seen are not needed any more, and could be ten thousand. */
function tokenOf(position: ListingPosition): string {
	return JSON.stringify(
		position.parameter === undefined ? position : { ...position, seenDevices: [] },
	);
}

function positionOf(token: string | undefined): ListingPosition | undefined {
	return token === undefined || token === '' ? undefined : jsonParse<ListingPosition>(token);
}
