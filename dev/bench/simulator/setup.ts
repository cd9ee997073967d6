// What the simulated account looks like in the benchmark.
import type { SimulatorOptions } from '../../simulator';

/** Every answer takes at least this long, as over an internet connection. */
export const LATENCY_MS = 50;
export const PICTURE_BYTES = 150_000;
export const PAGE_SIZE = 100;

const CAMERA_SHARE = 0.75;

/** A simulated account. */
export interface SimulatorSetup {
	cameras: number;
	otherDevices: number;
	/** 0 is no limit. */
	requestsPerMinute: number;
	/** 1 lets some of the cameras misbehave, 0 none. */
	mischief: number;
}

/** An account whose devices are cameras for three quarters. */
export function fleetOf(devices: number): SimulatorSetup {
	const cameras = Math.round(devices * CAMERA_SHARE);
	return { cameras, otherDevices: devices - cameras, requestsPerMinute: 0, mischief: 0 };
}

/** How many requests the whole device list takes. */
export const pagesOf = ({ cameras, otherDevices }: SimulatorSetup): number =>
	Math.max(1, Math.ceil((cameras + otherDevices) / PAGE_SIZE));

/** The simulator's options for the account. */
export const simulatorOptions = (setup: SimulatorSetup): SimulatorOptions => ({
	cameras: setup.cameras,
	otherDevices: setup.otherDevices,
	requestsPerMinute: setup.requestsPerMinute,
	latencyMs: LATENCY_MS,
	pageSize: PAGE_SIZE,
	picture: { bytes: PICTURE_BYTES },
});
