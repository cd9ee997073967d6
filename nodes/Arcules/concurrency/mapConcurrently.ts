/**
 * Works on many elements at once, but never on more than a given number.
 */

/**
 * Maps every element of `source`, at most `concurrency` at a time, starting with the first element that arrives.
 *
 * @returns the results in the order of the source
 * @throws the first failure of `work` or of the source, once everything under way has ended; nothing new is started
 * after it
 */
export async function mapConcurrently<In, Out>(
	source: AsyncIterable<In> | Iterable<In>,
	concurrency: number,
	work: (element: In, index: number) => Promise<Out>,
): Promise<Out[]> {
	const results: Out[] = [];
	const failures: unknown[] = [];
	const elements = iterate(source);
	let started = 0;
	const worker = async () => {
		while (failures.length === 0) {
			const next = await elements.next();
			if (next.done === true || failures.length > 0) return;
			const index = started++;
			results[index] = await work(next.value, index);
		}
	};
	await Promise.all(
		Array.from({ length: concurrency }, async () => {
			await worker().catch((thrown: unknown) => failures.push(thrown));
		}),
	);
	if (failures.length > 0) {
		await elements.return();
		throw failures[0];
	}
	return results;
}

/** A generator queues simultaneous calls of `next()`, which a plain iterator need not do. */
async function* iterate<T>(source: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T, void, void> {
	yield* source;
}
