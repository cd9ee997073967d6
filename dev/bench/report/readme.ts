// Puts the results into README.md, between two markers.
/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import type { Machine, Results } from '../results/types';
import { extraSentences, fleetRows, goalRows, type Rows } from './rows';

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
		`Measured on ${results.measuredAt.slice(0, 10)}: ${machineSentence(results.machine)}`,
		'![Time and memory of each way, as bars](chart.svg)',
		markdownTable(fleetRows(results)),
		...extraSentences(results),
		'### The bars this project has set itself',
		markdownTable(goalRows(results.goals)),
	].join('\n\n');

const machineSentence = ({ cpu, cores, memoryGiB, system, n8n, node }: Machine): string =>
	`${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}; n8n ${n8n} and the floor on Node.js ${node}.`;

/** Numbers to the right, words to the left. */
function markdownTable({ head, body }: Rows): string {
	const isText = head.map((_, column) => !/^[\d.,]+( |$)/.test(body[0]?.[column] ?? ''));
	const line = (cells: readonly string[]) => `| ${cells.map(escape).join(' | ')} |`;
	const rule = `| ${isText.map((text) => (text ? ':--' : '--:')).join(' | ')} |`;
	return [line(head), rule, ...body.map(line)].join('\n');
}

const escape = (cell: string): string => cell.replaceAll('|', '\\|').replaceAll('\n', ' ');
