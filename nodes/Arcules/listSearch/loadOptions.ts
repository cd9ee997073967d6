/**
 * Fills the dropdowns of cameras, locations, gateways and types from the account. They cannot page: what did not fit is
 * said in an entry of its own.
 */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { CAMERA_TYPE, type Device, nameOf } from '../api/devices';
import { NOTE_VALUE } from '../shared/cameras';
import { shortText } from '../shared/foreignText';
import { camerasOf, distinctCameras } from './cameraEntries';
import { devicesWithinBounds } from './devicesWithinBounds';

/** More would make the dropdown slow, and nobody would scroll that far. */
const MAX_CAMERAS = 1_000;

const MAX_NAMED = 3;

export async function getCameras(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { devices, position } = await devicesWithinBounds(
		this,
		(soFar) => camerasOf(soFar).length > MAX_CAMERAS,
	);
	const cameras = camerasOf(devices);
	const shown = distinctCameras(cameras.slice(0, MAX_CAMERAS));
	if (position === undefined && cameras.length <= MAX_CAMERAS) return shown;
	return [...shown, noteOf(`Only the first ${shown.length} cameras are listed`)];
}

export async function getLocations(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await groupsBy(this, 'locationId');
}

export async function getGateways(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await groupsBy(this, 'gatewayId');
}

export async function getDeviceTypes(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await groupsBy(this, 'type');
}

/** One entry for each value that devices have in a field, the largest group first. */
async function groupsBy(
	context: ILoadOptionsFunctions,
	field: 'locationId' | 'gatewayId' | 'type',
): Promise<INodePropertyOptions[]> {
	const { devices, position } = await devicesWithinBounds(context, () => false);
	const groups = new Map<string, Device[]>();
	for (const device of devices) {
		const value = String(device[field] ?? '');
		if (value === '') continue;
		const group = groups.get(value);
		if (group === undefined) groups.set(value, [device]);
		else group.push(device);
	}
	const entries = [...groups]
		.sort(([, one], [, other]) => other.length - one.length)
		.map(([value, group]) => ({ name: describe(value, group, field === 'type'), value }));
	if (position === undefined) return entries;
	return [...entries, noteOf(`Only the first ${devices.length} devices were counted`)];
}

/** `4 cameras: Lobby, Dock, … · 7f3a…`, since no call gives the name of a location or gateway. */
function describe(value: string, group: readonly Device[], isSpeaking: boolean): string {
	const cameras = group.filter(({ type }) => type === CAMERA_TYPE).length;
	const others = group.length - cameras;
	const counts = [
		cameras > 0 ? counted(cameras, 'camera') : '',
		others > 0 ? counted(others, cameras > 0 ? 'other device' : 'device') : '',
	].filter((text) => text !== '');
	const named = group.flatMap((device) => nameOf(device)?.trim() ?? []);
	const names = named.slice(0, MAX_NAMED).map((name) => shortText(name, 30));
	const list = [...names, ...(named.length > MAX_NAMED ? ['…'] : [])].join(', ');
	const contents = [counts.join(' and '), ...(list === '' ? [] : [list])].join(': ');
	if (isSpeaking) return `${shortText(value)} · ${contents}`;
	return `${contents} · ${value.length > 8 ? `${value.slice(0, 8)}…` : value}`;
}

function counted(count: number, what: string): string {
	return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function noteOf(what: string): INodePropertyOptions {
	return {
		name: `${what}. For others, use other filters or give IDs by an expression.`,
		value: NOTE_VALUE,
	};
}
