// Looks for secrets in everything that an n8n has kept: its executions, its log, its files.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'flatted';
import type { N8nClient } from '../../../dev/n8n/client';
import { at, textAt } from '../../../dev/n8n/json';
import { WRITINGS } from '../../../dev/simulator';
import { write } from '../../../dev/simulator/writings';
import { secretsFinder } from '../../../nodes/Arcules/api/secrets';

/** The search for every writing takes long over a long text, which is therefore cut into overlapping pieces. */
const PIECE_LENGTH = 4_000;
const OVERLAP_LENGTH = 400;

/** What begins the lines of n8n's log, and makes each of them another one. */
const LOG_TIME = /^\S*\d\d:\d\d:\d\d\S*/;

/** Cut to its first characters, a secret is found wherever those eight happen to stand. */
const SEARCHED_WRITINGS = WRITINGS.filter((writing) => writing !== 'cut');

/** The texts that hold a secret in any writing, as they are. */
export function textsWithSecrets(texts: Iterable<string>, secrets: readonly string[]): string[] {
	const pieces = new Set([...texts].flatMap(piecesOf));
	return [...pieces].filter(secretsFinder(secrets));
}

function piecesOf(text: string): string[] {
	const count = Math.max(1, Math.ceil((text.length - OVERLAP_LENGTH) / PIECE_LENGTH));
	return Array.from({ length: count }, (_, index) =>
		text.slice(index * PIECE_LENGTH, (index + 1) * PIECE_LENGTH + OVERLAP_LENGTH),
	);
}

/** Every text in every execution that n8n has stored, the names of fields included. */
export async function textsOfExecutions(client: N8nClient): Promise<string[]> {
	const found: string[] = [];
	for (const { id } of await client.listExecutions()) {
		const execution = await client.ask('GET', `/executions/${id}`);
		collectTexts(parse(textAt(execution, 'data')), found);
		collectTexts(at(execution, 'workflowData'), found);
	}
	return found;
}

/** Parsed data refers to itself: what was seen is not looked at again. */
function collectTexts(value: unknown, found: string[], seen = new Set<unknown>()): void {
	if (typeof value === 'string') found.push(value);
	if (typeof value !== 'object' || value === null || seen.has(value)) return;
	seen.add(value);
	for (const [name, held] of Object.entries(value)) {
		found.push(name);
		collectTexts(held, found, seen);
	}
}

/** The different lines of a log. */
export const linesOf = (log: string): Set<string> =>
	new Set(log.split('\n').map((line) => line.replace(LOG_TIME, '')));

/**
 * The files below n8n's folder whose bytes hold a secret, written in any way: database, journal, stored pictures, log.
 *
 * @param folder n8n's user folder; the packages installed in there are left out
 */
export async function filesWithSecrets(
	folder: string,
	secrets: readonly string[],
): Promise<string[]> {
	const written = secrets.flatMap((secret) =>
		SEARCHED_WRITINGS.map((writing) => Buffer.from(write(secret, writing))),
	);
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries
		.filter((entry) => entry.isFile())
		.map((entry) => path.join(entry.parentPath, entry.name))
		.filter((file) => !file.includes(`${path.sep}node_modules${path.sep}`));
	const found: string[] = [];
	for (const file of files) {
		const bytes = await readFile(file);
		if (written.some((secret) => bytes.includes(secret))) found.push(file);
	}
	return found;
}
