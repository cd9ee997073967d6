/**
 * The account as the user typed it into the credential, checked before anything is sent.
 */
import { createHmac, randomBytes } from 'node:crypto';
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
	const password = passwordOf(credential.password);
	if (email === '' || password === '') {
		throw invalidCredential(
			`The Arcules credential has no ${email === '' ? 'email' : 'password'}: open it and fill it in`,
			'It takes the email and password of an Arcules account with the API User role.',
		);
	}
	return { baseUrl, email, password };
}

/** An expression in the credential may give a password of digits as a number. */
function passwordOf(typed: unknown): string {
	return typeof typed === 'string' || typeof typed === 'number' ? String(typed) : '';
}

/**
 * Checks and normalises a base URL: no trailing slash, `https:` only, except for this computer itself, because the
 * password would travel in the clear.
 *
 * @throws {ArculesError} when the address cannot be used
 */
export function parseBaseUrl(typed: unknown): string {
	const text = typeof typed === 'string' ? typed.trim() : '';
	if (text === '') return DEFAULT_BASE_URL;
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined || !['https:', 'http:'].includes(url.protocol)) {
		throw invalidBaseUrl('is not a web address', `It must look like ${DEFAULT_BASE_URL}`);
	}
	if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
		throw invalidBaseUrl(
			'starts with http://, so the password would travel unencrypted',
			'Use an address that starts with https://',
		);
	}
	if (url.username !== '' || url.password !== '' || /[?#]/.test(text)) {
		throw invalidBaseUrl(
			'has more in it than an address',
			`Leave out any user name, question mark or hash sign. It must look like ${DEFAULT_BASE_URL}`,
		);
	}
	let end = url.pathname.length;
	while (url.pathname[end - 1] === '/') end--;
	return url.origin + url.pathname.slice(0, end);
}

/** The message carries its remedy: the test of a credential shows nothing else. */
function invalidBaseUrl(what: string, remedy: string): ArculesError {
	return invalidCredential(
		`The Base URL of the Arcules credential ${what}. ${remedy}`,
		'Open the credential and correct the Base URL. Nothing was sent.',
	);
}

function invalidCredential(message: string, description: string): ArculesError {
	return new ArculesError('invalidParameter', message, { description, concernsAccount: true });
}

/** `URL` has put every writing of an IPv4 address into four decimal parts. */
function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** New for each process, so that the keys below tell nothing to who finds one. */
const processKey = randomBytes(32);

/** Each request asks for the key of its account. */
const knownKeys = new WeakMap<Account, string>();

/** What this process knows an account by: changes when the base URL, the email or the password is edited. */
export function accountKey(account: Account): string {
	const known = knownKeys.get(account);
	if (known !== undefined) return known;
	const key = accountHash(account, processKey);
	knownKeys.set(account, key);
	return key;
}

/** A keyed hash of all that the user has typed. */
export function accountHash({ baseUrl, email, password }: Account, key: string | Buffer): string {
	return createHmac('sha256', key)
		.update(JSON.stringify([baseUrl, email, password]))
		.digest('hex');
}
