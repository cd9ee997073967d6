/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in jest, not in n8n */
/**
 * Where the packed package lies: packed once for all test files.
 */

/** Set before the first test file starts. */
export const TARBALL_VARIABLE = 'ARCULES_TARBALL';

export function tarball(): string {
	const file = process.env[TARBALL_VARIABLE];
	if (file === undefined) throw new Error('The package was not packed: run "npm run test:n8n".');
	return file;
}
