// What all variants have in common: they are started, and get all pictures of an account when asked.
import type { Environment } from '../environment';

/** One way to get the pictures. */
export interface Variant {
	/** What it is called in tables and charts. */
	readonly label: string;
	/** @param baseUrls the accounts that it will be asked for */
	start(environment: Environment, baseUrls: readonly string[]): Promise<RunningVariant>;
}

export interface RunningVariant {
	/** The process whose memory and processor time count. */
	readonly pid: number;
	/**
	 * Gets the pictures of the account once; resolves when everything is stored.
	 *
	 * @throws an `Error` that says why, when the run failed or did not end in time
	 */
	run(baseUrl: string): Promise<Run>;
	close(): Promise<void>;
}

/** A run that has ended well. */
export interface Run {
	/** From the request to the response. */
	readonly timeMs: number;
	/** Counts the pictures that the run left behind, and removes them. */
	countPictures(): Promise<number>;
}
