/**
 * Work on many elements at once.
 */
import { mapConcurrently } from '../../../../nodes/Arcules/concurrency/mapConcurrently';

const sleep = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

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
	const started: number[] = [];
	const startedBeforeTheSecond: number[] = [];
	async function* source() {
		yield 1;
		await sleep(30);
		startedBeforeTheSecond.push(...started);
		yield 2;
	}
	await mapConcurrently(source(), 4, async (element) => started.push(element));
	expect(startedBeforeTheSecond).toEqual([1]);
	expect(started).toEqual([1, 2]);
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
