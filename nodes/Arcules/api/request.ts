/**
 * A request to the API, and its answer, as the endpoints write and read them.
 */
import type { Sent } from './authorization';
import type { ArculesError } from './errors';
import type { EndpointTexts } from './statusError';
import type { HttpCall, RawResponse } from './transport';

/** The calls of the API, as far as the node uses them. */
export type Endpoint = 'devices' | 'thumbnail' | 'ioPorts';

/** A request to one endpoint. */
export interface ApiRequest<T> extends HttpCall {
	readonly endpoint: Endpoint;
	/** What the endpoint says of a failure. */
	readonly texts: EndpointTexts;
	/** Whether it may be repeated when it is not known whether it was carried out; by default, a GET may. */
	readonly idempotent?: boolean;
	/** Whether a 400 or 422 means only that a guess about the API was wrong. */
	readonly isGuess?: boolean;
	/**
	 * Reads an answer with a status of 2xx.
	 *
	 * @throws {ArculesError} when it is not what was asked for; a transient one is asked for again
	 */
	readonly parse: (response: ApiResponse) => T;
}

/** A whole answer with a status of 2xx. */
export interface ApiResponse extends RawResponse {
	/** When the last byte had arrived. */
	readonly arrivedAt: Date;
	readonly secrets: readonly string[];
}

/** One request that was sent, and what its answer means. */
export interface Exchange<T> {
	readonly response: RawResponse;
	readonly sent: Sent;
	readonly result: T | ArculesError;
}

/** What was asked for, and how often that took. */
export interface Served<T> {
	readonly value: T;
	readonly attempts: number;
}

/** A request that may have been carried out is repeated only if that does no harm. */
export function isRepeatable({ method, idempotent }: ApiRequest<unknown>): boolean {
	return idempotent ?? method === 'GET';
}
