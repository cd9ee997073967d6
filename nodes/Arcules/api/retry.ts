/**
 * Whether a request is repeated, and when. Pure: no clock, no request.
 */
import type { ArculesError } from './errors';

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;

/** A server that asks for a longer wait than this is asked again after this. */
const MAX_RETRY_AFTER_MS = 60_000;

/** Whether an answer with this status may be followed by a better one. */
export function isTransientStatus(status: number): boolean {
	return [408, 425, 429].includes(status) || status >= 500;
}

/**
 * Exponential, with jitter, so that many cameras do not come back in the same moment.
 *
 * @param attempts how often it was asked already, from 1
 * @returns between half and the whole of 0.5 s, 1 s, 2 s, … up to 30 s
 */
export function backoffMs(attempts: number): number {
	const longest = Math.min(FIRST_DELAY_MS * 2 ** (attempts - 1), MAX_DELAY_MS);
	return longest * (0.5 + Math.random() / 2);
}

/** The three forms of an HTTP date begin with the day of the week (RFC 9110, section 5.6.7). */
const HTTP_DATE = /^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? .*\d/i;

/**
 * Reads an HTTP date.
 *
 * @returns milliseconds since 1970; `undefined` when it is none
 */
export function httpDateMs(header: string | undefined): number | undefined {
	const text = header?.trim() ?? '';
	if (text.length > 40 || !HTTP_DATE.test(text)) return undefined;
	// The form of asctime() has no time zone, and means UTC.
	const timeMs = Date.parse(/\d$/.test(text) ? `${text} GMT` : text);
	return Number.isNaN(timeMs) ? undefined : timeMs;
}

/**
 * Reads the header `Retry-After` in both its forms, seconds and HTTP date (RFC 9110, section 10.2.3).
 *
 * Nothing else is one: `Date.parse('1.5')` would be a day in 2001. A fraction of seconds, which some servers send, is
 * rounded up.
 *
 * @param serverNowMs what the `Date` of the same answer says, because the clock of n8n may be wrong
 * @returns milliseconds from now, not negative; `undefined` when the header is missing or invalid
 */
export function retryAfterMs(header: string | undefined, serverNowMs: number): number | undefined {
	const text = header?.trim() ?? '';
	if (/^\d{1,40}(\.\d{1,40})?$/.test(text)) return atMost(Math.ceil(Number(text)) * 1000);
	const dateMs = httpDateMs(text);
	return dateMs === undefined ? undefined : atMost(Math.max(dateMs - serverNowMs, 0));
}

/** Longer than any pause that is meant: no clock can be set by it. */
const MAX_ASKED_MS = 365 * 24 * 60 * 60 * 1000;

function atMost(askedMs: number): number {
	return Math.min(askedMs, MAX_ASKED_MS);
}

/** The longest time that all waits a server asks for may take, and in which a run may be served nothing. */
const MAX_PATIENCE_MS = MAX_RETRY_AFTER_MS + 5_000;

/** A server that lets a request hang for the whole timeout twice is not asked a third time. */
const MAX_TIMEOUT_RETRIES = 1;

/** A failed attempt, and what went before it. */
export interface FailedAttempt {
	readonly error: Pick<ArculesError, 'reason' | 'isTransient' | 'retryAfterMs'>;
	/** How often the request was sent, this time included. */
	readonly attempts: number;
	readonly maxRetries: number;
	/** How long the server has made this request wait so far. */
	readonly askedWaitMs: number;
	/** How long nothing was served to the whole run. */
	readonly silenceMs: number;
}

/**
 * When a request is sent again.
 *
 * A wait that the server asks for is obeyed up to a minute, as long as the run still gets something.
 *
 * @returns the delay; `undefined` when it is not sent again
 */
export function retryDelayMs(failed: FailedAttempt): number | undefined {
	const { reason, isTransient, retryAfterMs: askedMs } = failed.error;
	const maxRetries =
		reason === 'timeout' ? Math.min(failed.maxRetries, MAX_TIMEOUT_RETRIES) : failed.maxRetries;
	if (!isTransient || failed.attempts > maxRetries) return undefined;
	const floorMs = backoffMs(failed.attempts);
	if (askedMs === undefined) return floorMs;
	const delayMs = Math.max(Math.min(askedMs, MAX_RETRY_AFTER_MS), floorMs);
	const isPatient = Math.max(failed.askedWaitMs, failed.silenceMs) + delayMs <= MAX_PATIENCE_MS;
	return isPatient ? delayMs : undefined;
}
