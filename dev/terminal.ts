// Prints to the terminal: sentences, and steps that show their elapsed time while they run.
import ora from 'ora';
import pc from 'picocolors';
import type { Progress } from './n8n/progress';

const REDRAW_MS = 100;
/** Where lines cannot be redrawn (a log file, a pipe), a step shows a sign of life this often. */
const SIGN_OF_LIFE_MS = 15_000;
/** Left free at the end of a line for the spinner. */
const SPINNER_COLUMNS = 3;
const DEFAULT_COLUMNS = 80;

/** Prints a line, or several. */
export const say = (text = ''): void => void process.stdout.write(`${text}\n`);

/** Prints what went wrong. */
export const complain = (text: string): void => void process.stderr.write(`${pc.red(text)}\n`);

/** Shows steps on the terminal: a moving line where possible, else a line now and then. */
export const terminalProgress: Progress = {
	begin: (title) => {
		const { isTTY } = process.stdout;
		const columns = process.stdout.columns || DEFAULT_COLUMNS;
		const startedAt = Date.now();
		let detail = '';
		const status = () => [title, detail, elapsed(startedAt)].filter(Boolean).join(' · ');
		const spinner = ora({ text: title, stream: process.stdout, discardStdin: false });
		if (isTTY) spinner.start();
		const redraw = () => void (spinner.text = status().slice(0, columns - SPINNER_COLUMNS));
		const timer = isTTY
			? setInterval(redraw, REDRAW_MS)
			: setInterval(() => say(`… ${status()}`), SIGN_OF_LIFE_MS);
		const end = (mark: string, text: string) => {
			clearInterval(timer);
			spinner.stop();
			say(`${mark} ${text} ${pc.dim(`(${elapsed(startedAt)})`)}`);
		};
		return {
			update: (text) => void (detail = text),
			done: (summary) => end(pc.green('✔'), summary),
			failed: () => end(pc.red('✖'), title),
		};
	},
};

/** `3.4 s` or `2 min 5 s` since then. */
function elapsed(sinceMs: number): string {
	const seconds = (Date.now() - sinceMs) / 1_000;
	if (seconds < 60) return `${seconds.toFixed(1)} s`;
	return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
