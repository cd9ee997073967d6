/**
 * When a token ends, by its own word (RFC 7519, section 4.1). Whether the tokens of Arcules say so is not documented.
 */
import { jsonParse } from 'n8n-workflow';
import { property } from './response';

/** A token is renewed so long before it ends. */
const RENEWAL_MARGIN_MS = 60_000;

/** What ends sooner is renewed when it is refused: nobody means tokens to be replaced every minute. */
const MIN_LIFETIME_MS = 2 * RENEWAL_MARGIN_MS;

/**
 * Whether a token is about to end.
 *
 * @param serverNowMs the time as the server tells it, as far as that is known
 * @returns false when the token does not say when it ends, or says so in a way that is not credible
 */
export function isDueForRenewal(token: string, serverNowMs: number): boolean {
	const claims = claimsOf(token);
	const expiresAtMs = millisecondsOf(property(claims, 'exp'));
	if (expiresAtMs === undefined) return false;
	const issuedAtMs = millisecondsOf(property(claims, 'iat'));
	// One that seems to be issued in the future, by a clock that differs, is not due before that either.
	if (issuedAtMs !== undefined && expiresAtMs - issuedAtMs < MIN_LIFETIME_MS) return false;
	return serverNowMs >= expiresAtMs - RENEWAL_MARGIN_MS;
}

function claimsOf(token: string): unknown {
	const [, payload = '', ...signature] = token.split('.', 4);
	if (signature.length !== 1) return undefined;
	return jsonParse<unknown>(Buffer.from(payload, 'base64url').toString('utf8'), {
		fallbackValue: null,
	});
}

/** Seconds since 1970, which some issuers give in milliseconds. */
function millisecondsOf(claim: unknown): number | undefined {
	if (typeof claim !== 'number' || !Number.isFinite(claim) || claim <= 0) return undefined;
	return claim > 1e11 ? claim : claim * 1000;
}
