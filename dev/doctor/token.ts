// What a token says of itself, without the token.
import { decode } from 'jsonwebtoken';
import { property } from '../../nodes/Arcules/api/response';
import { type Discretion, inWords } from './discreet';

const SECONDS_LIMIT = 1e11;

/** What is known of a token, in sentences. */
export interface TokenFacts {
	readonly form: string;
	readonly life: string;
}

/** Reads the token; an opaque one says nothing. */
export function tokenFacts(token: unknown, discretion: Discretion): TokenFacts | undefined {
	if (typeof token !== 'string' || token === '') return undefined;
	const decoded = decode(token, { complete: true });
	const payload = decoded?.payload;
	if (typeof payload !== 'object') {
		return { form: `no JWT, ${token.length} characters`, life: 'the token does not say' };
	}
	const names = inWords(discretion.sift(Object.keys(payload)));
	const algorithm = /^[A-Z]{2}\d{3}$/.exec(String(decoded?.header.alg))?.[0] ?? 'an odd algorithm';
	const form = `a JWT (${algorithm}), ${token.length} characters, with the claims ${names}`;
	return { form, life: lifeOf(property(payload, 'iat'), property(payload, 'exp')) };
}

function lifeOf(iat: unknown, exp: unknown): string {
	const [issued, ends] = [secondsOf(iat), secondsOf(exp)];
	if (ends === undefined) return 'the token does not say: it has no `exp`';
	if (issued === undefined) {
		const left = Math.round(ends - Date.now() / 1000);
		return `${inUnits(left)} from now, by \`exp\` and the clock here; it has no \`iat\``;
	}
	return `${inUnits(ends - issued)}, by \`exp\` less \`iat\``;
}

/** Seconds since 1970, which some issuers give in milliseconds. */
function secondsOf(claim: unknown): number | undefined {
	if (typeof claim !== 'number' || !Number.isFinite(claim)) return undefined;
	return claim > SECONDS_LIMIT ? claim / 1000 : claim;
}

const inUnits = (seconds: number): string =>
	Math.abs(seconds) < 7200
		? `${Math.round(seconds)} seconds`
		: `${(seconds / 3600).toFixed(1)} hours`;
