// Prints the results.
import CliTable3 from 'cli-table3';
import pc from 'picocolors';
import { complain, say } from '../../terminal';
import type { Results } from '../results/types';
import { extraSentences, fleetRows, goalRows, type Rows } from './rows';

/** Prints tables, sentences, and which bars were missed. */
export function printResults(results: Results): void {
	say();
	if (results.fleets.length > 0) print(fleetRows(results));
	for (const sentence of extraSentences(results)) say(sentence);
	const ratios = Object.entries(results.ratios);
	if (ratios.length > 0) say(pc.bold('\nRatios'));
	for (const [name, value] of ratios) say(`  ${value.toFixed(3)}  ${name}`);
	say();
	print(goalRows(results.goals));
	const missed = results.goals.filter(({ outcome }) => outcome === 'missed');
	for (const { text } of missed) complain(`Missed: ${text}`);
}

function print({ head, body }: Rows): void {
	const table = new CliTable3({
		head: head.map((cell) => pc.cyan(cell)),
		style: { head: [], border: [], compact: true },
	});
	table.push(...body.map((row) => [...row]));
	say(table.toString());
}
