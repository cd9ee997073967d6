/**
 * Gets a token: `POST /login`, one in flight per account, never twice for one wrong password.
 */
import type { IHttpRequestHelper } from 'n8n-workflow';
import { fingerprint, SignInError, type Account, type SignInReason } from './account';
import { field, serverMessage } from './answer';
import { explainNetworkError } from './network';

const LOGIN_TIMEOUT_MS = 30_000;

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
	failure?: { readonly error: SignInError; readonly atMs: number };
}

/** Keyed by a hash of base URL, email and password; lives as long as the process. */
const sessions = new Map<string, Session>();

type HttpRequest = IHttpRequestHelper['helpers']['httpRequest'];

/**
 * A token for the account: the newest one of this process, or a new one.
 *
 * Items that run in parallel each ask when their token is refused; they share one sign-in, and whoever comes later
 * with the old token is handed the newest.
 *
 * @param failedToken the token that did not work, or an empty string when there was none
 * @throws {SignInError} when Arcules gives no token
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
	if (isRecent && isRefusal(failure.error)) throw failure.error;
	session.pending = signIn(httpRequest, account, session);
	return await session.pending;
}

/** Tells that Arcules refused a token, so that it is handed to nobody else. */
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
 * The failed sign-in that an error tells of. n8n 1.123 wraps what the hook throws and drops the cause, but keeps the
 * message.
 */
export function failedSignIn(accountFingerprint: string, thrown: unknown): SignInError | undefined {
	const error = sessions.get(accountFingerprint)?.failure?.error;
	return error?.message === field(thrown, 'message') ? error : undefined;
}

function isRefusal({ reason }: SignInError): boolean {
	return reason === 'unauthorized' || reason === 'forbidden';
}

function sessionOf(account: Account): Session {
	const key = fingerprint(account);
	const known = sessions.get(key);
	if (known !== undefined) return known;
	const session: Session = {};
	sessions.set(key, session);
	return session;
}

async function signIn(
	httpRequest: HttpRequest,
	account: Account,
	session: Session,
): Promise<string> {
	const answer = await postLogin(httpRequest, account);
	delete session.pending;
	if (answer instanceof SignInError) {
		session.failure = { error: answer, atMs: Date.now() };
		throw answer;
	}
	session.token = { value: answer, issuedAtMs: Date.now() };
	delete session.failure;
	return answer;
}

async function postLogin(
	httpRequest: HttpRequest,
	account: Account,
): Promise<string | SignInError> {
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
		return tokenOf(response, account);
	} catch (error) {
		return unreachable(error, account);
	}
}

function tokenOf(response: unknown, account: Account): string | SignInError {
	const status = field(response, 'statusCode');
	const body = field(response, 'body');
	if (typeof status !== 'number') return notArcules(account);
	const token = field(body, 'jwtToken');
	if (status >= 200 && status < 300 && typeof token === 'string' && token !== '') return token;
	return refusal(status, serverMessage(body, account.password), account);
}

/** The statuses of a refused login are not documented: classified by class, with the server's own words. */
function refusal(status: number, said: string, account: Account): SignInError {
	const quoted = said === '' ? '' : `: “${said}”`;
	const fail = (reason: SignInReason, message: string, description: string) =>
		new SignInError(reason, message, description, status, isTransient(status));

	if (status === 403) {
		return fail(
			'forbidden',
			`Arcules does not let this account use the API${quoted}`,
			'In the Arcules portal, give the account the API User role and the sites and locations it may see.',
		);
	}
	if ([400, 401, 422].includes(status) || (status < 300 && said !== '')) {
		return fail(
			'unauthorized',
			`Arcules refused the email or password${quoted}`,
			'Check both in the credential. The account must have its own password: a single sign-on account cannot sign in to the API.',
		);
	}
	if (status === 429) {
		return fail(
			'rateLimited',
			`Arcules is receiving too many sign-ins from this account${quoted}`,
			'Wait a few minutes, then try again.',
		);
	}
	if (isTransient(status)) {
		return fail(
			'unavailable',
			`Arcules cannot sign anybody in right now (status ${status})${quoted}`,
			'Nothing is wrong with the credential as far as this tells. Try again in a few minutes.',
		);
	}
	return notArcules(account, status);
}

function isTransient(status: number): boolean {
	return [408, 425, 429].includes(status) || status >= 500;
}

function notArcules(account: Account, status?: number): SignInError {
	const said = status === undefined || status < 300 ? '' : ` (status ${status})`;
	return new SignInError(
		'unavailable',
		`The server at ${hostOf(account)} did not answer like the Arcules API${said}`,
		'Check the Base URL of the credential, and whether a proxy or login page stands in between.',
		status,
	);
}

function unreachable(error: unknown, account: Account): SignInError {
	const { kind, explanation, transient } = explainNetworkError(error);
	const checks =
		'Check the Base URL of the credential and the connection of the machine n8n runs on.';
	return new SignInError(
		kind,
		kind === 'timeout'
			? `Arcules did not answer the sign-in within ${LOGIN_TIMEOUT_MS / 1000} seconds`
			: `The Arcules server at ${hostOf(account)} could not be reached`,
		`${explanation} ${checks}`.trim(),
		undefined,
		transient,
	);
}

function hostOf(account: Account): string {
	return new URL(account.baseUrl).host;
}
