// `npm run bench`: measures the node side by side with what users would do otherwise.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import CliTable3 from 'cli-table3';
import pc from 'picocolors';
import { asStep, type ProgressStep } from '../n8n/progress';
import { complain, say, terminalProgress } from '../terminal';
import { describeMachine, prepareEnvironment } from './environment';
import { measureFaults } from './measure/faults';
import { measureFleet } from './measure/fleet';
import { measurePacing } from './measure/pacing';
import { measureRule } from './measure/rule';
import { measureWatch } from './measure/watch';
import { measurePicture, printPictureCosts } from './picture';
import { readOptions, type BenchOptions, type Extra } from './options';
import { drawChart } from './report/chart';
import { writeReadme } from './report/readme';
import { fleetTable, LINE_NAMES, sentences, targetTable, type Table } from './report/tables';
import { formatResults, type FleetRow, type Results } from './results';
import { outcomesOf } from './targets';

const EXIT_MISSED = 1;

/** Answers with the exit code: 1 when a target was missed. */
async function main(options: BenchOptions): Promise<number> {
	if (options.picture) {
		printPictureCosts(await measurePicture());
		return 0;
	}
	const results = await measure(options);
	print(fleetTable(results));
	for (const sentence of sentences(results)) say(sentence);
	print(targetTable(results));
	const missed = outcomesOf(results).filter(({ outcome }) => outcome === 'missed');
	for (const { text } of missed) complain(`Missed: ${text}`);
	if (options.writes) await write(results);
	else say('This was not the whole benchmark: nothing was written (add --write to do so).');
	return missed.length > 0 ? EXIT_MISSED : 0;
}

async function measure({ fleets, extras, profile }: BenchOptions): Promise<Results> {
	const environment = await prepareEnvironment(terminalProgress, profile);
	const rows: FleetRow[] = [];
	for (const plan of fleets) {
		rows.push(
			...(await measured(
				`${plan.devices.toLocaleString('en')} devices over ${LINE_NAMES[plan.line]}`,
				async (step) => await measureFleet(plan, environment, step),
			)),
		);
	}
	const extra = async <T>(name: Extra, work: (step: ProgressStep) => Promise<T>) =>
		extras.includes(name) ? await measured(name, work) : undefined;
	return {
		measuredOn: new Date().toISOString().slice(0, 10),
		machine: await describeMachine(environment),
		fleets: rows,
		watch: await extra('watch', async () => await measureWatch(environment)),
		rule: await extra('rule', async (step) => await measureRule(environment, step)),
		pacing: await extra('pacing', async () => await measurePacing(environment)),
		faults: await extra('faults', async () => await measureFaults(environment)),
	};
}

const measured = async <T>(what: string, work: (step: ProgressStep) => Promise<T>): Promise<T> =>
	await asStep(terminalProgress, { doing: `Measuring ${what}`, done: `Measured ${what}` }, work);

function print({ head, body }: Table): void {
	const table = new CliTable3({
		head: head.map((cell) => pc.cyan(cell)),
		style: { head: [], border: [], compact: true },
	});
	table.push(...body.map((row) => [...row]));
	say(table.toString());
}

async function write(results: Results): Promise<void> {
	const file = (name: string) => path.join(__dirname, name);
	await writeFile(file('results.json'), formatResults(results));
	await writeFile(file('chart.svg'), drawChart(results));
	await writeReadme(file('README.md'), results);
	say('The results are in dev/bench: results.json, README.md and chart.svg.');
}

void main(readOptions(process.argv.slice(2))).then(
	(exitCode) => process.exit(exitCode),
	(error: unknown) => {
		complain(error instanceof Error ? error.message : String(error));
		process.exit(EXIT_MISSED);
	},
);
