/**
 * Which devices are watched.
 */
import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IPollFunctions } from 'n8n-workflow';
import { parseAccount } from '../../api/account';
import { type Device, matchesFilter } from '../../api/devices';
import { CREDENTIAL_TYPE } from '../../api/transport';
import { parseFilter } from '../../shared/filters';
import type { Watch } from './list';

export interface Choice {
	readonly includes: (device: Device) => boolean;
	/** What the user has chosen, as plain data. */
	readonly chosen: unknown;
}

/** @throws {ArculesError} when a parameter is invalid */
export function readChoice(context: IPollFunctions): Choice {
	const filter = parseFilter(context.getNodeParameter('filters', {}));
	return { includes: (device) => matchesFilter(device, filter), chosen: filter };
}

/**
 * The watch with its fingerprint, which tells an edit of account or choice. The password is no part of it: who sees the
 * devices stays the same when it is changed.
 */
export async function watchOf(
	context: IPollFunctions,
	{ includes, chosen }: Choice,
	takesPictures: boolean,
): Promise<Watch> {
	const { baseUrl, email } = parseAccount(
		await context.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL_TYPE),
	);
	const fingerprint = createHash('sha256')
		.update(JSON.stringify([baseUrl, email, chosen, takesPictures]))
		.digest('base64url')
		.slice(0, 16);
	return { includes, fingerprint };
}
