/**
 * The body of an answer, in whatever form n8n's request helper gives it.
 */
import { Readable } from 'node:stream';
import { readBody, TOO_LARGE } from '../../../../nodes/Arcules/api/body';

const never = new AbortController().signal;

test('a stream is put together', async () => {
	const stream = Readable.from([Buffer.from('pic'), Buffer.from('ture')]);
	expect(await readBody(stream, 7, undefined, never)).toEqual(Buffer.from('picture'));
});

test('a stream that is longer than allowed is abandoned', async () => {
	const stream = Readable.from([Buffer.from('pic'), Buffer.from('ture')]);
	expect(await readBody(stream, 6, undefined, never)).toBe(TOO_LARGE);
	expect(stream.destroyed).toBe(true);
});

test('a stream that is announced as longer than allowed is not read', async () => {
	const read = jest.fn();
	const stream = new Readable({ read });
	expect(await readBody(stream, 6, 7, never)).toBe(TOO_LARGE);
	expect(stream.destroyed).toBe(true);
	expect(read).not.toHaveBeenCalled();
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

test('bytes or a text instead of a stream, as older and mocked helpers give them, are taken', async () => {
	const bytes = Buffer.from('picture');
	expect(await readBody(bytes, 10, undefined, never)).toBe(bytes);
	expect(await readBody(bytes, 3, undefined, never)).toBe(TOO_LARGE);
	expect(await readBody('text', 10, undefined, never)).toEqual(Buffer.from('text'));
	expect(await readBody(undefined, 10, undefined, never)).toEqual(Buffer.alloc(0));
});
