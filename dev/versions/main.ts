// `npm run test:versions`: tries the package in several releases of n8n, one after the other.
import path from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { complain, say, terminalProgress } from '../terminal';
import { checkVersion, type VersionCheck } from './check';
import { DEFAULT_VERSIONS, NEWEST, releasesNewestFirst } from './releases';
import { writeRows } from './readme';
import { rowOf } from './table';

const README = path.join(__dirname, '..', '..', 'README.md');
/** A release whose dependencies are not all there cannot be installed; so many are tried before it is given up. */
const MAX_NEWEST_TRIES = 5;

const command = new Command('npm run test:versions --')
	.description(
		'Installs releases of n8n into your user cache (each once; 4 minutes and 3 GB), and tries in each whether the package loads, the credential signs in, and one picture comes.',
	)
	.argument('[versions...]', `such as 2.41.1, or "${NEWEST}"`, [...DEFAULT_VERSIONS])
	.option('--write', 'put the results into the table of the README');

/** The newest release that can be installed. */
async function checkNewest(): Promise<VersionCheck> {
	const releases = await releasesNewestFirst(path.dirname(README));
	for (const version of releases.slice(0, MAX_NEWEST_TRIES)) {
		try {
			return await checkVersion(version, terminalProgress);
		} catch (error) {
			complain(`n8n ${version} cannot be installed: ${String(error)}`);
		}
	}
	throw new Error(`None of the ${MAX_NEWEST_TRIES} newest releases of n8n could be installed.`);
}

async function main(versions: readonly string[], { write }: { write?: true }): Promise<boolean> {
	const checks = new Map<string, VersionCheck>();
	for (const version of versions) {
		if (checks.has(version)) continue;
		const found =
			version === NEWEST ? await checkNewest() : await checkVersion(version, terminalProgress);
		checks.set(found.version, found);
	}
	const today = new Date().toISOString().slice(0, 10);
	const rows = [...checks.values()].map((found) => rowOf(found, today));
	for (const { version, node, result } of rows) say(`n8n ${version} on Node.js ${node}: ${result}`);
	if (write) await writeRows(README, rows);
	const failures = [...checks.values()].filter(({ failure }) => failure !== undefined);
	for (const { version, failure } of failures) complain(`\n${pc.bold(version)}\n${failure}`);
	return failures.length === 0;
}

void main(command.parse().processedArgs[0], command.opts<{ write?: true }>()).then(
	(isWell) => process.exit(isWell ? 0 : 1),
	(error: unknown) => {
		complain(error instanceof Error ? error.message : String(error));
		process.exit(1);
	},
);
