/**
 * When a token ends, by its own word.
 */
import { isDueForRenewal } from '../../../../nodes/Arcules/api/jwt';

const NOW_MS = Date.parse('2026-11-22T08:00:00Z');
const NOW_SECONDS = NOW_MS / 1000;

const tokenWith = (claims: unknown) =>
	['{"alg":"HS256"}', JSON.stringify(claims), 'signature']
		.map((part) => Buffer.from(part).toString('base64url'))
		.join('.');

test.each([
	['an hour ahead', { exp: NOW_SECONDS + 3600 }, false],
	['61 seconds ahead', { exp: NOW_SECONDS + 61, iat: NOW_SECONDS - 600 }, false],
	['60 seconds ahead', { exp: NOW_SECONDS + 60, iat: NOW_SECONDS - 600 }, true],
	['59 seconds ahead', { exp: NOW_SECONDS + 59, iat: NOW_SECONDS - 600 }, true],
	['in the past', { exp: NOW_SECONDS - 1, iat: NOW_SECONDS - 600 }, true],
	['near, after just two minutes', { exp: NOW_SECONDS + 30, iat: NOW_SECONDS - 90 }, true],
	['in the past, without a beginning', { exp: NOW_SECONDS - 1 }, true],
	['59 seconds ahead, in milliseconds', { exp: NOW_MS + 59_000 }, true],
])('a token whose end is %s is due: %p', (_name, claims, isDue) => {
	expect(isDueForRenewal(tokenWith(claims), NOW_MS)).toBe(isDue);
});

test.each([
	['lives for less than two minutes', { exp: NOW_SECONDS + 30, iat: NOW_SECONDS - 60 }],
	['ends before it begins', { exp: NOW_SECONDS - 60, iat: NOW_SECONDS }],
	['begins an hour from now', { exp: NOW_SECONDS - 60, iat: NOW_SECONDS + 3600 }],
	['ends at no number', { exp: 'tomorrow' }],
	['ends at a number that is none', { exp: -1 }],
	['ends at zero', { exp: 0 }],
	['ends at a number that is a text', { exp: String(NOW_SECONDS - 1) }],
	['does not say when it ends', { iat: NOW_SECONDS }],
	['holds no object', null],
])('a token that %s is used until it is refused', (_name, claims) => {
	expect(isDueForRenewal(tokenWith(claims), NOW_MS)).toBe(false);
});

const ENDED = tokenWith({ exp: NOW_SECONDS - 1 });
const UNSIGNED = ENDED.slice(0, ENDED.lastIndexOf('.'));

test.each([
	'',
	'opaque',
	'a.b',
	'a.b.c.d',
	UNSIGNED,
	`${ENDED}.d`,
	'a.%%%.c',
	`x.${'A'.repeat(10_000)}.y`,
])('%p is no JWT, and is used until it is refused', (token) => {
	expect(isDueForRenewal(token, NOW_MS)).toBe(false);
});
