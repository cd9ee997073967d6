// The few figures that are computed from measurements.
import type { PeerName } from '../peers/peer';
import type { FleetResult, PeerResult } from './types';

/** The middle of the values; the mean of the two middle ones when their number is even. */
export function median(values: readonly number[]): number | undefined {
	const sorted = [...values].sort((first, second) => first - second);
	const middle = Math.floor(sorted.length / 2);
	const upper = sorted[middle];
	if (upper === undefined || sorted.length % 2 === 1) return upper;
	return ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** One divided by the other, where both are known. */
export const ratio = (value: number | undefined, base: number | undefined): number | undefined =>
	value === undefined || !base ? undefined : value / base;

/** The peer's result on the fleet of so many devices, unless it failed. */
export function resultOf(
	fleets: readonly FleetResult[],
	devices: number,
	peer: PeerName,
): PeerResult | undefined {
	const fleet = fleets.find((candidate) => candidate.devices === devices);
	const result = fleet?.peers.find((candidate) => candidate.peer === peer);
	return result?.failure === undefined ? result : undefined;
}

/** The median time of the rounds. */
export const typicalMs = (result: PeerResult | undefined): number | undefined =>
	median((result?.rounds ?? []).map(({ outsideMs }) => outsideMs));

/** The median processor time of the rounds. */
export const typicalCpuMs = (result: PeerResult | undefined): number | undefined =>
	median((result?.rounds ?? []).flatMap(({ cpuMs }) => (cpuMs === undefined ? [] : [cpuMs])));

/** What the process held at most, above what it held before. */
export const memoryAboveIdleBytes = (result: PeerResult | undefined): number | undefined =>
	result?.peakBytes === undefined || result.idleBytes === undefined
		? undefined
		: result.peakBytes - result.idleBytes;
