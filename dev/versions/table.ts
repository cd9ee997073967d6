// The table in the README of what was tried in which n8n, and when; only what was run stands in it.
import type { VersionCheck } from './check';
import { oldestFirst } from './releases';

const START = '<!-- versions: written by npm run test:versions -->';
const END = '<!-- end of versions -->';
const ROW = /^\| (\d+\.\d+\.\d+) +\| ([\d.]+) +\| (.+?) +\| (\d{4}-\d\d-\d\d) +\|$/gm;

/** One row of the table. */
export interface Row {
	readonly version: string;
	readonly node: string;
	readonly result: string;
	/** The day, as 2026-11-30. */
	readonly testedOn: string;
}

/** The row about a version that was tried. */
export const rowOf = ({ version, node, failure }: VersionCheck, testedOn: string): Row => ({
	version,
	node,
	result: failure === undefined ? 'loads, signs in, gets a picture' : `fails: ${oneLine(failure)}`,
	testedOn,
});

/** A cell of a Markdown table. */
const oneLine = (text: string): string =>
	(text.split('\n', 1)[0] ?? '').replaceAll('|', '/').slice(0, 100).trim();

/** The text with these rows in its table; rows about other versions stay as they were. Throws without a place for it. */
export function withRows(text: string, rows: readonly Row[]): string {
	const [before, rest] = text.split(START);
	const [table, after] = rest?.split(END) ?? [];
	if (before === undefined || table === undefined || after === undefined) {
		throw new Error(`There is no place for the table: "${START}" and "${END}" are missing.`);
	}
	const known = [...table.matchAll(ROW)].map(
		([, version = '', node = '', result = '', testedOn = '']) => ({
			version,
			node,
			result,
			testedOn,
		}),
	);
	const all = new Map([...known, ...rows].map((row) => [row.version, row]));
	const lines = [...all.values()]
		.sort((a, b) => oldestFirst(a.version, b.version))
		.map((row) => `| ${row.version} | ${row.node} | ${row.result} | ${row.testedOn} |`);
	const head = ['| n8n | on Node.js | The package | Tested on |', '| --- | --- | --- | --- |'];
	return [before, START, '\n\n', [...head, ...lines].join('\n'), '\n\n', END, after].join('');
}
