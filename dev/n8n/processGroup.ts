// Starts programs in process groups of their own, and sees to it that none outlives this program.
/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const KILL_GRACE_MS = 2_000;
const POLL_MS = 50;
const IS_WINDOWS = process.platform === 'win32';

const livePids = new Set<number>();
let guarding = false;

/** Starts a program as the leader of a new process group, which ends with this program. */
export function spawnGroup(command: string, args: string[], options: SpawnOptions): ChildProcess {
	guardAgainstLeftovers();
	const child = spawn(command, args, { ...options, detached: !IS_WINDOWS, windowsHide: true });
	const { pid } = child;
	if (pid !== undefined) {
		livePids.add(pid);
		child.once('exit', () => {
			signalGroup(pid, 'SIGKILL');
			livePids.delete(pid);
		});
	}
	return child;
}

/** Asks a group to end, and kills what is left of it after the grace time. */
export async function endGroup(child: ChildProcess, graceMs: number): Promise<void> {
	const { pid } = child;
	if (pid === undefined) return;
	if (!hasExited(child)) signalGroup(pid, 'SIGTERM');
	await waitUntil(() => hasExited(child), graceMs);
	signalGroup(pid, 'SIGKILL');
	await waitUntil(() => hasExited(child) && !signalGroup(pid, 0), KILL_GRACE_MS);
}

/** Whether the leader of the group has ended. */
export const hasExited = (child: ChildProcess): boolean =>
	child.exitCode !== null || child.signalCode !== null;

/** Answers whether there was anybody to receive the signal. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
	if (IS_WINDOWS) return signal !== 0 && endTreeOnWindows(pid);
	try {
		return process.kill(-pid, signal);
	} catch {
		return false;
	}
}

/** Windows knows no process groups, but a process tree. */
const endTreeOnWindows = (pid: number): boolean =>
	spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']).status === 0;

/** Hooks this program's own end, however it comes; set up with the first group only. */
function guardAgainstLeftovers(): void {
	if (guarding) return;
	guarding = true;
	process.once('exit', () => signalAll('SIGKILL'));
	for (const signal of STOP_SIGNALS) process.on(signal, passOn);
}

/** Listening to a signal disables its default effect: without another listener, it is given back. */
function passOn(signal: NodeJS.Signals): void {
	signalAll('SIGTERM');
	if (process.listenerCount(signal) > 1) return;
	process.removeListener(signal, passOn);
	process.kill(process.pid, signal);
}

function signalAll(signal: NodeJS.Signals): void {
	for (const pid of livePids) signalGroup(pid, signal);
}

async function waitUntil(condition: () => boolean, limitMs: number): Promise<void> {
	const deadline = Date.now() + limitMs;
	while (!condition() && Date.now() < deadline) await delay(POLL_MS);
}
