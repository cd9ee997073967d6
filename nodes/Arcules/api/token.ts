/**
 * The whole life of a token: issued at a sign-in, shared by everyone in this process, stored in the credential by n8n,
 * about to end, refused by Arcules, renewed.
 */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { abortable } from '../concurrency/signals';
import { type Account, accountHash, accountKey, parseAccount } from './account';
import { ArculesError, settle } from './errors';
import { isDueForRenewal } from './jwt';
import { type HttpRequest, signIn } from './signIn';

/**
 * How long a token is handed to whoever comes with another one that failed. The other one may be newer: in queue mode,
 * another process may have put it into the credential since.
 */
const HAND_OVER_MS = 60_000;

/**
 * How long a token counts as good although somebody comes with that very one. n8n's own HTTP Request node asks for a
 * new one after every failed request, whatever failed.
 */
const TRUSTED_MS = 10_000;

/** A refused password is not sent again at once, so that a forgotten workflow does not get the account locked. */
const FIRST_PAUSE_MS = 30_000;
const MAX_PAUSE_MS = 30 * 60_000;
/** A server that asks for a longer pause is asked again after this. */
const MAX_ASKED_PAUSE_MS = 24 * 60 * 60_000;
/** A time that is further away is told with its date. */
const HALF_A_DAY_MS = MAX_ASKED_PAUSE_MS / 2;

/** More accounts than this are not remembered at a time. */
const MAX_SESSIONS = 1_000;

interface KnownToken {
	readonly value: string;
	/** 0 when another process obtained it. */
	readonly issuedAtMs: number;
}

/** A sign-in under way, shared by everyone who needs a token meanwhile; ended when nobody does any more. */
interface PendingSignIn {
	readonly token: Promise<KnownToken>;
	readonly abort: AbortController;
	waiters: number;
}

/** What this process knows of one account. */
interface Session {
	/** The newest token this process has obtained, unless Arcules has refused it since. */
	token?: KnownToken;
	/** When Arcules accepted a token last, and which. */
	accepted?: { readonly value: string; readonly atMs: number };
	pending?: PendingSignIn;
	/** Why the latest sign-in was refused, how often in a row, and when the next is sent. */
	refusal?: { readonly error: ArculesError; readonly count: number; readonly retryAtMs: number };
	/** How far the clock of the server is ahead of this one. */
	clockOffsetMs: number;
}

/** Keyed by {@link accountKey}, the least recently used first. */
const sessions = new Map<string, Session>();

function sessionOf(account: Account): Session {
	const key = accountKey(account);
	const session = sessions.get(key) ?? { clockOffsetMs: 0 };
	sessions.delete(key);
	sessions.set(key, session);
	for (const oldest of sessions.keys()) {
		if (sessions.size <= MAX_SESSIONS) break;
		sessions.delete(oldest);
	}
	return session;
}

/**
 * What the caller of n8n's request helper and the sign-in that n8n calls in between tell each other: n8n 1.123 wraps what
 * the sign-in throws and drops the cause, and nothing of n8n ends a sign-in that nobody waits for.
 */
export interface SignInExchange {
	/** Aborts when the caller does not wait any more. */
	readonly signal: AbortSignal;
	/** Called once, with the token or with why there is none. */
	readonly settled: (outcome: IssuedCredential | ArculesError) => void;
}

/** The hidden fields of a credential, and when Arcules issued the token. */
export interface IssuedCredential {
	readonly jwtToken: string;
	readonly issuedFor: string;
	readonly issuedAtMs: number;
}

/** Keyed by the very object that is given to n8n's helper as the decrypted credential, and by n8n to the sign-in. */
const exchanges = new WeakMap<object, SignInExchange>();

/** To be called before that object is given to n8n's helper. */
export function expectSignIn(
	credential: ICredentialDataDecryptedObject,
	exchange: SignInExchange,
): void {
	exchanges.set(credential, exchange);
}

const neverAborted = new AbortController().signal;

/**
 * The sign-in that n8n calls when a credential has no token, when a request was answered 401, and for the test of a
 * credential. n8n stores what it returns.
 *
 * @throws {ArculesError} when there is no token to be had
 */
export async function renewCredential(
	httpRequest: HttpRequest,
	credential: ICredentialDataDecryptedObject,
): Promise<Pick<IssuedCredential, 'jwtToken' | 'issuedFor'>> {
	const exchange = exchanges.get(credential);
	const outcome = await settle(async () => {
		const account = parseAccount(credential);
		const failedToken = validToken(credential, account);
		const signal = exchange?.signal ?? neverAborted;
		const { value, issuedAtMs } = await obtainToken(httpRequest, account, failedToken, signal);
		return { jwtToken: value, issuedFor: accountHash(account, value), issuedAtMs };
	});
	exchange?.settled(outcome);
	if (outcome instanceof ArculesError) throw outcome;
	const { jwtToken, issuedFor } = outcome;
	return { jwtToken, issuedFor };
}

/** A token for the account: the newest one of this process, or a new one. */
async function obtainToken(
	httpRequest: HttpRequest,
	account: Account,
	failedToken: string,
	signal: AbortSignal,
): Promise<KnownToken> {
	const session = sessionOf(account);
	if (session.pending === undefined) {
		const known = usableToken(session, failedToken);
		if (known !== undefined) return known;
		if (session.refusal !== undefined && Date.now() < session.refusal.retryAtMs) {
			throw pausedError(session.refusal.error, session.refusal.retryAtMs);
		}
		session.pending = startSignIn(httpRequest, account, session);
	}
	return await joinSignIn(session, session.pending, signal);
}

function usableToken(session: Session, failedToken: string): KnownToken | undefined {
	const { token, accepted } = session;
	const nowMs = Date.now();
	if (accepted?.value === failedToken && nowMs - accepted.atMs < TRUSTED_MS) {
		return { value: failedToken, issuedAtMs: 0 };
	}
	if (token === undefined || isDueForRenewal(token.value, nowMs + session.clockOffsetMs)) {
		return undefined;
	}
	const maxAgeMs = token.value === failedToken ? TRUSTED_MS : HAND_OVER_MS;
	return nowMs - token.issuedAtMs < maxAgeMs ? token : undefined;
}

function startSignIn(httpRequest: HttpRequest, account: Account, session: Session): PendingSignIn {
	const abort = new AbortController();
	const token = finishSignIn(httpRequest, account, session, abort.signal);
	// Everyone may have left before it fails.
	token.catch(() => {});
	return { token, abort, waiters: 0 };
}

async function finishSignIn(
	httpRequest: HttpRequest,
	account: Account,
	session: Session,
	signal: AbortSignal,
): Promise<KnownToken> {
	const issued = await signIn(httpRequest, account, signal);
	if (session.pending?.abort.signal === signal) delete session.pending;
	const nowMs = Date.now();
	if (issued instanceof ArculesError) {
		if (issued.subject !== 'access') throw issued;
		throw noteRefusal(session, issued, nowMs);
	}
	if (issued.serverDateMs !== undefined) session.clockOffsetMs = issued.serverDateMs - nowMs;
	delete session.refusal;
	return (session.token = { value: issued.value, issuedAtMs: nowMs });
}

async function joinSignIn(
	session: Session,
	pending: PendingSignIn,
	signal: AbortSignal,
): Promise<KnownToken> {
	pending.waiters++;
	try {
		return await abortable(pending.token, signal);
	} finally {
		pending.waiters--;
		if (pending.waiters === 0) {
			if (session.pending === pending) delete session.pending;
			pending.abort.abort();
		}
	}
}

function noteRefusal(session: Session, error: ArculesError, nowMs: number): ArculesError {
	const count = (session.refusal?.count ?? 0) + 1;
	const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (count - 1), MAX_PAUSE_MS);
	const askedMs = Math.min(error.retryAfterMs ?? 0, MAX_ASKED_PAUSE_MS);
	const retryAtMs = nowMs + Math.max(pauseMs, askedMs);
	session.refusal = { error, count, retryAtMs };
	return pausedError(error, retryAtMs);
}

function pausedError(error: ArculesError, retryAtMs: number): ArculesError {
	const isSoon = retryAtMs - Date.now() < HALF_A_DAY_MS;
	const dateTime = new Date(retryAtMs).toISOString().slice(0, 19).replace('T', ' ');
	const when = isSoon ? dateTime.slice('yyyy-mm-dd '.length) : dateTime;
	return error.withMessage(
		`${error.message}. The same password is not sent again before ${when} UTC; a changed one is tried at once`,
	);
}

/** Notes that Arcules accepted a token. */
export function noteAccepted(account: Account, value: string): void {
	sessionOf(account).accepted = { value, atMs: Date.now() };
}

/** Notes what time it is at the server. */
export function noteServerTime(account: Account, serverDateMs: number): void {
	sessionOf(account).clockOffsetMs = serverDateMs - Date.now();
}

/** Notes that a token is not to be used any more, so that it is handed to nobody else. */
export function forgetToken(account: Account, token: string): void {
	const session = sessionOf(account);
	if (session.token?.value === token) delete session.token;
	if (session.accepted?.value === token) delete session.accepted;
}

/** Whether a token is about to end by its own word. */
export function isAboutToEnd(account: Account, token: string): boolean {
	return isDueForRenewal(token, Date.now() + sessionOf(account).clockOffsetMs);
}

/**
 * The token in the credential, if it was issued for just what the user has typed.
 *
 * An edited credential keeps its hidden fields in n8n, so that without this check the old account's token would be
 * sent to the new host. The mark is keyed with the token, because n8n shows it to who may read the credential: without
 * the token, no password can be tried against it.
 *
 * @returns the token, or an empty string
 */
export function validToken(credential: ICredentialDataDecryptedObject, account: Account): string {
	const { jwtToken, issuedFor } = credential;
	if (typeof jwtToken !== 'string' || jwtToken === '') return '';
	return issuedFor === accountHash(account, jwtToken) ? jwtToken : '';
}
