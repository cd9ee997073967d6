// The few questions about files that several modules ask.
/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { access, readFile } from 'node:fs/promises';
import { at } from './json';

/** Whether a file operation failed for this reason; under jest such errors are no `instanceof Error`. */
export const hasCode = (error: unknown, code: string): boolean => at(error, 'code') === code;

/** Whether the error says that a file does not exist. */
export const isMissing = (error: unknown): boolean => hasCode(error, 'ENOENT');

/** A file's text, or nothing where there is no such file. */
export async function readIfThere(file: string): Promise<string | undefined> {
	try {
		return await readFile(file, 'utf8');
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw error;
	}
}

/** Whether there is such a file. */
export const isThere = async (file: string): Promise<boolean> =>
	await access(file).then(
		() => true,
		() => false,
	);
