// The measurements as rows of text, the same for the terminal and the README.
import { PEER_LABELS } from '../peers/peer';
import { median, memoryAboveIdleBytes, typicalCpuMs, typicalMs } from '../results/statistics';
import type { FleetResult, Goal, PeerResult, Results, Round } from '../results/types';
import { decimal, mebibytes, orDash, seconds } from './format';

/** A table of text. */
export interface Rows {
	readonly head: readonly string[];
	readonly body: ReadonlyArray<readonly string[]>;
}

const MS_PER_SECOND = 1_000;

const whole = (value: number): string => decimal(value, 0);

/** One row per fleet and peer. */
export const fleetRows = ({ fleets }: Pick<Results, 'fleets'>): Rows => ({
	head: [
		'devices',
		'cameras',
		'way',
		'time',
		'pictures/s',
		'processor time',
		'requests',
		'logins',
		'most at once',
		'memory above idle',
		'rounds',
	],
	body: fleets.flatMap((fleet) => fleet.peers.map((result) => peerRow(fleet, result))),
});

function peerRow({ devices, cameras }: FleetResult, result: PeerResult): string[] {
	const { peer, rounds, failure } = result;
	const typical = (key: 'requests' | 'logins' | 'mostInFlight') =>
		orDash(median(rounds.map((round: Round) => round[key])), whole);
	const timeMs = failure === undefined ? typicalMs(result) : undefined;
	return [
		whole(devices),
		whole(cameras),
		PEER_LABELS[peer],
		failure === undefined ? orDash(timeMs, seconds) : `failed: ${failure}`,
		orDash(timeMs, (ms) => whole((cameras * MS_PER_SECOND) / ms)),
		orDash(typicalCpuMs(result), seconds),
		typical('requests'),
		typical('logins'),
		typical('mostInFlight'),
		orDash(memoryAboveIdleBytes(result), mebibytes),
		String(rounds.length),
	];
}

/** One row per bar. */
export const goalRows = (goals: readonly Goal[]): Rows => ({
	head: ['bar', 'at most', 'measured', 'outcome'],
	body: goals.map(({ text, limit, value, outcome }) => [
		text,
		figure(limit),
		orDash(value, figure),
		outcome,
	]),
});

/** Counts stay whole, ratios get three digits. */
const figure = (value: number): string => decimal(value, Number.isInteger(value) ? 0 : 3);

/** Sentences about pacing and faults, as far as they were measured. */
export function extraSentences({ pacing, faults }: Pick<Results, 'pacing' | 'faults'>): string[] {
	const sentences: string[] = [];
	if (pacing) {
		sentences.push(
			`Pacing: ${whole(pacing.pictures)} of ${whole(pacing.cameras)} pictures at ${pacing.requestsPerMinute} requests a minute in ${seconds(pacing.elapsedMs)} (shortest possible: ${seconds(pacing.shortestMs)}), ${pacing.rateLimited} answers 429.`,
		);
	}
	if (faults) {
		const reasons = Object.entries(faults.reasons).map(([reason, count]) => `${count} ${reason}`);
		sentences.push(
			`Faults: ${whole(faults.pictures)} of ${whole(faults.picturesExpected)} expected pictures, ${reasons.join(', ')}, ${faults.wrong.length} wrong items; ${seconds(faults.elapsedMs)} (no schedule is faster than ${seconds(faults.lowerBoundMs)}; one that keeps all slots busy takes ${seconds(faults.upperBoundMs)} at most).`,
		);
	}
	return sentences;
}
