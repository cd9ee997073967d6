// What `npm start` and `npm run editor` have in common: the account, signals to stop, and exit codes.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { complain } from '../terminal';
import { type Account, openAccount, SIMULATED_CAMERAS } from './account';

const EXIT_FAILED = 1;
/** What shells expect of a program that was interrupted. */
export const EXIT_INTERRUPTED = 130;

/** Said in the help of both programs. */
const ACCOUNT_HELP = `The account is a simulated one with ${SIMULATED_CAMERAS} cameras. To use your own, set ARCULES_EMAIL and ARCULES_PASSWORD in the environment, and ARCULES_BASE_URL where the address is not Arcules' usual one.

The exit code is 1 if a camera gave no picture that was not taken off the air.`;

/** A program: answers whether all went well; the signal tells it to stop. */
type Program<Options> = (
	account: Account,
	options: Options,
	signal: AbortSignal,
) => Promise<boolean>;

/** Runs a program on the account that was chosen, and ends the process. */
export async function runProgram<Options>(
	command: Command,
	program: Program<Options>,
): Promise<never> {
	const options = command
		.addOption(offlineOption)
		.description(`${command.description()}\n\n${ACCOUNT_HELP}`)
		.allowExcessArguments(false)
		.parse()
		.opts<Options & { offline: number }>();
	const { signal } = untilStopped();
	let account: Account | undefined;
	let exitCode = EXIT_FAILED;
	try {
		account = await openAccount(process.env, options.offline);
		if (await program(account, options, signal)) exitCode = 0;
	} catch (error) {
		if (signal.aborted) exitCode = EXIT_INTERRUPTED;
		else complain(error instanceof Error ? error.message : String(error));
	}
	await account?.close();
	process.exit(exitCode);
}

const offlineOption = new Option('--offline <count>', 'take simulated cameras off the air')
	.default(0)
	.argParser((text) => {
		const count = Number(text);
		if (Number.isInteger(count) && count >= 0 && count <= SIMULATED_CAMERAS) return count;
		throw new InvalidArgumentError(`It takes a number from 0 to ${SIMULATED_CAMERAS}.`);
	});

/** Aborts with the first signal to stop; Ctrl-C reaches a program more than once under npm. */
function untilStopped(): AbortController {
	const stop = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort());
	return stop;
}
