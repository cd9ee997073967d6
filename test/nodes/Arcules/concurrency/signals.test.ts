/**
 * Waiting that ends with a signal.
 */
import { abortable, anySignal, delay } from '../../../../nodes/Arcules/concurrency/signals';

const never = new AbortController().signal;

test('a delay takes its time, or ends with the signal', async () => {
	const startedAtMs = Date.now();
	await delay(40, never);
	expect(Date.now() - startedAtMs).toBeGreaterThanOrEqual(38);

	const stop = new AbortController();
	setTimeout(() => stop.abort(), 10);
	await delay(60_000, stop.signal);
	await delay(60_000, stop.signal);
	expect(Date.now() - startedAtMs).toBeLessThan(1_000);
});

test('a wait for a promise ends with the signal, with an aborted one at once', async () => {
	await expect(abortable(Promise.resolve(7), never)).resolves.toBe(7);
	await expect(abortable(Promise.reject(new Error('no')), never)).rejects.toThrow('no');
	await expect(abortable(new Promise(() => {}), AbortSignal.timeout(5))).rejects.toThrow();
	await expect(abortable(new Promise(() => {}), AbortSignal.abort('x'))).rejects.toBe('x');
});

describe('anySignal', () => {
	const controllers = () => [new AbortController(), new AbortController()] as const;

	test('aborts with the first of its signals, and at once with an aborted one', () => {
		const [first, second] = controllers();
		const { signal } = anySignal(first.signal, second.signal);
		expect(signal.aborted).toBe(false);
		second.abort();
		expect(signal.aborted).toBe(true);
		expect(anySignal(first.signal, second.signal).signal.aborted).toBe(true);
	});

	test('aborts no more once it is released', () => {
		const [first, second] = controllers();
		const { signal, release } = anySignal(first.signal, second.signal);
		release();
		first.abort();
		second.abort();
		expect(signal.aborted).toBe(false);
	});
});
