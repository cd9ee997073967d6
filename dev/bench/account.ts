// The simulated account that is measured against, in a process of its own.
import { startRemoteSimulator, type RemoteSimulator } from '../simulator/remote';

/** Every answer takes at least this long, as over an internet connection. */
export const LATENCY_MS = 50;
export const PICTURE_BYTES = 150_000;

const PAGE_SIZE = 100;
const CAMERA_SHARE = 0.75;

export interface AccountSize {
	readonly cameras: number;
	readonly otherDevices: number;
}

/** Three quarters of the devices are cameras. */
export function sizeOf(devices: number): AccountSize {
	const cameras = Math.round(devices * CAMERA_SHARE);
	return { cameras, otherDevices: devices - cameras };
}

/** How many requests the whole device list takes. */
export const pagesOf = ({ cameras, otherDevices }: AccountSize): number =>
	Math.max(1, Math.ceil((cameras + otherDevices) / PAGE_SIZE));

/** @param requestsPerMinute 0 is no limit */
export const startAccount = async (
	size: AccountSize,
	requestsPerMinute = 0,
): Promise<RemoteSimulator> =>
	await startRemoteSimulator({
		...size,
		requestsPerMinute,
		latencyMs: LATENCY_MS,
		pageSize: PAGE_SIZE,
		picture: { bytes: PICTURE_BYTES },
	});
