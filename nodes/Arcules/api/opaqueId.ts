/**
 * What all ids of the API have in common, as far as it matters: they are opaque, and stand in the address of a request.
 */

export const MAX_ID_LENGTH = 200;

/** Everything that would lead a request to another path than the one that is meant. */
const FORBIDDEN = /[\s/\\?#%\p{Cc}\p{Cs}]/u;

/** Whether an id, trimmed, would lead a request astray. */
export function leadsAstray(id: string): boolean {
	return FORBIDDEN.test(id) || id === '.' || id === '..';
}
