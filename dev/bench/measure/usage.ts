// How much memory and processor time a process uses.
import { setTimeout as delay } from 'node:timers/promises';
import pidusage from 'pidusage';

const SAMPLE_MS = 50;
const SETTLED_BYTES = 1024 * 1024;
const SETTLED_FOR_MS = 2_000;
const MAX_SETTLE_CHECKS = 7;

/** The resident set at rest: waits until it has not changed by 1 MiB in 2 s, at most 14 s. */
export async function idleBytes(pid: number): Promise<number> {
	let { memory } = await pidusage(pid);
	for (let check = 0; check < MAX_SETTLE_CHECKS; check++) {
		await delay(SETTLED_FOR_MS);
		const before = memory;
		({ memory } = await pidusage(pid));
		if (Math.abs(memory - before) < SETTLED_BYTES) break;
	}
	return memory;
}

export interface Usage {
	/** Of all threads together, user and system time. */
	readonly cpuMs: number;
	/** The largest resident set that was seen; looked at every 50 ms. */
	readonly peakBytes: number;
}

/** What the process uses while the work is under way. */
export async function withUsage<T>(
	pid: number,
	work: () => Promise<T>,
): Promise<Usage & { readonly result: T }> {
	const before = await pidusage(pid);
	let peakBytes = before.memory;
	const sample = async () => {
		const { memory } = await pidusage(pid);
		peakBytes = Math.max(peakBytes, memory);
	};
	// A process that has ended cannot be looked at; that it has, the work itself reports.
	const sampling = setInterval(() => void sample().catch(() => {}), SAMPLE_MS);
	try {
		const result = await work();
		const after = await pidusage(pid);
		return { result, cpuMs: after.ctime - before.ctime, peakBytes };
	} finally {
		clearInterval(sampling);
	}
}
