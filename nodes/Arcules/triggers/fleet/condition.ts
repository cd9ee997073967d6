/**
 * Something that counts only once several looks in a row agree on it: that a camera is down, that its picture is blank.
 * Pure: no request, no clock, no n8n.
 */

/** Times are milliseconds since 1970; `sinceMs` is the time of the first look that saw it. */
export type Condition =
	| { readonly kind: 'off' }
	/** Seen by too few looks in a row to count. */
	| { readonly kind: 'suspected'; readonly checks: number; readonly sinceMs: number }
	/** Counts, until `clearChecks` looks in a row saw nothing of it. */
	| {
			readonly kind: 'on';
			readonly checks: number;
			readonly sinceMs: number;
			readonly clearChecks: number;
	  };

export const OFF: Condition = { kind: 'off' };

/**
 * What one more look makes of a condition.
 *
 * @param isSeen whether this look saw it
 * @param confirmAfter looks in a row that must see it before it counts
 * @param clearAfter looks in a row that must not see it before it counts no more
 */
export function nextCondition(
	before: Condition,
	isSeen: boolean,
	nowMs: number,
	confirmAfter: number,
	clearAfter: number,
): Condition {
	if (before.kind === 'on') {
		if (isSeen) return { ...before, checks: before.checks + 1, clearChecks: 0 };
		const clearChecks = before.clearChecks + 1;
		return clearChecks >= clearAfter ? OFF : { ...before, clearChecks };
	}
	if (!isSeen) return OFF;
	const seen =
		before.kind === 'off'
			? { checks: 1, sinceMs: nowMs }
			: { checks: before.checks + 1, sinceMs: before.sinceMs };
	return seen.checks >= confirmAfter
		? { kind: 'on', ...seen, clearChecks: 0 }
		: { kind: 'suspected', ...seen };
}
