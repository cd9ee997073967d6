/**
 * The headers of a call as an item shows them.
 */
import fc from 'fast-check';
import { shownHeaders } from '../../../../../nodes/Arcules/triggers/rule/headers';

const SECRETS = ['the-api-key-of-the-rule', 'the secret'];

test('headers are shown with their names and values', () => {
	const headers = {
		host: 'n8n.example.com',
		'content-type': 'application/json',
		'x-arcules-signature': 'ab12',
		'user-agent': 'Arcules',
		'x-forwarded-for': '192.0.2.1',
		accept: ['a', 'b'],
	};
	expect(shownHeaders(headers, SECRETS)).toEqual({ ...headers, accept: 'a, b' });
});

test.each([
	'authorization',
	'proxy-authorization',
	'cookie',
	'set-cookie',
	'x-api-key',
	'x-apikey',
	'x-auth-request-access-token',
	'x-forwarded-access-token',
	'x-amz-security-token',
	'x-goog-iap-jwt-assertion',
	'cf-access-jwt-assertion',
	'x-client-secret',
	'x-session-id',
])('the header %s is not shown', (name) => {
	expect(shownHeaders({ [name]: 'value', accept: '*/*' }, [])).toEqual({ accept: '*/*' });
});

test('a header that holds the API key or the secret is not shown, whatever its name and writing', () => {
	const write = fc.constantFrom<(secret: string) => string>(
		(secret) => secret,
		(secret) => `Bearer ${secret}`,
		(secret) => Buffer.from(`user:${secret}`).toString('base64'),
		encodeURIComponent,
	);
	const name = fc.stringMatching(/^x-[a-z]{1,20}$/);
	fc.assert(
		fc.property(name, fc.constantFrom(...SECRETS), write, (header, secret, written) => {
			expect(shownHeaders({ [header]: written(secret) }, SECRETS)).toEqual({});
		}),
	);
});

test('a header that is too long to be looked through is not shown', () => {
	const longest = { 'x-long': 'x'.repeat(2_000) };
	expect(shownHeaders(longest, SECRETS)).toEqual(longest);
	expect(shownHeaders({ 'x-long': 'x'.repeat(2_001) }, SECRETS)).toEqual({});
});
