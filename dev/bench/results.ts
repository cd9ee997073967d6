// What the benchmark finds out, as it is kept in results.json.
import type { VariantName } from './variants';

/** One variant on one fleet; the medians of its rounds. */
export type FleetRow = RowKey & (Measured | { readonly failure: string });

interface RowKey {
	readonly devices: number;
	readonly cameras: number;
	readonly variant: VariantName;
}

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

/** Get Many against a server that answers 429 above a limit. */
export interface PacingResult {
	readonly cameras: number;
	readonly pictures: number;
	readonly requestsPerMinute: number;
	readonly rateLimited: number;
	readonly timeMs: number;
	/** No client that keeps to the limit can be faster. */
	readonly shortestMs: number;
}

/** Get Many against a fleet in which some cameras misbehave. */
export interface FaultsResult {
	/** Cameras that should give a picture, and those that did. */
	readonly expectedPictures: number;
	readonly pictures: number;
	/** Failed cameras by reason. */
	readonly reasons: Readonly<Record<string, number>>;
	/** Items that are not what their camera's behaviour asks for. */
	readonly wrongItems: number;
	readonly timeMs: number;
	/** No schedule can be faster than this. */
	readonly lowerBoundMs: number;
	/** No schedule that uses its whole concurrency is slower than this, but for the time n8n itself takes. */
	readonly upperBoundMs: number;
}

export interface Machine {
	readonly cpu: string;
	readonly cores: number;
	readonly memoryGiB: number;
	readonly system: string;
	readonly n8n: string;
	/** The Node.js that n8n and the plain program run on. */
	readonly node: string;
}

/** Everything that was measured in one run of the benchmark. */
export interface Results {
	/** `2026-11-22` */
	readonly measuredOn: string;
	readonly machine: Machine;
	readonly fleets: readonly FleetRow[];
	readonly pacing?: PacingResult | undefined;
	readonly faults?: FaultsResult | undefined;
}

/** The row of this variant, unless it failed or was left out. */
export const measuredRow = (
	{ fleets }: Results,
	devices: number,
	variant: VariantName,
): (RowKey & Measured) | undefined =>
	fleets
		.filter((row) => 'timeMs' in row)
		.find((row) => row.devices === devices && row.variant === variant);

/** JSON with one line for each row, so that a diff shows which of them have changed. */
export function formatResults(results: Results): string {
	const fields = Object.entries(results).map(([name, value]) => {
		const rows = Array.isArray(value) ? value.map((row) => `\n\t\t${JSON.stringify(row)}`) : [];
		return `\t"${name}": ${rows.length > 0 ? `[${rows.join()}\n\t]` : JSON.stringify(value)}`;
	});
	return `{\n${fields.join(',\n')}\n}\n`;
}
