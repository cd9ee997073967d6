// `npm run release`: publishes the package from a workflow of GitHub, or shows what would be published.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import execa from 'execa';
import pc from 'picocolors';
import { complain, say } from '../terminal';
import { correctLinks } from './links';
import { obstacles, releaseNotes } from './obstacles';
import { PROJECT_FOLDER, readManifest } from './publisher';
import { scan, withUnpacked } from './tarball';

interface Flags {
	dryRun?: true;
	check?: true;
	notes?: true;
	links?: true;
}

const command = new Command('npm run release --')
	.description(
		'Publishes the package with provenance; a workflow of GitHub does it for each tag. What the publisher fills in stands in package.json: "author" and "repository".',
	)
	.option(
		'--dry-run',
		'show what would be published, and what stands against it; the exit code is 1 when the analyser refuses it',
	)
	.option('--check', 'fail when anything stands against a release')
	.option('--notes', 'print what the changelog says of this version')
	.option('--links', 'make all links to the repository lead where package.json says');

/** All files below a folder, with their sizes. */
function filesIn(folder: string): Array<{ file: string; bytes: number }> {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => statSync(path.join(folder, file)).isFile())
		.map((file) => ({ file, bytes: statSync(path.join(folder, file)).size }))
		.sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** Lists the tarball and lets n8n's analyser look at it; answers whether that has nothing to say against it. */
async function showTarball(): Promise<boolean> {
	return await withUnpacked(async (folder) => {
		const files = filesIn(folder);
		for (const { file, bytes } of files) say(`${String(bytes).padStart(9)}  ${file}`);
		const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
		say(`${String(totalBytes).padStart(9)}  bytes in ${files.length} files\n`);
		const { tarball, sources } = await scan(folder);
		for (const [what, { passed, message, details }] of Object.entries({ tarball, sources })) {
			if (passed) say(`${pc.green('✔')} n8n's analyser has nothing to say against the ${what}`);
			else complain(`n8n's analyser refuses the ${what}: ${message ?? ''}\n${details ?? ''}`);
		}
		return tarball.passed && sources.passed;
	});
}

/** Says what stands against a release; answers whether it may happen. */
async function mayHappen(): Promise<boolean> {
	const found = await obstacles();
	for (const obstacle of found) complain(`✖ ${obstacle}`);
	if (found.length === 0) say(`${pc.green('✔')} Nothing stands against the release`);
	return found.length === 0;
}

async function publish(): Promise<boolean> {
	if (process.env.GITHUB_ACTIONS !== 'true') {
		const remedy = 'Push a tag to have it published, or see with "--dry-run" what would be.';
		complain(`✖ A release is made by a workflow of GitHub, which proves its origin. ${remedy}`);
		return false;
	}
	if (!(await mayHappen())) return false;
	// The project's .npmrc keeps scripts off, and with them `prepublishOnly`, which builds and checks.
	const options = { cwd: PROJECT_FOLDER, stdio: 'inherit' as const, reject: false };
	const prerelease = /-([a-z]+)/i.exec(readManifest().version)?.[1];
	const tag = prerelease === undefined ? [] : ['--tag', prerelease];
	const { exitCode } = await execa('npm', ['publish', '--ignore-scripts=false', ...tag], options);
	return exitCode === 0;
}

async function dryRun(): Promise<boolean> {
	const { name, version, author } = readManifest();
	await execa('npm', ['run', 'build'], { cwd: PROJECT_FOLDER });
	say(`${pc.bold(`${name} ${version}`)} by ${author.name} <${author.email}>\n`);
	const isClean = await showTarball();
	say(`\n${pc.bold('What the release says')}\n\n${releaseNotes(readManifest())?.text ?? ''}\n`);
	await mayHappen();
	say('\nNothing was published.');
	return isClean;
}

async function main({ dryRun: isDryRun, check, notes, links }: Flags): Promise<boolean> {
	if (links) {
		const changed = await correctLinks(readManifest());
		say(changed.length === 0 ? 'All links are right' : `Changed ${changed.join(', ')}`);
		return true;
	}
	if (notes) {
		const section = releaseNotes(readManifest());
		if (section !== undefined) say(section.text);
		return section !== undefined;
	}
	if (check) return await mayHappen();
	return await (isDryRun ? dryRun() : publish());
}

void main(command.parse().opts<Flags>()).then(
	(isWell) => process.exit(isWell ? 0 : 1),
	(error: unknown) => {
		complain(error instanceof Error ? error.message : String(error));
		process.exit(1);
	},
);
