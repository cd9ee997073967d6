/**
 * The one door to Arcules: every request goes through here, with its retries, its limits and the renewal of the token.
 */
import {
	type ICredentialDataDecryptedObject,
	type INodeCredentialsDetails,
	jsonParse,
} from 'n8n-workflow';
import { type RateLimiter, rateLimiterFor, Semaphore } from '../concurrency/limits';
import { anySignal, delay } from '../concurrency/signals';
import { fingerprint, parseAccount } from './account';
import { TOO_LARGE } from './body';
import { ArculesError, findArculesError, settle } from './errors';
import { explainNetworkError } from './network';
import { serverMessage } from './response';
import { backoffMs, retryAfterMs } from './retry';
import { DEFAULT_SETTINGS, type RequestSettings } from './settings';
import { type EndpointTexts, statusError } from './statusError';
import { failedSignIn, forgetToken, validToken, wasIssuedSince } from './token';
import {
	callHelper,
	CREDENTIAL_TYPE,
	type HttpCall,
	MAX_BODY_BYTES,
	type RawResponse,
	type RequestContext,
} from './transport';

/** A request to one endpoint. */
export interface ApiRequest extends HttpCall {
	/** What the endpoint says of a failure. */
	readonly texts: EndpointTexts;
	/** Whether it may be repeated when it is not known whether it was carried out; by default, a GET may. */
	readonly idempotent?: boolean;
}

/** An answer with a status of 2xx or 3xx. */
export interface ApiResponse extends RawResponse {
	readonly body: Buffer;
	/** When the last byte had arrived. */
	readonly arrivedAt: Date;
	readonly attempts: number;
}

/** An answer of whatever status, and the token it was asked with. */
interface AuthorizedResponse extends RawResponse {
	readonly token: string;
}

/** An attempt that failed, and the wait that the server has asked for. */
interface FailedAttempt {
	readonly error: ArculesError;
	readonly retryAfterMs?: number | undefined;
}

/**
 * In queue mode, the token that takes the place of an expired one may be an older one of this process, and has to be
 * renewed once more.
 */
const MAX_RENEWALS = 2;

/**
 * One execution's connection to one Arcules account.
 *
 * The credential is read once: n8n's helper would otherwise read and decrypt it for every request.
 */
export class Connection {
	private readonly semaphore: Semaphore;

	private readonly rateLimiter: RateLimiter;

	/** Aborts when the execution is cancelled, in n8n's contexts that can be. */
	private readonly cancelled: readonly AbortSignal[];

	/** The credential chosen in the node: n8n copies the whole node each time one asks for it. */
	private readonly chosen: INodeCredentialsDetails | undefined;

	/** Set once the account was refused: everything that follows would fail the same way. */
	private refusal: ArculesError | undefined;

	/** Counts requests sent and answered: a clock that is finer than milliseconds. */
	private tick = 0;

	/** The token that Arcules accepted last, and when it did. */
	private accepted = { token: '', tick: 0 };

	private constructor(
		private readonly context: RequestContext,
		private readonly credential: ICredentialDataDecryptedObject,
		private readonly settings: RequestSettings,
		readonly baseUrl: string,
		private readonly accountFingerprint: string,
	) {
		this.chosen = context.getNode().credentials?.[CREDENTIAL_TYPE];
		this.semaphore = new Semaphore(settings.concurrency);
		this.rateLimiter = rateLimiterFor(accountFingerprint);
		const cancelled =
			'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
		this.cancelled = cancelled === undefined ? [] : [cancelled];
	}

	/**
	 * Reads the credential; sends nothing yet.
	 *
	 * @throws {ArculesError} when the node has no credential, or one that cannot be used
	 */
	static async open(
		context: RequestContext,
		settings: RequestSettings = DEFAULT_SETTINGS,
	): Promise<Connection> {
		const credential = await settle(
			async () => await context.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL_TYPE),
		);
		if (credential instanceof ArculesError) {
			throw new ArculesError('unauthorized', 'The node has no Arcules account to sign in with', {
				description: `Open the node and choose or create an Arcules API credential. n8n says: ${credential.message}`,
				concernsAccount: true,
			});
		}
		const account = parseAccount(credential);
		return new Connection(context, credential, settings, account.baseUrl, fingerprint(account));
	}

	/**
	 * Sends a request, and repeats it where that may help: after 408, 425, 429, 5xx, a broken connection or a missed
	 * deadline.
	 *
	 * @param signal ends the request and its waits; the failure has the reason `cancelled` then
	 * @throws {ArculesError} when there is no answer, or one with a status of 4xx or 5xx
	 */
	async request(request: ApiRequest, signal: AbortSignal): Promise<ApiResponse> {
		const ended = anySignal(signal, ...this.cancelled);
		try {
			return await this.withRetries(request, ended.signal);
		} finally {
			ended.release();
		}
	}

	private async withRetries(request: ApiRequest, ended: AbortSignal): Promise<ApiResponse> {
		for (let attempts = 1; ; attempts++) {
			const outcome = await this.semaphore.run(async () => await this.attempt(request, ended));
			if (!('error' in outcome)) return { ...outcome, arrivedAt: new Date(), attempts };

			const { error } = outcome;
			const wasSent = error.reason !== 'cancelled' && error !== this.refusal;
			if (!wasSent) throw error.with({ attempts: attempts - 1 });
			const delayMs = error.isTransient ? (outcome.retryAfterMs ?? backoffMs(attempts)) : 0;
			const concernsAll = error.concernsAccount || error.subject === 'quota';
			if (concernsAll) this.rateLimiter.pauseFor(delayMs);
			if (attempts > this.settings.retries || !mayBeRepeated(request, error)) {
				if (error.concernsAccount) this.refusal = error;
				throw error.with({ attempts });
			}
			if (!concernsAll) await delay(delayMs, ended);
		}
	}

	private async attempt(
		request: ApiRequest,
		ended: AbortSignal,
	): Promise<Omit<ApiResponse, 'arrivedAt' | 'attempts'> | FailedAttempt> {
		const response = await this.withTokenRenewal(request, ended);
		if ('error' in response) return response;
		const { status, header, body } = response;
		if (status >= 400) {
			return {
				error: statusError(request.texts, status, this.messageOf(response)),
				retryAfterMs: retryAfterMs(header('retry-after'), Date.now()),
			};
		}
		return body === TOO_LARGE ? { error: tooLarge(status) } : { status, header, body };
	}

	/**
	 * Sends the request, and again with another token while the one used may have expired; a token that was issued
	 * since the first request cannot have.
	 */
	private async withTokenRenewal(
		request: ApiRequest,
		ended: AbortSignal,
	): Promise<AuthorizedResponse | FailedAttempt> {
		const startTick = ++this.tick;
		const startMs = Date.now();
		for (let renewals = 0; ; renewals++) {
			const response = await this.sendOnce(request, ended);
			if ('error' in response || response.status !== 401) return response;
			const { token } = response;
			if (this.wasAcceptedSince(token, startTick)) return response;
			if (wasIssuedSince(token, startMs) || renewals === MAX_RENEWALS) {
				return { error: this.refused(request, response) };
			}
			forgetToken(token);
			if (this.credential.jwtToken === token) this.credential.jwtToken = '';
		}
	}

	private refused({ texts }: ApiRequest, response: AuthorizedResponse): ArculesError {
		return statusError(texts, response.status, this.messageOf(response))
			.withMessage('Arcules refused the account, although it had just signed in')
			.with({ concernsAccount: true });
	}

	/** Whether another request was served with this token in the meantime: then a 401 is not about the token. */
	private wasAcceptedSince(token: string, sinceTick: number): boolean {
		return this.accepted.token === token && this.accepted.tick > sinceTick;
	}

	/** One request and its answer, whatever its status. */
	private async sendOnce(
		request: ApiRequest,
		ended: AbortSignal,
	): Promise<AuthorizedResponse | FailedAttempt> {
		if (this.refusal !== undefined) return { error: this.refusal };
		await this.rateLimiter.acquire(this.settings.requestsPerMinute, ended);
		if (ended.aborted) return { error: cancelled() };

		// A copy, so that afterwards it holds the token of this very request: n8n puts a new one in there.
		const tokenBefore = validToken(this.credential, this.accountFingerprint);
		const credential = { ...this.credential, jwtToken: tokenBefore };
		const { timeoutMs } = this.settings;
		const deadline = AbortSignal.timeout(timeoutMs);
		const either = anySignal(ended, deadline);
		try {
			const response = await callHelper(
				this.context,
				request,
				credential,
				this.chosen,
				timeoutMs,
				either.signal,
			);
			const token = credential.jwtToken;
			if (response.status !== 401) this.accepted = { token, tick: ++this.tick };
			return { ...response, token };
		} catch (thrown) {
			if (ended.aborted) return { error: cancelled() };
			return { error: deadline.aborted ? this.timedOut() : this.noResponse(thrown) };
		} finally {
			either.release();
			if (credential.jwtToken !== tokenBefore) Object.assign(this.credential, credential);
		}
	}

	private noResponse(thrown: unknown): ArculesError {
		const refused = findArculesError(thrown) ?? failedSignIn(this.accountFingerprint, thrown);
		if (refused !== undefined) return refused;
		const { kind, explanation, isTransient } = explainNetworkError(thrown);
		if (kind === 'timeout') return this.timedOut();
		return new ArculesError('network', `the connection to ${new URL(this.baseUrl).host} failed`, {
			description: `${explanation} Check the connection of the machine n8n runs on.`.trim(),
			isTransient,
		});
	}

	private timedOut(): ArculesError {
		const seconds = this.settings.timeoutMs / 1000;
		return new ArculesError('timeout', `no complete answer came within ${seconds} seconds`, {
			description:
				'Check in the Arcules portal that it is online. If it is only slow, raise Timeout in the options of the node.',
			isTransient: true,
		});
	}

	/** The server's own words in an error answer. */
	private messageOf({ body, header }: RawResponse): string {
		if (body === TOO_LARGE || /html/i.test(header('content-type') ?? '')) return '';
		const text = body.toString('utf8');
		return serverMessage(
			jsonParse<unknown>(text, { fallbackValue: text }),
			String(this.credential.password),
		);
	}
}

/** A request that may have been carried out is repeated only if that does no harm. */
function mayBeRepeated({ method, idempotent }: ApiRequest, error: ArculesError): boolean {
	return error.isTransient && (idempotent ?? method === 'GET');
}

function cancelled(): ArculesError {
	return new ArculesError('cancelled', 'it was stopped before the answer was complete', {
		description:
			'The execution was cancelled, or another camera failed and the node stops on errors.',
	});
}

function tooLarge(httpStatus: number): ArculesError {
	const megabytes = Math.round(MAX_BODY_BYTES / 1024 / 1024);
	return new ArculesError('tooLarge', `the answer is larger than ${megabytes} MiB`, {
		description: 'The download was abandoned. Lower the recording resolution of the camera.',
		httpStatus,
	});
}
