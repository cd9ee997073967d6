// What only the publisher can fill in: `author` and `repository` of package.json. Everything else that names them, such as
// the links in the texts, follows from there.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

export const PROJECT_FOLDER = path.resolve(__dirname, '..', '..');

/** What stands there until somebody publishes: nobody has these. */
const PLACEHOLDER_OWNER = 'n8n-nodes-arcules';
const PLACEHOLDER_EMAIL = /@(?:[\w-]+\.)*example\.(?:com|org|net)$/i;

const REPOSITORY_URL = /^git\+(https:\/\/github\.com\/([\w.-]+)\/[\w.-]+?)\.git$/;

const MANIFEST = z.object({
	name: z.string(),
	version: z.string(),
	author: z.object({ name: z.string(), email: z.string() }),
	homepage: z.string(),
	repository: z.object({ url: z.string().regex(REPOSITORY_URL) }),
});

/** What a release needs to know of package.json. */
export type Manifest = z.output<typeof MANIFEST>;

/** Reads package.json; throws when the address of the repository is not one of GitHub. */
export function readManifest(folder = PROJECT_FOLDER): Manifest {
	return MANIFEST.parse(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')));
}

/** Where the sources are, for people: without `git+` and `.git`. */
export interface Repository {
	readonly address: string;
	readonly owner: string;
}

/** The repository that package.json names. */
export function repositoryOf({ repository }: Manifest): Repository {
	const [, address = '', owner = ''] = REPOSITORY_URL.exec(repository.url) ?? [];
	return { address, owner };
}

/** What is still a placeholder, in sentences; none once a publisher has filled all in. */
export function placeholdersIn(manifest: Manifest): string[] {
	const { author } = manifest;
	const found: string[] = [];
	if (PLACEHOLDER_EMAIL.test(author.email)) {
		found.push(
			`"author" in package.json is a placeholder (${author.email}): fill in who publishes`,
		);
	}
	if (repositoryOf(manifest).owner === PLACEHOLDER_OWNER) {
		found.push(
			`"repository" in package.json is a placeholder (${repositoryOf(manifest).address}): fill in where the sources are, then run "npm run release -- --links"`,
		);
	}
	return found;
}
