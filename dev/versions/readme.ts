// Writes the table of versions into a Markdown file. Apart from the table, because Jest cannot load Prettier.
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { type Row, withRows } from './table';

/** Puts the rows into the table of a Markdown file. */
export async function writeRows(file: string, rows: readonly Row[]): Promise<void> {
	const text = withRows(await readFile(file, 'utf8'), rows);
	const config = await resolveConfig(file);
	await writeFile(file, await format(text, { ...config, filepath: file }));
}
