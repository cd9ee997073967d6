// Puts the results into README.md, between two markers.
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import type { Results } from '../results';
import { fleetTable, sentences, targetTable, type Table } from './tables';

const START = '<!-- results: written by npm run bench -->';
const END = '<!-- end of results -->';

/** Replaces what stands between the markers of the file. */
export async function writeReadme(file: string, results: Results): Promise<void> {
	const text = await readFile(file, 'utf8');
	const [before, rest] = text.split(START);
	const after = rest?.split(END)[1];
	if (before === undefined || after === undefined) {
		throw new Error(`README.md has no place for the results: "${START}" and "${END}" are missing.`);
	}
	const updated = [before, START, '\n\n', section(results), '\n\n', END, after].join('');
	const config = await resolveConfig(file);
	await writeFile(file, await format(updated, { ...config, filepath: file }));
}

const section = (results: Results): string =>
	[
		`Measured on ${results.measuredOn}: ${results.machine}.`,
		'![Time and memory of each variant, as bars](chart.svg)',
		markdown(fleetTable(results)),
		...sentences(results),
		'### The targets this project has set itself',
		markdown(targetTable(results)),
	].join('\n\n');

/** Numbers to the right, words to the left. */
function markdown({ head, body }: Table): string {
	const isNumber = head.map((_, column) =>
		body.some((cells) => /^[\d.,]+( |$)/.test(cells[column] ?? '')),
	);
	const line = (cells: readonly string[]) => `| ${cells.map(escape).join(' | ')} |`;
	const rule = `| ${isNumber.map((number) => (number ? '--:' : ':--')).join(' | ')} |`;
	return [line(head), rule, ...body.map(line)].join('\n');
}

const escape = (cell: string): string => cell.replaceAll('|', '\\|').replaceAll('\n', ' ');
