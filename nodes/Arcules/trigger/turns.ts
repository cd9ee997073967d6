/**
 * One check at a time: n8n starts a poll even while the one before is still under way.
 */

/** A check that hangs for so long is given up, so that it does not block the watch for ever. */
export const CHECK_DEADLINE_MS = 60 * 60 * 1000;

const running = new Map<string, symbol>();

/** The right to check, until it is given back or its time is over. */
export interface Turn {
	/** Aborts when the time is over. */
	readonly signal: AbortSignal;
	/** False once somebody else has the turn: what was found then must not be remembered. */
	isCurrent(): boolean;
	giveBack(): void;
}

/**
 * @param key of the trigger: one turn for each
 * @returns `undefined` while another check is under way
 */
export function takeTurn(key: string, deadlineMs = CHECK_DEADLINE_MS): Turn | undefined {
	if (running.has(key)) return undefined;
	const mark = Symbol(key);
	running.set(key, mark);
	const giveBack = () => {
		if (running.get(key) === mark) running.delete(key);
	};
	const signal = AbortSignal.timeout(deadlineMs);
	signal.addEventListener('abort', giveBack);
	return { signal, giveBack, isCurrent: () => running.get(key) === mark };
}
