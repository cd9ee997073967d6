// A lock between processes: a file that its holder keeps touching, so that a dead holder's lock goes stale.
/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { rm, stat, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode, isMissing } from './files';

const TOUCH_EVERY_MS = 5_000;
const STALE_AFTER_MS = 30_000;
const RETRY_EVERY_MS = 500;

export interface LockOptions {
	/** Told once, when somebody else holds the lock. */
	onWait?: (() => void) | undefined;
	signal?: AbortSignal | undefined;
}

/** Runs a task while holding the lock file; waits for whoever holds it now. */
export async function withLock<T>(
	file: string,
	task: () => Promise<T>,
	{ onWait, signal }: LockOptions = {},
): Promise<T> {
	let waiting = false;
	while (!(await take(file))) {
		if (!waiting) onWait?.();
		waiting = true;
		await delay(RETRY_EVERY_MS, undefined, { signal });
		if (await isStale(file)) await rm(file, { force: true });
	}
	const touching = setInterval(() => void touch(file), TOUCH_EVERY_MS);
	touching.unref();
	try {
		return await task();
	} finally {
		clearInterval(touching);
		await rm(file, { force: true });
	}
}

async function take(file: string): Promise<boolean> {
	try {
		await writeFile(file, '', { flag: 'wx' });
		return true;
	} catch (error) {
		if (hasCode(error, 'EEXIST')) return false;
		throw error;
	}
}

async function touch(file: string): Promise<void> {
	const now = new Date();
	await utimes(file, now, now).catch(() => {});
}

async function isStale(file: string): Promise<boolean> {
	try {
		return Date.now() - (await stat(file)).mtimeMs > STALE_AFTER_MS;
	} catch (error) {
		if (isMissing(error)) return false;
		throw error;
	}
}
