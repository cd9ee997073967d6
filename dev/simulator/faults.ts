// What can go wrong with an answer, and which call it happens to. Times are milliseconds.
import { z } from 'zod';

import { BODY } from './options';
import { WRITINGS } from './writings';

const count = z.number().int().min(0);
const status = z.number().int().min(200).max(599).optional();
const contentType = z.string().optional();
const headers = z.record(z.string()).optional();

function fault<Kind extends string, Fields extends z.ZodRawShape>(kind: Kind, fields: Fields) {
	return z.object({ kind: z.literal(kind), ...fields }).strict();
}

const FAULT = z.discriminatedUnion('kind', [
	// In place of the right answer.
	/** Any status, with any body. */
	fault('status', {
		status: z.number().int().min(200).max(599),
		body: BODY.optional(),
		contentType,
		headers,
	}),
	/** The refusal of a camera that is offline. */
	fault('offline', {}),
	/** An HTML page, with status 200 unless told. */
	fault('html', { status }),
	/** JSON with status 200. */
	fault('json', {}),
	/** JSON with status 200, labelled as a JPEG. */
	fault('jsonAsJpeg', {}),
	/** Any bytes: a JPEG with status 200 unless told. */
	fault('bytes', { base64: z.string(), status, contentType, headers }),
	/** A redirect, 302 unless told; `?again` leads to the same call. */
	fault('redirect', { location: z.string(), status }),
	/**
	 * What the client must keep secret, in any writing, where `template` says `{secret}` (a JSON message unless told).
	 * With a sign-in it is what was sent, elsewhere what the token stands for; `body` is the whole body of a sign-in.
	 */
	fault('echo', {
		secret: z.enum(['password', 'email', 'token', 'authorization', 'body']),
		writing: z.enum(WRITINGS).optional(),
		status,
		template: z.string().optional(),
		contentType,
	}),
	// Out of the right answer.
	/** Other headers; null takes one away. */
	fault('headers', { headers: z.record(z.string().nullable()) }),
	/** `Last-Modified` and `Age` of so many seconds. */
	fault('stale', { seconds: count }),
	/** No bytes, with status 200. */
	fault('empty', {}),
	/** The first half of the body, with the length of that half. */
	fault('halfJpeg', {}),
	/** The first half of the body, and an end marker behind it. */
	fault('halfThenEoi', {}),
	/** The first half of the body, and then the whole. */
	fault('halfThenWhole', {}),
	/** The body twice. */
	fault('glued', {}),
	/** The right body with so many zero bytes after it. */
	fault('padded', { bytes: count }),
	/** gzip: what the header says, and whether the body is packed, which need not agree. Both unless told. */
	fault('gzip', {
		header: z.boolean().optional(),
		packed: z.boolean().optional(),
	}),
	/** The right body behind so many spaces, packed with gzip to a thousandth of that. */
	fault('bomb', { bytes: count, status }),
	/** A list that is odd: nothing in it, cut short, a page left out, its devices twice. */
	fault('list', { as: z.enum(['empty', 'half', 'pageMissing', 'doubled']) }),
	/** Pages without end, each with a fresh cursor and so many new devices (0 unless told). */
	fault('endlessPages', { devices: count.optional() }),
	/** Any address as `page.next`, on the last page too; `{host}` and `{cursor}` are filled in. */
	fault('nextUrl', { url: z.string() }),
	// The right answer, sent in a way of its own.
	/** The whole length announced, the connection closed half way. */
	fault('cutJpeg', {}),
	/** The headers and the first half of the body, then silence. */
	fault('endless', {}),
	/** A byte at a time, never done. */
	fault('drip', { intervalMs: count }),
	/** So many bytes after a JPEG's first marker, with no length announced. */
	fault('huge', { bytes: count }),
	/** A text again and again, up to so many bytes, or without end. */
	fault('flood', {
		text: z.string().min(1),
		bytes: count.optional(),
		status,
		contentType,
	}),
	/** The body as the parts of multipart/x-mixed-replace: so many, or one each interval without end. */
	fault('multipart', {
		parts: count.optional(),
		intervalMs: count.optional(),
		contentType,
	}),
	// To the call as a whole.
	/** The connection reset before any answer. */
	fault('reset', {}),
	/** No answer at all. */
	fault('hang', {}),
	/** The right answer, later. */
	fault('slow', { delayMs: count }),
	/** The same bytes at every call, under headers that say they are new. */
	fault('frozen', {}),
]);

/** One way in which an answer goes wrong. */
export type Fault = Readonly<z.output<typeof FAULT>>;

/** A fault for one call; `null` and `'ok'` leave that call healthy. */
export type FaultStep = Fault | 'ok' | null;

/** One fault until it is cleared, or one step for each call and health after the last. */
export type FaultPlan = Fault | readonly FaultStep[] | null;

function readFault(value: unknown): Fault | null {
	return value === null ? null : FAULT.parse(value);
}

function readStep(value: unknown): FaultStep {
	return value === 'ok' ? value : readFault(value);
}

/** Reads a plan that came as JSON. */
export const FAULT_PLAN = z
	.unknown()
	.transform((value): FaultPlan => (Array.isArray(value) ? value.map(readStep) : readFault(value)));

/** The target that stands for the thumbnails of all cameras. */
export const ALL_THUMBNAILS = '*thumbnail';
/** The target that stands for every call that needs a token. */
export const ALL_CALLS = '*';
/** The targets besides the ids of devices. */
export const NAMED_TARGETS = ['login', 'devices', 'ioports', ALL_THUMBNAILS, ALL_CALLS];

/** The faults that are set, by target: a channel id or one of the named targets. */
export class FaultBoard {
	private readonly lasting = new Map<string, Fault>();

	private readonly queues = new Map<string, FaultStep[]>();

	/** Replaces what is set for the target; null makes it healthy. */
	set(target: string, plan: FaultPlan): void {
		this.lasting.delete(target);
		this.queues.delete(target);
		if (plan === null) return;
		if (isSteps(plan)) this.queues.set(target, [...plan]);
		else this.lasting.set(target, plan);
	}

	/** Makes all targets healthy. */
	clear(): void {
		this.lasting.clear();
		this.queues.clear();
	}

	/** The fault of this call, using up a step. A channel's own plan goes before that of all. */
	next(...targets: readonly string[]): Fault | undefined {
		for (const target of targets) {
			const step = this.lasting.get(target) ?? this.takeStep(target);
			if (step !== undefined) return step === null || step === 'ok' ? undefined : step;
		}
		return undefined;
	}

	private takeStep(target: string): FaultStep | undefined {
		const queue = this.queues.get(target);
		const step = queue?.shift();
		if (queue?.length === 0) this.queues.delete(target);
		return step;
	}
}

function isSteps(plan: Fault | readonly FaultStep[]): plan is readonly FaultStep[] {
	return Array.isArray(plan);
}
