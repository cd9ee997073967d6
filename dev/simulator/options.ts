// The simulator's options, what they may be, and what they are when left out.
import { z } from 'zod';

import { SIGN_IN_PAGE, type Refusal } from './http';
import type { Device } from './devices';

/** The account that exists unless others are given. */
export const DEFAULT_ACCOUNT = {
	email: 'demo@example.com',
	password: 'demo-password',
} as const satisfies Account;

const count = z.number().int().min(0);
const headers = z.record(z.string());

/** A JSON object or array, or a text that is sent as it is. */
export const BODY = z.union([
	z.string(),
	z.custom<object>((value) => typeof value === 'object' && value !== null, 'Use a text or JSON'),
]);

const refusal: z.ZodType<Refusal> = z.object({
	status: z.number().int().min(200).max(599),
	body: BODY.optional(),
	contentType: z.string().optional(),
	headers: headers.optional(),
});

/** A device as `GET /devices` lists it; further fields are passed on as they are. */
export const DEVICE: z.ZodType<Device> = z
	.object({
		id: z.string(),
		name: z.string(),
		type: z.string(),
		locationId: z.string(),
		gatewayId: z.string(),
	})
	.passthrough();

const account = z.object({
	email: z.string(),
	password: z.string(),
	/** `false` lacks the API User role. */
	apiUser: z.boolean().optional(),
	/** `false` lacks the I/O Relay Operator role. */
	ioOperator: z.boolean().optional(),
});

/** An account that can log in. */
export type Account = Readonly<z.output<typeof account>>;

const ioPort = z.object({
	state: z.string(),
	/** Milliseconds since 1970; the start of the simulator when left out. */
	lastUpdated: z.number().optional(),
});

/** An I/O port of the account. */
export type IoPort = Readonly<z.output<typeof ioPort>>;
export const IO_PORT: z.ZodType<IoPort> = ioPort;

const token = z
	.object({
		/** `opaque` is random text, from which nothing can be read. */
		form: z.enum(['jwt', 'opaque']).default('jwt'),
		/** Whether a JWT says when it ends. */
		exp: z.boolean().default(true),
		/** Whether a JWT says when it was issued. */
		iat: z.boolean().default(true),
		/** What `exp` claims; the true lifetime when left out. */
		claimedLifetimeSeconds: z.number().optional(),
	})
	.strict();

// How a token may be over without a word of it in the status.
const TOKEN_ENDS = {
	json: { status: 200, body: { message: 'The session is over' } },
	html: { status: 200, body: SIGN_IN_PAGE, contentType: 'text/html' },
	loginPage: { status: 302, headers: { location: '/login' } },
} as const satisfies Record<string, Refusal>;

/** How each refusal is worded; the real API's wording is not documented. */
const refusals = z
	.object({
		wrongPassword: refusal.default({
			status: 401,
			body: { message: 'Invalid email or password' },
		}),
		missingRole: refusal.default({
			status: 403,
			body: { message: 'The user does not have the API User role' },
		}),
		missingIoRole: refusal.default({
			status: 403,
			body: { message: 'The user does not have the I/O Relay Operator role' },
		}),
		expiredToken: refusal.default({
			status: 401,
			body: { message: 'The token is invalid or has expired' },
		}),
		unknownChannel: refusal.default({ status: 404, body: { message: 'Channel not found' } }),
		offline: refusal.default({ status: 503, body: { message: 'The camera is offline' } }),
	})
	.strict();

/** All options. */
const OPTIONS = z
	.object({
		/** How many cameras to generate, or the devices themselves. */
		cameras: z.union([count, z.array(DEVICE).readonly()]).default(12),
		/** How many devices of other types to list between the cameras. */
		otherDevices: count.default(0),
		/** 0 takes a free port. */
		port: count.max(65_535).default(0),
		accounts: z.array(account).readonly().default([DEFAULT_ACCOUNT]),
		tokenLifetimeSeconds: z.number().positive().default(3600),
		token: token.default({}),
		/** Whether a sign-in ends the account's earlier tokens. */
		oneSessionPerAccount: z.boolean().default(false),
		/** How long every answer takes at least. */
		latencyMs: count.default(0),
		/** Requests of one account in any 60 seconds, sign-ins left out; 0 is no limit. */
		requestsPerMinute: count.default(0),
		retryAfterFormat: z.enum(['seconds', 'date']).default('seconds'),
		pageSize: z.number().int().min(1).default(100),
		/** The query parameter that takes a cursor. */
		cursorParameter: z.string().default('cursor'),
		/** Whether `page` holds bare cursors or addresses that can be followed. */
		nextAs: z.enum(['cursor', 'url']).default('cursor'),
		/** Whether `page.current` repeats what was asked for. */
		echoCurrent: z.boolean().default(true),
		/** What happens to any other query parameter of the list. */
		unknownParameter: z.enum(['ignore', 'reject']).default('ignore'),
		refusals: refusals.default({}),
		/** How a token that is over is refused, or the status alone; goes before `refusals.expiredToken`. */
		expiredAs: z.union([z.enum(['json', 'html', 'loginPage']), count, refusal]).optional(),
		/** Where an account without the API User role is refused. */
		missingRoleAt: z.enum(['login', 'devices']).default('devices'),
		/** A still with name and clock, or always one JPEG of so many bytes. */
		picture: z.union([z.literal('scene'), z.object({ bytes: count })]).default('scene'),
		/** Whether it listens for HTTPS as well, and what a round trip takes there; all options of TLS are PEM. */
		secure: z
			.object({ key: z.string(), cert: z.string(), roundTripMs: count.default(0) })
			.optional(),
		/** The I/O ports by their ids. */
		ioPorts: z.record(ioPort).default({}),
	})
	.strict();

/** The options of a simulator; everything may be left out. */
export type SimulatorOptions = Readonly<z.input<typeof OPTIONS>>;

/** The options with everything that was left out filled in. */
export type ResolvedOptions = Readonly<z.output<typeof OPTIONS>>;

function expiredToken({ expiredAs, refusals: { expiredToken: usual } }: ResolvedOptions): Refusal {
	if (expiredAs === undefined) return usual;
	if (typeof expiredAs === 'number') return { ...usual, status: expiredAs };
	return typeof expiredAs === 'string' ? TOKEN_ENDS[expiredAs] : expiredAs;
}

/** The options with everything that was left out filled in; throws when they cannot be used. */
export function resolveOptions(options: SimulatorOptions): ResolvedOptions {
	const resolved = OPTIONS.parse(options);
	const { refusals: worded } = resolved;
	return { ...resolved, refusals: { ...worded, expiredToken: expiredToken(resolved) } };
}
