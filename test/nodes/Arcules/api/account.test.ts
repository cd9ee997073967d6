/**
 * The account as the user typed it.
 */
import { fingerprint, parseAccount, parseBaseUrl } from '../../../../nodes/Arcules/api/account';

const ACCOUNT = {
	baseUrl: 'https://msapi.arcules.com/v1',
	email: 'user@example.com',
	password: 'pass-phrase',
};

describe('A base URL', () => {
	test.each([
		['https://msapi.arcules.com/v1///', 'https://msapi.arcules.com/v1'],
		['  https://eu.example.com/api/v1 ', 'https://eu.example.com/api/v1'],
		['', 'https://msapi.arcules.com/v1'],
		[undefined, 'https://msapi.arcules.com/v1'],
		['http://localhost:8787/v1', 'http://localhost:8787/v1'],
		['http://arcules.localhost/v1', 'http://arcules.localhost/v1'],
		['http://127.0.0.1:8787/v1/', 'http://127.0.0.1:8787/v1'],
		['http://[::1]:8787/v1', 'http://[::1]:8787/v1'],
		['HTTPS://MSAPI.ARCULES.COM/v1', 'https://msapi.arcules.com/v1'],
	])('%p is taken as %p', (typed, baseUrl) => {
		expect(parseBaseUrl(typed)).toBe(baseUrl);
	});

	test.each([
		['msapi.arcules.com/v1', 'is not a web address'],
		['ftp://msapi.arcules.com/v1', 'is not a web address'],
		['http://msapi.arcules.com/v1', 'password would travel unencrypted'],
		['http://127.0.0.1.example.com/v1', 'password would travel unencrypted'],
		['http://localhost.example.com/v1', 'password would travel unencrypted'],
		['https://me:secret@msapi.arcules.com/v1', 'has more in it than an address'],
		['https://me@msapi.arcules.com/v1', 'has more in it than an address'],
		['https://msapi.arcules.com/v1?x=1', 'has more in it than an address'],
		['https://msapi.arcules.com/v1#x', 'has more in it than an address'],
	])('%p is refused', (typed, words) => {
		expect(() => parseBaseUrl(typed)).toThrow(words);
	});
});

describe('An account', () => {
	test('is taken with its email trimmed and its password as it is', () => {
		const typed = { email: ' user@example.com ', password: ' pass phrase ', baseUrl: '' };
		expect(parseAccount(typed)).toEqual({
			baseUrl: 'https://msapi.arcules.com/v1',
			email: 'user@example.com',
			password: ' pass phrase ',
		});
	});

	test.each([
		[{ email: '' }, 'The Arcules credential has no email'],
		[{ email: '  ' }, 'The Arcules credential has no email'],
		[{ password: '' }, 'The Arcules credential has no password'],
	])('with %j is refused', (changes, message) => {
		expect(() => parseAccount({ ...ACCOUNT, ...changes })).toThrow(message);
	});

	test('has a fingerprint that changes with each of its fields and shows none of them', () => {
		const fingerprints = [
			ACCOUNT,
			{ ...ACCOUNT, baseUrl: 'https://eu.example.com/v1' },
			{ ...ACCOUNT, email: 'other@example.com' },
			{ ...ACCOUNT, password: 'other' },
		].map(fingerprint);
		expect(new Set(fingerprints).size).toBe(4);
		expect(fingerprint({ ...ACCOUNT })).toBe(fingerprints[0]);
		for (const text of Object.values(ACCOUNT)) expect(fingerprints[0]).not.toContain(text);
	});
});
