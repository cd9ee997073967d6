/**
 * Answers whose shape nobody vouches for.
 */
import { property, quoted, serverMessage } from '../../../../nodes/Arcules/api/response';

const PASSWORD = 'pass-phrase';

describe('The server’s own words', () => {
	test.each([
		['a plain text', 'camera lost', 'camera lost'],
		['a message', { message: 'Locked' }, 'Locked'],
		['an error', { error: 'Locked' }, 'Locked'],
		['a message in an error', { error: { message: 'no such user' } }, 'no such user'],
		['an error message', { errorMessage: 'Locked' }, 'Locked'],
		['a detail', { detail: 'Locked' }, 'Locked'],
		['the message rather than the error', { error: 'E17', message: 'Locked' }, 'Locked'],
		['one line of several', 'Down\n for\t maintenance ', 'Down for maintenance'],
		['no token', 'eyJhbGciOi.eyJzdWIi.c2ln has expired', '[token] has expired'],
		['200 characters of more', `x ${'y'.repeat(500)}`, `x ${'y'.repeat(198)}…`],
	])('are %s', (_name, body, expected) => {
		expect(serverMessage(body, PASSWORD)).toBe(expected);
	});

	test.each([
		['nothing', undefined],
		['null', null],
		['an empty text', ''],
		['a number', 7],
		['a list', ['Locked']],
		['an object without a text', { message: 7, error: {} }],
		['a web page', '\n <html>Bad gateway</html>'],
		['a text with the password in it', `wrong: ${PASSWORD}`],
		['a message with the password in it', { message: `wrong: ${PASSWORD}` }],
	])('are none in %s', (_name, body) => {
		expect(serverMessage(body, PASSWORD)).toBe('');
	});

	test('are looked at without a password where none is known', () => {
		expect(serverMessage('camera lost', '')).toBe('camera lost');
	});

	test('stand in quotation marks behind a message, and leave none when there are none', () => {
		expect(quoted('Locked')).toBe(': “Locked”');
		expect(quoted('')).toBe('');
	});
});

test.each([
	[{ a: 1 }, 1],
	[{}, undefined],
	[null, undefined],
	[undefined, undefined],
	['text', undefined],
	[7, undefined],
])('the property “a” of %j is %j', (value, expected) => {
	expect(property(value, 'a')).toBe(expected);
});
