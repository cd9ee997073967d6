/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in jest, not in n8n */
/**
 * A certificate for host names that are played on loopback, made for one test run.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../../../dev/n8n/command';

export interface Certificate {
	key: string;
	cert: string;
	/** The certificate's file, which also makes a program trust it. */
	file: string;
	remove(): Promise<void>;
}

/** A self-signed certificate for these names, good for a day. */
export async function certificateFor(names: readonly string[]): Promise<Certificate> {
	const folder = await mkdtemp(path.join(tmpdir(), 'certificate-'));
	const [keyFile, file] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
	const alternatives = names.map((name) => `DNS:${name}`).join(',');
	const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1'];
	const subject = ['-subj', `/CN=${names[0] ?? ''}`, '-addext', `subjectAltName=${alternatives}`];
	await runCommand('openssl', [...request, ...subject, '-keyout', keyFile, '-out', file], {
		cwd: folder,
	});
	return {
		key: await readFile(keyFile, 'utf8'),
		cert: await readFile(file, 'utf8'),
		file,
		remove: async () => await rm(folder, { recursive: true, force: true }),
	};
}
