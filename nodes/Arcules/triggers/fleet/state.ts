/**
 * What is remembered between two checks, and its encoded form for n8n's workflow static data.
 */
import { jsonParse } from 'n8n-workflow';
import { property } from '../../api/response';
import type { CameraRecord, KnownDevice } from './compare';

/** A device of the last check; `camera` once a picture of it was asked for. */
export interface WatchedDevice {
	readonly device: KnownDevice;
	readonly camera: CameraRecord | undefined;
}

/** The fleet of the last check, by device id. */
export type FleetState = ReadonlyMap<string, WatchedDevice>;

/** Raised when the form below changes; a state of another version is rebuilt. */
const VERSION = 1;

/** Times in the encoded form are whole seconds, flags one number. */
type EncodedCamera = [number, number, number, string, number, number, number];
type EncodedDevice = [string, string | null, number, number, number, EncodedCamera?];

const IS_DOWN = 1;
const FROZEN_REPORTED = 2;

/**
 * The state as one text: n8n would wrap every object of a nested state in a proxy. Types, locations and gateways repeat,
 * so that they are written once and numbered.
 */
export function serializeState(state: FleetState): string {
	const values: Array<string | null> = [];
	const numbers = new Map<string | null, number>();
	const numberOf = (value: string | null) => {
		const known = numbers.get(value);
		if (known !== undefined) return known;
		numbers.set(value, values.length);
		return values.push(value) - 1;
	};
	const devices = [...state].map(([id, { device, camera }]): EncodedDevice => {
		const { name, type, locationId, gatewayId } = device;
		const listed = [id, name, numberOf(type), numberOf(locationId), numberOf(gatewayId)] as const;
		return camera === undefined ? [...listed] : [...listed, encodeCamera(camera)];
	});
	return JSON.stringify({ version: VERSION, values, devices });
}

/** @returns `undefined` when the text is corrupt or of another version */
export function parseState(text: string): FleetState | undefined {
	const parsed = jsonParse<unknown>(text, { fallbackValue: null });
	const values = property(parsed, 'values');
	const devices = property(parsed, 'devices');
	if (property(parsed, 'version') !== VERSION) return undefined;
	if (!Array.isArray(values) || !values.every(isTextOrNull) || !Array.isArray(devices)) {
		return undefined;
	}
	const state = new Map<string, WatchedDevice>();
	for (const encoded of devices) {
		if (!isEncodedDevice(encoded)) return undefined;
		const [id, name, type, locationId, gatewayId, camera] = encoded;
		const valueOf = (number: number) => values[number] ?? null;
		const device = {
			name,
			type: valueOf(type),
			locationId: valueOf(locationId),
			gatewayId: valueOf(gatewayId),
		};
		state.set(id, { device, camera: camera && decodeCamera(camera) });
	}
	return state;
}

const toSeconds = (timeMs: number) => Math.floor(timeMs / 1000);

function encodeCamera(camera: CameraRecord): EncodedCamera {
	return [
		(camera.isDown ? IS_DOWN : 0) + (camera.isFrozenReported ? FROZEN_REPORTED : 0),
		camera.badChecks,
		toSeconds(camera.badSinceMs),
		camera.pictureHash,
		camera.sameChecks,
		toSeconds(camera.sameSinceMs),
		toSeconds(camera.lastPictureMs),
	];
}

function decodeCamera(encoded: EncodedCamera): CameraRecord {
	const [flags, badChecks, badSince, pictureHash, sameChecks, sameSince, lastPicture] = encoded;
	return {
		isDown: (flags & IS_DOWN) !== 0,
		isFrozenReported: (flags & FROZEN_REPORTED) !== 0,
		badChecks,
		badSinceMs: badSince * 1000,
		pictureHash,
		sameChecks,
		sameSinceMs: sameSince * 1000,
		lastPictureMs: lastPicture * 1000,
	};
}

function isTextOrNull(value: unknown): value is string | null {
	return value === null || typeof value === 'string';
}

function isEncodedDevice(value: unknown): value is EncodedDevice {
	if (!Array.isArray(value)) return false;
	const [id, name, type, locationId, gatewayId, camera]: unknown[] = value;
	return (
		typeof id === 'string' &&
		isTextOrNull(name) &&
		[type, locationId, gatewayId].every((number) => typeof number === 'number') &&
		(camera === undefined || isEncodedCamera(camera))
	);
}

function isEncodedCamera(value: unknown): value is EncodedCamera {
	if (!Array.isArray(value) || value.length !== 7) return false;
	const [flags, badChecks, badSince, pictureHash, ...others]: unknown[] = value;
	return (
		typeof pictureHash === 'string' &&
		[flags, badChecks, badSince, ...others].every((number) => typeof number === 'number')
	);
}
