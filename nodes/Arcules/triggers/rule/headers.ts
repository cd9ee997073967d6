/**
 * The headers of a call as the item shows them: without what would let somebody who sees an execution pass for the sender.
 */
import type { IDataObject } from 'n8n-workflow';
import { secretsFinder } from '../../api/secrets';

/** Headers of a request, as Node.js gives them. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** A proxy in front of n8n may add names of its own, such as `x-forwarded-access-token`. */
const SECRET_NAME =
	/auth|cookie|token|secret|password|passwd|credential|api-?key|session|jwt|assertion/i;

/** Longer values are not looked through for secrets, and not shown either. */
const MAX_VALUE_LENGTH = 2_000;

/**
 * @param secrets the API key and the secret of the rule: a header that holds either is left out, whatever its name
 */
export function shownHeaders(headers: RequestHeaders, secrets: readonly string[]): IDataObject {
	const holdsSecret = secretsFinder(secrets);
	const shown = Object.entries(headers).flatMap(([name, value]) => {
		const text = [value ?? []].flat().join(', ');
		const isShown =
			value !== undefined &&
			!SECRET_NAME.test(name) &&
			text.length <= MAX_VALUE_LENGTH &&
			!holdsSecret(text);
		return isShown ? [[name, text] as const] : [];
	});
	return Object.fromEntries(shown);
}
