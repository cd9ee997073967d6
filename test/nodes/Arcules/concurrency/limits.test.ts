/**
 * The limits on requests in flight and on requests in any minute.
 */
import { RateLimiter, Semaphore } from '../../../../nodes/Arcules/concurrency/limits';

const sleep = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

describe('Semaphore', () => {
	test('runs no more tasks at once than it has permits, first come first served', async () => {
		const semaphore = new Semaphore(2);
		const started: number[] = [];
		let running = 0;
		let most = 0;
		await Promise.all(
			[1, 2, 3, 4].map(async (task) => {
				await semaphore.run(async () => {
					started.push(task);
					most = Math.max(most, ++running);
					await sleep(5);
					running--;
				});
			}),
		);
		expect(started).toEqual([1, 2, 3, 4]);
		expect(most).toBe(2);
	});

	test('gets its permit back from a task that fails', async () => {
		const semaphore = new Semaphore(1);
		const failing = semaphore.run(async () => {
			throw new Error('failed');
		});
		await expect(failing).rejects.toThrow('failed');
		await expect(semaphore.run(async () => 'next')).resolves.toBe('next');
	});
});

describe('RateLimiter', () => {
	beforeEach(() => jest.useFakeTimers({ doNotFake: ['setTimeout', 'setImmediate', 'nextTick'] }));
	afterEach(() => jest.useRealTimers());

	/** Whether a request may be sent now. */
	const admits = async (limiter: RateLimiter, requestsPerMinute: number) => {
		const gaveUp = AbortSignal.timeout(20);
		await limiter.acquire(requestsPerMinute, gaveUp);
		return !gaveUp.aborted;
	};

	test('lets a small fleet go at once, and no request above the limit in any minute', async () => {
		const limiter = new RateLimiter();
		for (let n = 0; n < 5; n++) expect(await admits(limiter, 5)).toBe(true);
		expect(await admits(limiter, 5)).toBe(false);
		jest.setSystemTime(Date.now() + 60_000);
		expect(await admits(limiter, 5)).toBe(false);
		jest.setSystemTime(Date.now() + 501);
		for (let n = 0; n < 5; n++) expect(await admits(limiter, 5)).toBe(true);
		expect(await admits(limiter, 5)).toBe(false);
	});

	test('has no limit at 0, and does not hold back others for it', async () => {
		const limiter = new RateLimiter();
		for (let n = 0; n < 50; n++) expect(await admits(limiter, 0)).toBe(true);
		expect(await admits(limiter, 1)).toBe(true);
		expect(await admits(limiter, 1)).toBe(false);
		expect(await admits(limiter, 0)).toBe(true);
		expect(await admits(limiter, 2)).toBe(true);
	});

	test('pauses every request when the server is busy, for the longest of several times', async () => {
		const limiter = new RateLimiter();
		limiter.pauseFor(10_000);
		limiter.pauseFor(1_000);
		expect(await admits(limiter, 0)).toBe(false);
		jest.setSystemTime(Date.now() + 9_000);
		expect(await admits(limiter, 0)).toBe(false);
		jest.setSystemTime(Date.now() + 1_001);
		expect(await admits(limiter, 0)).toBe(true);
	});
});
