// The comparisons that matter, as ratios: below 1, the first one is the faster or the smaller.
import { memoryAboveIdleBytes, ratio, resultOf, typicalCpuMs, typicalMs } from './statistics';
import type { FleetResult, PeerResult } from './types';

const MEDIUM_FLEET_DEVICES = 1_000;
const LARGE_FLEET_DEVICES = 10_000;

/** All ratios that can be computed from what was measured, by name. */
export function ratiosOf(fleets: readonly FleetResult[]): Record<string, number> {
	const candidates = [...fleets.flatMap((fleet) => fleetRatios(fleets, fleet)), ...growth(fleets)];
	return Object.fromEntries(
		candidates.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
	);
}

type NamedRatio = [name: string, value: number | undefined];

function fleetRatios(fleets: readonly FleetResult[], { devices }: FleetResult): NamedRatio[] {
	const of = (peer: PeerResult['peer']) => resultOf(fleets, devices, peer);
	const recipe = of('recipe');
	const [listThenLive, getMany, floor] = [of('listThenLive'), of('getMany'), of('floor')];
	const memoryOfRecipe = memoryAboveIdleBytes(recipe);
	return [
		[timeRatioName('getMany/recipe', devices), ratio(typicalMs(getMany), typicalMs(recipe))],
		[timeRatioName('getMany/floor', devices), ratio(typicalMs(getMany), typicalMs(floor))],
		[
			timeRatioName('listThenLive/recipe', devices),
			ratio(typicalMs(listThenLive), typicalMs(recipe)),
		],
		[cpuRatioName('getMany/recipe', devices), ratio(typicalCpuMs(getMany), typicalCpuMs(recipe))],
		[
			cpuRatioName('listThenLive/recipe', devices),
			ratio(typicalCpuMs(listThenLive), typicalCpuMs(recipe)),
		],
		[
			memoryRatioName('getMany/recipe', devices),
			ratio(memoryAboveIdleBytes(getMany), memoryOfRecipe),
		],
		[
			memoryRatioName('listThenLive/recipe', devices),
			ratio(memoryAboveIdleBytes(listThenLive), memoryOfRecipe),
		],
	];
}

function growth(fleets: readonly FleetResult[]): NamedRatio[] {
	const large = resultOf(fleets, LARGE_FLEET_DEVICES, 'getMany');
	const medium = resultOf(fleets, MEDIUM_FLEET_DEVICES, 'getMany');
	return [
		[GROWTH_OF_MEMORY, ratio(memoryAboveIdleBytes(large), memoryAboveIdleBytes(medium))],
		[
			GROWTH_OF_TIME,
			ratio(
				ratio(typicalMs(large), camerasOf(fleets, LARGE_FLEET_DEVICES)),
				ratio(typicalMs(medium), camerasOf(fleets, MEDIUM_FLEET_DEVICES)),
			),
		],
	];
}

const camerasOf = (fleets: readonly FleetResult[], wanted: number): number | undefined =>
	fleets.find(({ devices }) => devices === wanted)?.cameras;

/** The names of ratios; the number at the end is that of the devices. */
export const timeRatioName = (pair: string, devices: number): string => `time ${pair} ${devices}`;
export const cpuRatioName = (pair: string, devices: number): string =>
	`processor time ${pair} ${devices}`;
export const memoryRatioName = (pair: string, devices: number): string =>
	`memory ${pair} ${devices}`;
export const GROWTH_OF_MEMORY = 'memory getMany 10000/1000';
export const GROWTH_OF_TIME = 'time per camera getMany 10000/1000';
