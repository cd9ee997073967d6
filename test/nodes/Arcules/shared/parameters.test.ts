/**
 * Values of parameters, which n8n checks neither for type nor for range at run time.
 */
import { positiveNumber, show, wholeNumber } from '../../../../nodes/Arcules/shared/parameters';

const MAX = Number.MAX_SAFE_INTEGER;

test.each([1, 50, MAX])('%p is a whole number of 1 or more', (value) => {
	expect(wholeNumber(value, 'Limit', 1, MAX)).toBe(value);
});

test.each([
	[0, `'Limit' must be a whole number of 1 or more, but is 0`],
	[-3, `'Limit' must be a whole number of 1 or more, but is -3`],
	[2.5, `'Limit' must be a whole number of 1 or more, but is 2.5`],
	['ten', `'Limit' must be a whole number of 1 or more, but is "ten"`],
	['10', `'Limit' must be a whole number of 1 or more, but is "10"`],
	[null, `'Limit' must be a whole number of 1 or more, but is null`],
	[undefined, `'Limit' must be a whole number of 1 or more, but is not set`],
])('%p is no whole number of 1 or more', (value, message) => {
	expect(() => wholeNumber(value, 'Limit', 1, MAX)).toThrow(message);
});

test('a whole number may have an end to its range', () => {
	expect(wholeNumber(0, 'Retries', 0, 10)).toBe(0);
	expect(wholeNumber(10, 'Retries', 0, 10)).toBe(10);
	expect(() => wholeNumber(11, 'Retries', 0, 10)).toThrow(
		`'Retries' must be a whole number from 0 to 10, but is 11`,
	);
});

test.each([0.4, 1, 600])('%p is a number above 0 and up to 600', (value) => {
	expect(positiveNumber(value, 'Timeout', 600)).toBe(value);
});

test.each([
	[0, '0'],
	[-1, '-1'],
	[601, '601'],
	[Number.NaN, 'NaN'],
	['30', '"30"'],
	[null, 'null'],
])('%p is no number above 0 and up to 600', (value, shown) => {
	expect(() => positiveNumber(value, 'Timeout', 600)).toThrow(
		`'Timeout' must be a number above 0 and up to 600, but is ${shown}`,
	);
});

const circular: Record<string, unknown> = {};
circular.self = circular;

test.each([
	[undefined, 'not set'],
	[{ a: [1] }, '{"a":[1]}'],
	[Infinity, 'Infinity'],
	[Symbol('x'), 'of type symbol'],
	[Math.max, 'of type function'],
	[circular, 'of type object'],
	['x'.repeat(58), `"${'x'.repeat(58)}"`],
	['x'.repeat(59), `"${'x'.repeat(59)}…`],
])('an error text shows %j as %s', (value, text) => {
	expect(show(value)).toBe(text);
});
