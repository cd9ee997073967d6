/**
 * Recognising a secret in foreign text, however it is written there.
 */
import fc from 'fast-check';
import { containsSecret } from '../../../../nodes/Arcules/api/secrets';

const PASSWORD = 'Tr0ub4dor "&3" ümläut/+%';

const escapeHtml = (text: string) =>
	[...text].map((character) => `&#${character.codePointAt(0) ?? 0};`).join('');

const escapeUnicode = (text: string) =>
	text
		.split('')
		.map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
		.join('');

const linesOf = (text: string) => text.replace(/.{3}/gu, '$&\r\n');

const fullWidth = (text: string) =>
	text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));

const WRITINGS: ReadonlyArray<readonly [name: string, write: (secret: string) => string]> = [
	['as it is', (secret) => secret],
	['backwards', (secret) => [...secret].reverse().join('')],
	['in upper case', (secret) => secret.toUpperCase()],
	['cut at its end', (secret) => secret.slice(0, 9)],
	['cut at its beginning', (secret) => secret.slice(-9)],
	['in JSON', (secret) => JSON.stringify({ sent: secret })],
	['in JSON, every character escaped', escapeUnicode],
	['in a URI', encodeURIComponent],
	['in a form', (secret) => new URLSearchParams({ password: secret }).toString()],
	['in HTML', (secret) => secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
	['in HTML, every character escaped', escapeHtml],
	['in base64', (secret) => Buffer.from(secret).toString('base64')],
	['in base64 behind a user name', (secret) => Buffer.from(`user:${secret}`).toString('base64')],
	['in base64url', (secret) => Buffer.from(secret).toString('base64url')],
	['in hex', (secret) => Buffer.from(secret).toString('hex')],
	['in JSON in base64', (s) => Buffer.from(JSON.stringify({ password: s })).toString('base64')],
	['in base64 in a URI', (s) => encodeURIComponent(Buffer.from(s).toString('base64'))],
];

/** Those that are made for the characters of a keyboard. */
const KEYBOARD_WRITINGS: typeof WRITINGS = [
	['in base64 of UTF-16', (secret) => Buffer.from(secret, 'utf16le').toString('base64')],
	['in base64, in several lines', (s) => linesOf(Buffer.from(s).toString('base64'))],
	['with spaces', (secret) => [...secret].join(' ')],
	['with dashes', (secret) => [...secret].join('-')],
	['with characters of no width', (secret) => [...secret].join('\u200b')],
	['in several lines', linesOf],
	['with tags', (secret) => [...secret].join('<wbr>')],
	['in full width', fullWidth],
	['in HTML, with zeros', (secret) => escapeHtml(secret).replaceAll('#', '#000')],
	['in quoted-printable', (s) => Buffer.from(s).toString('hex').replace(/../g, '=$&')],
	[
		'in hex, byte by byte',
		(s) =>
			Buffer.from(s)
				.toString('hex')
				.replace(/..(?=.)/g, '$&:'),
	],
	['as a list of bytes', (secret) => [...Buffer.from(secret, 'latin1')].join(', ')],
	['in braced escapes', (s) => escapeUnicode(s).replace(/u0*([\da-f]+)/g, 'u{$1}')],
	['in escapes of old browsers', (s) => escapeUnicode(s).replaceAll('\\', '%')],
];

test.each(KEYBOARD_WRITINGS)('finds a password of a keyboard %s', (_name, write) => {
	expect(containsSecret(`You sent ${write('p@ss!W#rd&1z')}, did you?`, ['p@ss!W#rd&1z'])).toBe(
		true,
	);
});

test.each(WRITINGS)('finds a password %s', (_name, write) => {
	expect(containsSecret(`You sent ${write(PASSWORD)}, did you?`, [PASSWORD])).toBe(true);
});

test.each(WRITINGS)('finds an opaque token %s', (_name, write) => {
	const token = '4f0c2a-9b7e61d3';
	expect(containsSecret(`<b>${write(token)}</b>`, ['', token])).toBe(true);
});

test('finds any password of eight characters or more in any writing, within any words', () => {
	const password = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 });
	fc.assert(
		fc.property(
			password,
			fc.string({ maxLength: 30 }),
			fc.constantFrom(...WRITINGS.filter(([name]) => !name.startsWith('cut'))),
			(secret, before, [, write]) =>
				containsSecret(`${before} ${write(secret)}`, [secret]) || secret.trim().length < 8,
		),
		{ numRuns: 1_000 },
	);
});

test('finds any password of a keyboard in any writing, within any words', () => {
	const password = fc
		.string({ unit: 'grapheme-ascii', maxLength: 40 })
		.filter((secret) => secret.replace(/[^a-z\d]/gi, '').length >= 8);
	const writing = fc.constantFrom(...WRITINGS, ...KEYBOARD_WRITINGS);
	fc.assert(
		fc.property(password, fc.string({ maxLength: 30 }), writing, (secret, before, [, write]) =>
			containsSecret(`${before} ${write(secret)}`, [secret]),
		),
		{ numRuns: 1_000 },
	);
});

test.each(['abc', 'hunter2'])('finds the short password %p as a whole only', (password) => {
	expect(containsSecret(`no ${password}!`, [password])).toBe(true);
	expect(containsSecret(`no ${Buffer.from(password).toString('base64')}`, [password])).toBe(true);
	expect(containsSecret(`no ${password.slice(0, -1)}!`, [password])).toBe(false);
});

test.each([
	'The camera is offline',
	'Invalid email or password',
	'Unauthorized: %22token%22 &quot;expired&quot; aGVsbG8gd29ybGQ=',
	'',
])('leaves %p alone', (words) => {
	expect(
		containsSecret(words, ['correct horse battery', 'eyJhbGciOiJIUzI1NiJ9.e30.c2ln', '']),
	).toBe(false);
});

test.each(['eyJ-', '%41', '&#65;', '\\u0041', 'QUFB', '41', '<<<<'])(
	'takes little time over the longest text, made of %p',
	(piece) => {
		const text = piece.repeat(2_000).slice(0, 2_000);
		const startMs = performance.now();
		containsSecret(text, ['correct horse battery staple', 'x'.repeat(1_500)]);
		expect(performance.now() - startMs).toBeLessThan(500);
	},
);

test.each([
	['p&commat;ss&excl;W&num;rd&amp;1', 'p@ss!W#rd&1'],
	['p@ss\\41\\127#rd&1', 'p@ss!W#rd&1'],
	['p@ss\\x21W\\x23rd&1', 'p@ss!W#rd&1'],
	['gr&uuml;ne&period;T&ucirc;r', 'grüne.Tûr'],
])('finds in %p the password %p', (text, password) => {
	expect(containsSecret(`no ${text}`, [password])).toBe(true);
});

test('unknown and impossible HTML entities are no writing of anything', () => {
	const text = 'no &bogus; &#9999999; &#xffffff; here';
	expect(containsSecret(text, ['correct horse battery'])).toBe(false);
});
