// What all variants run in: the installed n8n, the packed node and the bare one, a temporary folder.
import { mkdtempSync, rmSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import execa from 'execa';
import { issueCertificate, type IssuedCertificate } from '../certificate';
import type { BootOptions } from '../n8n/boot';
import { installN8n } from '../n8n/install';
import { packNode } from '../n8n/package';
import type { Progress } from '../n8n/progress';

const BYTES_PER_GIB = 1024 ** 3;

/** How every n8n is booted. */
export interface Environment extends BootOptions {
	/** Removed when this program ends. */
	readonly folder: string;
	/** Every program that is measured trusts its authority. */
	readonly certificate: IssuedCertificate;
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
	const certificate = await issueCertificate(folder, ['127.0.0.1']);
	const env: Record<string, string> = {
		N8N_CUSTOM_EXTENSIONS: path.join(__dirname, 'bareNode'),
		NODE_EXTRA_CA_CERTS: certificate.authorityFile,
	};
	if (profileFolder !== undefined) {
		env['NODE_OPTIONS'] = `--cpu-prof --cpu-prof-dir="${path.resolve(profileFolder)}"`;
	}
	const installation = await installN8n('2.41.1', progress);
	return { installation, tarball: await packNode(folder), folder, certificate, env };
}

/** The machine and the programs, with nothing that tells whose it is. */
export async function describeMachine({ installation }: Environment): Promise<string> {
	const cpu = cpus()[0]?.model.trim() ?? 'unknown processor';
	const memoryGiB = Math.round(totalmem() / BYTES_PER_GIB);
	const { stdout: nodeVersion } = await execa(installation.nodeBinary, ['--version']);
	return `${cpu}, ${availableParallelism()} cores, ${memoryGiB} GiB, ${platform()} ${arch()}, n8n ${installation.version} on Node.js ${nodeVersion.trim().slice(1)}`;
}
