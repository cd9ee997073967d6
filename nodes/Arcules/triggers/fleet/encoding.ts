/**
 * The encoded form of what is remembered, for n8n's workflow static data: one text, because n8n would wrap every object
 * of a nested state in a proxy. Types, locations, gateways and reasons repeat, so that they are written once and numbered;
 * times are
 * differences; what a healthy camera does not have stands last and is left out.
 */
import { jsonParse } from 'n8n-workflow';
import { property } from '../../api/response';
import { decodeCamera, type EncodedCamera, encodeCamera, isEncodedCamera } from './encodedCamera';
import { parseVersion1 } from './stateVersion1';
import type { FleetState, KnownDevice, Outage, WatchedDevice } from './state';

/** Raised when the form below changes. */
const VERSION = 2;

/** Id, name, numbers of type, location and gateway, lists that lacked it, and the camera. */
type EncodedDevice = [string, string | null, number, number, number, number, EncodedCamera?];

/** Level, gateway, beginning, latest report, beginning of the recovery and checks since, and the rows of its cameras: the
 * first, and the steps from each to the next. */
type EncodedOutage = [string, string | null, number, number, number | null, number, number[]];

/** Numbers values that repeat. */
class Numbering {
	readonly values: Array<string | null> = [];

	private readonly numbers = new Map<string | null, number>();

	numberOf(value: string | null): number {
		const known = this.numbers.get(value);
		if (known !== undefined) return known;
		this.numbers.set(value, this.values.length);
		return this.values.push(value) - 1;
	}
}

/** The state as one text. */
export function serializeState({ savedMs, fingerprint, devices, outages }: FleetState): string {
	const numbering = new Numbering();
	const rows = new Map([...devices.keys()].map((id, row) => [id, row]));
	return JSON.stringify({
		version: VERSION,
		savedMs,
		fingerprint,
		devices: [...devices].map(([id, watched]) =>
			encodeDevice(encodeId(id), watched, savedMs, numbering),
		),
		outages: outages.map(
			(outage): EncodedOutage => [
				outage.level,
				outage.gatewayId,
				outage.sinceMs,
				outage.reportedMs,
				outage.recovery?.sinceMs ?? null,
				outage.recovery?.checks ?? 0,
				toSteps(outage.cameraIds.flatMap((id) => rows.get(id) ?? [])),
			],
		),
		values: numbering.values,
	});
}

function encodeDevice(
	id: string,
	{ device, missingLists, camera }: WatchedDevice,
	savedMs: number,
	numbering: Numbering,
): EncodedDevice {
	const { name, type, locationId, gatewayId } = device;
	const numbers = [type, locationId, gatewayId].map((value) => numbering.numberOf(value));
	const [typeNumber = 0, location = 0, gateway = 0] = numbers;
	const listed = [id, name, typeNumber, location, gateway, missingLists] as const;
	return camera === undefined
		? [...listed]
		: [...listed, encodeCamera(camera, savedMs, (word) => numbering.numberOf(word))];
}

/** @returns `undefined` when the text is corrupt, or of a version that is not known */
export function parseState(text: string): FleetState | undefined {
	const parsed = jsonParse<unknown>(text, { fallbackValue: null });
	if (property(parsed, 'version') === 1) return parseVersion1(parsed);
	const savedMs = property(parsed, 'savedMs');
	const fingerprint = property(parsed, 'fingerprint');
	const values = property(parsed, 'values');
	const devices = property(parsed, 'devices');
	const outages = property(parsed, 'outages');
	if (
		property(parsed, 'version') !== VERSION ||
		typeof savedMs !== 'number' ||
		typeof fingerprint !== 'string' ||
		!isListOf(values, isTextOrNull) ||
		!isListOf(devices, isEncodedDevice) ||
		!isListOf(outages, isEncodedOutage)
	) {
		return undefined;
	}
	const ids = devices.map(([id]) => decodeId(id));
	return {
		savedMs,
		fingerprint,
		devices: new Map(devices.map((row) => [decodeId(row[0]), decodeDevice(row, values, savedMs)])),
		outages: outages.map((outage) => decodeOutage(outage, ids)),
	};
}

function decodeDevice(
	[, name, type, location, gateway, missingLists, camera]: EncodedDevice,
	values: ReadonlyArray<string | null>,
	savedMs: number,
): WatchedDevice {
	return {
		device: knownDevice(name, values, type, location, gateway),
		missingLists,
		camera:
			camera &&
			decodeCamera(camera, savedMs, (number) =>
				typeof number === 'number' ? (values[number] ?? null) : null,
			),
	};
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const UUID_MARK = '~';
const UUID_GROUPS = [8, 12, 16, 20] as const;

/** An ID that is a UUID takes less room without its hyphens, in base 64. */
function encodeId(id: string): string {
	if (!UUID.test(id)) return id.startsWith(UUID_MARK) ? UUID_MARK + id : id;
	return UUID_MARK + Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

function decodeId(encoded: string): string {
	if (!encoded.startsWith(UUID_MARK)) return encoded;
	const rest = encoded.slice(UUID_MARK.length);
	if (rest.startsWith(UUID_MARK)) return rest;
	const hex = Buffer.from(rest, 'base64url').toString('hex');
	const ends = [...UUID_GROUPS, hex.length];
	return ends.map((end, index) => hex.slice(UUID_GROUPS[index - 1] ?? 0, end)).join('-');
}

function knownDevice(
	name: string | null,
	values: ReadonlyArray<string | null>,
	type: number,
	location: number,
	gateway: number,
): KnownDevice {
	const valueOf = (number: number) => values[number] ?? null;
	return {
		name,
		type: valueOf(type),
		locationId: valueOf(location),
		gatewayId: valueOf(gateway),
	};
}

function decodeOutage(encoded: EncodedOutage, ids: readonly string[]): Outage {
	const [level, gatewayId, sinceMs, reportedMs, backSinceMs, checks, steps] = encoded;
	return {
		level: level === 'fleet' ? 'fleet' : 'gateway',
		gatewayId,
		sinceMs,
		reportedMs,
		recovery: backSinceMs === null ? undefined : { sinceMs: backSinceMs, checks },
		cameraIds: fromSteps(steps).flatMap((row) => ids[row] ?? []),
	};
}

function toSteps(rows: readonly number[]): number[] {
	return rows.map((row, index) => row - (rows[index - 1] ?? 0));
}

function fromSteps(steps: readonly number[]): number[] {
	let row = 0;
	return steps.map((step) => (row += step));
}

function isTextOrNull(value: unknown): value is string | null {
	return value === null || typeof value === 'string';
}

function isNumber(value: unknown): value is number {
	return typeof value === 'number';
}

function isListOf<T>(value: unknown, isElement: (element: unknown) => element is T): value is T[] {
	return Array.isArray(value) && value.every(isElement);
}

function isEncodedDevice(value: unknown): value is EncodedDevice {
	if (!Array.isArray(value)) return false;
	const [id, name, type, location, gateway, missingLists, camera]: unknown[] = value;
	return (
		typeof id === 'string' &&
		isTextOrNull(name) &&
		[type, location, gateway, missingLists].every(isNumber) &&
		(camera === undefined || isEncodedCamera(camera))
	);
}

function isEncodedOutage(value: unknown): value is EncodedOutage {
	if (!Array.isArray(value)) return false;
	const [level, gatewayId, sinceMs, reportedMs, backSinceMs, checks, steps]: unknown[] = value;
	return (
		(level === 'gateway' || level === 'fleet') &&
		isTextOrNull(gatewayId) &&
		[sinceMs, reportedMs, checks].every(isNumber) &&
		(backSinceMs === null || isNumber(backSinceMs)) &&
		isListOf(steps, isNumber)
	);
}
