/**
 * Whether a request is repeated, and when. Pure: no clock, no request.
 */

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

/**
 * Reads the header `Retry-After` in both its forms, seconds and HTTP date (RFC 9110, section 10.2.3).
 *
 * @returns milliseconds from now, at most a minute; `undefined` when the header is missing or invalid
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
	const text = header?.trim() ?? '';
	if (text === '') return undefined;
	const delayMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
	return Number.isNaN(delayMs) ? undefined : Math.min(Math.max(delayMs, 0), MAX_RETRY_AFTER_MS);
}
