/**
 * Reads what version 0.1 of this package has remembered, so that an update is no event.
 */
import { property } from '../../api/response';
import {
	type CameraRecord,
	type FleetState,
	HEALTHY,
	type KnownDevice,
	newCamera,
	type WatchedDevice,
} from './state';

/** Flags, looks without a picture and since when, hash, looks with this picture and since when, latest picture. */
type CameraOf1 = [number, number, number, string, number, number, number];
type DeviceOf1 = [string, string | null, number, number, number, CameraOf1?];

const IS_DOWN = 1;

/** @param parsed the JSON; times in it are seconds */
export function parseVersion1(parsed: unknown): FleetState | undefined {
	const values = property(parsed, 'values');
	const rows = property(parsed, 'devices');
	if (!Array.isArray(values) || !values.every(isTextOrNull) || !Array.isArray(rows)) {
		return undefined;
	}
	if (!rows.every(isDeviceOf1)) return undefined;
	const devices = rows.map(([id, name, type, location, gateway, camera]) => {
		const valueOf = (number: number) => values[number] ?? null;
		const device: KnownDevice = {
			name,
			type: valueOf(type),
			locationId: valueOf(location),
			gatewayId: valueOf(gateway),
		};
		const watched: WatchedDevice = {
			device,
			missingLists: 0,
			camera: camera && cameraOf(camera),
		};
		return [id, watched] as const;
	});
	const savedMs = devices.reduce(
		(latest, [, { camera }]) => Math.max(latest, camera?.seenMs ?? 0),
		1,
	);
	return { savedMs, fingerprint: '', devices: new Map(devices), outages: [] };
}

/** The hash is left behind: it was one of the whole file. */
function cameraOf([flags, badChecks, badSince, , , , lastPicture]: CameraOf1): CameraRecord {
	const lastPictureMs = lastPicture * 1000;
	const sinceMs = badSince * 1000;
	const seen = { checks: badChecks, sinceMs };
	const isDown = (flags & IS_DOWN) !== 0;
	return {
		...newCamera(false),
		seenMs: Math.max(lastPictureMs, sinceMs),
		lastPictureMs,
		health:
			badChecks === 0
				? HEALTHY
				: {
						outage: isDown
							? { kind: 'on', ...seen, clearChecks: 0 }
							: { kind: 'suspected', ...seen },
						failure: undefined,
						report: isDown ? 'camera' : 'none',
						reportedMs: sinceMs,
					},
	};
}

function isTextOrNull(value: unknown): value is string | null {
	return value === null || typeof value === 'string';
}

function isDeviceOf1(value: unknown): value is DeviceOf1 {
	if (!Array.isArray(value)) return false;
	const [id, name, type, location, gateway, camera]: unknown[] = value;
	return (
		typeof id === 'string' &&
		isTextOrNull(name) &&
		[type, location, gateway].every((number) => typeof number === 'number') &&
		(camera === undefined || isCameraOf1(camera))
	);
}

function isCameraOf1(value: unknown): value is CameraOf1 {
	if (!Array.isArray(value) || value.length !== 7) return false;
	const [flags, badChecks, badSince, hash, ...others]: unknown[] = value;
	return (
		typeof hash === 'string' &&
		[flags, badChecks, badSince, ...others].every((number) => typeof number === 'number')
	);
}
