/**
 * Bodies as items show them.
 */
import fc from 'fast-check';
import { parseBody } from '../../../../../nodes/Arcules/triggers/rule/body';

const JSON_TYPE = 'application/json';

test.each([
	['{"a":{"b":[1,"ü",null]}}', { a: { b: [1, 'ü', null] } }, JSON_TYPE],
	['[1,2]', [1, 2], JSON_TYPE],
	['"text"', 'text', JSON_TYPE],
	['null', null, JSON_TYPE],
	[' {} \n', {}, JSON_TYPE],
	['\ufeff{"a":1}', { a: 1 }, JSON_TYPE],
	['', '', 'text/plain'],
	['not json {', 'not json {', 'text/plain'],
	['a=1&b=2', 'a=1&b=2', 'text/plain'],
	['<event/>', '<event/>', 'text/plain'],
	['🎥 Größe', '🎥 Größe', 'text/plain'],
])('the body %j is %j, of type %s', (text, value, mimeType) => {
	expect(parseBody(Buffer.from(text))).toEqual({ value, mimeType });
});

test('a number beyond 2^53 loses digits, as in JavaScript everywhere', () => {
	expect(parseBody(Buffer.from('{"id":12345678901234567890}')).value).toEqual({
		id: 12345678901234567000,
	});
});

test('bytes that are no text are shown as far as they are one', () => {
	expect(parseBody(Buffer.from([0x61, 0xff, 0x62]))).toEqual({
		value: 'a\ufffdb',
		mimeType: 'application/octet-stream',
	});
});

test('JSON that is nested too deeply for n8n is shown as text', () => {
	const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
	expect(parseBody(Buffer.from(nested(200))).mimeType).toBe(JSON_TYPE);
	for (const depth of [202, 500_000]) {
		expect(parseBody(Buffer.from(nested(depth)))).toEqual({
			value: nested(depth),
			mimeType: 'text/plain',
		});
	}
});

test('whatever was JSON comes out as it went in', () => {
	fc.assert(
		fc.property(fc.json({ maxDepth: 10 }), (text) => {
			expect(parseBody(Buffer.from(text))).toEqual({
				value: JSON.parse(text),
				mimeType: JSON_TYPE,
			});
		}),
	);
});

test('no bytes make it fail', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
			expect(() => parseBody(Buffer.from(bytes))).not.toThrow();
		}),
	);
});
