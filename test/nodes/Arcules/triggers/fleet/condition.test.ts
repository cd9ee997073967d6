/**
 * What counts only once several looks agree on it.
 */
import {
	type Condition,
	nextCondition,
	OFF,
} from '../../../../../nodes/Arcules/triggers/fleet/condition';

/** The kinds after each look, one a minute, written as `x` where it was seen and `-` where it was not. */
function kindsOf(looks: string, confirmAfter: number, clearAfter: number): string[] {
	let condition: Condition = OFF;
	return [...looks].map((look, minute) => {
		condition = nextCondition(condition, look === 'x', minute, confirmAfter, clearAfter);
		return condition.kind;
	});
}

test.each([
	['xx-', 2, 1, ['suspected', 'on', 'off']],
	['x-x-', 2, 1, ['suspected', 'off', 'suspected', 'off']],
	['xx--', 2, 2, ['suspected', 'on', 'on', 'off']],
	['xx-x--', 2, 2, ['suspected', 'on', 'on', 'on', 'on', 'off']],
	['x-', 1, 1, ['on', 'off']],
	['---', 1, 1, ['off', 'off', 'off']],
])('%s with %d to confirm and %d to clear is %p', (looks, confirmAfter, clearAfter, kinds) => {
	expect(kindsOf(looks, confirmAfter, clearAfter)).toEqual(kinds);
});

test('begins with the first look that saw it, and counts all that did', () => {
	const first = nextCondition(OFF, true, 100, 2, 2);
	const second = nextCondition(first, true, 200, 2, 2);
	const third = nextCondition(nextCondition(second, false, 300, 2, 2), true, 400, 2, 2);
	expect(second).toEqual({ kind: 'on', checks: 2, sinceMs: 100, clearChecks: 0 });
	expect(third).toEqual({ kind: 'on', checks: 3, sinceMs: 100, clearChecks: 0 });
});
