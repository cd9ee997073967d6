// Accounts and the tokens issued to them.
import { randomBytes, randomUUID } from 'node:crypto';

import { sign } from 'jsonwebtoken';

import type { Clock } from './clock';
import type { Account, ResolvedOptions } from './options';

type Session = Readonly<{ account: Account; expiresAtMs: number }>;

type SessionOptions = Pick<
	ResolvedOptions,
	'accounts' | 'token' | 'tokenLifetimeSeconds' | 'oneSessionPerAccount'
>;

const MS_PER_SECOND = 1000;

/** Checks passwords, issues tokens and knows which are in force. */
export class SessionStore {
	private readonly accounts = new Map<string, Account>();

	private readonly sessions = new Map<string, Session>();

	private readonly signingKey = randomBytes(32);

	private callsUntilExpiry = Infinity;

	constructor(
		private readonly options: SessionOptions,
		private readonly clock: Clock,
	) {
		for (const account of options.accounts) this.accounts.set(account.email, account);
	}

	/** The account, when email and password are its own. */
	authenticate(email: string, password: string): Account | undefined {
		const account = this.accounts.get(email);
		return account?.password === password ? account : undefined;
	}

	/** A new token for the account, never one that was issued before. */
	issue(account: Account): string {
		const nowMs = this.clock.nowMs();
		const { oneSessionPerAccount, tokenLifetimeSeconds } = this.options;
		for (const [token, session] of this.sessions) {
			const isReplaced = oneSessionPerAccount && session.account.email === account.email;
			if (isReplaced || session.expiresAtMs <= nowMs) this.sessions.delete(token);
		}
		const token = this.createToken(account, nowMs);
		const expiresAtMs = nowMs + tokenLifetimeSeconds * MS_PER_SECOND;
		this.sessions.set(token, { account, expiresAtMs });
		return token;
	}

	// A look-up instead of a check of the signature: it costs nothing, and only tokens that were
	// issued here are in the map.
	/** The account of a token that is in force. */
	accountOf(token: string | undefined): Account | undefined {
		const session = token === undefined ? undefined : this.sessions.get(token);
		return session !== undefined && session.expiresAtMs > this.clock.nowMs()
			? session.account
			: undefined;
	}

	/** Notes a call with a token in force, which may be the last one before all tokens end. */
	countCall(): void {
		this.callsUntilExpiry -= 1;
		if (this.callsUntilExpiry <= 0) this.expireAll(0);
	}

	/** Ends every session, at once or after so many calls more. */
	expireAll(afterCalls: number): void {
		this.callsUntilExpiry = afterCalls > 0 ? afterCalls : Infinity;
		if (afterCalls <= 0) this.sessions.clear();
	}

	/** Changes the password for later logins; tokens stay in force. */
	setPassword(email: string, password: string): void {
		const account = this.accounts.get(email);
		if (account === undefined) throw new Error(`There is no account ${email}`);
		this.accounts.set(email, { ...account, password });
	}

	private createToken(account: Account, nowMs: number): string {
		const { form, exp, iat, claimedLifetimeSeconds } = this.options.token;
		if (form === 'opaque') return randomBytes(32).toString('base64url');
		const lifetimeSeconds = claimedLifetimeSeconds ?? this.options.tokenLifetimeSeconds;
		const claims = {
			sub: account.email,
			jti: randomUUID(),
			...(iat ? { iat: Math.floor(nowMs / MS_PER_SECOND) } : {}),
			...(exp ? { exp: Math.ceil(nowMs / MS_PER_SECOND + lifetimeSeconds) } : {}),
		};
		return sign(claims, this.signingKey, { algorithm: 'HS256', noTimestamp: !iat });
	}
}
