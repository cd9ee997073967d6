/**
 * The account as the user typed it into the credential, checked before anything is sent.
 */
import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** The address in the vendor's help article "Live Thumbnail API"; EU and JP hosts are not documented. */
export const DEFAULT_BASE_URL = 'https://msapi.arcules.com/v1';

/** Who signs in, and where. `baseUrl` has no trailing slash. */
export interface Account {
	readonly baseUrl: string;
	readonly email: string;
	readonly password: string;
}

/** Why no token could be had; a subset of the reasons a camera's item may carry. */
export type SignInReason =
	| 'unauthorized'
	| 'forbidden'
	| 'rateLimited'
	| 'unavailable'
	| 'timeout'
	| 'network'
	| 'invalidParameter';

/**
 * A sign-in that failed, told in a sentence for the user.
 *
 * It carries no `response`, `status` or `cause` on purpose: n8n calls the sign-in a second time when it finds
 * `response.status === 401` on an error, and anything attached could end up in a log with the password.
 */
export class SignInError extends Error {
	override readonly name = 'SignInError';

	constructor(
		readonly reason: SignInReason,
		message: string,
		/** What to check, in the words of the Arcules portal. */
		readonly description: string,
		readonly httpStatus?: number,
		/** Whether it may pass by itself, so that trying again makes sense. */
		readonly transient = false,
	) {
		super(message);
	}
}

/**
 * Finds the {@link SignInError} in what n8n's request helper threw, which wraps it. Told by its name, so that a second
 * loaded copy of this file is recognised too.
 */
export function findSignInError(thrown: unknown): SignInError | undefined {
	if (!(thrown instanceof Error)) return undefined;
	return isSignInError(thrown) ? thrown : findSignInError(thrown.cause);
}

function isSignInError(error: Error): error is SignInError {
	return error.name === 'SignInError' && 'reason' in error;
}

/**
 * Reads the account out of the credential.
 *
 * @throws {SignInError} when the email, the password or the base URL cannot be used
 */
export function parseAccount(credential: ICredentialDataDecryptedObject): Account {
	const baseUrl = parseBaseUrl(credential.baseUrl);
	const email = typeof credential.email === 'string' ? credential.email.trim() : '';
	const password = typeof credential.password === 'string' ? credential.password : '';
	if (email === '' || password === '') {
		throw new SignInError(
			'invalidParameter',
			`The Arcules credential has no ${email === '' ? 'email' : 'password'}`,
			'Open the credential and fill in the email and password of an Arcules account with the API User role.',
		);
	}
	return { baseUrl, email, password };
}

/**
 * Checks and normalises a base URL: no trailing slash, `https:` only, except for this computer itself, because the
 * password would travel in the clear.
 *
 * @throws {SignInError} when the address cannot be used
 */
export function parseBaseUrl(typed: unknown): string {
	const text = typeof typed === 'string' ? typed.trim() : '';
	const url = text === '' ? new URL(DEFAULT_BASE_URL) : tryParseUrl(text);
	if (url === undefined || !['https:', 'http:'].includes(url.protocol)) {
		throw invalidBaseUrl('is not a web address', `It must look like ${DEFAULT_BASE_URL}`);
	}
	if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
		throw invalidBaseUrl(
			'starts with http://, so the password would travel unencrypted',
			'Use an address that starts with https://. Nothing was sent.',
		);
	}
	if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
		throw invalidBaseUrl(
			'has more in it than an address',
			`Leave out any user name, question mark or hash sign. It must look like ${DEFAULT_BASE_URL}`,
		);
	}
	return url.href.replace(/\/+$/, '');
}

/** A hash that changes when the base URL, the email or the password is edited. */
export function fingerprint({ baseUrl, email, password }: Account): string {
	return createHash('sha256')
		.update(JSON.stringify([baseUrl, email, password]))
		.digest('hex');
}

/**
 * The token in the credential, if it was issued for just what the user has typed.
 *
 * An edited credential keeps its hidden fields in n8n, so that without this check the old account's token would be
 * sent to the new host.
 *
 * @returns the token, or an empty string
 */
export function validToken(credential: ICredentialDataDecryptedObject): string {
	const { jwtToken, issuedFor } = credential;
	if (typeof jwtToken !== 'string' || jwtToken === '') return '';
	return issuedFor === fingerprint(parseAccount(credential)) ? jwtToken : '';
}

function invalidBaseUrl(what: string, whatToDo: string): SignInError {
	return new SignInError(
		'invalidParameter',
		`The Base URL of the Arcules credential ${what}`,
		whatToDo,
	);
}

function tryParseUrl(text: string): URL | undefined {
	return URL.canParse(text) ? new URL(text) : undefined;
}

function isLoopback(hostname: string): boolean {
	return (
		hostname === 'localhost' ||
		hostname.endsWith('.localhost') ||
		hostname === '[::1]' ||
		/^127(\.\d{1,3}){3}$/.test(hostname)
	);
}
