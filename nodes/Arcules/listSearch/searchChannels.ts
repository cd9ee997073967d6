/**
 * Fills the camera picker: page by page, searched on the way, never the whole fleet at once.
 */
import {
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
	jsonParse,
} from 'n8n-workflow';
import { type Device, idOf, testOf } from '../api/devices';
import type { ListingPosition } from '../api/paging';
import { camerasOf, distinctCameras } from './cameraEntries';
import { devicesWithinBounds } from './devicesWithinBounds';

/** About what the list shows without scrolling; the editor asks for more when it is scrolled to the end. */
const MIN_RESULTS = 20;

/**
 * The cameras whose name contains `filter`, or whose id is `filter`, from the page `paginationToken` stands for.
 *
 * Reads on until there is something to show, as far as its bounds allow: a match may be on the last of a hundred pages.
 */
export async function searchChannels(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const isSought = soughtBy(filter?.trim() ?? '');
	const sought = (devices: readonly Device[]) => camerasOf(devices).filter(isSought);
	const { devices, position } = await devicesWithinBounds(
		this,
		(soFar) => sought(soFar).length >= MIN_RESULTS,
		positionOf(paginationToken),
	);
	const results: INodeListSearchItems[] = distinctCameras(sought(devices));
	if (position === undefined) return { results };
	if (results.length === 0) results.push(nothingYet(devices.length));
	return { results, paginationToken: tokenOf(position) };
}

function soughtBy(filter: string): (camera: Device) => boolean {
	if (filter === '') return () => true;
	const hasName = testOf({ names: [filter] });
	return (camera) => idOf(camera) === filter || hasName(camera);
}

/** An empty list could not be scrolled, so nobody could go on from it. */
function nothingYet(deviceCount: number): INodeListSearchItems {
	return {
		name: `Not among the ${deviceCount} devices just read: type more of the name, or choose By Name`,
		value: '',
	};
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
