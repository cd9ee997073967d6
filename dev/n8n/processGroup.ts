// Starts a program in a process group of its own: what it starts belongs to the group, and ends with it.
import { setTimeout as delay } from 'node:timers/promises';
import execa, { type ExecaChildProcess, type Options } from 'execa';
import treeKill from 'tree-kill';

const STOP_GRACE_MS = 10_000;
const IS_WINDOWS = process.platform === 'win32';

export interface ProcessGroup {
	child: ExecaChildProcess;
	hasEnded(): boolean;
	/** Settles when the program has ended, whoever ended it. */
	ended: Promise<void>;
	/** Asks the program to end; kills what is left of the group after 10 seconds, or once the program is gone. */
	stop(): Promise<void>;
	/** Ends the whole group at once, as a power cut would. */
	kill(): Promise<void>;
}

export function startGroup(command: string, args: string[], options: Options): ProcessGroup {
	const child = execa(command, args, {
		...options,
		reject: false,
		buffer: false,
		detached: !IS_WINDOWS,
	});
	let isOver = false;
	const ended = child.then(() => void (isOver = true));
	const kill = async () => {
		signalGroup(child.pid, 'SIGKILL');
		await ended;
	};
	const stop = async () => {
		if (!isOver) signalGroup(child.pid, 'SIGTERM');
		await Promise.race([ended, delay(STOP_GRACE_MS, undefined, { ref: false })]);
		await kill();
	};
	return { child, hasEnded: () => isOver, ended, stop, kill };
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
	if (pid === undefined) return;
	// Windows has no process groups, but can end a tree.
	if (IS_WINDOWS) return treeKill(pid, signal);
	try {
		process.kill(-pid, signal);
	} catch {
		// Nobody is left in the group.
	}
}
