/**
 * Waiting that ends early: delays and promises bound to an `AbortSignal`.
 */

/** The longest delay a timer of Node.js takes; a longer one would fire at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/**
 * Resolves after `delayMs`, or as soon as `signal` aborts; the caller checks the signal.
 *
 * Built on `AbortSignal.timeout`: n8n's lint allows no `setTimeout` in nodes, and the `sleep` of n8n-workflow ignores
 * the signal on n8n 1.
 */
export async function delay(delayMs: number, signal: AbortSignal): Promise<void> {
	if (delayMs <= 0 || signal.aborted) return;
	const timer = AbortSignal.timeout(Math.min(Math.ceil(delayMs), MAX_DELAY_MS));
	await new Promise<void>((resolve) => {
		const done = () => {
			timer.removeEventListener('abort', done);
			signal.removeEventListener('abort', done);
			resolve();
		};
		timer.addEventListener('abort', done);
		signal.addEventListener('abort', done);
	});
}

/** `promise`, or a rejection as soon as `signal` aborts; the outcome of `promise` is ignored from then on. */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
	return await new Promise<T>((resolve, reject) => {
		const onAbort = () => reject(signal.reason);
		if (signal.aborted) onAbort();
		signal.addEventListener('abort', onAbort);
		promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
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
	const abort = () => combined.abort();
	for (const signal of signals) {
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort);
	}
	const release = () => {
		for (const signal of signals) signal.removeEventListener('abort', abort);
	};
	return { signal: combined.signal, release };
}
