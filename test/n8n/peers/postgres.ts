/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- runs in jest, not in n8n */
/**
 * A PostgreSQL of one test file, which holds n8n's database.
 */
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { runCommand } from '../../../dev/n8n/command';
import { freePort } from '../../../dev/n8n/instance';
import type { Backend } from './redis';
import { startService } from './service';

const USER = 'n8n';
const DATABASE = 'postgres';
/** Debian keeps the programs out of PATH, in a folder per version. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';
/** PostgreSQL refuses to run as root: then it runs as the user that its package has brought. */
const AS_OWN_USER =
	process.getuid?.() === 0
		? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups']
		: [];

/** @param folder an empty one, for what it stores */
export async function startPostgres(folder: string): Promise<Backend> {
	const port = await freePort();
	const password = randomUUID();
	const passwordFile = path.join(folder, 'password');
	const data = path.join(folder, 'data');
	await writeFile(passwordFile, password);
	if (AS_OWN_USER.length > 0) await run(['chown', '-R', 'postgres:', folder], folder);

	const owner = ['--username', USER, '--pwfile', passwordFile, '--auth', 'scram-sha-256'];
	await run([...AS_OWN_USER, program('initdb'), '--pgdata', data, ...owner, '--no-sync'], folder);
	const listen = ['-h', '127.0.0.1', '-p', String(port), '-k', folder];
	// What it stores is thrown away: it need not survive a power cut.
	const command = [...AS_OWN_USER, program('postgres'), '-D', data, ...listen, '-F'];
	const { stop } = await startService(command, port, folder);
	return {
		settings: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_PASSWORD: password,
			DB_POSTGRESDB_DATABASE: DATABASE,
		},
		stop,
	};
}

function program(name: string): string {
	try {
		const newest = readdirSync(DEBIAN_FOLDER)
			.sort((a, b) => Number(a) - Number(b))
			.at(-1);
		return newest === undefined ? name : path.join(DEBIAN_FOLDER, newest, 'bin', name);
	} catch {
		return name;
	}
}

async function run([command = '', ...args]: string[], folder: string): Promise<void> {
	await runCommand(command, args, { cwd: folder });
}
