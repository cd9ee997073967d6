/**
 * Cameras as entries of a dropdown.
 */
import { CAMERA_TYPE, type Device, idOf, nameOf } from '../api/devices';
import { shortText } from '../shared/foreignText';

/** What n8n takes as an entry, in lists that page and in those that do not. */
export interface Entry {
	readonly name: string;
	readonly value: string;
}

/** The devices that are cameras and can be named. */
export function camerasOf(devices: readonly Device[]): Device[] {
	return devices.filter((device) => device.type === CAMERA_TYPE && idOf(device) !== undefined);
}

/** One entry per camera; cameras of the same name get the start of their id behind it. */
export function distinctCameras(cameras: readonly Device[]): Entry[] {
	const entries = cameras.map((camera) => {
		const id = String(camera.id);
		const name = nameOf(camera);
		return {
			name: name === undefined ? `Camera without a name (${id})` : shortText(name),
			value: id,
		};
	});
	const counts = new Map<string, number>();
	for (const { name } of entries) counts.set(name, (counts.get(name) ?? 0) + 1);
	return entries.map(({ name, value }) => ({
		name: counts.get(name) === 1 ? name : `${name} (${value.slice(0, 8)})`,
		value,
	}));
}
