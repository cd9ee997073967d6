// The command line of `npm run bench`.
import { Command, InvalidArgumentError } from 'commander';
import { PEERS, type PeerName } from './peers/peer';

const FLEETS = [10, 100, 1_000, 10_000];
const ROUNDS = 5;
/** A run with this many devices takes so long that fewer of them have to do. */
const LARGE_FLEET_DEVICES = 10_000;
const LARGE_FLEET_ROUNDS = 3;
const MOST_DEVICES = 100_000;
const MOST_ROUNDS = 100;

/** The measurements beside the fleets. */
export const EXTRAS = ['pacing', 'faults'] as const;
export type Extra = (typeof EXTRAS)[number];

export interface BenchOptions {
	readonly fleets: ReadonlyArray<{ devices: number; rounds: number }>;
	readonly peers: readonly PeerName[];
	readonly extras: readonly Extra[];
	/** Whether results.json, the README's table and the chart are written. */
	readonly writes: boolean;
}

interface Flags {
	fleets?: number[];
	rounds?: number;
	peers?: PeerName[];
	skip?: Extra[];
	quick?: true;
	write?: true;
}

const EXPLANATION = `
Measures this node inside a real n8n, side by side with a recipe of n8n's own nodes and with a plain Node.js program, against a simulated Arcules account on this machine. The whole of it takes about 25 minutes, on a machine that does nothing else. The results go to bench/results.json, bench/README.md and bench/chart.svg; those of a run that leaves something out only with --write.`;

const EXAMPLES = `
Examples:
  npm run bench                                    everything
  npm run bench -- --quick                         a look whether it runs: 10 and 100 devices, once
  npm run bench -- --fleets 1000 --rounds 3 --skip pacing,faults
  npm run bench -- --fleets 10000 --rounds 1 --peers getMany --skip pacing,faults`;

/** Reads the options; one that cannot be used ends the program with a sentence that says so. */
export function readOptions(args: readonly string[]): BenchOptions {
	const flags = new Command('npm run bench --')
		.usage('[options]')
		.description(EXPLANATION.trim())
		.option('--fleets <n,n>', `sizes of the fleets, in devices (${FLEETS.join(',')})`, numbers)
		.option('--rounds <n>', `runs of each peer (${ROUNDS}; ${LARGE_FLEET_ROUNDS} at 10000)`, rounds)
		.option('--peers <name,name>', `who takes part (${PEERS.join(',')})`, namesFrom(PEERS))
		.option('--skip <name,name>', `what to leave out: ${EXTRAS.join(',')}`, namesFrom(EXTRAS))
		.option('--quick', 'short for --fleets 10,100 --rounds 1 --skip pacing,faults')
		.option('--write', 'write the results of a run that leaves something out, too')
		.addHelpText('after', EXAMPLES)
		.allowExcessArguments(false)
		.showHelpAfterError('(run "npm run bench -- --help" to see what there is)')
		.parse(args, { from: 'user' })
		.opts<Flags>();
	return resolve(flags);
}

function resolve({ quick, write, ...flags }: Flags): BenchOptions {
	const given: Flags = quick
		? { fleets: [10, 100], rounds: 1, skip: [...EXTRAS], ...flags }
		: flags;
	const isWhole = Object.keys(given).length === 0;
	return {
		fleets: (given.fleets ?? FLEETS).map((devices) => ({
			devices,
			rounds: given.rounds ?? (devices >= LARGE_FLEET_DEVICES ? LARGE_FLEET_ROUNDS : ROUNDS),
		})),
		peers: PEERS.filter((peer) => given.peers?.includes(peer) ?? true),
		extras: EXTRAS.filter((extra) => !given.skip?.includes(extra)),
		writes: isWhole || write === true,
	};
}

function wholeNumber(text: string, highest: number): number {
	const value = Number(text);
	if (/^\d+$/.test(text) && value >= 1 && value <= highest) return value;
	throw new InvalidArgumentError(`Use whole numbers from 1 to ${highest}.`);
}

const numbers = (text: string): number[] =>
	text.split(',').map((part) => wholeNumber(part, MOST_DEVICES));

const rounds = (text: string): number => wholeNumber(text, MOST_ROUNDS);

const namesFrom =
	<Name extends string>(allowed: readonly Name[]) =>
	(text: string): Name[] =>
		text.split(',').map((part) => {
			const name = allowed.find((candidate) => candidate === part);
			if (name !== undefined) return name;
			throw new InvalidArgumentError(`Use ${allowed.join(', ')}.`);
		});
