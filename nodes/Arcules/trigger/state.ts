/**
 * What is remembered between two checks, and its small form for n8n's workflow static data.
 */
import { jsonParse } from 'n8n-workflow';
import { field } from '../../../credentials/answer';
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

/** Times in the small form are whole seconds, flags one number. */
type SmallCamera = [number, number, number, string, number, number, number];
type SmallDevice = [string, string | null, number, number, number, SmallCamera?];

const IS_DOWN = 1;
const FROZEN_TOLD = 2;

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
	const devices = [...state].map(([id, { device, camera }]): SmallDevice => {
		const { name, type, locationId, gatewayId } = device;
		const listed = [id, name, numberOf(type), numberOf(locationId), numberOf(gatewayId)] as const;
		return camera === undefined ? [...listed] : [...listed, toSmallCamera(camera)];
	});
	return JSON.stringify({ version: VERSION, values, devices });
}

/** @returns `undefined` when the text is spoiled or of another version */
export function parseState(text: string): FleetState | undefined {
	const parsed = jsonParse<unknown>(text, { fallbackValue: null });
	const values = field(parsed, 'values');
	const devices = field(parsed, 'devices');
	if (field(parsed, 'version') !== VERSION) return undefined;
	if (!Array.isArray(values) || !values.every(isTextOrNull) || !Array.isArray(devices)) {
		return undefined;
	}
	const state = new Map<string, WatchedDevice>();
	for (const small of devices) {
		if (!isSmallDevice(small)) return undefined;
		const [id, name, type, locationId, gatewayId, camera] = small;
		const valueOf = (number: number) => values[number] ?? null;
		const device = {
			name,
			type: valueOf(type),
			locationId: valueOf(locationId),
			gatewayId: valueOf(gatewayId),
		};
		state.set(id, { device, camera: camera && fromSmallCamera(camera) });
	}
	return state;
}

const toSeconds = (timeMs: number) => Math.floor(timeMs / 1000);

function toSmallCamera(camera: CameraRecord): SmallCamera {
	return [
		(camera.isDown ? IS_DOWN : 0) + (camera.frozenTold ? FROZEN_TOLD : 0),
		camera.badChecks,
		toSeconds(camera.badSinceMs),
		camera.pictureHash,
		camera.sameChecks,
		toSeconds(camera.sameSinceMs),
		toSeconds(camera.lastPictureMs),
	];
}

function fromSmallCamera(small: SmallCamera): CameraRecord {
	const [flags, badChecks, badSince, pictureHash, sameChecks, sameSince, lastPicture] = small;
	return {
		isDown: (flags & IS_DOWN) !== 0,
		frozenTold: (flags & FROZEN_TOLD) !== 0,
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

function isSmallDevice(value: unknown): value is SmallDevice {
	if (!Array.isArray(value)) return false;
	const [id, name, type, locationId, gatewayId, camera]: unknown[] = value;
	return (
		typeof id === 'string' &&
		isTextOrNull(name) &&
		[type, locationId, gatewayId].every((number) => typeof number === 'number') &&
		(camera === undefined || isSmallCamera(camera))
	);
}

function isSmallCamera(value: unknown): value is SmallCamera {
	if (!Array.isArray(value) || value.length !== 7) return false;
	const [flags, badChecks, badSince, pictureHash, ...others]: unknown[] = value;
	return (
		typeof pictureHash === 'string' &&
		[flags, badChecks, badSince, ...others].every((number) => typeof number === 'number')
	);
}
