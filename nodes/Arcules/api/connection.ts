/**
 * The one door to Arcules: every request goes through here, with its retries, its limits and the renewal of the token.
 */
import type { ICredentialDataDecryptedObject, INodeCredentialsDetails } from 'n8n-workflow';
import { type RateLimiter, rateLimiterFor, Semaphore } from '../concurrency/limits';
import { anySignal, delay } from '../concurrency/signals';
import { accountKey, parseAccount } from './account';
import { Authorization, type Sent } from './authorization';
import { CircuitBreaker } from './circuitBreaker';
import { ArculesError, settle } from './errors';
import { accountRefused, cancelled, noResponse, notSent, timedOut, tooLarge } from './failures';
import { type ProbeResult, probeRequest, probeResultOf } from './probe';
import { mayMeanTokenIsOver } from './refusal';
import {
	type ApiRequest,
	type Endpoint,
	type Exchange,
	isRepeatable,
	type Served,
} from './request';
import { serverMessage } from './response';
import { httpDateMs, retryAfterMs, retryDelayMs } from './retry';
import { containsSecret } from './secrets';
import { DEFAULT_SETTINGS, type RequestSettings } from './settings';
import { statusError } from './statusError';
import { callHelper, CREDENTIAL_TYPE, type RawResponse, type RequestContext } from './transport';

/** As much of a connection as it takes to ask. */
export type Requester = Pick<Connection, 'baseUrl' | 'holdsSecret' | 'request'>;

/**
 * One execution's connection to one Arcules account.
 *
 * The credential is read once: n8n's helper would otherwise read and decrypt it for every request.
 */
export class Connection {
	private readonly semaphore: Semaphore;

	private readonly rateLimiter: RateLimiter;

	private readonly breakers: Readonly<Record<Endpoint, CircuitBreaker>> = {
		devices: new CircuitBreaker(),
		thumbnail: new CircuitBreaker(),
		ioPorts: new CircuitBreaker(),
	};

	/** Aborts when the execution is cancelled, in n8n's contexts that can be. */
	private readonly cancelled: readonly AbortSignal[];

	/** The credential chosen in the node: n8n copies the whole node each time one asks for it. */
	private readonly chosen: INodeCredentialsDetails | undefined;

	/** Set once the account was refused: everything that follows would fail the same way. */
	private refusal: ArculesError | undefined;

	/** The probe under way, shared by everyone who needs a witness meanwhile. */
	private probing: Promise<ProbeResult> | undefined;

	private servedAtMs = Date.now();

	private constructor(
		private readonly context: RequestContext,
		private readonly authorization: Authorization,
		private readonly settings: RequestSettings,
		readonly baseUrl: string,
	) {
		this.chosen = context.getNode().credentials?.[CREDENTIAL_TYPE];
		this.semaphore = new Semaphore(settings.concurrency);
		this.rateLimiter = rateLimiterFor(accountKey(authorization.account));
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
		const read = async () =>
			await context.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL_TYPE);
		const credential = await settle(read);
		if (credential instanceof ArculesError) {
			throw new ArculesError('unauthorized', 'The node has no Arcules account to sign in with', {
				description: `Open the node and choose or create an Arcules API credential. n8n says: ${credential.message}`,
				concernsAccount: true,
			});
		}
		const account = parseAccount(credential);
		const authorization = new Authorization(account, credential, read);
		return new Connection(context, authorization, settings, account.baseUrl);
	}

	/**
	 * Sends a request, and repeats it where that may help: after 408, 425, 429, 5xx, a broken connection, a missed
	 * deadline or an answer that is not yet what was asked for.
	 *
	 * @param signal ends the request and its waits; the failure has the reason `cancelled` then
	 * @throws {ArculesError}
	 */
	async request<T>(request: ApiRequest<T>, signal: AbortSignal): Promise<Served<T>> {
		const ended = anySignal(signal, ...this.cancelled);
		try {
			return await this.withRetries(request, ended.signal);
		} finally {
			ended.release();
		}
	}

	/** Whether a text that the server chose must not be shown, because the password or a token stands in it. */
	holdsSecret(text: string): boolean {
		return containsSecret(text, this.authorization.secrets);
	}

	private async withRetries<T>(request: ApiRequest<T>, ended: AbortSignal): Promise<Served<T>> {
		const breaker = this.breakers[request.endpoint];
		const maxRetries = isRepeatable(request) ? this.settings.retries : 0;
		let askedWaitMs = 0;
		for (let attempts = 1; ; attempts++) {
			const value = await this.semaphore.run(async () => await this.attempt(request, ended));
			if (!(value instanceof ArculesError)) {
				breaker.answered();
				this.servedAtMs = Date.now();
				return { value, attempts };
			}
			if (value.attempts === 0) throw value.with({ attempts: attempts - 1 });
			breaker.failed(value, request.url);
			const silenceMs = Date.now() - this.servedAtMs;
			const failed = { error: value, attempts, maxRetries, askedWaitMs, silenceMs };
			const delayMs = retryDelayMs(failed);
			if (delayMs === undefined || breaker.state !== 'closed') {
				breaker.gaveUp();
				if (value.concernsAccount) this.refusal = value;
				throw value.with({ attempts });
			}
			if (value.retryAfterMs !== undefined) askedWaitMs += delayMs;
			await this.waitFor(value, delayMs, request, ended);
		}
	}

	/** One camera that says "too many requests" is one camera; a second one, or the list, speaks for the account. */
	private async waitFor(
		error: ArculesError,
		delayMs: number,
		{ endpoint }: ApiRequest<unknown>,
		ended: AbortSignal,
	): Promise<void> {
		const isQuota = error.subject === 'quota';
		const isShared = endpoint !== 'thumbnail' || this.breakers[endpoint].isShared;
		if (error.concernsAccount || (isQuota && isShared)) this.rateLimiter.pauseFor(delayMs);
		else await delay(delayMs, ended);
	}

	/** @returns what was asked for; or why it was not given, with `attempts: 0` when nothing was sent */
	private async attempt<T>(request: ApiRequest<T>, ended: AbortSignal): Promise<T | ArculesError> {
		for (;;) {
			if (this.refusal !== undefined) return this.refusal.with({ attempts: 0 });
			const { state, lastFailure } = this.breakers[request.endpoint];
			if (state === 'open' && lastFailure !== undefined) return notSent(lastFailure);
			await this.rateLimiter.acquire(this.settings.requestsPerMinute, ended);
			if (ended.aborted) return cancelled();
			const exchange = await this.send(request, ended);
			if (exchange instanceof ArculesError) return exchange;
			const { response, sent, result } = exchange;
			if (!(result instanceof ArculesError)) return result;
			if (!mayMeanTokenIsOver(request, response)) return result;
			const isReplaced = await settle(
				async () =>
					await this.authorization.replace(sent, async () => {
						const { isTokenRefused } = await this.probe(ended);
						return isTokenRefused;
					}),
			);
			if (isReplaced instanceof ArculesError) return isReplaced.with({ attempts: 1 });
			if (!isReplaced) return await this.blame(request, sent, result, ended);
		}
	}

	/** One request, and what its answer means. */
	private async send<T>(
		request: ApiRequest<T>,
		ended: AbortSignal,
	): Promise<Exchange<T> | ArculesError> {
		const { timeoutMs } = this.settings;
		const deadline = AbortSignal.timeout(timeoutMs);
		const either = anySignal(ended, deadline);
		const { context, chosen } = this;
		const { signal } = either;
		try {
			const { response, sent } = await this.authorization.with(
				signal,
				async (credential) =>
					await callHelper(request, { context, credential, chosen, timeoutMs, signal }),
			);
			const result = await settle(async () => this.read(request, response));
			if (result instanceof ArculesError) {
				return { response, sent, result: result.with({ attempts: 1 }) };
			}
			this.authorization.noteServed(sent, httpDateMs(response.header('date')));
			return { response, sent, result };
		} catch (thrown) {
			if (ended.aborted) return cancelled();
			const failure = deadline.aborted
				? timedOut(timeoutMs)
				: noResponse(thrown, this.baseUrl, timeoutMs);
			return failure.with({ attempts: 1 });
		} finally {
			either.release();
		}
	}

	/** @throws {ArculesError} when the answer is not what was asked for */
	private read<T>({ texts, parse }: ApiRequest<T>, response: RawResponse): T {
		const { status, header, bytes, isWhole } = response;
		const { secrets } = this.authorization;
		if (status >= 200 && status < 300) {
			if (!isWhole) throw tooLarge(status);
			return parse({ ...response, arrivedAt: new Date(), secrets });
		}
		const serverNowMs = httpDateMs(header('date')) ?? Date.now();
		throw statusError(texts, status, serverMessage(bytes, secrets)).with({
			retryAfterMs: retryAfterMs(header('retry-after'), serverNowMs),
		});
	}

	/** Whom a refusal is about, by what else was served with the same token. */
	private async blame(
		request: ApiRequest<unknown>,
		{ token }: Sent,
		error: ArculesError,
		ended: AbortSignal,
	): Promise<ArculesError> {
		if (error.subject !== 'access' || this.authorization.hasServed(token)) return error;
		const isList = request.endpoint === 'devices';
		if (!isList && !(await this.probe(ended)).isAccountRefused) return error;
		if (error.reason === 'unauthorized') return accountRefused(error);
		return isList ? error : error.with({ concernsAccount: true });
	}

	/** Asks for the list of devices, where there is no other witness of the token and the account. */
	private async probe(ended: AbortSignal): Promise<ProbeResult> {
		this.probing ??= this.sendProbe(ended).finally(() => {
			this.probing = undefined;
		});
		return await this.probing;
	}

	private async sendProbe(ended: AbortSignal): Promise<ProbeResult> {
		await this.rateLimiter.acquire(this.settings.requestsPerMinute, ended);
		return probeResultOf(await this.send(probeRequest(this.baseUrl), ended));
	}
}
