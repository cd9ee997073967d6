/**
 * The one door to the network: every request to Arcules goes through here, with its retries, its pacing and the renewal
 * of the token.
 */
import {
	type ICredentialDataDecryptedObject,
	type INodeCredentialsDetails,
	jsonParse,
} from 'n8n-workflow';
import { findSignInError, fingerprint, parseAccount } from '../../../credentials/account';
import { serverMessage } from '../../../credentials/answer';
import { failedSignIn, forgetToken, wasIssuedSince } from '../../../credentials/login';
import { explainNetworkError } from '../../../credentials/network';
import { backoffMs, retryAfterMs } from './backoff';
import { TOO_LARGE } from './body';
import { ArculesError, settle, statusError, type Subject, toArculesError } from './errors';
import {
	CREDENTIAL_TYPE,
	exchange,
	type Question,
	type RawAnswer,
	type RequestContext,
} from './exchange';
import { paceOf, type Pace } from './pacing';
import { Slots } from './slots';
import { joinSignals, wait } from './wait';

/** How requests are made. */
export interface RequestSettings {
	/** Most requests in flight at once, listing included. */
	readonly concurrency: number;
	/** Most requests in any minute, per account and process; 0 for no limit. */
	readonly requestsPerMinute: number;
	/** How often a busy or unreachable server is asked again. */
	readonly retries: number;
	/** Deadline of one attempt, body included. */
	readonly timeoutMs: number;
}

/** 500 requests a minute is what the vendor's I/O and Audio articles state; nothing is stated for thumbnails. */
export const DEFAULT_SETTINGS: RequestSettings = {
	concurrency: 8,
	requestsPerMinute: 500,
	retries: 3,
	timeoutMs: 30_000,
};

/** An answer with a status of 2xx or 3xx. */
export interface Answer extends RawAnswer {
	readonly body: Buffer;
	/** When the last byte had arrived. */
	readonly arrivedAt: Date;
	readonly attempts: number;
}

/**
 * In queue mode, the token that takes the place of an expired one may be an older one of this process, and has to be
 * renewed once more.
 */
const MOST_RENEWALS = 2;

/** A failed attempt: why, and whether and when asking again may help. */
interface Miss {
	readonly error: ArculesError;
	readonly retry: 'never' | { readonly afterMs: number | undefined };
}

/** An answer of whatever status, and the token it was asked with. */
interface TokenAnswer extends RawAnswer {
	readonly token: string;
}

/**
 * One execution's connection to one Arcules account.
 *
 * The credential is read once: n8n's helper would otherwise read and decrypt it for every request.
 */
export class Connection {
	private readonly slots: Slots;

	private readonly pace: Pace;

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
		this.slots = new Slots(settings.concurrency);
		this.pace = paceOf(accountFingerprint);
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
	 * Asks, and asks again where that may help: after 408, 425, 429, 5xx, a broken connection or a missed deadline.
	 *
	 * @param signal ends the request and its waits; the failure has the reason `cancelled` then
	 * @throws {ArculesError} when there is no answer, or one with a status of 4xx or 5xx
	 */
	async get(question: Question, signal: AbortSignal): Promise<Answer> {
		const joined = joinSignals(signal, ...this.cancelled);
		try {
			return await this.getUntil(question, joined.signal);
		} finally {
			joined.release();
		}
	}

	private async getUntil(question: Question, ended: AbortSignal): Promise<Answer> {
		for (let attempts = 1; ; attempts++) {
			const outcome = await this.slots.use(async () => await this.attempt(question, ended));
			if (!('error' in outcome)) return { ...outcome, arrivedAt: new Date(), attempts };

			const { error, retry } = outcome;
			const wasSent = error.reason !== 'cancelled' && error !== this.refusal;
			if (!wasSent) throw error.retold(error.message, { attempts: attempts - 1 });
			const delayMs = retry === 'never' ? 0 : (retry.afterMs ?? backoffMs(attempts));
			const concernsAll = error.concernsAccount || error.reason === 'rateLimited';
			if (concernsAll) this.pace.holdFor(delayMs);
			if (retry === 'never' || attempts > this.settings.retries) {
				if (error.concernsAccount) this.refusal = error;
				throw error.retold(error.message, { attempts });
			}
			if (!concernsAll) await wait(delayMs, ended);
		}
	}

	private async attempt(
		question: Question,
		ended: AbortSignal,
	): Promise<Omit<Answer, 'arrivedAt' | 'attempts'> | Miss> {
		const answer = await this.ask(question, ended);
		if ('error' in answer) return answer;
		const { status, header, body } = answer;
		if (status >= 400) return this.missOfStatus(question.subject, answer);
		if (body === TOO_LARGE) return { error: tooLarge(question.maxBytes, status), retry: 'never' };
		return { status, header, body };
	}

	/**
	 * Asks, and asks again with another token while the one used may have expired; a token that was issued since the
	 * first question cannot have.
	 */
	private async ask(question: Question, ended: AbortSignal): Promise<TokenAnswer | Miss> {
		const askedTick = ++this.tick;
		const askedAtMs = Date.now();
		for (let renewals = 0; ; renewals++) {
			const answer = await this.send(question, ended);
			if ('error' in answer || answer.status !== 401) return answer;
			const { token } = answer;
			if (this.isAccepted(token, askedTick)) return answer;
			const isFresh = wasIssuedSince(token, askedAtMs);
			if (isFresh || renewals === MOST_RENEWALS) return this.refused(question, answer);
			forgetToken(token);
			if (this.credential.jwtToken === token) this.credential.jwtToken = '';
		}
	}

	private refused({ subject }: Question, answer: TokenAnswer): Miss {
		const error = statusError(subject, 401, this.said(answer));
		return {
			error: error.retold('Arcules refused the account, although it had just signed in', {
				concernsAccount: true,
			}),
			retry: 'never',
		};
	}

	/** Whether somebody else was answered with this token in the meantime: then a 401 does not mean the token. */
	private isAccepted(token: string, sinceTick: number): boolean {
		return this.accepted.token === token && this.accepted.tick > sinceTick;
	}

	/** One request and its answer, whatever its status. */
	private async send(question: Question, ended: AbortSignal): Promise<TokenAnswer | Miss> {
		if (this.refusal !== undefined) return { error: this.refusal, retry: 'never' };
		await this.pace.takeTurn(this.settings.requestsPerMinute, ended);
		if (ended.aborted) return { error: cancelled(), retry: 'never' };

		// A copy, so that afterwards it tells which token this very request used: n8n puts a new one in there.
		const before = this.validToken();
		const credential = { ...this.credential, jwtToken: before };
		const deadline = AbortSignal.timeout(this.settings.timeoutMs);
		const joined = joinSignals(ended, deadline);
		try {
			const answer = await exchange(
				this.context,
				question,
				credential,
				this.chosen,
				this.settings.timeoutMs,
				joined.signal,
			);
			const token = credential.jwtToken;
			if (answer.status !== 401) this.accepted = { token, tick: ++this.tick };
			return { ...answer, token };
		} catch (thrown) {
			if (ended.aborted) return { error: cancelled(), retry: 'never' };
			return this.missOfThrown(thrown, deadline);
		} finally {
			joined.release();
			if (credential.jwtToken !== before) Object.assign(this.credential, credential);
		}
	}

	/** The token, if it was issued for just what the user has typed; else an empty string, and n8n signs in. */
	private validToken(): string {
		const { jwtToken, issuedFor } = this.credential;
		return issuedFor === this.accountFingerprint ? String(jwtToken ?? '') : '';
	}

	private missOfStatus(subject: Subject, answer: RawAnswer): Miss {
		const { status, header } = answer;
		const error = statusError(subject, status, this.said(answer));
		const mayPass = [408, 425, 429].includes(status) || status >= 500;
		if (!mayPass) return { error, retry: 'never' };
		return { error, retry: { afterMs: retryAfterMs(header('retry-after'), Date.now()) } };
	}

	private missOfThrown(thrown: unknown, deadline: AbortSignal): Miss {
		if (deadline.aborted) return { error: this.timedOut(), retry: { afterMs: undefined } };
		const refused = findSignInError(thrown) ?? failedSignIn(this.accountFingerprint, thrown);
		if (refused !== undefined) {
			const retry = refused.transient ? { afterMs: undefined } : 'never';
			return { error: toArculesError(refused), retry };
		}
		const { kind, explanation, transient } = explainNetworkError(thrown);
		return {
			error: kind === 'timeout' ? this.timedOut() : this.unreachable(explanation),
			retry: transient ? { afterMs: undefined } : 'never',
		};
	}

	private timedOut(): ArculesError {
		const seconds = this.settings.timeoutMs / 1000;
		return new ArculesError('timeout', `no complete answer came within ${seconds} seconds`, {
			description:
				'Check in the Arcules portal that it is online. If it is only slow, raise Timeout in the options of the node.',
		});
	}

	private unreachable(explanation: string): ArculesError {
		return new ArculesError('network', `the connection to ${new URL(this.baseUrl).host} failed`, {
			description: `${explanation} Check the connection of the machine n8n runs on.`.trim(),
		});
	}

	/** The server's own words in an error answer. */
	private said({ body, header }: RawAnswer): string {
		if (body === TOO_LARGE || /html/i.test(header('content-type') ?? '')) return '';
		const text = body.toString('utf8');
		return serverMessage(
			jsonParse<unknown>(text, { fallbackValue: text }),
			String(this.credential.password),
		);
	}
}

function cancelled(): ArculesError {
	return new ArculesError('cancelled', 'it was stopped before the answer was complete', {
		description:
			'The execution was cancelled, or another camera failed and the node stops on errors.',
	});
}

function tooLarge(maxBytes: number, httpStatus: number): ArculesError {
	const megabytes = Math.round(maxBytes / 1024 / 1024);
	return new ArculesError('tooLarge', `the answer is larger than ${megabytes} MiB`, {
		description: 'The download was abandoned. Lower the recording resolution of the camera.',
		httpStatus,
	});
}
