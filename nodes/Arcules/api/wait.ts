/**
 * Signals: waiting that ends early when somebody has given up.
 */

/** The longest delay a timer of Node takes; a longer one would fire at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/**
 * Resolves after `delayMs`, or as soon as `signal` aborts; the caller looks at the signal.
 *
 * Built on `AbortSignal.timeout`: n8n's lint allows no `setTimeout` in nodes, and the `sleep` of n8n-workflow goes on
 * to its end after a cancel on n8n 1.
 */
export async function wait(delayMs: number, signal: AbortSignal): Promise<void> {
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

/** `promise`, or a rejection as soon as `signal` aborts; what `promise` does later is of no interest then. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
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
 * `AbortSignal.any` would do, but the signals of an execution would keep a trace of every request until its end: with
 * ten thousand cameras that is memory and time.
 */
export function joinSignals(...signals: readonly AbortSignal[]): {
	readonly signal: AbortSignal;
	/** To be called when nobody waits for the signal any more. */
	readonly release: () => void;
} {
	const joined = new AbortController();
	const abort = () => joined.abort();
	for (const signal of signals) {
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort);
	}
	const release = () => {
		for (const signal of signals) signal.removeEventListener('abort', abort);
	};
	return { signal: joined.signal, release };
}
