/**
 * Which devices are watched.
 */
import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IPollFunctions } from 'n8n-workflow';
import { parseAccount } from '../../api/account';
import { type DeviceFilter, testOf } from '../../api/devices';
import { CREDENTIAL_TYPE } from '../../api/transport';
import { parseCameras } from '../../shared/cameras';
import { parseFilter } from '../../shared/filters';
import type { Watch } from './list';

/** @throws {ArculesError} when a parameter is invalid */
export function readFilter(context: IPollFunctions): DeviceFilter {
	const cameras = context.getNodeParameter('cameras', 'all');
	return {
		...parseFilter(context.getNodeParameter('filters', {})),
		...parseCameras(cameras, () => context.getNodeParameter('cameraIds', [])),
	};
}

/** Plenty to tell one account and choice from the next. */
const FINGERPRINT_LENGTH = 16;

/**
 * What is watched, with its fingerprint. The password is no part of it: who changes it sees the same devices.
 *
 * @param takesPictures whether cameras are looked at; when this begins, so does their watch
 */
export async function watchOf(
	context: IPollFunctions,
	filter: DeviceFilter,
	takesPictures: boolean,
): Promise<Watch> {
	const { baseUrl, email } = parseAccount(
		await context.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL_TYPE),
	);
	const fingerprint = createHash('sha256')
		.update(JSON.stringify([baseUrl, email, filter, takesPictures]))
		.digest('base64url')
		.slice(0, FINGERPRINT_LENGTH);
	return { includes: testOf(filter), fingerprint };
}
