/**
 * The picture room as n8n runs it: compiled. Inside Jest it is many times slower, because of the counters for the coverage and because
 * V8 does not inline the typed arrays of another context.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

const SOURCES = join(__dirname, '../../../../nodes/Arcules/picture');
const PROGRAM = join(__dirname, 'measure.ts');

/** Compiles the room, runs a task of `measure.ts` in a process of its own, and gives what it printed. */
export function measured<T>(task: string): T {
	const folder = mkdtempSync(join(tmpdir(), 'picture-'));
	try {
		for (const file of readdirSync(SOURCES)) compile(file, folder);
		const output = execFileSync(process.execPath, ['--import', 'tsx', PROGRAM, folder, task]);
		return JSON.parse(output.toString());
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function compile(file: string, folder: string): void {
	const { outputText } = transpileModule(readFileSync(join(SOURCES, file), 'utf8'), {
		compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 },
	});
	writeFileSync(join(folder, file.replace(/\.ts$/, '.js')), outputText);
}
