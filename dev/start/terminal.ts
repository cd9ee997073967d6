// Prints to the terminal: sentences, and steps that show their elapsed time while they run.
/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import pc from 'picocolors';
import type { Progress, ProgressStep } from '../n8n/progress';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
/** Where lines cannot be redrawn (a log file, a pipe), a step shows a sign of life this often. */
const SIGN_OF_LIFE_MS = 15_000;
const DEFAULT_COLUMNS = 80;
const CLEAR_LINE = '\r\u001b[2K';
const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';

/** Prints a line, or several. */
export const say = (text = ''): void => void process.stdout.write(`${text}\n`);

/** Prints what went wrong. */
export const complain = (text: string): void => void process.stderr.write(`${pc.red(text)}\n`);

/** Shows steps on the terminal: a moving line where possible, else a line now and then. */
export const terminalProgress: Progress = {
	begin: (title) => (process.stdout.isTTY ? movingStep(title) : plainStep(title)),
};

function movingStep(title: string): ProgressStep {
	const startedAt = Date.now();
	let detail = '';
	let frame = 0;
	const draw = () => {
		frame = (frame + 1) % FRAMES.length;
		const parts = [title, detail, elapsed(startedAt)].filter(Boolean).join(' · ');
		const width = (process.stdout.columns || DEFAULT_COLUMNS) - 3;
		const line = parts.length > width ? `${parts.slice(0, width - 1)}…` : parts;
		process.stdout.write(`${CLEAR_LINE}${pc.cyan(FRAMES[frame] ?? '')} ${line}`);
	};
	process.stdout.write(HIDE_CURSOR);
	draw();
	const drawing = setInterval(draw, FRAME_MS);
	const end = (line: string) => {
		clearInterval(drawing);
		process.stdout.write(`${CLEAR_LINE}${SHOW_CURSOR}${line}\n`);
	};
	return {
		update: (text) => void (detail = text),
		done: (summary) => end(doneLine(summary, startedAt)),
		failed: () => end(failedLine(title, startedAt)),
	};
}

function plainStep(title: string): ProgressStep {
	const startedAt = Date.now();
	let detail = '';
	const showLife = () =>
		say(['…', title, detail && `· ${detail}`, `· ${elapsed(startedAt)}`].filter(Boolean).join(' '));
	const living = setInterval(showLife, SIGN_OF_LIFE_MS);
	const end = (line: string) => {
		clearInterval(living);
		say(line);
	};
	return {
		update: (text) => void (detail = text),
		done: (summary) => end(doneLine(summary, startedAt)),
		failed: () => end(failedLine(title, startedAt)),
	};
}

const doneLine = (text: string, startedAt: number): string =>
	`${pc.green('✔')} ${text} ${pc.dim(`(${elapsed(startedAt)})`)}`;

const failedLine = (text: string, startedAt: number): string =>
	`${pc.red('✖')} ${text} ${pc.dim(`(${elapsed(startedAt)})`)}`;

/** `3.4 s` or `2 min 5 s` since then. */
function elapsed(sinceMs: number): string {
	const seconds = (Date.now() - sinceMs) / 1_000;
	if (seconds < 60) return `${seconds.toFixed(1)} s`;
	return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
