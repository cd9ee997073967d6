// How an n8n is while something goes on: how long it was silent, and how much memory it took.
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { withUsage } from '../../../dev/bench/measure/usage';
import type { N8nInstance } from '../../../dev/n8n/instance';

const ASK_INTERVAL_MS = 50;
const NS_PER_MS = 1e6;

/** What was seen of a process. */
export interface Vitals {
	readonly lengthMs: number;
	/**
	 * The longest that the health check waited for its answer: nothing else was answered meanwhile either. The time in which
	 * n8n, or the one who asks, was ready to go on and other programs had the processor is left out, where Linux tells it.
	 */
	readonly longestSilenceMs: number;
	/** The largest resident set. */
	readonly peakBytes: number;
}

/** Asks n8n's health check again and again, until the work is done. */
export async function vitalsDuring(
	{ url, pid }: Pick<N8nInstance, 'url' | 'pid'>,
	work: () => Promise<void>,
): Promise<Vitals> {
	const startMs = performance.now();
	let longestSilenceMs = 0;
	let isOver = false;
	const silenceOfOne = async () => {
		const displacedMs = await displacedMsOf(pid, process.pid);
		const askedAtMs = performance.now();
		await (await fetch(`${url}/healthz`)).arrayBuffer();
		const silenceMs = performance.now() - askedAtMs;
		return silenceMs - (await displacedMsOf(pid, process.pid)) + displacedMs;
	};
	const ask = async () => {
		while (!isOver) {
			longestSilenceMs = Math.max(longestSilenceMs, await silenceOfOne());
			await delay(ASK_INTERVAL_MS);
		}
	};
	const asking = ask();
	try {
		const { peakBytes } = await withUsage(pid, work);
		return { lengthMs: performance.now() - startMs, longestSilenceMs, peakBytes };
	} finally {
		isOver = true;
		await asking;
	}
}

/** How long the main threads of these processes have waited for a processor so far. */
async function displacedMsOf(...pids: readonly number[]): Promise<number> {
	const waits = pids.map(async (pid) => {
		// Time on a processor, time waiting for one, and how often that was.
		const stat = await readFile(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').catch(() => '');
		return Number(stat.split(' ')[1] ?? 0) / NS_PER_MS;
	});
	return (await Promise.all(waits)).reduce((sum, waitMs) => sum + waitMs);
}
