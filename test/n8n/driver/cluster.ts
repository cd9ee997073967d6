/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- runs in jest, not in n8n */
/**
 * n8n in queue mode: a main that takes the calls, workers that run them, Redis and PostgreSQL between them.
 */
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CleanUp } from '../../../dev/start/cleanUp';
import { installN8n, type N8nVersion } from '../../../dev/n8n/install';
import { startN8n, type N8nInstance } from '../../../dev/n8n/instance';
import { installPackage } from '../../../dev/n8n/package';
import { startPostgres } from '../peers/postgres';
import { startRedis } from '../peers/redis';
import { showLogOnFailure } from './logs';
import { realN8n, type RealN8n, type Settings } from './realN8n';
import { tarball } from './tarball';

/** A process that runs executions. */
export interface Worker {
	/** The executions it has begun, by their ids. */
	begun(): Set<string>;
	/** Ends it as a power cut would. */
	kill(): Promise<void>;
}

export interface Cluster {
	main: RealN8n;
	workers: Worker[];
	stop(): Promise<void>;
}

/** @param settings in addition to those of queue mode, for all processes */
export async function startCluster(
	version: N8nVersion,
	workerCount: number,
	settings: Settings = {},
): Promise<Cluster> {
	const cleanUp = new CleanUp();
	try {
		const folder = await mkdtemp(path.join(tmpdir(), 'n8n-cluster-'));
		// PostgreSQL runs as another user, who has to get to its folder in there.
		await chmod(folder, 0o711);
		cleanUp.add(async () => await rm(folder, { recursive: true, force: true, maxRetries: 5 }));
		const redis = await startRedis(await subfolder(folder, 'redis'));
		cleanUp.add(redis.stop);
		const postgres = await startPostgres(await subfolder(folder, 'postgres'));
		cleanUp.add(postgres.stop);
		const all = {
			EXECUTIONS_MODE: 'queue',
			N8N_ENCRYPTION_KEY: randomUUID(),
			...redis.settings,
			...postgres.settings,
			...settings,
		};
		const main = await realN8n(version, all);
		cleanUp.add(async () => await main.stop());
		const workers: Worker[] = [];
		for (let number = 1; number <= workerCount; number++) {
			const userFolder = await subfolder(folder, `worker-${number}`);
			const worker = await startWorker(version, userFolder, all);
			cleanUp.add(worker.stop);
			showLogOnFailure(`worker ${number}`, worker.log);
			workers.push(workerOf(worker));
		}
		return { main, workers, stop: async () => await cleanUp.run() };
	} catch (error) {
		await cleanUp.run();
		throw error;
	}
}

async function subfolder(folder: string, name: string): Promise<string> {
	const made = path.join(folder, name);
	await mkdir(made);
	return made;
}

async function startWorker(
	version: N8nVersion,
	userFolder: string,
	env: Settings,
): Promise<N8nInstance> {
	await installPackage(tarball(), userFolder);
	const installation = await installN8n(version);
	return await startN8n({ installation, userFolder, command: 'worker', env });
}

function workerOf({ pid, log, ended }: N8nInstance): Worker {
	return {
		begun: () =>
			new Set([...log().matchAll(/Worker started execution (\d+)/g)].map(([, id]) => String(id))),
		kill: async () => {
			process.kill(pid, 'SIGKILL');
			await ended;
		},
	};
}
