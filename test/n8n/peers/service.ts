/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- runs in jest, not in n8n */
/**
 * Starts a server program of this machine for one test file, and ends it with everything it stored.
 */
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endGroup, hasExited, spawnGroup } from '../../../dev/n8n/processGroup';

const START_DEADLINE_MS = 60_000;
const STOP_GRACE_MS = 10_000;
const POLL_MS = 100;
const LINES_SHOWN = 20;

export interface Service {
	stop(): Promise<void>;
}

/** Starts the program and waits until somebody listens on its port. */
export async function startService(
	command: readonly string[],
	port: number,
	folder: string,
): Promise<Service> {
	const child = spawnGroup(path.join(__dirname, 'untilInputEnds.sh'), [...command], {
		cwd: folder,
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	const printed: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream?.on('data', (text) => void printed.push(String(text)));
	}
	const deadline = Date.now() + START_DEADLINE_MS;
	while (!(await isListening(port))) {
		if (hasExited(child) || Date.now() > deadline) {
			await endGroup(child, STOP_GRACE_MS);
			const tail = printed.join('').split('\n').slice(-LINES_SHOWN).join('\n');
			throw new Error(`"${command.join(' ')}" did not start:\n${tail}`);
		}
		await delay(POLL_MS);
	}
	return { stop: async () => await endGroup(child, STOP_GRACE_MS) };
}

const isListening = async (port: number): Promise<boolean> =>
	await new Promise<boolean>((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('connect', () => resolve(true));
		socket.once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});
