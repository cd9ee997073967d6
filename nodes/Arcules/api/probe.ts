/**
 * Asks for the list of devices where there is no other witness of whether a token, or the account itself, is refused.
 */
import { type DevicePage, DEVICES_TEXTS, parseDevicePage } from './devicesAnswer';
import { ArculesError } from './errors';
import { mayMeanTokenIsOver } from './refusal';
import type { ApiRequest, Exchange } from './request';

/** What the list of devices says. */
export interface ProbeResult {
	readonly isTokenRefused: boolean;
	readonly isAccountRefused: boolean;
}

export function probeRequest(baseUrl: string): ApiRequest<DevicePage> {
	return {
		endpoint: 'devices',
		method: 'GET',
		url: `${baseUrl}/devices`,
		accept: 'application/json',
		texts: DEVICES_TEXTS,
		parse: parseDevicePage,
	};
}

/** @param exchange what came of it; no answer at all says nothing, unless the sign-in failed */
export function probeResultOf(exchange: Exchange<DevicePage> | ArculesError): ProbeResult {
	if (exchange instanceof ArculesError) {
		return { isTokenRefused: false, isAccountRefused: exchange.concernsAccount };
	}
	const { result, response } = exchange;
	const isServed = !(result instanceof ArculesError);
	return {
		isTokenRefused: !isServed && mayMeanTokenIsOver({}, response),
		isAccountRefused: !isServed && result.subject === 'access',
	};
}
