/**
 * The account as the user typed it into the credential, checked before anything is sent.
 */
import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { ArculesError } from './errors';

/** The address in the vendor's help article "Live Thumbnail API"; EU and JP hosts are not documented. */
export const DEFAULT_BASE_URL = 'https://msapi.arcules.com/v1';

/** Who signs in, and where. `baseUrl` has no trailing slash. */
export interface Account {
	readonly baseUrl: string;
	readonly email: string;
	readonly password: string;
}

/**
 * Reads the account out of the credential.
 *
 * @throws {ArculesError} when the email, the password or the base URL cannot be used
 */
export function parseAccount(credential: ICredentialDataDecryptedObject): Account {
	const baseUrl = parseBaseUrl(credential.baseUrl);
	const email = typeof credential.email === 'string' ? credential.email.trim() : '';
	const password = typeof credential.password === 'string' ? credential.password : '';
	if (email === '' || password === '') {
		throw invalidCredential(
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
 * @throws {ArculesError} when the address cannot be used
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

function invalidBaseUrl(what: string, whatToDo: string): ArculesError {
	return invalidCredential(`The Base URL of the Arcules credential ${what}`, whatToDo);
}

function invalidCredential(message: string, description: string): ArculesError {
	return new ArculesError('invalidParameter', message, { description, concernsAccount: true });
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
