// Installs a released n8n into the user's cache, once, and says where it is.
/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import path from 'node:path';
import { runCommand, withAdvice } from './command';
import { isThere } from './files';
import { findNode, withNodeFirst } from './nodeRuntime';
import { runNpm } from './npm';
import { installOnce } from './npmFolder';
import { silentProgress, type Progress, type ProgressStep } from './progress';
import manifests from './versions.json';

/** The n8n releases this project is tried on. */
export type N8nVersion = keyof typeof manifests;

/** An n8n that is ready to be started. */
export interface N8nInstallation {
	version: N8nVersion;
	folder: string;
	/** The Node.js to run it with. */
	nodeBinary: string;
	/** n8n's own start script. */
	script: string;
}

/** Installs this n8n, or finds the install of an earlier run. */
export async function installN8n(
	version: N8nVersion,
	progress: Progress = silentProgress,
	signal?: AbortSignal,
): Promise<N8nInstallation> {
	const nodeBinary = await findNode(progress, signal);
	const folder = await installOnce({
		name: `n8n-${version}`,
		product: `n8n ${version}`,
		note: 'only the first time: about 4 minutes, 3 GB',
		manifest: manifests[version],
		complete: async (aside, step) => await buildSqlite(aside, nodeBinary, step, signal),
		env: withNodeFirst(nodeBinary, process.env),
		progress,
		signal,
	});
	const script = path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	return { version, folder, nodeBinary, script };
}

/** The one dependency that n8n cannot do without and that has to be built (or fetched ready-made). */
async function buildSqlite(
	folder: string,
	nodeBinary: string,
	step: ProgressStep,
	signal?: AbortSignal,
): Promise<void> {
	step.update('building its database driver, about a minute');
	const env = await withHeadersOf(nodeBinary, withNodeFirst(nodeBinary, process.env));
	const build = async () => {
		await runNpm(['rebuild', 'sqlite3', '--ignore-scripts=false'], { cwd: folder, env, signal });
		await runCommand(nodeBinary, ['-e', 'require("sqlite3")'], { cwd: folder, env, signal });
	};
	await withAdvice(
		build(),
		'The database driver of n8n (sqlite3) could not be built. It is compiled when no ready-made one can be downloaded, which needs Python 3, make and a C++ compiler: install them (on Debian or Ubuntu: apt install python3 make g++), then start again.',
	);
}

/** Headers that came with Node.js spare the compiler a download. */
async function withHeadersOf(
	nodeBinary: string,
	env: NodeJS.ProcessEnv,
): Promise<NodeJS.ProcessEnv> {
	const nodeFolder = path.resolve(path.dirname(nodeBinary), '..');
	const hasHeaders = await isThere(path.join(nodeFolder, 'include', 'node', 'node_api.h'));
	return hasHeaders ? { ...env, npm_config_nodedir: nodeFolder } : env;
}
