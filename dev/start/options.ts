// The command line of `npm start`.
import { Command } from 'commander';

export interface DemoOptions {
	/** Ends after one run instead of staying up. */
	once: boolean;
}

// The help wraps long lines by itself.
const EXPLANATION = `
Installs n8n into your user cache (only the first time), adds this package to it, and runs a workflow that lists the cameras of an Arcules account and gets a live picture of each. The pictures go to output, and n8n stays up so that you can try the node in its editor.

The account is a simulated one with 12 cameras. To use your own, set ARCULES_EMAIL and ARCULES_PASSWORD in the environment, and ARCULES_BASE_URL where the address is not Arcules' usual one.`;

const EXAMPLES = `
Examples:
  npm start                 shows the pictures, and keeps n8n running until Ctrl-C
  npm start -- --once       ends after the run; fails if a camera gave no picture`;

/** Reads the options; an unknown one ends the program with a sentence that says so. */
export function readOptions(args: string[]): DemoOptions {
	const command = new Command('npm start --')
		.usage('[options]')
		.description(EXPLANATION.trim())
		.option('--once', 'end after the run, with exit code 1 if any picture is missing')
		.addHelpText('after', EXAMPLES)
		.allowExcessArguments(false)
		.showHelpAfterError('(run "npm start -- --help" to see what there is)')
		.parse(args, { from: 'user' });
	return { once: command.opts<Partial<DemoOptions>>().once ?? false };
}
