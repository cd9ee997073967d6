// The devices and I/O ports of the simulated account: generated ones, and the lists that tests change.
import { createHash } from 'node:crypto';

import type { IoPort } from './options';

/** A device as `GET /devices` lists it; further fields are passed on as they are. */
export interface Device {
	id: string;
	name: string;
	type: string;
	locationId: string;
	gatewayId: string;
	[field: string]: unknown;
}

/** The type of the devices that have pictures. */
export const CAMERA_TYPE = 'video';

const CAMERA_NAMES = (
	'Lobby, Loading Dock, Parking North, Server Room, Main Entrance, Warehouse Aisle 1, ' +
	'Corridor East, Parking South, Reception, Street Gate, Warehouse Aisle 2, Corridor West, ' +
	'Visitor Parking, Shipping Dock, Delivery Gate, Elevator Hall, Data Center, Storage, ' +
	'North Hallway, Side Street, Staff Parking, Stairwell Corridor, Receiving Dock, Cafeteria Lobby'
).split(', ');
const OTHER_TYPES = ['audio', 'io'];
const LOCATIONS = 3;
const GATEWAYS = 4;

function deterministicUuid(kind: string, index: number): string {
	const hex = createHash('sha256').update(`${kind} ${index}`).digest('hex');
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`4${hex.slice(13, 16)}`,
		`a${hex.slice(17, 20)}`,
		hex.slice(20, 32),
	].join('-');
}

function cameraName(index: number): string {
	const name = CAMERA_NAMES[index % CAMERA_NAMES.length] ?? 'Camera';
	const round = Math.floor(index / CAMERA_NAMES.length);
	return round === 0 ? name : `${name} ${round + 1}`;
}

function site(index: number): Pick<Device, 'locationId' | 'gatewayId'> {
	return {
		locationId: deterministicUuid('location', index % LOCATIONS),
		gatewayId: deterministicUuid('gateway', index % GATEWAYS),
	};
}

/** The camera that is generated at this place. */
export function generatedCamera(index: number): Device {
	const id = deterministicUuid('camera', index);
	return { id, name: cameraName(index), type: CAMERA_TYPE, ...site(index) };
}

function otherDevice(index: number): Device {
	const type = OTHER_TYPES[index % OTHER_TYPES.length] ?? 'audio';
	const name = `${type === 'io' ? 'Door Contact' : 'Speaker'} ${index + 1}`;
	return { id: deterministicUuid('other device', index), name, type, ...site(index) };
}

/** The cameras, given or generated, with the other devices spread evenly between them. */
export function createDevices(cameras: number | readonly Device[], otherDevices: number): Device[] {
	const devices =
		typeof cameras === 'number'
			? Array.from({ length: cameras }, (_, index) => generatedCamera(index))
			: [...cameras];
	const total = devices.length + otherDevices;
	for (let index = 0; index < otherDevices; index++) {
		devices.splice(Math.floor(((index + 0.5) * total) / otherDevices), 0, otherDevice(index));
	}
	return devices;
}

/** The account's devices while the simulator runs, and which of them are offline. */
export class DeviceRegistry {
	private readonly byId = new Map<string, Device>();

	private readonly offlineIds = new Set<string>();

	constructor(devices: readonly Device[]) {
		for (const device of devices) this.add(device);
	}

	/** All devices, in the order in which they are listed. */
	list(): Device[] {
		return [...this.byId.values()];
	}

	/** The camera with this channel id; undefined also for a device without pictures. */
	camera(id: string): Device | undefined {
		const device = this.byId.get(id);
		return device?.type === CAMERA_TYPE ? device : undefined;
	}

	/** Whether any device has this id. */
	has(id: string): boolean {
		return this.byId.has(id);
	}

	/** Adds a device at the end of the list. */
	add(device: Device): void {
		if (this.byId.has(device.id)) throw new Error(`There already is a device ${device.id}`);
		this.byId.set(device.id, device);
	}

	/** Takes a device off the list. */
	remove(id: string): void {
		this.requireDevice(id);
		this.byId.delete(id);
		this.offlineIds.delete(id);
	}

	/** Changes fields of a device; its id stays. */
	update(id: string, changes: Readonly<Record<string, unknown>>): void {
		this.byId.set(id, { ...this.requireDevice(id), ...changes, id });
	}

	/** Takes a camera off the air, or back on it. */
	setOffline(id: string, offline: boolean): void {
		this.requireDevice(id);
		if (offline) this.offlineIds.add(id);
		else this.offlineIds.delete(id);
	}

	/** Whether the camera is off the air. */
	isOffline(id: string): boolean {
		return this.offlineIds.has(id);
	}

	private requireDevice(id: string): Device {
		const device = this.byId.get(id);
		if (device === undefined) throw new Error(`There is no device ${id}`);
		return device;
	}
}

/** The account's I/O ports while the simulator runs. */
export class IoPorts {
	private readonly byId = new Map<string, Required<IoPort>>();

	constructor(ports: Readonly<Record<string, IoPort>>, nowMs: number) {
		for (const [id, port] of Object.entries(ports)) this.set(id, port, nowMs);
	}

	/** Adds or changes a port; null takes it away. */
	set(id: string, port: IoPort | null, nowMs: number): void {
		if (port === null) this.byId.delete(id);
		else this.byId.set(id, { state: port.state, lastUpdated: port.lastUpdated ?? nowMs });
	}

	/** The map that is sent for these ids, separated by commas; ids that are unknown are left out. */
	states(portIds: string): Record<string, Required<IoPort>> {
		const states = portIds.split(',').flatMap((id) => {
			const port = this.byId.get(id);
			return port === undefined ? [] : [[id, port] as const];
		});
		return Object.fromEntries(states);
	}
}
