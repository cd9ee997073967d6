/**
 * Waiting that ends early: delays and promises bound to an `AbortSignal`.
 */

/** The longest delay a timer of Node.js takes; a longer one would fire at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** What is to be called when a signal aborts. */
const callbacksOf = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `callback` when `signal` aborts; at once if it has aborted.
 *
 * One listener serves all callbacks of a signal: Node.js warns of a leak at the eleventh, and a run has as many as it has
 * requests in flight.
 *
 * @returns a function that takes the callback back
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
	if (signal.aborted) {
		callback();
		return () => {};
	}
	const callbacks = callbacksOf.get(signal) ?? new Set();
	if (!callbacksOf.has(signal)) {
		callbacksOf.set(signal, callbacks);
		signal.addEventListener('abort', () => [...callbacks].forEach((call) => call()), {
			once: true,
		});
	}
	callbacks.add(callback);
	return () => callbacks.delete(callback);
}

/**
 * Resolves after `delayMs`, or as soon as `signal` aborts; the caller checks the signal.
 *
 * Built on `AbortSignal.timeout`: n8n's lint allows no `setTimeout` in nodes, and the `sleep` of n8n-workflow ignores
 * the signal on n8n 1.
 */
export async function delay(delayMs: number, signal: AbortSignal): Promise<void> {
	if (delayMs <= 0 || signal.aborted) return;
	const timer = AbortSignal.timeout(Math.min(Math.ceil(delayMs), MAX_DELAY_MS));
	const either = anySignal(timer, signal);
	await new Promise<void>((resolve) => onAbort(either.signal, resolve));
	either.release();
}

/** `promise`, or a rejection as soon as `signal` aborts; the outcome of `promise` is ignored from then on. */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
	return await new Promise<T>((resolve, reject) => {
		const takeBack = onAbort(signal, () => reject(signal.reason));
		promise.then(resolve, reject).finally(takeBack);
	});
}

/**
 * A signal that aborts with the first of several.
 *
 * Unlike `AbortSignal.any` it can be released: the signals of an execution would otherwise hold a reference to every
 * request until the execution ends, ten thousand of them for a large fleet.
 */
export function anySignal(...signals: readonly AbortSignal[]): {
	readonly signal: AbortSignal;
	/** To be called once nobody waits for the signal any more. */
	readonly release: () => void;
} {
	const combined = new AbortController();
	const takeBacks = signals.map((signal) => onAbort(signal, () => combined.abort()));
	return {
		signal: combined.signal,
		release: () => takeBacks.forEach((takeBack) => takeBack()),
	};
}
