// The plain program as a variant: its process, and the folder its pictures go to.
/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import execa from 'execa';
import { PICTURE_BYTES } from '../account';
import { CONCURRENCY } from './arcules';
import type { Variant } from './variant';

export const plainProgram: Variant = {
	label: 'Baseline: plain Node.js program',
	start: async ({ installation, folder }) => {
		const child = execa.node(path.join(__dirname, 'plainProcess.ts'), [String(CONCURRENCY)], {
			nodePath: installation.nodeBinary,
			nodeOptions: process.execArgv,
			stdio: 'inherit',
			reject: false,
		});
		const ended = child.then(() => {
			throw new Error('the program ended by itself');
		});
		const answered = async () => await Promise.race([once(child, 'message'), ended]);
		await answered();
		return {
			pid: child.pid ?? 0,
			run: async (baseUrl) => {
				const pictures = await mkdtemp(path.join(folder, 'pictures-'));
				const startedAt = performance.now();
				child.send({ baseUrl, folder: pictures });
				await answered();
				const timeMs = performance.now() - startedAt;
				return { timeMs, countPictures: async () => await takeWholePictures(pictures) };
			},
			stop: async () => {
				child.kill();
				await child;
			},
		};
	},
};

async function takeWholePictures(folder: string): Promise<number> {
	let whole = 0;
	for (const name of await readdir(folder)) {
		const { size } = await stat(path.join(folder, name));
		if (size === PICTURE_BYTES) whole += 1;
	}
	await rm(folder, { recursive: true });
	return whole;
}
