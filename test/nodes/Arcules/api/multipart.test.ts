/**
 * The first part of a multipart body, recognised while the body is still coming.
 */
import fc from 'fast-check';
import { FirstPart } from '../../../../nodes/Arcules/api/multipart';

const PICTURE = Buffer.from([0xff, 0xd8, 0xff, 0x0d, 0x0a, 0x2d, 0x2d, 0x61, 0xff, 0xd9]);

interface Variant {
	readonly boundary?: string;
	readonly lineEnd?: string;
	readonly fields?: readonly string[];
	readonly preamble?: string;
}

function bodyOf({ boundary = 'frame', lineEnd = '\r\n', fields = [], preamble = '' }: Variant) {
	const header = [`--${boundary}`, 'Content-Type: image/jpeg', ...fields, '', ''].join(lineEnd);
	const part = Buffer.concat([Buffer.from(header), PICTURE, Buffer.from(lineEnd)]);
	return Buffer.concat([Buffer.from(preamble), part, part, part]);
}

const VARIANTS: ReadonlyArray<readonly [string, Variant]> = [
	['with a delimiter behind it', {}],
	['with its length', { fields: [`Content-Length: ${PICTURE.length}`] }],
	['with lines that end with a line feed', { lineEnd: '\n' }],
	['behind a preamble', { preamble: 'This is multipart.\r\n' }],
	['behind an empty line', { preamble: '\r\n' }],
	['with another delimiter than declared', { boundary: '--other' }],
];

test.each(VARIANTS)('takes the first part %s, whatever the chunks', (_name, variant) => {
	const body = bodyOf(variant);
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 40 }), (chunkBytes) => {
			const part = FirstPart.of('multipart/x-mixed-replace; boundary=frame');
			let isWhole = false;
			for (let at = 0; at < body.length && !isWhole; at += chunkBytes) {
				isWhole = part?.push(body.subarray(at, at + chunkBytes)) ?? false;
			}
			expect(isWhole).toBe(true);
			expect(part?.body).toEqual(PICTURE);
		}),
	);
});

test('gives what came of a part that broke off', () => {
	const part = FirstPart.of('multipart/mixed');
	expect(part?.push(bodyOf({}).subarray(0, 42))).toBe(false);
	expect(part?.body).toEqual(PICTURE.subarray(0, part?.body?.length));
	expect(part?.body?.length).toBeGreaterThan(0);
});

test('gives up on a body without parts', () => {
	const part = FirstPart.of('multipart/mixed');
	expect(part?.push(Buffer.alloc(10_000, 'x'))).toBe(true);
	expect(part?.body).toBeUndefined();
});

test.each([undefined, '', 'image/jpeg', 'text/plain; multipart/mixed'])(
	'%p is not the type of a multipart body',
	(contentType) => {
		expect(FirstPart.of(contentType)).toBeUndefined();
	},
);
