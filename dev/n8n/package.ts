// Packs this package as npm would publish it, and puts it where n8n keeps community nodes.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import execa from 'execa';
import { textAt } from './json';
import { runNpm } from './npm';

const PROJECT_FOLDER = path.resolve(__dirname, '..', '..');

/** Packs the package as built; answers with the tarball's path, in a new folder unless one is given. */
export async function packNode(destination?: string): Promise<string> {
	if (!existsSync(path.join(PROJECT_FOLDER, 'dist'))) {
		throw new Error('There is nothing to pack yet. Run "npm run build" first.');
	}
	const folder = destination ?? (await mkdtemp(path.join(tmpdir(), 'n8n-nodes-arcules-')));
	const args = ['pack', '--ignore-scripts', '--json', `--pack-destination=${folder}`];
	const packed: unknown = JSON.parse(await runNpm(args, { cwd: PROJECT_FOLDER }));
	return path.join(folder, textAt(packed, '0', 'filename'));
}

/** Unpacks the tarball below this user folder, as n8n's own installer does; there are no dependencies to install. */
export async function installPackage(tarball: string, userFolder: string): Promise<void> {
	// npm names the tarball after the package and its version.
	const name = path.basename(tarball).replace(/-\d+\.\d+\.\d+.*$/, '');
	const folder = path.join(userFolder, '.n8n', 'nodes', 'node_modules', name);
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	await execa('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
}
