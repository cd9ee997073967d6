/**
 * The source files of the package, read with TypeScript's own parser.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import ts from 'typescript';

export const ROOT = resolve(__dirname, '../..');

/** All TypeScript files below a folder, by their paths from the root of the package, with slashes on every system. */
export function sourcesIn(folder: string): string[] {
	return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.ts'))
		.map((path) => posix.join(folder, path.replaceAll('\\', '/')))
		.sort();
}

/** What is compiled into the package. */
export function shippedSources(): string[] {
	return [...sourcesIn('credentials'), ...sourcesIn('nodes')];
}

export function linesOf(path: string): string[] {
	return readFileSync(join(ROOT, path), 'utf8').trimEnd().split('\n');
}

function parse(path: string): ts.SourceFile {
	const text = readFileSync(join(ROOT, path), 'utf8');
	return ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
}

/** What a file imports or exports from elsewhere: own files by their paths from the root, all else by its name. */
export function importsOf(path: string): string[] {
	const found: string[] = [];
	const visit = (node: ts.Node) => {
		const specifier = specifierOf(node);
		if (specifier !== undefined) found.push(specifier);
		ts.forEachChild(node, visit);
	};
	visit(parse(path));
	return found.map((name) => (name.startsWith('.') ? ownFile(path, name) : name));
}

/** The name in `import … from`, `export … from`, `import()`, `require()` and in types. */
function specifierOf(node: ts.Node): string | undefined {
	if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
		return textOf(node.moduleSpecifier);
	}
	if (ts.isImportTypeNode(node)) {
		return ts.isLiteralTypeNode(node.argument) ? textOf(node.argument.literal) : '';
	}
	if (ts.isExternalModuleReference(node)) return textOf(node.expression);
	const isCall =
		ts.isCallExpression(node) &&
		(node.expression.kind === ts.SyntaxKind.ImportKeyword ||
			node.expression.getText() === 'require');
	return isCall ? textOf(node.arguments[0]) : undefined;
}

function textOf(node: ts.Node | undefined): string | undefined {
	if (node === undefined) return undefined;
	return ts.isStringLiteralLike(node) ? node.text : node.getText();
}

function ownFile(from: string, specifier: string): string {
	const target = posix.join(posix.dirname(from), specifier);
	const candidates = [`${target}.ts`, posix.join(target, 'index.ts')];
	return sourcesIn(target.split('/')[0] ?? '').find((path) => candidates.includes(path)) ?? target;
}

/** A function and how many lines it takes, without its comment. */
export interface FunctionSize {
	readonly name: string;
	readonly lines: number;
}

export function functionsOf(path: string): FunctionSize[] {
	const file = parse(path);
	const lineAt = (position: number) => file.getLineAndCharacterOfPosition(position).line;
	const found: FunctionSize[] = [];
	const visit = (node: ts.Node) => {
		if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
			const firstLine = lineAt(node.getStart());
			const name = node.name?.getText() ?? 'a function';
			const lines = lineAt(node.getEnd()) - firstLine + 1;
			found.push({ name: `${path}:${firstLine + 1} ${name}`, lines });
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}
