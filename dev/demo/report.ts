// Shows what a run gave: pictures and a page in a folder, a table and the failures on the terminal.
import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Table from 'cli-table3';
import pc from 'picocolors';
import { asStep } from '../n8n/progress';
import { complain, say, terminalProgress } from '../terminal';
import type { Account } from './account';
import { picturePage } from './page';
import { savePictures, type Picture, type RunResult } from './pictures';
import { GET_LIVE_THUMBNAIL, LIST_DEVICES } from './workflow';

interface RunError {
	node?: string | { name: string } | undefined;
	message: string;
	description?: string | null | undefined;
}

/** Where the pictures go unless told otherwise. */
const OUTPUT_FOLDER = path.join(__dirname, '..', '..', 'output');

export const RUN_TITLES = {
	doing: 'Running the workflow',
	done: `Ran the workflow: ${LIST_DEVICES} → ${GET_LIVE_THUMBNAIL}`,
};

/** What stopped the workflow, in n8n's words. */
export function runFailure({ node, message, description }: RunError): Error {
	const name = typeof node === 'string' ? node : (node?.name ?? 'one of its nodes');
	const lines = [`The workflow failed in "${name}": ${message}`, description];
	return new Error(lines.filter(Boolean).join('\n'));
}

/** Answers whether every camera gave its picture, but for those that were taken off the air on purpose. */
export async function showRun<File extends { fileName?: string | undefined }>(
	result: RunResult<File>,
	account: Account,
	folder = OUTPUT_FOLDER,
): Promise<boolean> {
	const { pictures, missing } = await asStep(
		terminalProgress,
		{ doing: 'Saving and checking the pictures', done: 'Saved and checked the pictures' },
		async () => {
			if (folder === OUTPUT_FOLDER) await removeEarlierPictures();
			const report = await savePictures(result, folder);
			await writeFile(path.join(folder, 'index.html'), picturePage(report, new Date()));
			return report;
		},
	);
	const total = pictures.length + missing.length;
	if (total === 0) {
		complain('The account shows no cameras. Check which sites and locations its user may see.');
		return false;
	}
	say();
	if (pictures.length > 0) say(pictureTable(pictures));
	if (missing.length > 0) {
		complain(`${missing.length} of ${total} cameras gave no picture:`);
		for (const { camera, reason } of missing) complain(`  ${camera}: ${reason}`);
	}
	const page = path.relative('.', path.join(folder, 'index.html'));
	say(`${pictures.length} of ${total} pictures, all on one page: ${pc.cyan(page)}`);
	say();
	return missing.length <= account.offline;
}

async function removeEarlierPictures(): Promise<void> {
	const names = await readdir(OUTPUT_FOLDER).catch(() => []);
	for (const name of names.filter((file) => file.endsWith('.jpg'))) {
		await rm(path.join(OUTPUT_FOLDER, name));
	}
}

/** A table with one row per picture. */
function pictureTable(pictures: Picture[]): string {
	const table = new Table({
		head: ['Camera', 'File', 'Pixels', 'Bytes', 'Taken at'].map((title) => pc.bold(title)),
		colAligns: ['left', 'left', 'right', 'right', 'right'],
		// No colours of its own: it uses them even where the output is not a terminal.
		style: { head: [], border: [], compact: true },
	});
	for (const { camera, fileName, widthPixels, heightPixels, bytes, takenAt } of pictures) {
		table.push([
			camera,
			fileName,
			`${widthPixels} × ${heightPixels}`,
			bytes.toLocaleString('en'),
			takenAt.toLocaleTimeString('en-GB'),
		]);
	}
	return table.toString();
}
