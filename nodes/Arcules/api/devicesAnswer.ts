/**
 * What the list of devices answers, and what is said when it cannot be had. Apart from the request, because a probe of
 * the token asks for it too.
 */
import type { IDataObject } from 'n8n-workflow';
import { ArculesError } from './errors';
import type { ApiResponse } from './request';
import { property, quoted, serverMessage } from './response';
import { type EndpointTexts, TOO_MANY_REQUESTS } from './statusError';
import { jsonOf } from './text';

export const DEVICES_TEXTS: EndpointTexts = {
	unauthorized: {
		happened: 'refused the account',
		check:
			'Check in the Arcules portal that the account still exists, has the API User role, and is not a single sign-on account.',
	},
	forbidden: {
		happened: 'does not let this account see them',
		check:
			'In the Arcules portal, check that the account has the API User role and that sites and locations are assigned to it.',
	},
	notFound: {
		happened: 'does not know this address',
		check: 'Check the Base URL of the credential: it usually ends with /v1',
	},
	rateLimited: {
		happened: TOO_MANY_REQUESTS,
		check: 'Run the workflow less often, or lower Requests per Minute where a node has it.',
	},
	unavailable: {
		happened: 'could not answer right now',
		check: 'Arcules may be busy or under maintenance. Try again in a few minutes.',
	},
};

/** A device as the API gave it. Documented: `id`, `name`, `type`, `locationId`, `gatewayId`; nothing is promised. */
export type Device = IDataObject;

/** The id of a device as text, if it has one: the API documents texts, but a number would be as good. */
export function idOf({ id }: Device): string | undefined {
	const isId = (typeof id === 'string' && id !== '') || Number.isFinite(id);
	return isId ? String(id) : undefined;
}

/** A page as the server sent it. */
export interface DevicePage {
	readonly devices: readonly Device[];
	/** `page.current`, which may echo the cursor. */
	readonly current: unknown;
	/** `page.next`; `undefined` on the last page. */
	readonly next: string | undefined;
	readonly sizeBytes: number;
}

/** @throws {ArculesError} when the answer is no list of devices */
export function parseDevicePage({ bytes, header, status, secrets }: ApiResponse): DevicePage {
	const body = jsonOf(bytes, header('content-type'));
	const devices = property(body, 'devices');
	const page = property(body, 'page');
	const next = property(page, 'next') ?? '';
	if (isDeviceList(devices) && ['string', 'number', 'boolean'].includes(typeof next)) {
		return {
			devices,
			current: property(page, 'current'),
			next: cursorOf(next),
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

/** What stands there when nothing does; no cursor is called so. */
const NO_CURSOR = ['', 'null', 'undefined', 'false'];

function cursorOf(next: unknown): string | undefined {
	const cursor = String(next);
	return NO_CURSOR.includes(cursor.trim().toLowerCase()) ? undefined : cursor;
}

function isDeviceList(value: unknown): value is Device[] {
	return (
		Array.isArray(value) &&
		value.every((entry) => typeof entry === 'object' && entry !== null && !Array.isArray(entry))
	);
}
