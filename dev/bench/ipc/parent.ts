// Starts a helper process and asks it questions, so that its memory and CPU are its own.
/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import execa from 'execa';
import type { Answer } from './protocol';

const STOP_GRACE_MS = 2_000;

/** A helper process that answers questions. */
export interface Helper {
	readonly pid: number;
	/** Rejects when the handler failed, or the process is gone. */
	ask(call: string, argument?: unknown): Promise<unknown>;
	stop(): Promise<void>;
}

interface Waiting {
	resolve: (result: unknown) => void;
	reject: (reason: Error) => void;
}

/**
 * Starts a TypeScript file of this project as a process of its own.
 *
 * @param nodeBinary the Node.js to run it with
 */
export function startHelper(file: string, nodeBinary = process.execPath): Helper {
	const child = execa(nodeBinary, [...process.execArgv, file], {
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
		reject: false,
	});
	const waiting = new Map<number, Waiting>();
	let lastId = 0;
	child.on('message', ({ id, result, error }: Answer) => {
		const asked = waiting.get(id);
		waiting.delete(id);
		if (error === undefined) asked?.resolve(result);
		else asked?.reject(new Error(error));
	});
	const failAll = () => {
		for (const { reject } of waiting.values()) reject(new Error('The helper process has ended'));
		waiting.clear();
	};
	child.once('exit', failAll);
	child.once('error', failAll);
	return {
		pid: child.pid ?? 0,
		ask: async (call, argument) =>
			await new Promise((resolve, reject) => {
				const id = ++lastId;
				waiting.set(id, { resolve, reject });
				child.send({ id, call, argument }, (error) => error && reject(error));
			}),
		stop: async () => {
			child.kill('SIGTERM', { forceKillAfterTimeout: STOP_GRACE_MS });
			await child;
		},
	};
}
