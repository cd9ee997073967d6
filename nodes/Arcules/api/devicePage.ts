/**
 * Asks for one page of `GET /devices`.
 */
import type { Requester } from './connection';
import { type DevicePage, DEVICES_TEXTS, parseDevicePage } from './devicesAnswer';
import { ArculesError, settle } from './errors';

export type { Device, DevicePage } from './devicesAnswer';

/**
 * @param url whole, with the cursor where there is one
 * @param isGuess whether a 400 or 422 only means that the cursor was not understood
 * @throws {ArculesError} when there is no answer, or one that is no list of devices
 */
export async function fetchDevicePage(
	connection: Requester,
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
					parse: parseDevicePage,
				},
				signal,
			),
	);
	if (served instanceof ArculesError) throw listingFailed(served);
	return served.value;
}

/** A refused account speaks for itself. */
function listingFailed(error: ArculesError): ArculesError {
	return error.concernsAccount
		? error
		: error.withMessage(`The devices could not be listed: ${error.message}`);
}
