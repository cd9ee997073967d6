/**
 * The account as the user typed it.
 */
import {
	accountHash,
	accountKey,
	parseAccount,
	parseBaseUrl,
} from '../../../../nodes/Arcules/api/account';

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
		['http://arcules.localhost/v1', 'password would travel unencrypted'],
		['http://127.0.0.1.example.com/v1', 'password would travel unencrypted'],
		['http://localhost.example.com/v1', 'password would travel unencrypted'],
		['https://me:secret@msapi.arcules.com/v1', 'has more in it than an address'],
		['https://me@msapi.arcules.com/v1', 'has more in it than an address'],
		['https://msapi.arcules.com/v1?', 'has more in it than an address'],
		['https://msapi.arcules.com/v1?x=1', 'has more in it than an address'],
		['https://msapi.arcules.com/v1#x', 'has more in it than an address'],
	])('%p is refused', (typed, words) => {
		expect(() => parseBaseUrl(typed)).toThrow(words);
	});
});

describe('An account', () => {
	test('may have a password of digits, which an expression gives as a number', () => {
		expect(parseAccount({ ...ACCOUNT, password: 12345 })).toMatchObject({ password: '12345' });
	});

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

	describe.each([
		['key of this process', accountKey],
		['hash with a key', (account: typeof ACCOUNT) => accountHash(account, 'key')],
	])('has a %s', (_name, hashOf) => {
		const changed = [
			{ ...ACCOUNT, baseUrl: 'https://eu.example.com/v1' },
			{ ...ACCOUNT, email: 'other@example.com' },
			{ ...ACCOUNT, password: 'other' },
		];

		test('that changes with each of its fields, and with nothing else', () => {
			expect(new Set([ACCOUNT, ...changed].map(hashOf)).size).toBe(4);
			expect(hashOf({ ...ACCOUNT })).toBe(hashOf(ACCOUNT));
		});

		test('that shows none of them', () => {
			for (const text of Object.values(ACCOUNT)) expect(hashOf(ACCOUNT)).not.toContain(text);
		});
	});

	test('has another hash with another key', () => {
		expect(accountHash(ACCOUNT, 'one')).not.toBe(accountHash(ACCOUNT, 'two'));
	});
});
