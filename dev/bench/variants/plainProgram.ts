// The plain program as a variant: its process, and the folder its pictures go to.
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import execa from 'execa';
import { PICTURE_BYTES } from '../account';
import { CONCURRENCY } from './arcules';
import type { Variant } from './variant';

const SCRIPT = path.join(__dirname, 'plainProcess.ts');

export const plainProgram: Variant = {
	label: 'Baseline: plain Node.js program',
	start: async ({ installation, folder, env }) => {
		const child = execa.node(SCRIPT, [String(CONCURRENCY)], {
			nodePath: installation.nodeBinary,
			nodeOptions: ['--require', require.resolve('tsx/cjs')],
			env: env ?? {},
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
			close: async () => {
				child.kill();
				await child;
			},
		};
	},
};

async function takeWholePictures(folder: string): Promise<number> {
	const names = await readdir(folder);
	const files = await Promise.all(names.map(async (name) => await stat(path.join(folder, name))));
	await rm(folder, { recursive: true });
	return files.filter(({ size }) => size === PICTURE_BYTES).length;
}
