/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- runs in jest, not in n8n */
/**
 * Runs once, before all tests with a real n8n: installs what they need, and packs this package as npm would publish it.
 */
import path from 'node:path';
import { runCommand } from '../../dev/n8n/command';
import { installN8n } from '../../dev/n8n/install';
import { packNode } from '../../dev/n8n/package';
import { terminalProgress } from '../../dev/start/terminal';
import { TARBALL_VARIABLE } from './driver/tarball';
import { VERSIONS } from './driver/versions';

export default async function globalSetup(): Promise<void> {
	await runCommand(path.join(__dirname, 'install.sh'), [], {
		cwd: __dirname,
		onLine: (line) => process.stderr.write(`${line}\n`),
	});
	for (const version of VERSIONS) await installN8n(version, terminalProgress);
	process.env[TARBALL_VARIABLE] = await packNode();
}
