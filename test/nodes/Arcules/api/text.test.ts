/**
 * Bodies in whatever encoding they come.
 */
import { jsonOf, textOf } from '../../../../nodes/Arcules/api/text';

const NAME = 'Küche €';
const DOUBLE_BYTE = Buffer.from([0x83, 0x8d, 0x83, 0x72, 0x81, 0x5b]);

test.each([
	['UTF-8', Buffer.from(NAME)],
	['UTF-8 with a byte order mark', Buffer.from(`\ufeff${NAME}`)],
	['UTF-16 with a byte order mark', Buffer.from(`\ufeff${NAME}`, 'utf16le')],
	['UTF-16, the other way round', Buffer.from(`\ufeff${NAME}`, 'utf16le').swap16()],
	['what Windows writes', Buffer.from([0x4b, 0xfc, 0x63, 0x68, 0x65, 0x20, 0x80])],
])('a text in %s is read', (_name, body) => {
	expect(textOf(body)).toBe(NAME);
});

test('the label counts where the bytes are not UTF-8, and only there', () => {
	expect(textOf(DOUBLE_BYTE, 'application/json; charset=Shift_JIS')).toBe('ロビー');
	expect(textOf(Buffer.from(NAME), 'application/json; charset=iso-8859-1')).toBe(NAME);
	expect(textOf(Buffer.from([0xfc]), 'application/json; charset=no-such-thing')).toBe('ü');
});

test('a text that is cut within a character loses that character alone', () => {
	expect(textOf(Buffer.from(NAME).subarray(0, -1))).toBe('Küche ');
});

test('bytes that are no JSON are null', () => {
	expect(jsonOf(Buffer.from('\ufeff{"a":1}'))).toEqual({ a: 1 });
	expect(jsonOf(Buffer.from([0xff, 0xd8, 0xff]))).toBeNull();
	expect(jsonOf(Buffer.from([0xff, 0xfe, 0x00]))).toBeNull();
});
