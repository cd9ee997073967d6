/**
 * The token of one run: which one is sent, when another one is worth asking for, and what speaks for it.
 */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { abortable } from '../concurrency/signals';
import { type Account, accountKey, parseAccount } from './account';
import { ArculesError, settle } from './errors';
import { editedMeanwhile } from './failures';
import { concernsOneCaller } from './signIn';
import {
	expectSignIn,
	forgetToken,
	type IssuedCredential,
	isAboutToEnd,
	noteAccepted,
	noteServerTime,
	validToken,
} from './token';

/** A run signs in no more often than this, whatever is refused; one that goes on for long may see many tokens end. */
const MAX_SIGN_INS = 2;
const SIGN_INS_PERIOD_MS = 60_000;

/** What was noted less than this ago is not noted again. */
const NOTE_INTERVAL_MS = 1_000;

/**
 * Whoever comes so soon after a sign-in that failed was on the way while it was: it is told the same. Shorter than the
 * shortest wait before a retry, so that a retry signs in.
 */
const SHARED_FAILURE_MS = 100;

/** Reads the credential as n8n has it stored now. */
export type ReadCredential = () => Promise<ICredentialDataDecryptedObject>;

/** A request under way: the token it was sent with, and when it was sent. */
export interface Sent {
	readonly token: string;
	readonly tick: number;
}

export class Authorization {
	/** Counts requests sent: a clock that is finer than milliseconds. */
	private tick = 0;

	/** The tokens with which something was served in this run, and when the latest such request was sent. */
	private readonly servedTicks = new Map<string, number>();

	/** The tokens that were issued to this run, rather than found in the credential or handed over. */
	private readonly issued = new Set<string>();

	/** The tokens that were replaced in this run. */
	private readonly replaced = new Set<string>();

	/** When this run has signed in. */
	private signedInAtMs: number[] = [];

	private replacing: Promise<void> | undefined;

	/**
	 * The sign-in under way: whoever comes meanwhile waits for it, so that n8n stores one token, not ten; and shares its
	 * failure, so that a server that is busy with sign-ins gets one, not ten.
	 */
	private signingIn: Promise<ArculesError | undefined> | undefined;

	private failedSignIn: { readonly error: ArculesError; readonly atMs: number } | undefined;

	private notedAtMs = -Infinity;

	private knowsServerTime = false;

	/** Judged once for each credential: every request asks for it several times. */
	private tokenInUse: string;

	constructor(
		readonly account: Account,
		private credential: ICredentialDataDecryptedObject,
		private readonly readCredential: ReadCredential,
	) {
		this.tokenInUse = validToken(credential, account);
	}

	/** The token in use, or an empty string when there has to be a sign-in. */
	get token(): string {
		return this.tokenInUse;
	}

	/** Everything that must not be shown. */
	get secrets(): string[] {
		return [this.account.password, this.token, ...this.issued, ...this.replaced];
	}

	/**
	 * Calls n8n's helper with a credential that has a token, or that n8n signs in with.
	 *
	 * @param signal ends the wait for a sign-in
	 * @param call is given the credential; n8n puts a new token into it
	 * @throws {ArculesError} when the sign-in failed; else whatever `call` throws
	 */
	async with<T>(
		signal: AbortSignal,
		call: (credential: ICredentialDataDecryptedObject) => Promise<T>,
	): Promise<{ readonly response: T; readonly sent: Sent }> {
		await this.renewIfAboutToEnd();
		while (this.token === '' && this.signingIn !== undefined) {
			const failure = await abortable(this.signingIn, signal);
			if (failure !== undefined) throw failure;
		}
		const { token, failedSignIn: failed } = this;
		if (token === '' && failed && performance.now() - failed.atMs < SHARED_FAILURE_MS) {
			throw failed.error;
		}
		const credential = { ...this.credential, jwtToken: token };
		const tick = ++this.tick;
		if (token !== '') return { response: await call(credential), sent: { token, tick } };
		return await this.withSignIn(credential, signal, call, tick);
	}

	private async withSignIn<T>(
		credential: ICredentialDataDecryptedObject,
		signal: AbortSignal,
		call: (credential: ICredentialDataDecryptedObject) => Promise<T>,
		tick: number,
	): Promise<{ readonly response: T; readonly sent: Sent }> {
		const startMs = Date.now();
		let failure: ArculesError | undefined;
		let release: () => void = () => {};
		this.signingIn = new Promise((resolve) => {
			release = () => {
				this.signingIn = undefined;
				const shared = concernsOneCaller(failure) ? undefined : failure;
				if (shared !== undefined) this.failedSignIn = { error: shared, atMs: performance.now() };
				resolve(shared);
			};
		});
		const settled = (outcome: IssuedCredential | ArculesError) => {
			if (outcome instanceof ArculesError) failure = outcome;
			else this.take(outcome, startMs);
			release();
		};
		expectSignIn(credential, { signal, settled });
		const response = await settleAny(async () => await call(credential));
		release();
		if (failure !== undefined) throw failure;
		if ('thrown' in response) throw response.thrown;
		return {
			response: response.value,
			sent: { token: validToken(credential, this.account), tick },
		};
	}

	private use(credential: ICredentialDataDecryptedObject): void {
		this.credential = credential;
		this.tokenInUse = validToken(credential, this.account);
	}

	private take({ jwtToken, issuedFor, issuedAtMs }: IssuedCredential, startMs: number): void {
		this.use({ ...this.credential, jwtToken, issuedFor });
		if (issuedAtMs < startMs) return;
		this.issued.add(jwtToken);
		this.signedInAtMs.push(Date.now());
	}

	/** Notes that a request was served. */
	noteServed({ token, tick }: Sent, serverDateMs: number | undefined): void {
		this.servedTicks.set(token, Math.max(tick, this.servedTicks.get(token) ?? 0));
		const nowMs = Date.now();
		if (nowMs - this.notedAtMs < NOTE_INTERVAL_MS) return;
		this.notedAtMs = nowMs;
		noteAccepted(this.account, token);
		if (this.knowsServerTime || serverDateMs === undefined) return;
		this.knowsServerTime = true;
		noteServerTime(this.account, serverDateMs);
	}

	/** Whether anything was served with this token in this run: then it is good, and so is the account. */
	hasServed(token: string): boolean {
		return this.servedTicks.has(token);
	}

	/**
	 * Replaces the token of a request that was refused, if the refusal may be about the token. One that is older than the
	 * run may be over; one that was issued to it is replaced only when the list of devices is refused as well.
	 *
	 * @param isListRefused asks for the list with the token in use
	 * @returns whether another token is there to ask with
	 * @throws {ArculesError} when the credential was edited meanwhile
	 */
	async replace(refused: Sent, isListRefused: () => Promise<boolean>): Promise<boolean> {
		const { token, tick } = refused;
		// Signing in gave no token, and would give none the next time.
		if (token === '') return false;
		if (this.replacing !== undefined) await this.replacing;
		if (token !== this.token) return true;
		// A request that was sent later was served with it. One sent earlier proves nothing: it may have ended in between.
		if ((this.servedTicks.get(token) ?? 0) > tick) return false;
		if (this.issued.has(token)) {
			// Nothing was ever served with it: yet another one would be no better.
			if (!this.hasServed(token) || !(await isListRefused())) return false;
			if (this.replacing !== undefined) await this.replacing;
		}
		if (token === this.token) await this.discard(token, true);
		return token !== this.token;
	}

	private async renewIfAboutToEnd(): Promise<void> {
		if (this.replacing !== undefined) return await this.replacing;
		const { token } = this;
		if (token === '' || this.issued.has(token) || !isAboutToEnd(this.account, token)) return;
		await this.discard(token, false);
	}

	private async discard(token: string, isRefused: boolean): Promise<void> {
		this.replacing = this.takeStoredOrNone(token, isRefused);
		try {
			await this.replacing;
		} finally {
			this.replacing = undefined;
		}
	}

	/** Another worker may have signed in, and stored its token. */
	private async takeStoredOrNone(token: string, isRefused: boolean): Promise<void> {
		const stored = await this.readCredential();
		const account = await settle(async () => parseAccount(stored));
		if (account instanceof ArculesError || accountKey(account) !== accountKey(this.account)) {
			throw editedMeanwhile();
		}
		const other = validToken(stored, account);
		if (
			other !== '' &&
			other !== token &&
			!this.replaced.has(other) &&
			!isAboutToEnd(account, other)
		) {
			this.replaced.add(token);
			this.use({ ...this.credential, ...stored });
			return;
		}
		if (isRefused) {
			const sinceMs = Date.now() - SIGN_INS_PERIOD_MS;
			this.signedInAtMs = this.signedInAtMs.filter((atMs) => atMs > sinceMs);
			if (this.signedInAtMs.length >= MAX_SIGN_INS) return;
			forgetToken(this.account, token);
		}
		this.replaced.add(token);
		this.use({ ...this.credential, jwtToken: '' });
	}
}

async function settleAny<T>(
	work: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly thrown: unknown }> {
	try {
		return { value: await work() };
	} catch (thrown) {
		return { thrown };
	}
}
