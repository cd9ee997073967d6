/**
 * Whether a refusal may mean that the token is over. How Arcules says so is not documented, and services say it in every
 * way there is.
 */
import type { ApiRequest } from './request';
import { kindOf } from './response';
import { isRedirect, type RawResponse } from './transport';

/** These answers are about the request or the traffic. */
const NEVER_ABOUT_TOKEN: readonly number[] = [404, 408, 410, 413, 425, 429];

const GUESS_WAS_WRONG: readonly number[] = [400, 422];

/** Words that a service uses for a session that is over, whatever the status. */
const WORDS =
	/\b(tokens?|jwt|bearer|sessions?|unauthori[sz]ed|unauthenticated|authenticat\w*|credentials?|log(?:ged)?[ -]?(?:in|out)|sign(?:ed)?[ -]?(?:in|out))\b/i;

/** So much of a body is searched for them. */
const MAX_SEARCHED_BYTES = 2_000;

/** @param response to a request that was not served */
export function mayMeanTokenIsOver(
	{ isGuess = false }: Pick<ApiRequest<unknown>, 'isGuess'>,
	response: RawResponse,
): boolean {
	const { status, bytes } = response;
	if (isGuess && GUESS_WAS_WRONG.includes(status)) return false;
	if (isRedirect(response)) return true;
	if (status >= 400 && status < 500 && !NEVER_ABOUT_TOKEN.includes(status)) return true;
	const isLoginPage = status < 300 && ['html', 'json'].includes(kindOf(bytes));
	return isLoginPage || WORDS.test(textOf(bytes));
}

function textOf(bytes: Buffer): string {
	return kindOf(bytes) === 'binary' ? '' : bytes.toString('latin1', 0, MAX_SEARCHED_BYTES);
}
