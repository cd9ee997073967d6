// Why a release must not happen: everything at once, so that it can be put right in one go.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import execa from 'execa';
import { changelogSection } from './changelog';
import { strayFiles } from './links';
import {
	type Manifest,
	placeholdersIn,
	PROJECT_FOLDER,
	readManifest,
	repositoryOf,
} from './publisher';

/** The section of the changelog that the release of this version would show. */
export function releaseNotes({ version }: Manifest, folder = PROJECT_FOLDER) {
	return changelogSection(readFileSync(path.join(folder, 'CHANGELOG.md'), 'utf8'), version);
}

function changelogObstacles(manifest: Manifest, folder: string): string[] {
	const { version } = manifest;
	const section = releaseNotes(manifest, folder);
	if (section === undefined) return [`CHANGELOG.md has no section "## ${version}"`];
	if (!/^\d{4}-\d\d-\d\d$/.test(section.remark ?? '')) {
		return [
			`CHANGELOG.md has no date for ${version}: make the heading "## ${version} (YYYY-MM-DD)"`,
		];
	}
	return [];
}

async function linkObstacles(manifest: Manifest, folder: string): Promise<string[]> {
	const stray = await strayFiles(manifest, folder);
	const found = stray.map(
		({ file }) =>
			`${file} links to another repository than package.json names: run "npm run release -- --links"`,
	);
	const homepage = `${repositoryOf(manifest).address}#readme`;
	if (manifest.homepage !== homepage) found.push(`"homepage" in package.json is not ${homepage}`);
	return found;
}

/** A tag names what is published, so it stands at the very commit and carries the very version. */
async function tagObstacles({ version }: Manifest, folder: string): Promise<string[]> {
	const git = async (...args: string[]) => (await execa('git', args, { cwd: folder })).stdout;
	const found: string[] = [];
	if ((await git('status', '--porcelain')) !== '') {
		found.push('There are changes that are not committed');
	}
	const tags = (await git('tag', '--points-at', 'HEAD')).split('\n');
	if (!tags.includes(`v${version}`)) {
		found.push(`The commit has no tag v${version}: run "git tag v${version}"`);
	}
	return found;
}

/** All that stands against a release, in sentences; none when it may happen. */
export async function obstacles(folder = PROJECT_FOLDER): Promise<string[]> {
	const manifest = readManifest(folder);
	return [
		...placeholdersIn(manifest),
		...(await linkObstacles(manifest, folder)),
		...changelogObstacles(manifest, folder),
		...(await tagObstacles(manifest, folder)),
		...(existsSync(path.join(folder, 'dist')) ? [] : ['Nothing is built: run "npm run build"']),
	];
}
