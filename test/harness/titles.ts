/**
 * The names of the tests, read from their sources.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT, sourcesIn } from './sources';

const GROUPS = ['describe'];
const TESTS = ['test', 'it'];

/** The names of all tests as they stand in the sources, each behind those of its groups: `A redirect › in a circle ends`. */
export function testTitles(): string[] {
	return sourcesIn('test')
		.filter((path) => path.endsWith('.test.ts'))
		.flatMap(titlesIn);
}

function titlesIn(path: string): string[] {
	const text = readFileSync(join(ROOT, path), 'utf8');
	const found: string[] = [];
	const visit = (node: ts.Node, groups: readonly string[]) => {
		const [title] = ts.isCallExpression(node) ? node.arguments : [];
		if (!ts.isCallExpression(node) || title === undefined || !ts.isStringLiteralLike(title)) {
			ts.forEachChild(node, (child) => visit(child, groups));
			return;
		}
		const runner = runnerOf(node.expression);
		const path = [...groups, title.text];
		if (TESTS.includes(runner)) found.push(path.join(' › '));
		const inside = GROUPS.includes(runner) ? path : groups;
		ts.forEachChild(node, (child) => visit(child, inside));
	};
	visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true), []);
	return found;
}

/** `test` for `test(…)` and for `test.each([…])(…)`. */
function runnerOf(callee: ts.Expression): string {
	const inner = ts.isCallExpression(callee) ? callee.expression : callee;
	if (!ts.isPropertyAccessExpression(inner)) return inner.getText();
	return inner.name.text === 'each' ? inner.expression.getText() : '';
}
