// How much memory a process holds (its resident set), as Linux tells it; other systems are not asked.
/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as delay } from 'node:timers/promises';
import { existsSync, readFileSync } from 'node:fs';

const SAMPLE_MS = 50;
const SETTLED_BYTES = 1024 * 1024;
const SETTLED_FOR_MS = 2_000;
const SETTLE_DEADLINE_MS = 15_000;
const BYTES_PER_KB = 1024;

/** The resident set of a process; undefined where the system does not tell. */
export async function residentBytes(pid: number): Promise<number | undefined> {
	const file = `/proc/${pid}/status`;
	if (!existsSync(file)) return undefined;
	const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1];
	return kilobytes === undefined ? undefined : Number(kilobytes) * BYTES_PER_KB;
}

/** What the process holds at rest: waits until that has not changed by 1 MiB for 2 s, at most 15 s. */
export async function idleBytes(pid: number): Promise<number | undefined> {
	const deadline = Date.now() + SETTLE_DEADLINE_MS;
	let steady = await residentBytes(pid);
	let steadySince = Date.now();
	while (Date.now() - steadySince < SETTLED_FOR_MS && Date.now() < deadline) {
		await delay(SAMPLE_MS);
		const now = await residentBytes(pid);
		if (Math.abs((now ?? 0) - (steady ?? 0)) < SETTLED_BYTES) continue;
		steady = now;
		steadySince = Date.now();
	}
	return steady;
}

/** Looks every 50 ms while the work is under way; answers with its result and the most that was held. */
export async function withPeakBytes<T>(
	pid: number,
	work: () => Promise<T>,
): Promise<{ result: T; peakBytes: number | undefined }> {
	const over = new AbortController();
	const watching = watch(pid, over.signal);
	try {
		const result = await work();
		over.abort();
		return { result, peakBytes: await watching };
	} finally {
		over.abort();
	}
}

async function watch(pid: number, over: AbortSignal): Promise<number | undefined> {
	let peak: number | undefined;
	for (;;) {
		const now = await residentBytes(pid);
		if (now !== undefined) peak = Math.max(peak ?? 0, now);
		if (over.aborted) return peak;
		await delay(SAMPLE_MS);
	}
}
