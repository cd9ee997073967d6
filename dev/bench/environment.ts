// What all n8n processes of a benchmark share: the installed n8n, the packed nodes, a temporary folder.
/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { mkdtempSync, rmSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import execa from 'execa';
import { installN8n, type N8nInstallation, type N8nVersion } from '../n8n/install';
import { textAt } from '../n8n/json';
import { runNpm } from '../n8n/npm';
import { packNode } from '../n8n/package';
import type { Progress } from '../n8n/progress';
import type { Machine } from './results';

const N8N_VERSION: N8nVersion = '2.41.1';
const BARE_NODE_FOLDER = path.join(__dirname, 'bareNode');
const BYTES_PER_GIB = 1024 ** 3;

export interface Environment {
	readonly installation: N8nInstallation;
	/** The packages to install: this one, packed as npm would publish it, and the bare node. */
	readonly tarballs: readonly string[];
	/** Removed when this program ends. */
	readonly folder: string;
	/** Settings of n8n in addition to the usual ones. */
	readonly env: Record<string, string>;
}

/**
 * Packs the node as built, and finds n8n in the user's cache (or installs it there).
 *
 * @param profileFolder where every n8n process leaves a CPU profile when it ends; none without
 */
export async function prepareEnvironment(
	progress: Progress,
	profileFolder?: string,
): Promise<Environment> {
	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-arcules-bench-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	const installation = await installN8n(N8N_VERSION, progress);
	const tarballs = [await packNode(folder), await packBareNode(folder)];
	const profiling = `--cpu-prof --cpu-prof-dir="${path.resolve(profileFolder ?? '')}"`;
	const env: Record<string, string> =
		profileFolder === undefined ? {} : { NODE_OPTIONS: profiling };
	return { installation, tarballs, folder, env };
}

async function packBareNode(destination: string): Promise<string> {
	const args = ['pack', '--json', `--pack-destination=${destination}`];
	const packed: unknown = JSON.parse(await runNpm(args, { cwd: BARE_NODE_FOLDER }));
	return path.join(destination, textAt(packed, '0', 'filename'));
}

/** Describes the machine and the programs, with nothing that tells whose it is. */
export async function describeMachine({ installation }: Environment): Promise<Machine> {
	const { stdout } = await execa(installation.nodeBinary, ['--version']);
	return {
		cpu: cpus()[0]?.model.trim() ?? 'unknown',
		cores: availableParallelism(),
		memoryGiB: Math.round(totalmem() / BYTES_PER_GIB),
		system: `${platform()} ${arch()}`,
		n8n: installation.version,
		node: stdout.trim().replace(/^v/, ''),
	};
}
