// `npm start`: a live picture of every camera of an account, on n8n's own engine inside this process.
import { Command } from 'commander';
import pc from 'picocolors';
import type { Account } from './demo/account';
import { EXIT_INTERRUPTED, runProgram } from './demo/program';
import { RUN_TITLES, showRun } from './demo/report';
import { asStep } from './n8n/progress';
import { say, terminalProgress } from './terminal';

const LOAD_TITLES = { doing: "Loading n8n's engine", done: "Loaded n8n's engine" };

const command = new Command('npm start --')
	.description(
		'Runs a workflow that lists the cameras of an Arcules account and gets a live picture of each, and makes a page with all of them.',
	)
	.option('--output <folder>', 'where the pictures go (default: output)');

void runProgram<{ output?: string }>(command, async (account, { output }, signal) => {
	// There is nothing to wait for: what the engine stored is removed as the process exits.
	signal.addEventListener('abort', () => process.exit(EXIT_INTERRUPTED));
	// Loaded only now, because n8n's modules take a second or two.
	const load = async () => await import('./demo/embedded');
	const { runEmbedded } = await asStep(terminalProgress, LOAD_TITLES, load);
	const run = async () => await runEmbedded(account.credential);
	const complete = await showRun(await asStep(terminalProgress, RUN_TITLES, run), account, output);
	say(nextSteps(account));
	return complete;
});

/** What to try after this. */
function nextSteps({ kind, offline }: Account): string {
	const editor = `The node in n8n's editor:  ${pc.cyan('npm run editor')} (installs n8n the first time: about 4 minutes, 3 GB)`;
	const failures = `Cameras off the air:       ${pc.cyan('npm start -- --offline 2')}`;
	const own = `Your own cameras:          set ${pc.cyan('ARCULES_EMAIL')} and ${pc.cyan('ARCULES_PASSWORD')}`;
	if (kind === 'real') return editor;
	return [editor, ...(offline === 0 ? [failures] : []), own].join('\n');
}
