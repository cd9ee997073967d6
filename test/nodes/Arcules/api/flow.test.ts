/**
 * The small parts that order requests in time: pool, slots, waits, backoff and pacing.
 */
import { backoffMs, retryAfterMs } from '../../../../nodes/Arcules/api/retry';
import { TOO_LARGE, readBody } from '../../../../nodes/Arcules/api/body';
import { RateLimiter, rateLimiterFor } from '../../../../nodes/Arcules/concurrency/limits';
import { mapConcurrently } from '../../../../nodes/Arcules/concurrency/mapConcurrently';
import { Semaphore } from '../../../../nodes/Arcules/concurrency/limits';
import { anySignal, abortable, delay } from '../../../../nodes/Arcules/concurrency/signals';

const never = new AbortController().signal;
const sleep = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

describe('mapConcurrently', () => {
	test('keeps the order of the source and never exceeds its concurrency', async () => {
		let running = 0;
		let most = 0;
		const results = await mapConcurrently([30, 5, 20, 1, 1, 10], 3, async (delayMs, index) => {
			most = Math.max(most, ++running);
			await sleep(delayMs);
			running--;
			return `${index}:${delayMs}`;
		});
		expect(results).toEqual(['0:30', '1:5', '2:20', '3:1', '4:1', '5:10']);
		expect(most).toBe(3);
	});

	test('starts with what has arrived, while the source still waits for more', async () => {
		const begun: number[] = [];
		async function* source() {
			yield 1;
			await sleep(30);
			expect(begun).toEqual([1]);
			yield 2;
		}
		await mapConcurrently(source(), 4, async (element) => begun.push(element));
		expect(begun).toEqual([1, 2]);
	});

	test('throws the first failure once everything under way has ended, and starts nothing after it', async () => {
		const ended: number[] = [];
		const run = mapConcurrently([1, 2, 3, 4, 5], 2, async (element) => {
			await sleep(element === 2 ? 5 : 20);
			ended.push(element);
			if (element === 2) throw new Error('two');
			if (element === 1) throw new Error('one');
		});
		await expect(run).rejects.toThrow('two');
		expect(ended).toEqual([2, 1]);
	});

	test('throws the failure of its source', async () => {
		async function* source() {
			yield 1;
			throw new Error('no more pages');
		}
		await expect(mapConcurrently(source(), 2, async () => {})).rejects.toThrow('no more pages');
	});
});

test('Semaphore let nobody in above their number, first come first served, failures included', async () => {
	const slots = new Semaphore(2);
	const order: number[] = [];
	const work = async (n: number) =>
		await slots.run(async () => {
			order.push(n);
			await sleep(5);
			if (n === 1) throw new Error('failed');
		});
	const outcomes = await Promise.allSettled([1, 2, 3, 4].map(work));
	expect(order).toEqual([1, 2, 3, 4]);
	expect(outcomes.map(({ status }) => status)).toEqual(['rejected', ...Array(3).fill('fulfilled')]);
	await slots.run(async () => {});
});

describe('Waiting', () => {
	test('takes its time, or ends with the signal', async () => {
		const startedAtMs = Date.now();
		await delay(40, never);
		expect(Date.now() - startedAtMs).toBeGreaterThanOrEqual(38);

		const stop = new AbortController();
		setTimeout(() => stop.abort(), 10);
		await delay(60_000, stop.signal);
		await delay(60_000, stop.signal);
		expect(Date.now() - startedAtMs).toBeLessThan(1_000);
	});

	test('for a promise ends with the signal, with an aborted one at once', async () => {
		await expect(abortable(Promise.resolve(7), never)).resolves.toBe(7);
		await expect(abortable(Promise.reject(new Error('no')), never)).rejects.toThrow('no');
		await expect(abortable(new Promise(() => {}), AbortSignal.timeout(5))).rejects.toThrow();
		await expect(abortable(new Promise(() => {}), AbortSignal.abort('x'))).rejects.toBe('x');
	});
});

test('anySignal aborts with the first of its signals, at once with an aborted one, and not once released', () => {
	const [first, second, third] = [
		new AbortController(),
		new AbortController(),
		new AbortController(),
	];
	const { signal } = anySignal(first.signal, second.signal);
	const released = anySignal(second.signal, third.signal);
	released.release();
	expect(signal.aborted).toBe(false);
	second.abort();
	third.abort();
	expect(signal.aborted).toBe(true);
	expect(released.signal.aborted).toBe(false);
	expect(anySignal(first.signal, second.signal).signal.aborted).toBe(true);
});

describe('Backoff', () => {
	test.each([
		[1, 250, 500],
		[2, 500, 1_000],
		[4, 2_000, 4_000],
		[30, 15_000, 30_000],
	])('after attempt %p lies between %p and %p ms', (attempts, min, max) => {
		const delays = Array.from({ length: 50 }, () => backoffMs(attempts));
		expect(Math.min(...delays)).toBeGreaterThanOrEqual(min);
		expect(Math.max(...delays)).toBeLessThanOrEqual(max);
		expect(new Set(delays).size).toBeGreaterThan(40);
	});

	const now = Date.parse('2026-11-22T08:00:00Z');
	test.each([
		['2', 2_000],
		[' 0 ', 0],
		['3600', 60_000],
		['Sun, 22 Nov 2026 08:00:05 GMT', 5_000],
		['Sun, 22 Nov 2026 07:00:00 GMT', 0],
		['Sun, 22 Nov 2026 20:00:00 GMT', 60_000],
		['soon', undefined],
		['', undefined],
		[undefined, undefined],
	])('reads Retry-After %p as %p ms', (header, expected) => {
		expect(retryAfterMs(header, now)).toBe(expected);
	});
});

describe('RateLimiter', () => {
	beforeEach(() => jest.useFakeTimers({ doNotFake: ['setTimeout', 'setImmediate', 'nextTick'] }));
	afterEach(() => jest.useRealTimers());

	const takes = async (pace: RateLimiter, limit: number) => {
		const gaveUp = AbortSignal.timeout(20);
		let taken = false;
		await pace.acquire(limit, gaveUp).then(() => {
			taken = !gaveUp.aborted;
		});
		return taken;
	};

	test('lets a small fleet go at once, and no request above the limit in any minute', async () => {
		const pace = new RateLimiter();
		for (let n = 0; n < 5; n++) expect(await takes(pace, 5)).toBe(true);
		expect(await takes(pace, 5)).toBe(false);
		jest.setSystemTime(Date.now() + 60_000);
		expect(await takes(pace, 5)).toBe(false);
		jest.setSystemTime(Date.now() + 501);
		for (let n = 0; n < 5; n++) expect(await takes(pace, 5)).toBe(true);
		expect(await takes(pace, 5)).toBe(false);
	});

	test('has no limit at 0, and does not hold back others for it', async () => {
		const pace = new RateLimiter();
		for (let n = 0; n < 50; n++) expect(await takes(pace, 0)).toBe(true);
		expect(await takes(pace, 1)).toBe(true);
		expect(await takes(pace, 1)).toBe(false);
		expect(await takes(pace, 0)).toBe(true);
		expect(await takes(pace, 2)).toBe(true);
	});

	test('holds everybody when the server is busy', async () => {
		const pace = new RateLimiter();
		pace.pauseFor(10_000);
		pace.pauseFor(1_000);
		expect(await takes(pace, 0)).toBe(false);
		jest.setSystemTime(Date.now() + 9_000);
		expect(await takes(pace, 0)).toBe(false);
		jest.setSystemTime(Date.now() + 1_001);
		expect(await takes(pace, 0)).toBe(true);
	});

	test('is one per account', () => {
		expect(rateLimiterFor('a')).toBe(rateLimiterFor('a'));
		expect(rateLimiterFor('a')).not.toBe(rateLimiterFor('b'));
	});
});

test('readBody takes what older or mocked request helpers give instead of a stream', async () => {
	const bytes = Buffer.from('picture');
	expect(await readBody(bytes, 10, undefined, never)).toBe(bytes);
	expect(await readBody(bytes, 3, undefined, never)).toBe(TOO_LARGE);
	expect(await readBody('text', 10, undefined, never)).toEqual(Buffer.from('text'));
	expect(await readBody(undefined, 10, undefined, never)).toEqual(Buffer.alloc(0));
});
