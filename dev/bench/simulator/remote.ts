// A simulator in a process of its own, seen from the benchmark.
/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import path from 'node:path';
import type { SimulatorStats } from '../../simulator';
import { startHelper } from '../ipc/parent';
import { numberIn } from '../ipc/protocol';
import type { SimulatorSetup } from './setup';

/** A simulator that is listening. */
export interface RemoteSimulator {
	readonly setup: SimulatorSetup;
	readonly baseUrl: string;
	/** Counts since the last reset. */
	stats(): Promise<SimulatorStats>;
	reset(): Promise<void>;
	stop(): Promise<void>;
}

/** Starts a simulator of this account. */
export async function startRemoteSimulator(setup: SimulatorSetup): Promise<RemoteSimulator> {
	const helper = startHelper(path.join(__dirname, 'process.ts'));
	const baseUrl = String(await helper.ask('start', setup));
	return {
		setup,
		baseUrl,
		stats: async () => readStats(await helper.ask('stats')),
		reset: async () => void (await helper.ask('reset')),
		stop: async () => await helper.stop(),
	};
}

const readStats = (answer: unknown): SimulatorStats => ({
	logins: numberIn(answer, 'logins'),
	devices: numberIn(answer, 'devices'),
	thumbnails: numberIn(answer, 'thumbnails'),
	requests: numberIn(answer, 'requests'),
	connections: numberIn(answer, 'connections'),
	mostInFlight: numberIn(answer, 'mostInFlight'),
	rateLimited: numberIn(answer, 'rateLimited'),
});
