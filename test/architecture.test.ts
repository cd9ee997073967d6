/**
 * Where things are, and who may import whom: what CONTRIBUTING.md draws is what the source files do.
 */
import { functionsOf, importsOf, linesOf, shippedSources, sourcesIn } from './harness/sources';

const MAX_FUNCTION_LINES = 45;
const MAX_FILE_LINES = 260;
const MAX_TEST_FILE_LINES = 350;
/** In all files that are not shipped. */
const MAX_DISABLED_RULES = 9;

const FOUNDATIONS = ['picture', 'concurrency'];

/** The rooms, and which of the others each may import: none that stands above it, and none beside it. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
	nodes: ['resources', 'triggers', 'listSearch'],
	credentials: ['api'],
	resources: ['shared', 'api', ...FOUNDATIONS],
	triggers: ['shared', 'api', ...FOUNDATIONS],
	listSearch: ['shared', 'api', ...FOUNDATIONS],
	shared: ['api', ...FOUNDATIONS],
	api: FOUNDATIONS,
	picture: [],
	concurrency: [],
};

/** `nodes` for the files that describe the nodes; else the folder. */
function roomOf(path: string): string {
	const [top = '', , room = ''] = path.split('/');
	if (top !== 'nodes') return top;
	return path.split('/').length === 3 ? 'nodes' : room;
}

interface Import {
	readonly from: string;
	readonly to: string;
}

const IMPORTS: Import[] = shippedSources().flatMap((from) =>
	importsOf(from).map((to) => ({ from, to })),
);

const OWN_IMPORTS = IMPORTS.filter(({ to }) => shippedSources().includes(to));

/** Every import that leads from one room into another, once, as `api --> picture`. */
function arrows(): string[] {
	const between = OWN_IMPORTS.map(({ from, to }) => [roomOf(from), roomOf(to)] as const);
	return [...new Set(between.filter(([a, b]) => a !== b).map(([a, b]) => `${a} --> ${b}`))].sort();
}

describe('Shipped code', () => {
	test('imports n8n-workflow and node:crypto, and its own files', () => {
		const others = IMPORTS.filter((entry) => !OWN_IMPORTS.includes(entry));
		expect(others.length).toBeGreaterThan(0);
		expect(others.filter(({ to }) => to !== 'n8n-workflow' && to !== 'node:crypto')).toEqual([]);
	});

	test('stands in rooms that are known, of which each has files', () => {
		const rooms = new Set(shippedSources().map(roomOf));
		expect([...rooms].sort()).toEqual(Object.keys(ROOMS).sort());
	});

	test('imports from the rooms below alone', () => {
		const wrong = OWN_IMPORTS.filter(({ from, to }) => {
			const [room, other] = [roomOf(from), roomOf(to)];
			return room !== other && ROOMS[room]?.includes(other) !== true;
		});
		expect(wrong).toEqual([]);
	});

	test('has no file that imports itself by way of others', () => {
		const reached = (path: string, seen = new Set<string>()): Set<string> => {
			for (const { from, to } of OWN_IMPORTS) {
				if (from !== path || seen.has(to)) continue;
				seen.add(to);
				reached(to, seen);
			}
			return seen;
		};
		expect(shippedSources().filter((path) => reached(path).has(path))).toEqual([]);
	});

	test('has descriptions of nodes beside the rooms, and of credentials in theirs, and nothing else', () => {
		const described = shippedSources().filter((path) =>
			['nodes', 'credentials'].includes(roomOf(path)),
		);
		expect(
			described.filter(
				(path) => !/^nodes\/\w+\/\w+\.node\.ts$|^credentials\/\w+\.credentials\.ts$/.test(path),
			),
		).toEqual([]);
	});

	test('has no long function', () => {
		const functions = shippedSources().flatMap(functionsOf);
		expect(functions.length).toBeGreaterThan(100);
		expect(functions.filter(({ lines }) => lines > MAX_FUNCTION_LINES)).toEqual([]);
	});

	test('has no long file', () => {
		expect(longerThan(MAX_FILE_LINES, shippedSources())).toEqual([]);
	});

	test('switches no lint rule off', () => {
		expect(shippedSources().flatMap(disabledRulesIn)).toEqual([]);
	});
});

describe('Tests and tools', () => {
	test('have no long test file', () => {
		expect(sourcesIn('test')).toContain('test/architecture.test.ts');
		expect(longerThan(MAX_TEST_FILE_LINES, sourcesIn('test'))).toEqual([]);
	});

	test('switch few lint rules off', () => {
		const comments = [...sourcesIn('test'), ...sourcesIn('dev')].flatMap(disabledRulesIn);
		expect(comments.slice(MAX_DISABLED_RULES)).toEqual([]);
	});
});

describe('CONTRIBUTING.md', () => {
	const text = linesOf('CONTRIBUTING.md').join('\n');

	test('draws every room and every arrow, and no other', () => {
		const [, drawing = ''] = /```mermaid\n([^`]*)```/.exec(text) ?? [];
		const drawn = drawing
			.split('\n')
			.map((line) => line.replace(/\[[^\]]*\]/g, '').trim())
			.filter((line) => line.includes('-->'))
			.flatMap((line) => {
				const [from = '', to = ''] = line.split('-->').map((side) => side.trim());
				return to.split('&').map((room) => `${from} --> ${room.trim()}`);
			});
		expect(drawn.sort()).toEqual(arrows());
	});

	test('names no source file that does not exist', () => {
		const named = [...text.matchAll(/`([\w./]+\.ts)`/g)].map(([, path = '']) => path);
		expect(named.length).toBeGreaterThan(0);
		const all = [...shippedSources(), ...sourcesIn('test'), ...sourcesIn('dev')];
		expect(
			named.filter((path) => !all.some((source) => `/${source}`.endsWith(`/${path}`))),
		).toEqual([]);
	});
});

function longerThan(maxLines: number, paths: string[]): string[] {
	return paths
		.map((path) => ({ path, lines: linesOf(path).length }))
		.filter(({ lines }) => lines > maxLines)
		.map(({ path, lines }) => `${path}: ${lines} lines`);
}

/** Comments that switch lint rules off. */
function disabledRulesIn(path: string): string[] {
	const comments = linesOf(path).filter((line) => /(\/\/|\/\*)\s*eslint-disable/.test(line));
	return comments.map((comment) => `${path}: ${comment.trim()}`);
}
