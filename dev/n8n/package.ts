// Packs this package as npm would publish it, and installs the tarball as n8n's community nodes are.
/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from './command';
import { isThere, readIfThere } from './files';
import { recordAt, textAt } from './json';
import { runNpm } from './npm';

const PROJECT_FOLDER = path.resolve(__dirname, '..', '..');

/** Packs the package as built; answers with the tarball's path, in a new folder unless one is given. */
export async function packNode(destination?: string): Promise<string> {
	if (!(await isThere(path.join(PROJECT_FOLDER, 'dist')))) {
		throw new Error('There is nothing to pack yet. Run "npm run build" first.');
	}
	const folder = destination ?? (await mkdtemp(path.join(tmpdir(), 'n8n-nodes-arcules-')));
	const printed = await runNpm(
		['pack', '--ignore-scripts', '--json', `--pack-destination=${folder}`],
		{ cwd: PROJECT_FOLDER },
	);
	const packed: unknown = JSON.parse(printed);
	return path.join(folder, textAt(packed, '0', 'filename'));
}

/**
 * Puts a tarball where n8n keeps community nodes under this user folder, the way its own installer does:
 * unpacked, its development and peer dependencies dropped, and listed in the folder's package.json.
 */
export async function installPackage(tarball: string, userFolder: string): Promise<void> {
	const nodesFolder = path.join(userFolder, '.n8n', 'nodes');
	const unpacked = path.join(nodesFolder, 'unpacking');
	await rm(unpacked, { recursive: true, force: true });
	await mkdir(unpacked, { recursive: true });
	await runCommand('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1'], {
		cwd: nodesFolder,
	});
	const { name, version } = await dropUnusedDependencies(path.join(unpacked, 'package.json'));
	await moveInto(path.join(nodesFolder, 'node_modules', name), unpacked);
	await listPackage(path.join(nodesFolder, 'package.json'), name, version);
}

interface PackageIdentity {
	name: string;
	version: string;
}

async function dropUnusedDependencies(manifestFile: string): Promise<PackageIdentity> {
	const manifest: unknown = JSON.parse(await readFile(manifestFile, 'utf8'));
	const kept = { ...recordAt(manifest) };
	for (const field of ['devDependencies', 'peerDependencies', 'optionalDependencies']) {
		delete kept[field];
	}
	await writeFile(manifestFile, JSON.stringify(kept, null, 2));
	return { name: textAt(manifest, 'name'), version: textAt(manifest, 'version') };
}

async function moveInto(target: string, folder: string): Promise<void> {
	await rm(target, { recursive: true, force: true });
	await mkdir(path.dirname(target), { recursive: true });
	await rename(folder, target);
}

async function listPackage(file: string, name: string, version: string): Promise<void> {
	const listed: unknown = JSON.parse((await readIfThere(file)) ?? '{}');
	const dependencies = { ...recordAt(listed, 'dependencies'), [name]: version };
	const manifest = { name: 'installed-nodes', private: true, dependencies };
	await writeFile(file, JSON.stringify(manifest, null, 2));
}
