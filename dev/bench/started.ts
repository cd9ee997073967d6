// Closes what was started for a measurement, however the measurement ends.
interface Closable {
	close(): Promise<void>;
}

/** Notes that this is to be closed, and hands it on. */
export type Keep = <T extends Closable>(started: T) => T;

/** Does the work; then everything that it has kept is closed. */
export async function closingAll<T>(work: (keep: Keep) => Promise<T>): Promise<T> {
	const all: Closable[] = [];
	const keep: Keep = (started) => {
		all.push(started);
		return started;
	};
	try {
		return await work(keep);
	} finally {
		await Promise.all(all.map(async (started) => await started.close()));
	}
}
