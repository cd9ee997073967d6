/**
 * The body of an answer, in whatever form n8n's request helper gives it.
 */
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { readBody } from '../../../../nodes/Arcules/api/body';

const never = new AbortController().signal;

const picture = () => Readable.from([Buffer.from('pic'), Buffer.from('ture')]);

const whole = (text: string) => ({ bytes: Buffer.from(text), isWhole: true });
const cut = (text: string) => ({ bytes: Buffer.from(text), isWhole: false });

test('a stream is put together', async () => {
	expect(await readBody(picture(), 7, undefined, never)).toEqual(whole('picture'));
});

test('a stream that is longer than allowed is abandoned', async () => {
	const stream = picture();
	expect(await readBody(stream, 6, undefined, never)).toEqual(cut('pictur'));
	expect(stream.destroyed).toBe(true);
});

test('a stream under way ends with the signal', async () => {
	const stop = new AbortController();
	const stream = new Readable({ read: () => {} });
	setTimeout(() => stop.abort(), 10);
	await expect(readBody(stream, 10, undefined, stop.signal)).rejects.toThrow(
		'The download was ended',
	);
	expect(stream.destroyed).toBe(true);
});

test('a stream that breaks throws what broke it', async () => {
	async function* broken() {
		yield Buffer.from('pic');
		throw new Error('reset');
	}
	await expect(readBody(Readable.from(broken()), 10, undefined, never)).rejects.toThrow('reset');
});

describe('A body that is packed without a label', () => {
	test('is unpacked', async () => {
		const stream = Readable.from([gzipSync('picture')]);
		expect(await readBody(stream, 100, undefined, never)).toEqual(whole('picture'));
	});

	test('is not unpacked beyond what is allowed', async () => {
		const packed = gzipSync(Buffer.alloc(1_000_000));
		const { bytes, isWhole } = await readBody(Readable.from([packed]), 5_000, undefined, never);
		expect(isWhole).toBe(false);
		expect(bytes).toHaveLength(5_000);
	});

	test('is taken as it is when it cannot be unpacked', async () => {
		const spoiled = Buffer.concat([gzipSync('picture').subarray(0, 12), Buffer.alloc(20, 0xff)]);
		expect(await readBody(Readable.from([spoiled]), 100, undefined, never)).toEqual({
			bytes: spoiled,
			isWhole: true,
		});
	});
});

describe('Of a multipart body', () => {
	const TYPE = 'multipart/x-mixed-replace; boundary=frame';
	const part = (body: string) => `--frame\r\ncontent-type: image/jpeg\r\n\r\n${body}\r\n`;

	test('the first part is read, and the rest, which may never end, is not', async () => {
		async function* endless() {
			yield Buffer.from(`${part('one')}${part('two')}`);
			await new Promise(() => {});
		}
		const stream = Readable.from(endless());
		expect(await readBody(stream, 1_000, TYPE, never)).toEqual(whole('one'));
		expect(stream.destroyed).toBe(true);
	});

	test('all is kept when there is no first part', async () => {
		const stream = Readable.from([Buffer.from('busy')]);
		expect(await readBody(stream, 1_000, TYPE, never)).toEqual(whole('busy'));
	});
});

test.each([
	['bytes', Buffer.from('picture'), 10, whole('picture')],
	['too many bytes', Buffer.from('picture'), 3, cut('pic')],
	['a text', 'text', 10, whole('text')],
	['nothing', undefined, 10, whole('')],
])(
	'%s instead of a stream, as older and mocked helpers give, are taken',
	async (_name, body, maxBytes, expected) => {
		expect(await readBody(body, maxBytes, undefined, never)).toEqual(expected);
	},
);
