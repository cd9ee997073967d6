// The command line of `npm run bench`.
import { Command, InvalidArgumentError, Option } from 'commander';
import type { FleetPlan } from './measure/fleet';
import { LINES, type Line } from './account';
import { VARIANT_NAMES, type VariantName } from './variants';

const FLEETS = [10, 100, 1_000, 10_000];
const ROUNDS = 5;
/** A run with this many devices takes so long that fewer rounds have to do. */
const LARGE_FLEET_DEVICES = 10_000;
const LARGE_FLEET_ROUNDS = 3;

/** The measurements beside the fleets. */
const EXTRAS = ['pacing', 'faults', 'watch', 'rule'] as const;
export type Extra = (typeof EXTRAS)[number];

export interface BenchOptions {
	readonly fleets: readonly FleetPlan[];
	readonly extras: readonly Extra[];
	/** Where every n8n leaves a CPU profile; none without. */
	readonly profile: string | undefined;
	/** Whether nothing is measured but what looking into a picture costs. */
	readonly picture: boolean;
	/** Whether results.json, the README's tables and the chart are written. */
	readonly writes: boolean;
}

interface Flags {
	fleets?: number[];
	rounds?: number;
	lines: Line[];
	variants: VariantName[];
	skip: Extra[];
	profile?: string;
	picture?: true;
	quick?: true;
	write?: true;
}

const EXPLANATION = `Measures this node inside a real n8n, side by side with a recipe of n8n's own nodes, a bare node and a plain Node.js program, against a simulated Arcules account on this machine. It needs a machine that does nothing else, and takes 50 minutes. The results go to results.json, README.md and chart.svg in dev/bench; those of a run that leaves something out only with --write.`;

const EXAMPLES = `
Examples:
  npm run bench                       everything
  npm run bench -- --quick            whether it runs: 10 and 100 devices, once
  npm run bench -- --fleets 1000 --variants getMany bareNode --skip pacing faults watch rule
  npm run bench -- --fleets 1000 --rounds 1 --skip pacing faults watch rule --profile profiles`;

/** Reads the options; one that cannot be used ends the program with a sentence that says so. */
export function readOptions(args: readonly string[]): BenchOptions {
	const { fleets, rounds, lines, variants, skip, profile, picture, quick, write } = new Command(
		'npm run bench --',
	)
		.usage('[options]')
		.description(EXPLANATION)
		.addOption(
			new Option('--fleets <n...>', `devices of the fleets (${FLEETS.join(', ')})`).argParser(
				(text, before?: number[]) => [...(before ?? []), positive(text)],
			),
		)
		.addOption(
			new Option('--lines <name...>', 'plain HTTP, or TLS with a round trip of 40 ms')
				.choices(LINES)
				.default(LINES, 'both'),
		)
		.option('--rounds <n>', `runs of each (${ROUNDS}; ${LARGE_FLEET_ROUNDS} at 10000)`, positive)
		.addOption(
			new Option('--variants <name...>', 'what to measure')
				.choices(VARIANT_NAMES)
				.default(VARIANT_NAMES, 'all'),
		)
		.addOption(
			new Option('--skip <name...>', 'what to leave out').choices(EXTRAS).default([], 'nothing'),
		)
		.option('--profile <folder>', 'keep a CPU profile of every n8n there')
		.option('--picture', 'what looking into a picture costs, beside libvips, and nothing else')
		.option('--quick', 'short for --fleets 10 100 --rounds 1 --skip pacing faults watch rule')
		.option('--write', 'write the results of a run that leaves something out, too')
		.addHelpText('after', EXAMPLES)
		.allowExcessArguments(false)
		.showHelpAfterError('(run "npm run bench -- --help" to see what there is)')
		.parse(args, { from: 'user' })
		.opts<Flags>();
	const roundsOf = (devices: number) =>
		rounds ?? (quick ? 1 : devices >= LARGE_FLEET_DEVICES ? LARGE_FLEET_ROUNDS : ROUNDS);
	return {
		fleets: lines.flatMap((line) =>
			(fleets ?? (quick ? [10, 100] : FLEETS)).map((devices) => ({
				line,
				devices,
				rounds: roundsOf(devices),
				variants,
			})),
		),
		extras: EXTRAS.filter((extra) => !quick && !skip.includes(extra)),
		profile,
		picture: picture ?? false,
		writes: write ?? args.length === 0,
	};
}

function positive(text: string): number {
	if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
	throw new InvalidArgumentError('Use whole numbers from 1 to 99999.');
}
