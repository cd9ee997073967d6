// `npm run bench`: measures the node side by side with what users would do otherwise.
/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { asStep } from '../n8n/progress';
import { complain, say, terminalProgress } from '../terminal';
import { describeMachine } from './machine';
import { measureFaults } from './measure/faults';
import { measureFleet } from './measure/fleet';
import { measurePacing } from './measure/pacing';
import { readOptions, type BenchOptions } from './options';
import { prepareSurroundings, type Surroundings } from './peers/surroundings';
import { drawChart } from './report/chart';
import { writeReadme } from './report/readme';
import { printResults } from './report/terminal';
import { goalsOf } from './results/goals';
import { ratiosOf } from './results/ratios';
import type { FleetResult, Measurements, Results } from './results/types';

const EXIT_MISSED = 1;

/** Answers with the exit code: 1 when a bar was missed. */
async function main(options: BenchOptions): Promise<number> {
	const measurements = await measure(options, await prepareSurroundings(terminalProgress));
	const ratios = ratiosOf(measurements.fleets);
	const results: Results = { ...measurements, ratios, goals: goalsOf(measurements, ratios) };
	printResults(results);
	if (options.writes) await write(results);
	else say('This was not the whole benchmark: nothing was written (add --write to do so).');
	return results.goals.some(({ outcome }) => outcome === 'missed') ? EXIT_MISSED : 0;
}

async function measure(
	{ fleets, peers, extras }: BenchOptions,
	surroundings: Surroundings,
): Promise<Measurements> {
	const measured: FleetResult[] = [];
	for (const { devices, rounds } of fleets) {
		const size = `${devices.toLocaleString('en')} devices`;
		const titles = { doing: `Measuring ${size}`, done: `Measured ${size}` };
		const plan = { devices, rounds, peers };
		measured.push(
			await asStep(
				terminalProgress,
				titles,
				async (step) => await measureFleet(plan, surroundings, step),
			),
		);
	}
	const extra = async <T>(name: string, isWanted: boolean, work: () => Promise<T>) => {
		const titles = { doing: `Measuring ${name}`, done: `Measured ${name}` };
		return isWanted ? await asStep(terminalProgress, titles, work) : undefined;
	};
	return {
		measuredAt: new Date().toISOString(),
		machine: await describeMachine(surroundings.installation),
		fleets: measured,
		pacing: await extra(
			'pacing, about 2 minutes',
			extras.includes('pacing'),
			async () => await measurePacing(surroundings),
		),
		faults: await extra(
			'faults',
			extras.includes('faults'),
			async () => await measureFaults(surroundings),
		),
	};
}

async function write(results: Results): Promise<void> {
	const file = (name: string) => path.join(__dirname, name);
	await writeFile(file('results.json'), `${JSON.stringify(results, null, '\t')}\n`);
	await writeFile(file('chart.svg'), drawChart(results));
	await writeReadme(file('README.md'), results);
	say('The results are in bench/results.json, bench/README.md and bench/chart.svg.');
}

void main(readOptions(process.argv.slice(2))).then(
	(exitCode) => process.exit(exitCode),
	(error: unknown) => {
		complain(error instanceof Error ? error.message : String(error));
		process.exit(EXIT_MISSED);
	},
);
