/**
 * The API key of a rule.
 */
import fc from 'fast-check';
import { hasApiKey } from '../../../../../nodes/Arcules/triggers/rule/apiKey';

test.each([
	['Bearer key', true],
	['bearer key', true],
	['BEARER   key  ', true],
	['Bearer  Key', false],
	['Bearer ke', false],
	['Bearer keys', false],
	['Bearer', false],
	['Bearer ', false],
	['Basic key', false],
	['Basic bearer key', false],
	['x-bearer key', false],
	['key', false],
	['', false],
	['Bearer key key', false],
	['Bearer key, Bearer key', false],
])('the header %j has the API key: %p', (header, has) => {
	expect(hasApiKey(header, 'key')).toBe(has);
});

test('no header has no API key', () => {
	expect(hasApiKey(undefined, 'key')).toBe(false);
	expect(hasApiKey('Bearer ', '')).toBe(false);
	expect(hasApiKey(undefined, '')).toBe(false);
});

test('an API key beyond ASCII is known in UTF-8 and in Latin 1', () => {
	const utf8 = Buffer.from('Bearer schlüssel', 'utf8').toString('latin1');
	expect(hasApiKey(utf8, 'schlüssel')).toBe(true);
	expect(hasApiKey('Bearer schlüssel', 'schlüssel')).toBe(true);
});

test('only the very same API key passes', () => {
	const key = fc.string({ minLength: 1, unit: fc.constantFrom(...'abcABC012-_.~ü') });
	fc.assert(
		fc.property(key, key, (sent, expected) => {
			expect(hasApiKey(`Bearer ${sent}`, expected)).toBe(sent === expected);
		}),
	);
});
