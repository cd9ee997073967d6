// Reads a CPU profile of V8, and adds up where the time went.
import { at, listAt, optionalTextAt } from '../../n8n/json';

/** A function, and the time in which it was at the top of the stack, or anywhere in it. */
export interface FunctionTime {
	readonly name: string;
	readonly group: string;
	selfMs: number;
	totalMs: number;
}

interface Frame {
	readonly name: string;
	readonly group: string;
	readonly key: string;
	readonly children: readonly number[];
}

const US_PER_MS = 1_000;

/** Adds up the samples by function. */
export function functionTimes(profile: unknown): FunctionTime[] {
	const frames = new Map(
		listAt(profile, 'nodes').map((node) => [Number(at(node, 'id')), frame(node)]),
	);
	const selfMs = new Map<number, number>();
	const deltas = listAt(profile, 'timeDeltas');
	for (const [index, id] of listAt(profile, 'samples').entries()) {
		const known = selfMs.get(Number(id)) ?? 0;
		selfMs.set(Number(id), known + Number(deltas[index]) / US_PER_MS);
	}
	const times = new Map<string, FunctionTime>();
	const root = Number(at(profile, 'nodes', '0', 'id'));
	addUp(root, frames, selfMs, times, new Set());
	return [...times.values()];
}

/** Answers with the time in the whole subtree; recursion counts once. */
function addUp(
	id: number,
	frames: ReadonlyMap<number, Frame>,
	selfMs: ReadonlyMap<number, number>,
	times: Map<string, FunctionTime>,
	above: ReadonlySet<string>,
): number {
	const found = frames.get(id);
	if (found === undefined) return 0;
	const { name, group, key, children } = found;
	const time = times.get(key) ?? { name, group, selfMs: 0, totalMs: 0 };
	times.set(key, time);
	const own = selfMs.get(id) ?? 0;
	const stack = new Set(above).add(key);
	const below = children.map((child) => addUp(child, frames, selfMs, times, stack));
	const total = below.reduce((sum, each) => sum + each, own);
	time.selfMs += own;
	if (!above.has(key)) time.totalMs += total;
	return total;
}

function frame(node: unknown): Frame {
	const url = optionalTextAt(node, 'callFrame', 'url') ?? '';
	const functionName = optionalTextAt(node, 'callFrame', 'functionName') || '(anonymous)';
	const line = Number(at(node, 'callFrame', 'lineNumber')) + 1;
	const file = url.split('/').at(-1) ?? '';
	const name = url === '' ? functionName : `${functionName} ${file}:${line}`;
	const children = listAt(node, 'children').map(Number);
	return {
		name,
		group: groupOf(url, functionName),
		key: `${url}:${line}:${functionName}`,
		children,
	};
}

/** The package that a script belongs to, or the part of Node.js. */
function groupOf(url: string, functionName: string): string {
	if (url === '') return functionName.startsWith('(') ? functionName : 'native code';
	const internal = /^node:(?:internal\/)?([^/]+)/.exec(url)?.[1];
	if (internal !== undefined) return `node: ${internal}`;
	return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? 'other';
}
