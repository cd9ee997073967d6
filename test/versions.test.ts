/**
 * The table of the versions of n8n in the README: it holds what was run, and keeps what was not run this time.
 */
import { oldestFirst } from '../dev/versions/releases';
import { rowOf, withRows } from '../dev/versions/table';
import { linesOf } from './harness/sources';

const START = '<!-- versions: written by npm run test:versions -->';
const END = '<!-- end of versions -->';
const well = (version: string) => ({ version, node: '24.1.0', failure: undefined });

test('a version that was tried takes the place of its old row, and the others stay', () => {
	const first = withRows(
		`a\n${START}\n${END}\nb`,
		['2.41.1', '1.85.4'].map((version) => rowOf(well(version), '2026-11-01')),
	);
	const failed = { ...well('2.41.1'), failure: 'No picture | came\nbecause' };
	const second = withRows(first, [
		rowOf(failed, '2026-11-30'),
		rowOf(well('1.123.81'), '2026-11-30'),
	]);

	expect(second.split('\n').filter((line) => /^\| \d/.test(line))).toEqual([
		'| 1.85.4 | 24.1.0 | loads, signs in, gets a picture | 2026-11-01 |',
		'| 1.123.81 | 24.1.0 | loads, signs in, gets a picture | 2026-11-30 |',
		'| 2.41.1 | 24.1.0 | fails: No picture / came | 2026-11-30 |',
	]);
	expect(second).toMatch(/^a\n[^]*\nb$/);
});

test('a text without a place for the table is left alone', () => {
	expect(() => withRows('nothing', [])).toThrow(START);
});

test('versions are ordered by number', () => {
	const versions = ['2.5.0', '1.123.9', '1.123.81', '10.0.0', '2.41.1'];
	expect(versions.sort(oldestFirst)).toEqual(['1.123.9', '1.123.81', '2.5.0', '2.41.1', '10.0.0']);
});

test('the README has a row for every version that it says is tested', () => {
	const text = linesOf('README.md').join('\n');
	const [, sentence = ''] = /tests in a real n8n run on ([^.]*(?:\.\d[^.]*)*?),/.exec(text) ?? [];
	const named = sentence.match(/\d+\.\d+\.\d+/g) ?? [];
	expect(named.length).toBeGreaterThan(1);
	const rows = [...text.matchAll(/^\| (\d+\.\d+\.\d+) .*gets a picture/gm)].map(
		([, version]) => version,
	);
	expect(rows).toEqual(expect.arrayContaining(named));
});
