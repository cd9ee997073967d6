/**
 * Links of the texts: each leads to a file and a heading that are there, and a quoted test is in the file that is named.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { linesOf, ROOT } from './harness/sources';

const TEXTS = [
	...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'dev/bench/README.md'],
	...readdirSync(join(ROOT, 'docs'))
		.filter((name) => name.endsWith('.md'))
		.map((name) => `docs/${name}`),
];

interface Link {
	/** Where it stands. */
	readonly from: string;
	readonly words: string;
	readonly file: string;
	readonly anchor: string;
}

/** The text without what is code, where brackets mean something else. */
const proseOf = (file: string): string =>
	linesOf(file)
		.join('\n')
		.replace(/^```[^]*?^```$/gm, '');

const LINKS: Link[] = TEXTS.flatMap((from) =>
	[...proseOf(from).matchAll(/\[([^\]\n]*)\]\(([^)\s]+)\)/g)]
		.filter(([, , target = '']) => !/^[a-z]+:/.test(target))
		.map(([, words = '', target = '']) => {
			const [path = '', anchor = ''] = target.split('#');
			const file = path === '' ? from : posix.join(posix.dirname(from), path);
			return { from, words, file, anchor };
		}),
);

/** The anchors that GitHub makes of the headings. */
function anchorsOf(file: string): string[] {
	const headings = [...proseOf(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
	return headings.map((heading) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.trim()
			.replaceAll(' ', '-'),
	);
}

const isThere = ({ file }: Link): boolean => existsSync(join(ROOT, file));

test('every link leads to a file that is there', () => {
	expect(LINKS.filter((link) => !isThere(link))).toEqual([]);
});

test('every link to a heading leads to one that is there', () => {
	const toHeadings = LINKS.filter(({ anchor }) => anchor !== '');
	expect(toHeadings.length).toBeGreaterThan(10);
	expect(toHeadings.filter(({ file, anchor }) => !anchorsOf(file).includes(anchor))).toEqual([]);
});

test('every test that a text quotes is in the file that it names', () => {
	const quoted = LINKS.filter(({ words }) => /^“.*”$/.test(words));
	expect(quoted.length).toBeGreaterThan(10);
	const missing = quoted.filter(
		(link) =>
			!isThere(link) ||
			!statSync(join(ROOT, link.file)).isFile() ||
			!linesOf(link.file).join('\n').includes(link.words.slice(1, -1)),
	);
	expect(missing).toEqual([]);
});

test('every text in docs/ can be found from the README or CONTRIBUTING.md', () => {
	const reached = new Set(
		LINKS.filter(({ from }) => ['README.md', 'CONTRIBUTING.md'].includes(from)).map(
			({ file }) => file,
		),
	);
	expect(TEXTS.filter((text) => text.startsWith('docs/') && !reached.has(text))).toEqual([]);
});
