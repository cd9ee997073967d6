// Accounts and the tokens issued to them.
import { randomBytes, randomUUID } from 'node:crypto';

import { sign } from 'jsonwebtoken';

/** An account that can log in; `apiUser: false` lacks the API User role. */
export interface Account {
	readonly email: string;
	readonly password: string;
	readonly apiUser?: boolean;
}

/** A login that is in force. */
export interface Session {
	readonly email: string;
	readonly token: string;
	readonly hasApiRole: boolean;
	readonly expiresAtMs: number;
}

const MS_PER_SECOND = 1000;

/** Checks passwords, issues tokens and knows which are in force. */
export class SessionStore {
	private readonly accounts = new Map<string, Account>();

	private readonly sessions = new Map<string, Session>();

	private readonly signingKey = randomBytes(32);

	constructor(
		accounts: readonly Account[],
		private readonly tokenLifetimeSeconds: number,
	) {
		for (const account of accounts) this.accounts.set(account.email, account);
	}

	/** The account, when email and password are its own. */
	authenticate(email: unknown, password: unknown): Account | undefined {
		if (typeof email !== 'string') return undefined;
		const account = this.accounts.get(email);
		return account?.password === password ? account : undefined;
	}

	/** A new token for the account, never one that was issued before. */
	issue(account: Account): Session {
		this.forgetExpired();
		const expiresAtMs = Date.now() + this.tokenLifetimeSeconds * MS_PER_SECOND;
		const claims = {
			sub: account.email,
			jti: randomUUID(),
			exp: Math.ceil(expiresAtMs / MS_PER_SECOND),
		};
		const token = sign(claims, this.signingKey, { algorithm: 'HS256' });
		const hasApiRole = account.apiUser !== false;
		const session = { email: account.email, token, hasApiRole, expiresAtMs };
		this.sessions.set(token, session);
		return session;
	}

	// A look-up instead of a check of the signature: it costs nothing, and only tokens that were
	// issued here are in the map.
	/** The session of a token that is in force. */
	find(token: string | undefined): Session | undefined {
		const session = token === undefined ? undefined : this.sessions.get(token);
		return session !== undefined && session.expiresAtMs > Date.now() ? session : undefined;
	}

	/** Ends every session. */
	expireAll(): void {
		this.sessions.clear();
	}

	/** Changes the password for later logins; tokens stay in force. */
	setPassword(email: string, password: string): void {
		const account = this.accounts.get(email);
		if (account === undefined) throw new Error(`There is no account ${email}`);
		this.accounts.set(email, { ...account, password });
	}

	private forgetExpired(): void {
		const now = Date.now();
		for (const [token, session] of this.sessions) {
			if (session.expiresAtMs <= now) this.sessions.delete(token);
		}
	}
}
