// Starts an n8n process, waits until it is ready, and ends it with everything it started.
import { mkdir, open, readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import getPort from 'get-port';
import type { N8nInstallation } from './install';
import { startGroup, type ProcessGroup } from './processGroup';
import { LOOPBACK, n8nEnvironment } from './settings';
import { waitFor } from './waitFor';

const BOOT_DEADLINE_MS = 180_000;
const READINESS_POLL_MS = 100;
const READINESS_TIMEOUT_MS = 2_000;
const LOG_LINES_SHOWN = 40;

export interface StartOptions {
	installation: N8nInstallation;
	/** Where this n8n keeps its database, key and community nodes (in `.n8n`), and its log (in `n8n.log`). */
	userFolder: string;
	/** `worker` takes executions from a queue; it needs the queue's settings in `env`. */
	command?: 'start' | 'worker' | undefined;
	/** A free port unless given. */
	port?: number | undefined;
	/** Settings in addition to ours, or instead of them. */
	env?: Record<string, string> | undefined;
	/** Gives up the start. */
	signal?: AbortSignal | undefined;
}

/** A running n8n. */
export interface N8nInstance extends Pick<ProcessGroup, 'ended' | 'stop' | 'kill'> {
	url: string;
	pid: number;
	bootMs: number;
	/** What n8n has printed since its first start in this user folder, or this many lines of it. */
	log(lastLines?: number): string;
}

/** Starts n8n and answers as soon as it takes requests. */
export async function startN8n(options: StartOptions): Promise<N8nInstance> {
	const { installation, userFolder, command = 'start', env = {}, signal } = options;
	signal?.throwIfAborted();
	const startedAt = Date.now();
	const port = options.port ?? (await freePort());
	const runnersPort = await freePort();
	await mkdir(userFolder, { recursive: true });
	const logFile = path.join(userFolder, 'n8n.log');
	const log = await open(logFile, 'a');
	const preload = path.join(__dirname, 'endWithParent.js');
	const args = ['--require', preload, installation.script, command];
	const group = startGroup(installation.nodeBinary, args, {
		// n8n reads a file named .env where it is started: there is none here.
		cwd: userFolder,
		env: n8nEnvironment(installation, { userFolder, port, runnersPort }, env),
		extendEnv: false,
		stdio: ['pipe', log.fd, log.fd],
	});
	await log.close();
	const url = `http://${LOOPBACK}:${port}`;
	try {
		await untilReady(group, url, options);
	} catch (error) {
		await group.stop();
		signal?.throwIfAborted();
		const printed = lastOf(await readFile(logFile, 'utf8'), LOG_LINES_SHOWN);
		throw new Error(`${String(error)}\nThe last lines it printed:\n${printed}`, { cause: error });
	}
	return {
		...group,
		url,
		pid: group.child.pid ?? 0,
		bootMs: Date.now() - startedAt,
		log: (lastLines) => lastOf(readFileSync(logFile, 'utf8'), lastLines),
	};
}

/** A port that nobody listens on: the first free one of these, or any. */
export const freePort = async (preferred: number[] = []): Promise<number> =>
	await getPort({ host: LOOPBACK, port: preferred });

const lastOf = (text: string, lines = Infinity): string =>
	text.trimEnd().split('\n').slice(-lines).join('\n');

async function untilReady(group: ProcessGroup, url: string, options: StartOptions): Promise<void> {
	// 1.123 calls itself ready a moment before its REST API is there.
	const paths = options.command === 'worker' ? [] : ['/rest/settings'];
	const isReady = async () => {
		if (group.hasEnded()) throw new Error('n8n ended while it was starting.');
		for (const path of ['/healthz/readiness', ...paths]) {
			if (!(await answersOk(url + path))) return false;
		}
		return true;
	};
	const wait = { deadlineMs: BOOT_DEADLINE_MS, intervalMs: READINESS_POLL_MS };
	await waitFor('n8n that is ready', isReady, { ...wait, signal: options.signal });
}

/** Whether something answers at this address, and answers well. */
async function answersOk(address: string, timeoutMs = READINESS_TIMEOUT_MS): Promise<boolean> {
	try {
		const answer = await fetch(address, { signal: AbortSignal.timeout(timeoutMs) });
		await answer.arrayBuffer();
		return answer.ok;
	} catch {
		return false;
	}
}
