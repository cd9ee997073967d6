/**
 * One page of `GET /devices`.
 */
import { type IDataObject, jsonParse } from 'n8n-workflow';
import type { Connection } from './connection';
import { DEVICES_TEXTS } from './devicesTexts';
import { ArculesError, settle } from './errors';
import type { ApiResponse } from './request';
import { property, quoted, serverMessage } from './response';

/** A device as the API gave it. Documented: `id`, `name`, `type`, `locationId`, `gatewayId`; nothing is promised. */
export type Device = IDataObject;

/** A page as the server sent it. */
export interface DevicePage {
	readonly devices: readonly Device[];
	/** `page.current`, which may echo the cursor. */
	readonly current: unknown;
	/** `page.next`; `undefined` on the last page. */
	readonly next: string | undefined;
	readonly sizeBytes: number;
}

/**
 * @param url whole, with the cursor where there is one
 * @param isGuess whether a 400 or 422 only means that the cursor was not understood
 * @throws {ArculesError} when there is no answer, or one that is no list of devices
 */
export async function fetchDevicePage(
	connection: Connection,
	url: string,
	signal: AbortSignal,
	isGuess = false,
): Promise<DevicePage> {
	const served = await settle(
		async () =>
			await connection.request(
				{
					endpoint: 'devices',
					method: 'GET',
					url,
					accept: 'application/json',
					texts: DEVICES_TEXTS,
					isGuess,
					parse: parsePage,
				},
				signal,
			),
	);
	if (served instanceof ArculesError) throw listingFailed(served);
	return served.value;
}

function parsePage({ bytes, status, secrets }: ApiResponse): DevicePage {
	const body = jsonParse<unknown>(bytes.toString('utf8'), { fallbackValue: null });
	const devices = property(body, 'devices');
	const page = property(body, 'page');
	const next = property(page, 'next') ?? '';
	if (isDeviceList(devices) && (typeof next === 'string' || typeof next === 'number')) {
		return {
			devices,
			current: property(page, 'current'),
			next: next === '' ? undefined : String(next),
			sizeBytes: bytes.length,
		};
	}
	const message = quoted(serverMessage(bytes, secrets));
	throw new ArculesError(
		'unavailable',
		`the server did not answer like the Arcules API${message}`,
		{
			description:
				'The list of devices was expected. Check the Base URL of the credential: it usually ends with /v1',
			httpStatus: status,
			isTransient: true,
		},
	);
}

function isDeviceList(value: unknown): value is Device[] {
	return (
		Array.isArray(value) &&
		value.every((entry) => typeof entry === 'object' && entry !== null && !Array.isArray(entry))
	);
}

/** A refused account speaks for itself. */
function listingFailed(error: ArculesError): ArculesError {
	return error.concernsAccount
		? error
		: error.withMessage(`The devices could not be listed: ${error.message}`);
}
