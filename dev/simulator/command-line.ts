// The simulator's command line: its options, checked one by one.
import { Command, InvalidArgumentError, Option } from 'commander';

import type { SimulatorOptions } from './options';

/** What the command line asks for. */
export interface CommandLine {
	readonly options: SimulatorOptions;
	/** How many cameras are off the air. */
	readonly offlineCameras: number;
}

interface Flags {
	readonly cameras: number;
	readonly otherDevices: number;
	readonly port: number;
	readonly pageSize: number;
	readonly latency: number;
	readonly tokenLifetime: number;
	readonly cursorParameter: string;
	readonly nextAsUrl?: true;
	readonly rateLimit: number;
	readonly offline: number;
}

const HIGHEST_PORT = 65_535;
const MOST_DEVICES = 100_000;
const LONGEST_LATENCY_MS = 600_000;
const LONGEST_LIFETIME_SECONDS = 31_536_000;
const MOST_REQUESTS = 1_000_000;

function wholeNumber(lowest: number, highest: number): (text: string) => number {
	return (text) => {
		const value = Number(text);
		if (/^\d+$/.test(text) && value >= lowest && value <= highest) return value;
		throw new InvalidArgumentError(`Use a whole number from ${lowest} to ${highest}.`);
	};
}

function parameterName(text: string): string {
	if (/^[\w.-]+$/.test(text)) return text;
	throw new InvalidArgumentError('Use letters, digits, ".", "_" and "-".');
}

function numberOption(
	flags: string,
	description: string,
	range: readonly [lowest: number, highest: number],
	initial: number,
): Option {
	return new Option(flags, description).argParser(wholeNumber(...range)).default(initial);
}

function createCommand(): Command {
	return new Command('simulator')
		.description('A stand-in for the Arcules API on this machine.')
		.addOption(numberOption('--cameras <n>', 'cameras in the account', [0, MOST_DEVICES], 12))
		.addOption(numberOption('--other-devices <n>', 'devices that are none', [0, MOST_DEVICES], 0))
		.addOption(numberOption('--port <n>', 'port, 0 for a free one', [0, HIGHEST_PORT], 8787))
		.addOption(numberOption('--page-size <n>', 'devices in a page', [1, MOST_DEVICES], 100))
		.addOption(numberOption('--latency <ms>', 'delay of answers', [0, LONGEST_LATENCY_MS], 0))
		.addOption(
			numberOption(
				'--token-lifetime <seconds>',
				'how long a token is good for',
				[1, LONGEST_LIFETIME_SECONDS],
				3600,
			),
		)
		.option('--cursor-parameter <name>', 'query parameter of the cursor', parameterName, 'cursor')
		.option('--next-as-url', 'give the address of the next page instead of its cursor')
		.addOption(
			numberOption('--rate-limit <n>', 'requests a minute, 0 for no limit', [0, MOST_REQUESTS], 0),
		)
		.addOption(numberOption('--offline <n>', 'cameras that are offline', [0, MOST_DEVICES], 0));
}

/** Reads the command line. A value that cannot be used ends the process with one line about it. */
export function readCommandLine(argv: readonly string[]): CommandLine {
	const command = createCommand().parse(argv);
	const flags = command.opts<Flags>();
	if (flags.offline > flags.cameras) {
		command.error(`error: --offline ${flags.offline} is more than the ${flags.cameras} cameras`);
	}
	return {
		options: {
			cameras: flags.cameras,
			otherDevices: flags.otherDevices,
			port: flags.port,
			pageSize: flags.pageSize,
			latencyMs: flags.latency,
			tokenLifetimeSeconds: flags.tokenLifetime,
			cursorParameter: flags.cursorParameter,
			nextAs: flags.nextAsUrl ? 'url' : 'cursor',
			requestsPerMinute: flags.rateLimit,
		},
		offlineCameras: flags.offline,
	};
}
