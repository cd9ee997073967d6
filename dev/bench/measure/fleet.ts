// Measures variants on one fleet: every one in a fresh process, one busy at a time, taking turns.
/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as delay } from 'node:timers/promises';
import { max, median } from 'simple-statistics';
import type { ProgressStep } from '../../n8n/progress';
import { pagesOf, sizeOf, startAccount, type AccountSize, type SimulatedAccount } from '../account';
import type { Environment } from '../environment';
import type { FleetRow, Measured } from '../results';
import { VARIANTS, type VariantName } from '../variants';
import type { RunningVariant } from '../variants/variant';
import { idleBytes, withUsage } from './usage';

const WARM_UP_DEVICES = 10;
/** n8n frees what its start has used, a third of all it holds, within this time. */
const REST_AFTER_START_MS = 20_000;
/** For what the run before has left to be cleaned up. */
const PAUSE_MS = 1_000;

/** What to measure. */
export interface FleetPlan {
	readonly devices: number;
	readonly rounds: number;
	readonly variants: readonly VariantName[];
}

interface Accounts {
	readonly fleet: SimulatedAccount;
	/** A small one. */
	readonly warmUp: SimulatedAccount;
}

interface Round {
	readonly timeMs: number;
	readonly cpuMs: number;
	readonly peakBytes: number;
	readonly requests: number;
	readonly logins: number;
	readonly mostInFlight: number;
}

/** Where the measuring of a variant stands. */
interface Contestant {
	readonly name: VariantName;
	readonly running: RunningVariant;
	readonly rounds: Round[];
	idleBytes: number;
	failure?: string;
}

/** Runs all rounds. A variant that fails is reported as failed, and does not keep the others from going on. */
export async function measureFleet(
	{ devices, rounds, variants }: FleetPlan,
	environment: Environment,
	step: ProgressStep,
): Promise<FleetRow[]> {
	const fleet = await startAccount(sizeOf(devices));
	const warmUp = await startAccount(sizeOf(WARM_UP_DEVICES));
	const baseUrls = [fleet.baseUrl, warmUp.baseUrl];
	const contestants: Contestant[] = [];
	try {
		for (const name of variants) {
			step.update(`starting ${name}`);
			const running = await VARIANTS[name].start(environment, baseUrls);
			contestants.push({ name, running, rounds: [], idleBytes: 0 });
		}
		step.update('waiting until all are at rest');
		await delay(REST_AFTER_START_MS);
		for (let round = 0; round < rounds; round++) {
			for (const contestant of rotated(contestants, round)) {
				step.update(`round ${round + 1} of ${rounds}, ${contestant.name}`);
				await takeTurn(contestant, { fleet, warmUp });
			}
		}
		return contestants.map((contestant) => rowOf(contestant, devices, fleet.size));
	} finally {
		const started = [...contestants.map(({ running }) => running), fleet, warmUp];
		await Promise.all(started.map(async (each) => await each.stop()));
	}
}

/** Nobody always goes first. */
const rotated = <T>(list: readonly T[], by: number): T[] => {
	const start = list.length === 0 ? 0 : by % list.length;
	return [...list.slice(start), ...list.slice(0, start)];
};

/** One run of one variant, unless it has failed before. */
async function takeTurn(contestant: Contestant, { fleet, warmUp }: Accounts): Promise<void> {
	const { running, rounds, failure } = contestant;
	if (failure !== undefined) return;
	try {
		if (rounds.length === 0) {
			await (await running.run(warmUp.baseUrl)).countPictures();
			contestant.idleBytes = await idleBytes(running.pid);
		}
		await delay(PAUSE_MS);
		rounds.push(await measureRound(running, fleet));
	} catch (error) {
		contestant.failure = error instanceof Error ? error.message : String(error);
		// It may still be at work: it must not take time from the others.
		await running.stop();
	}
}

/** A run without all its pictures is a failed one, however fast it was. */
async function measureRound({ pid, run }: RunningVariant, fleet: SimulatedAccount): Promise<Round> {
	await fleet.reset();
	const { result, ...usage } = await withUsage(pid, async () => await run(fleet.baseUrl));
	const { requests, logins, mostInFlight } = await fleet.stats();
	const pictures = await result.countPictures();
	const { cameras } = fleet.size;
	if (pictures !== cameras) throw new Error(`${pictures} of ${cameras} pictures`);
	return { ...usage, timeMs: result.timeMs, requests, logins, mostInFlight };
}

function rowOf(
	{ name, rounds, idleBytes: idle, failure }: Contestant,
	devices: number,
	size: AccountSize,
): FleetRow {
	const key = { devices, cameras: size.cameras, variant: name };
	const [first] = rounds;
	if (failure !== undefined || first === undefined) return { ...key, failure: failure ?? 'no run' };
	const expectedRequests = pagesOf(size) + size.cameras;
	const all = (figure: keyof Round) => rounds.map((round) => round[figure]);
	const isUnexpected = ({ requests, logins }: Round) =>
		logins > 1 || requests !== expectedRequests + logins;
	const measured: Measured = {
		rounds: rounds.length,
		timeMs: Math.round(median(all('timeMs'))),
		cpuMs: Math.round(median(all('cpuMs'))),
		memoryBytes: first.peakBytes - idle,
		requests: median(all('requests')),
		logins: median(all('logins')),
		maxInFlight: max(all('mostInFlight')),
		unexpectedRounds: rounds.filter(isUnexpected).length,
	};
	return { ...key, ...measured };
}
