// The floor as a peer: its process, and the folder its pictures go to.
/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { startHelper } from '../ipc/parent';
import { PICTURE_BYTES } from '../simulator/setup';
import type { AccountName, Peer } from './peer';

/**
 * Starts the floor's process.
 *
 * @param nodeBinary the Node.js that n8n runs on
 * @param baseUrls where the simulators are
 */
export function startFloor(
	nodeBinary: string,
	temporaryFolder: string,
	baseUrls: Readonly<Record<AccountName, string>>,
): Peer {
	const helper = startHelper(path.join(__dirname, '..', 'floor', 'process.ts'), nodeBinary);
	return {
		name: 'floor',
		pid: helper.pid,
		run: async (account) => {
			const folder = await mkdtemp(path.join(temporaryFolder, 'floor-'));
			const startedAt = performance.now();
			await helper.ask('savePictures', { baseUrl: baseUrls[account], folder });
			const outsideMs = performance.now() - startedAt;
			return {
				outsideMs,
				n8nMs: undefined,
				countPictures: async () => await countAndRemove(folder),
			};
		},
		stop: async () => await helper.stop(),
	};
}

async function countAndRemove(folder: string): Promise<number> {
	let whole = 0;
	for (const name of await readdir(folder)) {
		const { size } = await stat(path.join(folder, name));
		if (size === PICTURE_BYTES) whole += 1;
	}
	await rm(folder, { recursive: true });
	return whole;
}
