/**
 * One sign-in: `POST /login`, and what its answer means.
 *
 * Each message carries its remedy in itself: the test of a credential shows nothing else.
 */
import type { IHttpRequestHelper } from 'n8n-workflow';
import { anySignal } from '../concurrency/signals';
import type { Account } from './account';
import { readBody } from './body';
import { ArculesError, type Reason } from './errors';
import { explainNetworkError } from './network';
import { kindOf, property, quoted, serverMessage } from './response';
import { httpDateMs, isTransientStatus, retryAfterMs } from './retry';
import { jsonOf } from './text';

const LOGIN_TIMEOUT_MS = 30_000;

/** A token is some hundred bytes. */
const MAX_LOGIN_BYTES = 64 * 1024;

export type HttpRequest = IHttpRequestHelper['helpers']['httpRequest'];

/** A token, and the time at the server when it was issued, if the server said so. */
export interface IssuedToken {
	readonly value: string;
	readonly serverDateMs: number | undefined;
}

/**
 * Signs in once.
 *
 * @param signal ends the request
 * @returns the token, or why there is none
 */
export async function signIn(
	httpRequest: HttpRequest,
	account: Account,
	signal: AbortSignal,
): Promise<IssuedToken | ArculesError> {
	// n8n's own timeout does not end an answer that arrives drop by drop.
	const either = anySignal(signal, AbortSignal.timeout(LOGIN_TIMEOUT_MS));
	try {
		const response: unknown = await httpRequest({
			method: 'POST',
			url: `${account.baseUrl}/login`,
			headers: { accept: 'application/json' },
			body: { email: account.email, password: account.password },
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// Streamed, so that an answer without end, or one that unpacks to gigabytes, is cut.
			encoding: 'stream',
			// A redirect could carry the password to another host.
			disableFollowRedirect: true,
			timeout: LOGIN_TIMEOUT_MS,
			abortSignal: either.signal,
		});
		const { bytes } = await readBody(
			property(response, 'body'),
			MAX_LOGIN_BYTES,
			undefined,
			either.signal,
		);
		return parseAnswer(response, bytes, account);
	} catch (error) {
		return signal.aborted ? ended() : unreachable(error, account);
	} finally {
		either.release();
	}
}

function parseAnswer(
	response: unknown,
	body: Buffer,
	account: Account,
): IssuedToken | ArculesError {
	const httpStatus = property(response, 'statusCode');
	if (typeof httpStatus !== 'number') return notArcules(account);
	const headers = property(response, 'headers');
	const serverDateMs = httpDateMs(headerText(property(headers, 'date')));
	const given = property(jsonOf(body), 'jwtToken');
	const token = typeof given === 'string' ? given.trim() : '';
	const isSuccess = httpStatus >= 200 && httpStatus < 300;
	if (isSuccess && isSendable(token)) {
		return { value: token, serverDateMs };
	}
	const message = serverMessage(body, [account.password, account.email]);
	const failure = isSuccess
		? withoutToken(body, withoutTokens(message), httpStatus, account)
		: refused(httpStatus, message, account);
	const retryAfter = headerText(property(headers, 'retry-after'));
	return failure.with({ retryAfterMs: retryAfterMs(retryAfter, serverDateMs ?? Date.now()) });
}

function headerText(header: unknown): string | undefined {
	return typeof header === 'string' ? header : undefined;
}

/** What has other characters could not stand in a header (RFC 6750, section 2.1). */
function isSendable(token: string): boolean {
	return /^[\x21-\x7e]+$/.test(token);
}

/** The statuses of a refused sign-in are not documented: classified by class, with the server's own words. */
function refused(httpStatus: number, message: string, account: Account): ArculesError {
	const fail = (reason: Reason, happened: string, remedy: string, description = '') =>
		failure(reason, `${happened}${quoted(message)}. ${remedy}`, {
			description,
			httpStatus,
			isTransient: isTransientStatus(httpStatus),
		});

	if (httpStatus === 403) {
		return fail(
			'forbidden',
			'Arcules does not let this account use the API',
			'In the Arcules portal, give it the API User role and the sites and locations it may see',
		);
	}
	if (httpStatus === 423) {
		return fail(
			'unauthorized',
			'Arcules has locked this account',
			'Unlock it in the Arcules portal, or wait until the lock is over',
		);
	}
	if ([400, 401, 422].includes(httpStatus)) return wrongPassword(httpStatus, message, account);
	if (httpStatus === 429) {
		return fail(
			'rateLimited',
			'Arcules is receiving too many sign-ins from this account',
			'Wait a few minutes, then try again',
		);
	}
	if (isTransientStatus(httpStatus)) {
		return fail(
			'unavailable',
			`Arcules cannot sign anybody in right now (status ${httpStatus})`,
			'Try again in a few minutes',
			'Nothing is wrong with the credential as far as this tells.',
		);
	}
	return notArcules(account, httpStatus, message);
}

function wrongPassword(httpStatus: number, message: string, account: Account): ArculesError {
	const hasOuterSpace = account.password !== account.password.trim();
	const remedy = hasOuterSpace
		? 'The password in the credential begins or ends with a space: if that is not meant, type it anew'
		: 'Check both in the credential. A single sign-on account cannot sign in to the API: it needs a password of its own';
	return failure(
		'unauthorized',
		`Arcules refused the email or password${quoted(message)}. ${remedy}`,
		{
			description: 'The account needs the API User role in the Arcules portal.',
			httpStatus,
		},
	);
}

/** So long a word may be the token, under a name that nobody expects, unless it is spelt like a word. */
const TOKEN_LIKE = /[\w+/=.~-]{24,}|(?=[a-z+/=.~_-]{0,23}\d)[\w+/=.~-]{16,}/gi;

/** What may be shown of the words that came with status 200. */
function withoutTokens(message: string): string {
	const words = message.replace(TOKEN_LIKE, '[…]');
	return words === '[…]' ? '' : words;
}

/** An answer that says "well done" and has no token: a second factor, an expired password, or another server. */
function withoutToken(
	body: Buffer,
	message: string,
	httpStatus: number,
	account: Account,
): ArculesError {
	if (kindOf(body) !== 'json' && message === '') return notArcules(account, httpStatus);
	return failure(
		'unauthorized',
		`Arcules answered the sign-in, but gave no token${quoted(message)}. Sign in to the Arcules portal with this account: a new password, a second factor or terms of use may be waiting there`,
		{ description: 'Also check that the Base URL of the credential is right.', httpStatus },
	);
}

function notArcules(account: Account, httpStatus?: number, message = ''): ArculesError {
	const status = httpStatus === undefined ? '' : ` (status ${httpStatus})`;
	return failure(
		'unavailable',
		`The server at ${hostOf(account)} did not answer like the Arcules API${status}${quoted(message)}. Check the Base URL of the credential, and whether a proxy or login page stands in between`,
		{ description: 'The Base URL usually ends with /v1.', httpStatus },
	);
}

function unreachable(error: unknown, account: Account): ArculesError {
	const { kind, explanation, isTransient } = explainNetworkError(error);
	const happened =
		kind === 'timeout'
			? `Arcules did not answer the sign-in within ${LOGIN_TIMEOUT_MS / 1000} seconds.`
			: `The Arcules server at ${hostOf(account)} could not be reached. ${explanation}`;
	return failure(
		kind,
		`${happened.trim()} Check the Base URL of the credential and the connection of the machine n8n runs on`,
		{
			description: 'Nothing is wrong with the email and password as far as this tells.',
			isTransient,
		},
	);
}

function ended(): ArculesError {
	return failure('cancelled', 'The sign-in was stopped, because nobody waits for it any more', {
		description: 'The execution was cancelled.',
	});
}

function failure(
	reason: Reason,
	message: string,
	details: {
		readonly description: string;
		readonly httpStatus?: number | undefined;
		readonly isTransient?: boolean;
	},
): ArculesError {
	return new ArculesError(reason, message, { concernsAccount: true, ...details });
}

function hostOf(account: Account): string {
	return new URL(account.baseUrl).host;
}

/** A sign-in that was ended because its caller did not wait any more, or failed within n8n: others try for themselves. */
export function concernsOneCaller(failure: ArculesError | undefined): boolean {
	return failure?.concernsAccount !== true || failure.reason === 'cancelled';
}
