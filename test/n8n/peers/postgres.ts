// A PostgreSQL of one test file, which holds n8n's database.
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import execa from 'execa';
import { freePort } from '../../../dev/n8n/instance';
import { startService, type Service } from './service';

const USER = 'n8n';
/** Debian keeps the programs out of PATH, in a folder per version. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';
/** PostgreSQL refuses to run as root: then it runs as the user that its package has brought. */
const AS_OWN_USER =
	process.getuid?.() === 0
		? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', '--pdeathsig=INT']
		: [];

/** @param folder a new one, for what it stores */
export async function startPostgres(folder: string): Promise<Service> {
	const port = await freePort();
	const password = randomUUID();
	const passwordFile = path.join(folder, 'password');
	const data = path.join(folder, 'data');
	await mkdir(folder, { recursive: true });
	await writeFile(passwordFile, password);
	if (AS_OWN_USER.length > 0) await execa('chown', ['-R', 'postgres:', folder]);

	const owner = ['--username', USER, '--pwfile', passwordFile, '--auth', 'scram-sha-256'];
	const create = [...AS_OWN_USER, program('initdb'), '--pgdata', data, ...owner, '--no-sync'];
	const [initdb = '', ...args] = create;
	await execa(initdb, args, { cwd: folder });
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
			DB_POSTGRESDB_DATABASE: 'postgres',
		},
		stop,
	};
}

function program(name: string): string {
	if (!existsSync(DEBIAN_FOLDER)) return name;
	const versions = readdirSync(DEBIAN_FOLDER).sort((a, b) => Number(a) - Number(b));
	return path.join(DEBIAN_FOLDER, versions.at(-1) ?? '', 'bin', name);
}
