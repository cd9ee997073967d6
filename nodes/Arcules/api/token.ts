/**
 * The whole life of a token: issued at a sign-in, shared by everyone in this process, stored in the credential by n8n,
 * refused by Arcules, renewed.
 */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { type Account, fingerprint, parseAccount } from './account';
import { ArculesError } from './errors';
import { property } from './response';
import { type HttpRequest, signIn } from './signIn';

/**
 * How long a refused password is remembered. n8n's own HTTP Request node signs in again at once after any failed
 * request, so a wrong password would reach Arcules twice per item; nobody corrects an account within two seconds.
 */
const REFUSAL_MEMORY_MS = 2_000;

/**
 * How long a token is handed to whoever comes with another one that failed. The other one may be newer: in queue mode,
 * another process may have put it into the credential since.
 */
const HAND_OVER_MS = 60_000;

/** What this process knows of one account. */
interface Session {
	/** The newest token this process has obtained, unless Arcules has refused it since. */
	token?: { readonly value: string; readonly issuedAtMs: number };
	/** The sign-in under way, shared by everyone who needs a token meanwhile. */
	pending?: Promise<string>;
	/** Why the latest sign-in failed, unless one succeeded since. */
	failure?: { readonly error: ArculesError; readonly atMs: number };
}

/** Keyed by a hash of base URL, email and password; lives as long as the process. */
const sessions = new Map<string, Session>();

/**
 * A token for the account: the newest one of this process, or a new one.
 *
 * Items that run in parallel each ask when their token is refused; they share one sign-in, and whoever comes later
 * with the old token is handed the newest.
 *
 * @param failedToken the token that did not work, or an empty string when there was none
 * @throws {ArculesError} when Arcules gives no token
 */
export async function obtainToken(
	httpRequest: HttpRequest,
	account: Account,
	failedToken: string,
): Promise<string> {
	const session = sessionOf(account);
	if (session.pending !== undefined) return await session.pending;
	const { token } = session;
	const isNew = token !== undefined && Date.now() - token.issuedAtMs < HAND_OVER_MS;
	if (isNew && token.value !== failedToken) return token.value;
	const { failure } = session;
	const isRecent = failure !== undefined && Date.now() - failure.atMs < REFUSAL_MEMORY_MS;
	if (isRecent && failure.error.subject === 'access') throw failure.error;
	session.pending = renew(httpRequest, account, session);
	return await session.pending;
}

async function renew(
	httpRequest: HttpRequest,
	account: Account,
	session: Session,
): Promise<string> {
	const token = await signIn(httpRequest, account);
	delete session.pending;
	if (token instanceof ArculesError) {
		session.failure = { error: token, atMs: Date.now() };
		throw token;
	}
	session.token = { value: token, issuedAtMs: Date.now() };
	delete session.failure;
	return token;
}

/** Notes that Arcules refused a token, so that it is handed to nobody else. */
export function forgetToken(token: string): void {
	for (const session of sessions.values()) {
		if (session.token?.value === token) delete session.token;
	}
}

/** Whether this process was given the token by Arcules at that time or later: then signing in again would not help. */
export function wasIssuedSince(token: string, sinceMs: number): boolean {
	return [...sessions.values()].some(
		(session) => session.token?.value === token && session.token.issuedAtMs >= sinceMs,
	);
}

/**
 * The failed sign-in that an error reports. n8n 1.123 wraps what the sign-in threw and drops the cause, but keeps the
 * message.
 */
export function failedSignIn(
	accountFingerprint: string,
	thrown: unknown,
): ArculesError | undefined {
	const error = sessions.get(accountFingerprint)?.failure?.error;
	return error?.message === property(thrown, 'message') ? error : undefined;
}

/**
 * The token in the credential, if it was issued for just what the user has typed.
 *
 * An edited credential keeps its hidden fields in n8n, so that without this check the old account's token would be
 * sent to the new host.
 *
 * @param accountFingerprint of that credential; hashed anew when left out
 * @returns the token, or an empty string
 */
export function validToken(
	credential: ICredentialDataDecryptedObject,
	accountFingerprint: string = fingerprint(parseAccount(credential)),
): string {
	const { jwtToken, issuedFor } = credential;
	return typeof jwtToken === 'string' && issuedFor === accountFingerprint ? jwtToken : '';
}

function sessionOf(account: Account): Session {
	const key = fingerprint(account);
	const known = sessions.get(key);
	if (known !== undefined) return known;
	const session: Session = {};
	sessions.set(key, session);
	return session;
}
