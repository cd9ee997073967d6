// Runs once, before all tests with a real n8n: installs what they need, and packs this package as npm would publish it.
import { rmSync } from 'node:fs';
import path from 'node:path';
import execa from 'execa';
import { installN8n } from '../../dev/n8n/install';
import { packNode } from '../../dev/n8n/package';
import { terminalProgress } from '../../dev/terminal';
import { TARBALL_VARIABLE, VERSIONS } from './driver/testN8n';

export default async function globalSetup(): Promise<void> {
	await execa(path.join(__dirname, 'install.sh'), { stderr: 'inherit' });
	for (const version of VERSIONS) await installN8n(version, terminalProgress);
	const tarball = await packNode();
	process.once('exit', () => rmSync(path.dirname(tarball), { recursive: true, force: true }));
	process.env[TARBALL_VARIABLE] = tarball;
}
