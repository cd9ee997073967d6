// What the benchmark finds out, as it is kept in results.json.
import type { Line } from './account';
import type { measureFaults } from './measure/faults';
import type { measurePacing } from './measure/pacing';
import type { measureRule } from './measure/rule';
import type { measureWatch } from './measure/watch';
import type { VariantName } from './variants';

/** Everything that was measured in one run of the benchmark. */
export interface Results {
	/** `2026-11-22` */
	readonly measuredOn: string;
	readonly machine: string;
	readonly fleets: readonly FleetRow[];
	readonly pacing?: Awaited<ReturnType<typeof measurePacing>> | undefined;
	readonly watch?: Awaited<ReturnType<typeof measureWatch>> | undefined;
	readonly rule?: Awaited<ReturnType<typeof measureRule>> | undefined;
	readonly faults?: Awaited<ReturnType<typeof measureFaults>> | undefined;
}

/** One variant on one fleet. */
export type FleetRow = RowKey & (Measured | { readonly failure: string });

interface RowKey {
	readonly line: Line;
	readonly devices: number;
	readonly cameras: number;
	readonly variant: VariantName;
}

/** The medians of all rounds, unless something else is said. */
export interface Measured {
	readonly rounds: number;
	/** From the request to the response. */
	readonly timeMs: number;
	/** Processor time that the measured process used, all its threads together. */
	readonly cpuMs: number;
	/** The most that the process held in its first round, less what it held at rest before. */
	readonly memoryBytes: number;
	readonly requests: number;
	readonly logins: number;
	/** The highest of all rounds. */
	readonly maxInFlight: number;
	/** Rounds with other requests than one for each page and camera, and at most one login. */
	readonly unexpectedRounds: number;
}

/** The row of this variant over plain HTTP, unless it failed or was left out. */
export const measuredRow = (
	{ fleets }: Results,
	devices: number,
	variant: VariantName,
): (RowKey & Measured) | undefined =>
	fleets
		.filter((row) => 'timeMs' in row)
		.find((row) => row.line === 'http' && row.devices === devices && row.variant === variant);

/** JSON with one line for each row, so that a diff shows which of them have changed. */
export function formatResults(results: Results): string {
	const fields = Object.entries(results).map(([name, value]) => {
		const rows = Array.isArray(value) ? value.map((row) => `\n\t\t${JSON.stringify(row)}`) : [];
		return `\t"${name}": ${rows.length > 0 ? `[${rows.join()}\n\t]` : JSON.stringify(value)}`;
	});
	return `{\n${fields.join(',\n')}\n}\n`;
}
