/**
 * Answers whose shape nobody vouches for.
 */
import { kindOf, property, quoted, serverMessage } from '../../../../nodes/Arcules/api/response';

const PASSWORD = 'pass-phrase';

const bodyOf = (value: unknown) =>
	Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

describe('The server’s own words', () => {
	test.each([
		['a plain text', 'camera lost', 'camera lost'],
		['a text in JSON', '"camera lost"', 'camera lost'],
		['a message', { message: 'Locked' }, 'Locked'],
		['an error', { error: 'Locked' }, 'Locked'],
		['a message in an error', { error: { message: 'no such user' } }, 'no such user'],
		['a message in a list of errors', { errors: [{ message: 'no such user' }] }, 'no such user'],
		['a text in a list of errors', { errors: ['no such user'] }, 'no such user'],
		['an error message', { errorMessage: 'Locked' }, 'Locked'],
		['an error description', { error: 'E17', error_description: 'Locked' }, 'Locked'],
		['a detail', { detail: 'Locked' }, 'Locked'],
		['a title', { title: 'Locked' }, 'Locked'],
		['a message under a name in upper case', { Message: 'Locked' }, 'Locked'],
		['a short message', { msg: 'Locked' }, 'Locked'],
		['the first of several messages', { message: ['Locked', 'Busy'] }, 'Locked'],
		['what a list of errors says of a field', { errors: { email: ['is unknown'] } }, 'is unknown'],
		['a message in the data', { data: { error: 'Locked' } }, 'Locked'],
		['a message in the status', { status: { code: 7, message: 'Locked' } }, 'Locked'],
		['a text of SOAP in JSON', { fault: { faultstring: 'Locked' } }, 'Locked'],
		['a message behind a byte order mark', '\ufeff{"message":"Locked"}', 'Locked'],
		['the message rather than the error', { error: 'E17', message: 'Locked' }, 'Locked'],
		['the text of XML', '<error><text>Device Busy</text></error>', 'Device Busy'],
		['one line of several', 'Down\n for\t maintenance ', 'Down for maintenance'],
		['without long words, such as tokens', `${'aB3-'.repeat(10)} has expired`, '[…] has expired'],
		['200 characters of more', 'x y '.repeat(100), `${'x y '.repeat(50)}…`],
	])('are %s', (_name, body, expected) => {
		expect(serverMessage(bodyOf(body), [PASSWORD])).toBe(expected);
	});

	test.each([
		['an empty text', ''],
		['an object without a text', { message: 7, error: {} }],
		['a web page', '\n <html>Bad gateway</html>'],
		['bytes', Buffer.from([0xff, 0xd8, 0xff, 0x00]).toString('latin1')],
		['a long word', 'aB3-'.repeat(10)],
		['values that nobody calls a message', { data: { image: 'abc' }, list: ['abc'], status: 'ok' }],
		[
			'a message that is nested too deep',
			{ error: { error: { error: { error: { error: 'x' } } } } },
		],
		['a text with the password in it', `wrong: ${PASSWORD}`],
		['a message with the password in it', { message: `wrong: ${PASSWORD}` }],
	])('are none in %s', (_name, body) => {
		expect(serverMessage(bodyOf(body), [PASSWORD])).toBe('');
	});

	test('stand in quotation marks behind a message, and leave none when there are none', () => {
		expect(quoted('Locked')).toBe(': “Locked”');
		expect(quoted('')).toBe('');
	});
});

test('a plain text of an old server is text', () => {
	const body = Buffer.from('Kamera nicht verfügbar', 'latin1');
	expect(kindOf(body)).toBe('text');
	expect(serverMessage(body, [])).toBe('Kamera nicht verfügbar');
});

test.each([
	['', 'empty'],
	[' \n', 'empty'],
	['<!DOCTYPE html><p>', 'html'],
	['  <HTML>', 'html'],
	['<?xml version="1.0"?><error/>', 'xml'],
	['{"a":1}', 'json'],
	['["a"]', 'json'],
	['Device Busy', 'text'],
	['GIF89a\u0000\u0001', 'binary'],
])('%j is %s', (body, kind) => {
	expect(kindOf(Buffer.from(body))).toBe(kind);
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
