// Runs one command to its end and keeps its last lines, which say why when it fails.
/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { endGroup, spawnGroup } from './processGroup';

const LINES_KEPT = 400;
const FIRST_LINES_SHOWN = 6;
const LAST_LINES_SHOWN = 10;
const NPM_ERROR = /^npm (error|ERR!)/;
const STACK_FRAME = /\s+at .*:\d+\)?( \{)?$/;
const STOP_GRACE_MS = 3_000;

export interface CommandOptions {
	cwd: string;
	env?: NodeJS.ProcessEnv | undefined;
	onLine?: ((line: string) => void) | undefined;
	signal?: AbortSignal | undefined;
}

/** A command that could not start, or ended with a failure. */
export class CommandError extends Error {
	constructor(
		command: string,
		outcome: string,
		/** The end of what the command printed. */
		readonly lines: string[],
	) {
		super([`"${command}" ${outcome}.`, ...tellingLines(lines)].join('\n'));
		this.name = 'CommandError';
	}
}

/** Runs a command; answers with what it wrote to its standard output. */
export async function runCommand(
	command: string,
	args: string[],
	{ cwd, env, onLine, signal }: CommandOptions,
): Promise<string> {
	signal?.throwIfAborted();
	const label = [command, ...args.filter((arg) => !arg.startsWith('-'))].join(' ');
	const child = spawnGroup(command, args, {
		cwd,
		env: env ?? process.env,
		stdio: ['ignore', 'pipe', 'pipe'],
		shell: process.platform === 'win32',
	});
	const lines: string[] = [];
	const printed: string[] = [];
	const keep = (line: string) => {
		lines.push(line);
		if (lines.length > LINES_KEPT) lines.shift();
		onLine?.(line);
	};
	eachLine(child.stdout, (line) => {
		printed.push(line);
		keep(line);
	});
	eachLine(child.stderr, keep);

	const stop = () => void endGroup(child, STOP_GRACE_MS);
	signal?.addEventListener('abort', stop, { once: true });
	try {
		const outcome = await new Promise<string | undefined>((resolve) => {
			child.once('error', (error) => resolve(`could not be started: ${error.message}`));
			child.once('close', (code, killedBy) =>
				resolve(code === 0 ? undefined : `ended with ${killedBy ?? `code ${code}`}`),
			);
		});
		signal?.throwIfAborted();
		if (outcome !== undefined) throw new CommandError(label, outcome, lines);
		return printed.join('\n');
	} finally {
		signal?.removeEventListener('abort', stop);
	}
}

function eachLine(stream: Readable | null, onLine: (line: string) => void): void {
	if (stream) createInterface({ input: stream }).on('line', onLine);
}

/** npm marks the lines that matter, its cause first; other programs say it last. */
function tellingLines(lines: string[]): string[] {
	const errors = lines.filter((line) => NPM_ERROR.test(line) && !STACK_FRAME.test(line));
	const telling = errors.length > 0 ? errors : lines;
	const shown =
		telling.length > FIRST_LINES_SHOWN + LAST_LINES_SHOWN
			? [...telling.slice(0, FIRST_LINES_SHOWN), '…', ...telling.slice(-LAST_LINES_SHOWN)]
			: telling;
	return shown.map((line) => `  ${line}`);
}

/** Puts what to do in front of what the command said, where it was a command that failed. */
export async function withAdvice<T>(work: Promise<T>, advice: string): Promise<T> {
	try {
		return await work;
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new Error(`${advice}\n\n${error.message}`, { cause: error });
	}
}
