// The simulated account that is measured against, in a process of its own.
import type { IssuedCertificate } from '../certificate';
import { startRemoteSimulator, type RemoteSimulator } from '../simulator/remote';

/** Every answer takes at least this long, as over an internet connection. */
export const LATENCY_MS = 50;
/** What a round trip takes on a secure line, in addition. */
const ROUND_TRIP_MS = 40;
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

/** How an account is reached. */
export const LINES = ['http', 'tls'] as const;
export type Line = (typeof LINES)[number];

export interface AccountOptions {
	/** 0, or none given, is no limit. */
	readonly requestsPerMinute?: number;
	/** Of a secure line; none is plain HTTP. */
	readonly certificate?: IssuedCertificate | undefined;
}

/** Starts it; `reachedAt` is the Base URL to measure with. */
export async function startAccount(
	size: AccountSize,
	{ requestsPerMinute = 0, certificate }: AccountOptions = {},
): Promise<RemoteSimulator & { readonly reachedAt: string }> {
	const simulator = await startRemoteSimulator({
		...size,
		requestsPerMinute,
		latencyMs: LATENCY_MS,
		pageSize: PAGE_SIZE,
		picture: { bytes: PICTURE_BYTES },
		secure: certificate && {
			key: certificate.key,
			cert: certificate.cert,
			roundTripMs: ROUND_TRIP_MS,
		},
	});
	return { ...simulator, reachedAt: simulator.secureBaseUrl ?? simulator.baseUrl };
}
