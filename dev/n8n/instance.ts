// Starts an n8n process, waits until it is ready, and ends it with everything it started.
/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import type { ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import getPort from 'get-port';
import type { N8nInstallation } from './install';
import { endGroup, hasExited, spawnGroup } from './processGroup';
import { LOOPBACK, n8nEnvironment } from './settings';

const BOOT_DEADLINE_MS = 180_000;
const READINESS_POLL_MS = 100;
const READINESS_TIMEOUT_MS = 2_000;
const STOP_GRACE_MS = 10_000;
const LOG_LINES_KEPT = 2_000;
const LOG_LINES_SHOWN = 40;

export interface StartOptions {
	installation: N8nInstallation;
	/** Where this n8n keeps its database, key and community nodes (in `.n8n`). */
	userFolder: string;
	/** `worker` takes executions from a queue; it needs the queue's settings in `env`. */
	command?: 'start' | 'worker' | undefined;
	/** A free port unless given. */
	port?: number | undefined;
	/** Settings in addition to ours, or instead of them. */
	env?: Record<string, string> | undefined;
	onLog?: ((line: string) => void) | undefined;
	bootDeadlineMs?: number | undefined;
	/** Gives up the start. */
	signal?: AbortSignal | undefined;
}

/** A running n8n. */
export interface N8nInstance {
	url: string;
	pid: number;
	bootMs: number;
	/** Settles when the process has ended, whoever ended it. */
	ended: Promise<void>;
	/** The last lines n8n printed: this many, or all that are kept. */
	log(lastLines?: number): string;
	/** Ends n8n and everything it started. */
	stop(): Promise<void>;
}

/** Starts n8n and answers as soon as it takes requests. */
export async function startN8n(options: StartOptions): Promise<N8nInstance> {
	const startedAt = Date.now();
	const port = options.port ?? (await freePort());
	const child = await spawnN8n(options, port);
	const log = collectLog(child, options.onLog);
	const ended = new Promise<void>((resolve) => {
		child.once('exit', () => resolve());
		child.once('error', () => resolve());
	});
	const url = `http://${LOOPBACK}:${port}`;
	try {
		await untilReady(child, url, options);
	} catch (error) {
		await endGroup(child, STOP_GRACE_MS);
		if (options.signal?.aborted) throw error;
		const reason = error instanceof Error ? error.message : String(error);
		throw new Error(
			`${reason}\nThe last lines it printed:\n${log.slice(-LOG_LINES_SHOWN).join('\n')}`,
		);
	}
	return {
		url,
		pid: child.pid ?? 0,
		bootMs: Date.now() - startedAt,
		ended,
		log: (lastLines = LOG_LINES_KEPT) => log.slice(-lastLines).join('\n'),
		stop: async () => await endGroup(child, STOP_GRACE_MS),
	};
}

/** A port that nobody listens on: the first free one of these, or any. */
export const freePort = async (preferred: number[] = []): Promise<number> =>
	await getPort({ host: LOOPBACK, port: preferred });

async function spawnN8n(options: StartOptions, port: number): Promise<ChildProcess> {
	const { installation, userFolder, command = 'start', env = {} } = options;
	options.signal?.throwIfAborted();
	await mkdir(userFolder, { recursive: true });
	const runnersPort = await freePort();
	const preload = path.join(__dirname, 'endWithParent.js');
	return spawnGroup(installation.nodeBinary, ['--require', preload, installation.script, command], {
		// n8n reads a file named .env where it is started: there is none here.
		cwd: userFolder,
		env: n8nEnvironment(installation, { userFolder, port, runnersPort }, env),
		stdio: ['pipe', 'pipe', 'pipe'],
	});
}

/** Keeps the last lines of both outputs, in the list it answers with. */
function collectLog(child: ChildProcess, onLog?: (line: string) => void): string[] {
	const lines: string[] = [];
	const keep = (line: string) => {
		lines.push(line);
		if (lines.length > LOG_LINES_KEPT) lines.shift();
		onLog?.(line);
	};
	child.once('error', (error) => keep(error.message));
	for (const stream of [child.stdout, child.stderr]) {
		if (stream) createInterface({ input: stream }).on('line', keep);
	}
	return lines;
}

async function untilReady(child: ChildProcess, url: string, options: StartOptions): Promise<void> {
	const limitMs = options.bootDeadlineMs ?? BOOT_DEADLINE_MS;
	const deadline = Date.now() + limitMs;
	while (!(await isReady(url, options.command))) {
		options.signal?.throwIfAborted();
		if (child.pid === undefined) throw new Error('n8n could not be started.');
		if (hasExited(child)) throw new Error('n8n ended while it was starting.');
		if (Date.now() > deadline) throw new Error(`n8n was not ready after ${limitMs / 1_000} s.`);
		await delay(READINESS_POLL_MS);
	}
}

/** 1.123 calls itself ready a moment before its REST API is there. */
const isReady = async (url: string, command: StartOptions['command']): Promise<boolean> =>
	(await answersOk(`${url}/healthz/readiness`)) &&
	(command === 'worker' || (await answersOk(`${url}/rest/settings`)));

async function answersOk(address: string): Promise<boolean> {
	try {
		const answer = await fetch(address, { signal: AbortSignal.timeout(READINESS_TIMEOUT_MS) });
		await answer.arrayBuffer();
		return answer.ok;
	} catch {
		return false;
	}
}
