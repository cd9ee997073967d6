/**
 * One check of a watch at a time. n8n starts a poll even while the one before is still under way, and when a workflow is
 * published anew it starts the newer version without ending the poll of the older one.
 */
import { anySignal } from '../../concurrency/signals';

/** Who wants to check. */
export interface Poller {
	/** Of the workflow and the node. */
	readonly key: string;
	/** Tells one activation of the workflow from the next, where n8n has one object for all polls of it. */
	readonly activation: object | undefined;
	/** All that the user has set in the node: when it differs, the workflow was edited and published anew. */
	readonly definition: string;
}

/** The right to check. */
export interface PollLock {
	/** Aborts when the budget is spent, or a newer version of the workflow has taken over. */
	readonly signal: AbortSignal;
	/** False once a newer version has taken over: what was found then must not be remembered. */
	isHeld(): boolean;
	release(): void;
}

interface Holder {
	readonly poller: Poller;
	readonly expiresMs: number;
	readonly superseded: AbortController;
}

/** A poll that does not end with its budget, which nothing should make it do, holds up the watch for so long. */
const GRACE_MS = 60_000;

const holders = new Map<string, Holder>();

/**
 * @param budgetMs how long the check may take
 * @returns `undefined` while another check of the same version is under way
 */
export function tryLock(poller: Poller, budgetMs: number): PollLock | undefined {
	const nowMs = Date.now();
	const other = holders.get(poller.key);
	if (other !== undefined) {
		if (nowMs < other.expiresMs && !isNewer(poller, other.poller)) return undefined;
		other.superseded.abort();
	}
	const superseded = new AbortController();
	const holder = { poller, expiresMs: nowMs + budgetMs + GRACE_MS, superseded };
	holders.set(poller.key, holder);
	const { signal, release } = anySignal(AbortSignal.timeout(budgetMs), superseded.signal);
	const isHeld = () => holders.get(poller.key) === holder;
	return {
		signal,
		isHeld,
		release: () => {
			release();
			if (isHeld()) holders.delete(poller.key);
		},
	};
}

function isNewer({ activation, definition }: Poller, other: Poller): boolean {
	return activation !== other.activation || definition !== other.definition;
}
