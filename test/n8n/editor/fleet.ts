/**
 * Cameras of the simulated account that stories ask for.
 */
import type { Device, Simulator } from '../../../dev/simulator';

/** The camera with this name; there must be one. */
export function cameraNamed(simulator: Simulator, name: string): Device {
	const camera = simulator.devices.find((device) => device.name === name);
	if (camera === undefined) throw new Error(`There is no camera named ${name}.`);
	return camera;
}

/** Adds cameras until there are so many; answers with the ones that were added. */
export function growFleet(simulator: Simulator, total: number): Device[] {
	const count = total - simulator.devices.length;
	const added = Array.from({ length: count }, (_, index) => ({
		id: `added-camera-${index}`,
		name: `Storage Room ${index}`,
		type: 'video',
		locationId: 'location',
		gatewayId: 'gateway',
	}));
	for (const camera of added) simulator.addDevice(camera);
	return added;
}

/** The camera whose picture was asked for last. */
export function lastCameraAsked(simulator: Simulator): string | undefined {
	return simulator.requests.findLast(({ target }) => target === 'thumbnail')?.channelId;
}
