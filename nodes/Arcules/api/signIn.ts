/**
 * One sign-in: `POST /login`, and what its answer means.
 */
import type { IHttpRequestHelper } from 'n8n-workflow';
import type { Account } from './account';
import { ArculesError, type Reason } from './errors';
import { explainNetworkError } from './network';
import { property, quoted, serverMessage } from './response';
import { isTransientStatus } from './retry';

const LOGIN_TIMEOUT_MS = 30_000;

export type HttpRequest = IHttpRequestHelper['helpers']['httpRequest'];

/**
 * Signs in once.
 *
 * @returns the token, or why there is none
 */
export async function signIn(
	httpRequest: HttpRequest,
	account: Account,
): Promise<string | ArculesError> {
	try {
		const response: unknown = await httpRequest({
			method: 'POST',
			url: `${account.baseUrl}/login`,
			headers: { accept: 'application/json' },
			body: { email: account.email, password: account.password },
			json: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// A redirect could carry the password to another host.
			disableFollowRedirect: true,
			timeout: LOGIN_TIMEOUT_MS,
			// `timeout` alone does not end an answer that arrives drop by drop.
			abortSignal: AbortSignal.timeout(LOGIN_TIMEOUT_MS),
		});
		return parseToken(response, account);
	} catch (error) {
		return unreachable(error, account);
	}
}

function parseToken(response: unknown, account: Account): string | ArculesError {
	const status = property(response, 'statusCode');
	const body = property(response, 'body');
	if (typeof status !== 'number') return notArcules(account);
	const token = property(body, 'jwtToken');
	if (status >= 200 && status < 300 && typeof token === 'string' && token !== '') return token;
	return refused(status, serverMessage(body, account.password), account);
}

/** The statuses of a refused sign-in are not documented: classified by class, with the server's own words. */
function refused(httpStatus: number, message: string, account: Account): ArculesError {
	const fail = (reason: Reason, text: string, description: string) =>
		signInError(reason, `${text}${quoted(message)}`, description, {
			httpStatus,
			isTransient: isTransientStatus(httpStatus),
		});

	if (httpStatus === 403) {
		return fail(
			'forbidden',
			'Arcules does not let this account use the API',
			'In the Arcules portal, give the account the API User role and the sites and locations it may see.',
		);
	}
	if ([400, 401, 422].includes(httpStatus) || (httpStatus < 300 && message !== '')) {
		return fail(
			'unauthorized',
			'Arcules refused the email or password',
			'Check both in the credential. The account must have its own password: a single sign-on account cannot sign in to the API.',
		);
	}
	if (httpStatus === 429) {
		return fail(
			'rateLimited',
			'Arcules is receiving too many sign-ins from this account',
			'Wait a few minutes, then try again.',
		);
	}
	if (isTransientStatus(httpStatus)) {
		return fail(
			'unavailable',
			`Arcules cannot sign anybody in right now (status ${httpStatus})`,
			'Nothing is wrong with the credential as far as this tells. Try again in a few minutes.',
		);
	}
	return notArcules(account, httpStatus);
}

function notArcules(account: Account, httpStatus?: number): ArculesError {
	const status = httpStatus === undefined || httpStatus < 300 ? '' : ` (status ${httpStatus})`;
	return signInError(
		'unavailable',
		`The server at ${hostOf(account)} did not answer like the Arcules API${status}`,
		'Check the Base URL of the credential, and whether a proxy or login page stands in between.',
		{ httpStatus, isTransient: false },
	);
}

function unreachable(error: unknown, account: Account): ArculesError {
	const { kind, explanation, isTransient } = explainNetworkError(error);
	const checks =
		'Check the Base URL of the credential and the connection of the machine n8n runs on.';
	return signInError(
		kind,
		kind === 'timeout'
			? `Arcules did not answer the sign-in within ${LOGIN_TIMEOUT_MS / 1000} seconds`
			: `The Arcules server at ${hostOf(account)} could not be reached`,
		`${explanation} ${checks}`.trim(),
		{ isTransient },
	);
}

function signInError(
	reason: Reason,
	message: string,
	description: string,
	details: { readonly httpStatus?: number | undefined; readonly isTransient: boolean },
): ArculesError {
	return new ArculesError(reason, message, { description, concernsAccount: true, ...details });
}

function hostOf(account: Account): string {
	return new URL(account.baseUrl).host;
}
