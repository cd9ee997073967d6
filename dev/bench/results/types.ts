// What the benchmark finds out, as it is kept in results.json.
import type { PeerName } from '../peers/peer';

/** One run of one peer. */
export interface Round {
	/** From the request to the response. */
	readonly outsideMs: number;
	/** From start to stop in n8n's own record. */
	readonly n8nMs?: number | undefined;
	/** Processor time that the measured process used, all its threads together. */
	readonly cpuMs?: number | undefined;
	readonly pictures: number;
	readonly requests: number;
	readonly logins: number;
	readonly connections: number;
	readonly mostInFlight: number;
}

/** One peer on one fleet. */
export interface PeerResult {
	readonly peer: PeerName;
	readonly rounds: readonly Round[];
	/** Of its first run; the process was fresh, but for a warm-up with 10 devices. */
	readonly idleBytes?: number | undefined;
	readonly peakBytes?: number | undefined;
	/** Why there are no (more) rounds. */
	readonly failure?: string | undefined;
}

export interface FleetResult {
	readonly devices: number;
	readonly cameras: number;
	readonly pages: number;
	readonly peers: readonly PeerResult[];
}

/** Get Many against a server that answers 429 above a limit. */
export interface PacingResult {
	readonly cameras: number;
	readonly requestsPerMinute: number;
	readonly pictures: number;
	readonly rateLimited: number;
	readonly elapsedMs: number;
	/** No client that keeps to the limit can be faster. */
	readonly shortestMs: number;
}

/** Get Many against a fleet in which some cameras misbehave. */
export interface FaultsResult {
	readonly cameras: number;
	readonly timeoutSeconds: number;
	/** Cameras that should give a picture, and those that did. */
	readonly picturesExpected: number;
	readonly pictures: number;
	/** Failed cameras by reason. */
	readonly reasons: Readonly<Record<string, number>>;
	/** Items that are not what their camera's behaviour asks for, by name; nothing is right but an empty list. */
	readonly wrong: readonly string[];
	readonly elapsedMs: number;
	/** No schedule can be faster than this. */
	readonly lowerBoundMs: number;
	/** No schedule that keeps all slots busy is slower than this, but for the time that n8n itself takes. */
	readonly upperBoundMs: number;
}

/** A bar that the project has set itself. */
export interface Goal {
	readonly text: string;
	readonly limit: number;
	/** Undefined where it was not measured. */
	readonly value?: number | undefined;
	readonly outcome: 'met' | 'missed' | 'not measured';
}

export interface Machine {
	readonly cpu: string;
	readonly cores: number;
	readonly memoryGiB: number;
	readonly system: string;
	readonly n8n: string;
	/** The Node.js that n8n and the floor run on. */
	readonly node: string;
}

/** Everything that was measured in one run of the benchmark. */
export interface Measurements {
	readonly measuredAt: string;
	readonly machine: Machine;
	readonly fleets: readonly FleetResult[];
	readonly pacing?: PacingResult | undefined;
	readonly faults?: FaultsResult | undefined;
}

/** What goes to results.json. */
export interface Results extends Measurements {
	readonly ratios: Readonly<Record<string, number>>;
	readonly goals: readonly Goal[];
}
