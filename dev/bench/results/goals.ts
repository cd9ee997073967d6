// The bars that the project has set itself, held against what was measured.
import type { PeerName } from '../peers/peer';
import { CONCURRENCY } from '../workflows/arcules';
import { GROWTH_OF_MEMORY, GROWTH_OF_TIME, memoryRatioName, timeRatioName } from './ratios';
import { ratio } from './statistics';
import type { FleetResult, Goal, Measurements, PeerResult } from './types';

const JUDGED_FLEET_DEVICES = 1_000;
const OWN_PEERS: readonly PeerName[] = ['listThenLive', 'getMany'];

/** All bars; what was not measured is said to be so. */
export function goalsOf(
	{ fleets, pacing, faults }: Measurements,
	ratios: Readonly<Record<string, number>>,
): Goal[] {
	const time = (pair: string) => ratios[timeRatioName(pair, JUDGED_FLEET_DEVICES)];
	const memory = ratios[memoryRatioName('getMany/recipe', JUDGED_FLEET_DEVICES)];
	const own = ownResults(fleets);
	return [
		atMost(0.62, time('getMany/recipe'), 'Get Many at 1,000 devices: time ÷ recipe’s'),
		atMost(1.7, time('getMany/floor'), 'Get Many at 1,000 devices: time ÷ floor’s'),
		atMost(1, time('listThenLive/recipe'), 'List → Get Live at 1,000 devices: time ÷ recipe’s'),
		atMost(1 / 3, memory, 'Get Many at 1,000 devices: memory above idle ÷ recipe’s'),
		atMost(1.3, ratios[GROWTH_OF_MEMORY], 'Get Many: memory at 10,000 devices ÷ at 1,000'),
		atMost(1.1, ratios[GROWTH_OF_TIME], 'Get Many: time per camera at 10,000 devices ÷ at 1,000'),
		atMost(
			0,
			own.length === 0 ? undefined : own.reduce((sum, each) => sum + oddRounds(each), 0),
			'Arcules node: rounds with other requests than pages + cameras + at most one login',
		),
		atMost(CONCURRENCY, mostInFlight(own), 'Arcules node: most requests at once'),
		atMost(0, failures(fleets), 'Arcules node: failed peers'),
		atMost(0, pacing?.rateLimited, 'Pacing: answers 429'),
		atMost(0, pacing && pacing.cameras - pacing.pictures, 'Pacing: missing pictures'),
		atMost(1.05, ratio(pacing?.elapsedMs, pacing?.shortestMs), 'Pacing: time ÷ shortest possible'),
		atMost(0, faults?.wrong.length, 'Faults: items that are not what they should be'),
		atMost(1, ratio(faults?.elapsedMs, faults?.upperBoundMs), 'Faults: time ÷ arithmetic bound'),
	];
}

function atMost(limit: number, value: number | undefined, text: string): Goal {
	if (value === undefined) return { text, limit, outcome: 'not measured' };
	return { text, limit, value, outcome: value <= limit ? 'met' : 'missed' };
}

interface OwnResult {
	readonly fleet: FleetResult;
	readonly result: PeerResult;
}

const ownResults = (fleets: readonly FleetResult[]): OwnResult[] =>
	fleets.flatMap((fleet) =>
		fleet.peers.filter(({ peer }) => OWN_PEERS.includes(peer)).map((result) => ({ fleet, result })),
	);

const oddRounds = ({ fleet, result }: OwnResult): number =>
	result.rounds.filter(
		({ requests, logins }) => logins > 1 || requests !== fleet.pages + fleet.cameras + logins,
	).length;

const mostInFlight = (own: readonly OwnResult[]): number | undefined => {
	const counts = own.flatMap(({ result }) => result.rounds.map((round) => round.mostInFlight));
	return counts.length === 0 ? undefined : Math.max(...counts);
};

const failures = (fleets: readonly FleetResult[]): number | undefined => {
	const own = ownResults(fleets);
	if (own.length === 0) return undefined;
	return own.filter(({ result }) => result.failure !== undefined).length;
};
