// Measures all peers on one fleet: every peer in a fresh process, one busy at a time, in turns.
/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as delay } from 'node:timers/promises';
import type { ProgressStep } from '../../n8n/progress';
import { startFloor } from '../peers/floorPeer';
import { startN8nPeer } from '../peers/n8nPeer';
import type { Completion, Peer, PeerName } from '../peers/peer';
import type { Surroundings } from '../peers/surroundings';
import type { FleetResult, PeerResult, Round } from '../results/types';
import { startRemoteSimulator, type RemoteSimulator } from '../simulator/remote';
import { fleetOf, pagesOf } from '../simulator/setup';
import { cpuMs } from './cpu';
import { idleBytes, withPeakBytes } from './memory';

const WARM_UP_DEVICES = 10;
/** n8n frees what its start has used, a third of all it holds, within this time. */
const REST_AFTER_START_MS = 20_000;
/** Lets what the run before has left behind settle. */
const PAUSE_MS = 1_000;

/** What to measure. */
export interface FleetPlan {
	readonly devices: number;
	readonly rounds: number;
	readonly peers: readonly PeerName[];
}

/** Where a peer's measuring stands. */
interface Contestant {
	readonly peer: Peer;
	readonly rounds: Round[];
	idleBytes?: number | undefined;
	peakBytes?: number | undefined;
	failure?: string | undefined;
}

/** Runs all rounds. A peer that fails is reported as failed, and does not keep the others from going on. */
export async function measureFleet(
	{ devices, rounds, peers }: FleetPlan,
	surroundings: Surroundings,
	step: ProgressStep,
): Promise<FleetResult> {
	const simulator = await startRemoteSimulator(fleetOf(devices));
	const warmUp = await startRemoteSimulator(fleetOf(WARM_UP_DEVICES));
	const contestants: Contestant[] = [];
	try {
		const baseUrls = { fleet: simulator.baseUrl, warmUp: warmUp.baseUrl };
		for (const name of peers) {
			step.update(`starting ${name}`);
			contestants.push({ peer: await startPeer(name, surroundings, baseUrls), rounds: [] });
		}
		step.update('waiting until all are at rest');
		await delay(REST_AFTER_START_MS);
		for (let round = 0; round < rounds; round++) {
			for (const contestant of rotated(contestants, round)) {
				if (contestant.failure !== undefined) continue;
				step.update(`round ${round + 1} of ${rounds}, ${contestant.peer.name}`);
				await takeTurn(contestant, simulator, round === 0);
			}
		}
		return resultOf(contestants, simulator, devices);
	} finally {
		const started = [...contestants.map(({ peer }) => peer), simulator, warmUp];
		await Promise.all(started.map(async (each) => await each.stop()));
	}
}

async function startPeer(
	name: PeerName,
	surroundings: Surroundings,
	baseUrls: { fleet: string; warmUp: string },
): Promise<Peer> {
	if (name !== 'floor') return await startN8nPeer(name, surroundings, baseUrls);
	return startFloor(surroundings.installation.nodeBinary, surroundings.folder, baseUrls);
}

/** Nobody always goes first. */
const rotated = <T>(list: readonly T[], by: number): T[] => {
	const start = list.length === 0 ? 0 : by % list.length;
	return [...list.slice(start), ...list.slice(0, start)];
};

/** One run of one peer; its first one is watched for memory. */
async function takeTurn(
	contestant: Contestant,
	simulator: RemoteSimulator,
	isFirst: boolean,
): Promise<void> {
	const { peer } = contestant;
	try {
		if (isFirst) await (await peer.run('warmUp')).countPictures();
		await delay(PAUSE_MS);
		await simulator.reset();
		if (isFirst) contestant.idleBytes = await idleBytes(peer.pid);
		const cpuBeforeMs = await cpuMs(peer.pid);
		const completion = isFirst ? await runWatched(contestant) : await peer.run('fleet');
		const cpuAfterMs = await cpuMs(peer.pid);
		const round = await roundOf(completion, simulator);
		contestant.rounds.push({ ...round, cpuMs: difference(cpuAfterMs, cpuBeforeMs) });
	} catch (error) {
		contestant.failure = error instanceof Error ? error.message : String(error);
		// It may still be at work: it must not take time from the others.
		await peer.stop();
	}
}

async function runWatched(contestant: Contestant): Promise<Completion> {
	const { peer } = contestant;
	const { result, peakBytes } = await withPeakBytes(peer.pid, async () => await peer.run('fleet'));
	contestant.peakBytes = peakBytes;
	return result;
}

const difference = (after: number | undefined, before: number | undefined): number | undefined =>
	after === undefined || before === undefined ? undefined : after - before;

/** A run without all its pictures is a failed one, however fast it was. */
async function roundOf(
	{ outsideMs, n8nMs, countPictures }: Completion,
	{ setup, stats }: RemoteSimulator,
): Promise<Round> {
	const { requests, logins, connections, mostInFlight } = await stats();
	const pictures = await countPictures();
	if (pictures !== setup.cameras) {
		throw new Error(`${pictures} of ${setup.cameras} pictures`);
	}
	return { outsideMs, n8nMs, pictures, requests, logins, connections, mostInFlight };
}

const resultOf = (
	contestants: readonly Contestant[],
	{ setup }: RemoteSimulator,
	devices: number,
): FleetResult => ({
	devices,
	cameras: setup.cameras,
	pages: pagesOf(setup),
	peers: contestants.map(
		({ peer, rounds, idleBytes: idle, peakBytes, failure }): PeerResult => ({
			peer: peer.name,
			rounds,
			idleBytes: idle,
			peakBytes,
			failure,
		}),
	),
});
