// Runs npm so that it behaves the same whoever starts it, `npm start` inside a project included.
/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { runCommand, type CommandOptions } from './command';

const QUIET_FLAGS = ['--no-audit', '--no-fund', '--no-update-notifier', '--no-color'];
/** What an outer npm tells its scripts about itself, and what would mislead an inner one. */
const OUTER_NPM =
	/^(npm_(lifecycle|package|command|execpath|node_execpath|config_local_prefix|config_ignore_scripts)|INIT_CWD)/i;

/** Runs npm with these arguments; answers with its standard output. */
export async function runNpm(args: string[], options: CommandOptions): Promise<string> {
	const env = Object.fromEntries(
		Object.entries(options.env ?? process.env).filter(([name]) => !OUTER_NPM.test(name)),
	);
	return await runCommand('npm', [...args, ...QUIET_FLAGS], { ...options, env });
}
