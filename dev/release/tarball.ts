// What would be published: the tarball, listed and looked at by n8n's own analyser.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import execa from 'execa';
import { z } from 'zod';
import { packNode } from '../n8n/package';
import { PROJECT_FOLDER } from './publisher';

const VERDICT = z.object({
	passed: z.boolean(),
	message: z.string().optional(),
	details: z.string().optional(),
});

const SCAN = z.object({ tarball: VERDICT, sources: VERDICT });

/** What n8n's analyser says of the compiled package, and of the sources it is made from. */
export type Scan = z.output<typeof SCAN>;

/** Packs what is built, unpacks it, and lets a task look at the folder. */
export async function withUnpacked<T>(task: (folder: string) => Promise<T>): Promise<T> {
	const place = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-arcules-release-'));
	try {
		const tarball = await packNode(place);
		const folder = path.join(place, 'package');
		await mkdir(folder);
		await execa('tar', ['-xzf', path.basename(tarball), '-C', 'package', '--strip-components=1'], {
			cwd: place,
		});
		return await task(folder);
	} finally {
		await rm(place, { recursive: true, force: true });
	}
}

/** Runs the analyser that n8n runs on every published community package. */
export async function scan(unpacked: string, sources = PROJECT_FOLDER): Promise<Scan> {
	const program = path.join(__dirname, 'scan.mjs');
	// One of its plugins judges otherwise when it believes to be in a test of its own.
	const env = { NODE_ENV: 'production' };
	const { stdout } = await execa(process.execPath, [program, unpacked, sources], { env });
	return SCAN.parse(JSON.parse(stdout));
}
