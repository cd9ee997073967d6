// Measures variants on one fleet: every one in a fresh process, one busy at a time, taking turns.
import { setTimeout as delay } from 'node:timers/promises';
import { max, median } from 'simple-statistics';
import type { ProgressStep } from '../../n8n/progress';
import { pagesOf, sizeOf, startAccount, type Line } from '../account';
import type { Environment } from '../environment';
import type { FleetRow } from '../results';
import { closingAll } from '../started';
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
	readonly line: Line;
	readonly devices: number;
	readonly rounds: number;
	readonly variants: readonly VariantName[];
}

type ReachedAccount = Awaited<ReturnType<typeof startAccount>>;

/** Where the measuring of a variant stands. */
interface Contestant {
	readonly variant: VariantName;
	readonly running: RunningVariant;
	readonly rounds: Array<Awaited<ReturnType<typeof measureRound>>>;
	idleBytes: number;
	failure?: string;
}

/** Runs all rounds. A variant that fails is reported as failed, and does not keep the others from going on. */
export const measureFleet = async (
	{ line, devices, rounds, variants }: FleetPlan,
	environment: Environment,
	step: ProgressStep,
): Promise<FleetRow[]> =>
	await closingAll(async (keep) => {
		const options = line === 'tls' ? { certificate: environment.certificate } : {};
		const fleet = keep(await startAccount(sizeOf(devices), options));
		const warmUp = keep(await startAccount(sizeOf(WARM_UP_DEVICES), options));
		const baseUrls = [fleet.reachedAt, warmUp.reachedAt];
		const contestants: Contestant[] = [];
		for (const variant of variants) {
			step.update(`starting ${variant}`);
			const running = keep(await VARIANTS[variant].start(environment, baseUrls));
			contestants.push({ variant, running, rounds: [], idleBytes: 0 });
		}
		step.update('waiting until all are at rest');
		await delay(REST_AFTER_START_MS);
		for (let round = 0; round < rounds; round++) {
			for (const contestant of rotated(contestants, round)) {
				step.update(`round ${round + 1} of ${rounds}, ${contestant.variant}`);
				await takeTurn(contestant, fleet, warmUp);
			}
		}
		return contestants.map((contestant) => rowOf(contestant, line, devices));
	});

/** Nobody always goes first. */
const rotated = <T>(list: readonly T[], by: number): T[] => {
	const start = by % Math.max(1, list.length);
	return [...list.slice(start), ...list.slice(0, start)];
};

/** One run of one variant, unless it has failed before. */
async function takeTurn(
	contestant: Contestant,
	fleet: ReachedAccount,
	warmUp: ReachedAccount,
): Promise<void> {
	const { running, rounds, failure } = contestant;
	if (failure !== undefined) return;
	try {
		if (rounds.length === 0) {
			await (await running.run(warmUp.reachedAt)).countPictures();
			contestant.idleBytes = await idleBytes(running.pid);
		}
		await delay(PAUSE_MS);
		rounds.push(await measureRound(running, fleet));
	} catch (error) {
		contestant.failure = error instanceof Error ? error.message : String(error);
		// It may still be at work: it must not take time from the others.
		await running.close();
	}
}

async function measureRound({ pid, run }: RunningVariant, fleet: ReachedAccount) {
	await fleet.resetRecords();
	const { result, ...usage } = await withUsage(pid, async () => await run(fleet.reachedAt));
	const { requests, logins, mostInFlight } = await fleet.stats();
	const pictures = await result.countPictures();
	return { ...usage, timeMs: result.timeMs, pictures, requests, logins, mostInFlight };
}

/** A variant whose runs lack a picture has failed, however fast it was. */
function rowOf(
	{ variant, rounds, failure, ...contestant }: Contestant,
	line: Line,
	devices: number,
): FleetRow {
	const size = sizeOf(devices);
	const key = { line, devices, cameras: size.cameras, variant };
	const expected = pagesOf(size) + size.cameras;
	const all = (figure: keyof Contestant['rounds'][number]) => rounds.map((round) => round[figure]);
	const fewest = Math.min(...all('pictures'));
	const missing = fewest === size.cameras ? undefined : `${fewest} of ${size.cameras} pictures`;
	const [first] = rounds;
	if (first === undefined || (failure ?? missing) !== undefined) {
		return { ...key, failure: failure ?? missing ?? 'no run' };
	}
	return {
		...key,
		rounds: rounds.length,
		timeMs: Math.round(median(all('timeMs'))),
		cpuMs: Math.round(median(all('cpuMs'))),
		memoryBytes: first.peakBytes - contestant.idleBytes,
		requests: median(all('requests')),
		logins: median(all('logins')),
		maxInFlight: max(all('mostInFlight')),
		unexpectedRounds: rounds.filter(
			({ requests, logins }) => logins > 1 || requests !== expected + logins,
		).length,
	};
}
