// The simulator's options and what they are when left out.
import type { Refusal } from './answers';
import type { Device } from './devices';
import type { PagingOptions } from './paging';
import type { RetryAfterFormat } from './rate-limit';
import type { Account } from './sessions';

/** The account that exists unless others are given. */
export const DEFAULT_ACCOUNT = {
	email: 'demo@example.com',
	password: 'demo-password',
} as const satisfies Account;

/** How each refusal is worded; the real API's wording is not documented. */
export interface Refusals {
	readonly wrongPassword: Refusal;
	readonly missingRole: Refusal;
	readonly expiredToken: Refusal;
	readonly unknownChannel: Refusal;
	readonly offline: Refusal;
}

/** What a thumbnail is: a drawn scene with a clock, or always one JPEG of so many bytes. */
export type PictureOption = 'scene' | { readonly bytes: number };

/** All options. */
export interface ResolvedOptions extends PagingOptions {
	/** How many cameras to generate, or the devices themselves. */
	readonly cameras: number | readonly Device[];
	/** How many devices of other types to list between the cameras. */
	readonly otherDevices: number;
	/** 0 takes a free port. */
	readonly port: number;
	readonly accounts: readonly Account[];
	readonly tokenLifetimeSeconds: number;
	/** How long every answer takes at least. */
	readonly latencyMs: number;
	/** Device and thumbnail requests of one account in any 60 seconds; 0 is no limit. */
	readonly requestsPerMinute: number;
	readonly retryAfterFormat: RetryAfterFormat;
	readonly refusals: Refusals;
	/** Where an account without the API User role is refused. */
	readonly missingRoleAt: 'login' | 'devices';
	readonly picture: PictureOption;
}

/** The options of a simulator; everything may be left out. */
export type SimulatorOptions = Partial<Omit<ResolvedOptions, 'refusals'>> & {
	readonly refusals?: Partial<Refusals>;
};

const DEFAULT_REFUSALS: Refusals = {
	wrongPassword: { status: 401, body: { message: 'Invalid email or password' } },
	missingRole: { status: 403, body: { message: 'The user does not have the API User role' } },
	expiredToken: { status: 401, body: { message: 'The token is invalid or has expired' } },
	unknownChannel: { status: 404, body: { message: 'Channel not found' } },
	offline: { status: 503, body: { message: 'The camera is offline' } },
};

const DEFAULTS: ResolvedOptions = {
	cameras: 12,
	otherDevices: 0,
	port: 0,
	accounts: [DEFAULT_ACCOUNT],
	tokenLifetimeSeconds: 3600,
	pageSize: 100,
	latencyMs: 0,
	requestsPerMinute: 0,
	retryAfterFormat: 'seconds',
	cursorParameter: 'cursor',
	nextAs: 'cursor',
	echoCurrent: true,
	unknownParameter: 'ignore',
	refusals: DEFAULT_REFUSALS,
	missingRoleAt: 'devices',
	picture: 'scene',
};

/** The options with everything that was left out filled in. */
export function resolveOptions(options: SimulatorOptions): ResolvedOptions {
	return {
		...DEFAULTS,
		...options,
		refusals: { ...DEFAULT_REFUSALS, ...options.refusals },
	};
}
