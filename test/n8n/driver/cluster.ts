// n8n in queue mode: a main that takes the calls, workers that run them, Redis and PostgreSQL between them.
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installN8n, type N8nVersion } from '../../../dev/n8n/install';
import { startN8n, type N8nInstance } from '../../../dev/n8n/instance';
import { installPackage } from '../../../dev/n8n/package';
import { startPostgres } from '../peers/postgres';
import { startRedis } from '../peers/redis';
import { showLogOnFailure, tarball, TestN8n, type Settings } from './testN8n';

export interface Cluster {
	main: TestN8n;
	workers: readonly N8nInstance[];
	close(): Promise<void>;
}

/** @param settings in addition to those of queue mode, for all processes */
export async function startCluster(
	version: N8nVersion,
	workerCount: number,
	settings: Settings = {},
): Promise<Cluster> {
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-cluster-'));
	// PostgreSQL runs as another user, who has to get to its folder in there.
	await chmod(folder, 0o711);
	const undo = [async () => await rm(folder, { recursive: true, force: true, maxRetries: 5 })];
	const close = async () => {
		for (const step of undo.splice(0).reverse()) await step();
	};
	try {
		const redis = await startRedis(path.join(folder, 'redis'));
		undo.push(redis.stop);
		const postgres = await startPostgres(path.join(folder, 'postgres'));
		undo.push(postgres.stop);
		const env = {
			EXECUTIONS_MODE: 'queue',
			N8N_ENCRYPTION_KEY: randomUUID(),
			...redis.settings,
			...postgres.settings,
			...settings,
		};
		const main = await TestN8n.start(version, env);
		undo.push(async () => await main.close());
		const workers: N8nInstance[] = [];
		for (let number = 1; number <= workerCount; number++) {
			const worker = await startWorker(version, path.join(folder, `worker-${number}`), env);
			undo.push(worker.stop);
			workers.push(worker);
		}
		return { main, workers, close };
	} catch (error) {
		await close();
		throw error;
	}
}

async function startWorker(
	version: N8nVersion,
	userFolder: string,
	env: Settings,
): Promise<N8nInstance> {
	await installPackage(tarball(), userFolder);
	const installation = await installN8n(version);
	const worker = await startN8n({ installation, userFolder, command: 'worker', env });
	showLogOnFailure(worker);
	return worker;
}

/** The executions that a worker has begun, by their ids. */
export const begunBy = ({ log }: N8nInstance): Set<string> =>
	new Set([...log().matchAll(/Worker started execution (\d+)/g)].map(([, id]) => String(id)));
