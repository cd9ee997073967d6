/**
 * Accounts at the vendor's own address, for tests that answer with nock.
 */
import type { ArculesApi } from '../../credentials/ArculesApi.credentials';
import { CredentialStore } from '../../dev/engine/credentialStore';
import { loadOptionsContext } from './workflow';

export const HOST = 'https://msapi.arcules.com';

export const PASSWORD = 'pass-phrase';

/** A page with one camera, as `GET /devices` gives it. */
export const ONE_DEVICE = { devices: [{ id: 'a', type: 'video' }], page: { next: null } };

let accountNumber = 0;

/** Each test has an account of its own, because this process remembers the tokens of an account. */
export function newAccount(changes: Record<string, string> = {}): CredentialStore {
	accountNumber++;
	return new CredentialStore({
		email: `user${accountNumber}@example.com`,
		password: PASSWORD,
		baseUrl: `${HOST}/v1`,
		jwtToken: '',
		issuedFor: '',
		...changes,
	});
}

/** What the sign-in hook throws for a credential as it is stored. */
export async function failureOfHook(
	hook: ArculesApi['preAuthentication'],
	credentials: CredentialStore,
): Promise<Error> {
	let failure = new Error('The hook did not fail');
	await hook.call(loadOptionsContext(credentials), { ...credentials.stored }).catch((error) => {
		failure = error;
	});
	return failure;
}
