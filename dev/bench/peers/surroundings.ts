// What all n8n processes of a benchmark share: the installed n8n, the packed node, a temporary folder.
/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installN8n, type N8nInstallation, type N8nVersion } from '../../n8n/install';
import { packNode } from '../../n8n/package';
import type { Progress } from '../../n8n/progress';

/** The n8n that is measured. */
export const N8N_VERSION: N8nVersion = '2.41.1';

export interface Surroundings {
	installation: N8nInstallation;
	/** The node, packed as npm would publish it. */
	tarball: string;
	/** Removed when this program ends. */
	folder: string;
}

/** Packs the node as built, and finds n8n in the user's cache (or installs it there). */
export async function prepareSurroundings(progress: Progress): Promise<Surroundings> {
	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-arcules-bench-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	const installation = await installN8n(N8N_VERSION, progress);
	return { installation, tarball: await packNode(folder), folder };
}
