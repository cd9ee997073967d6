/**
 * Where a watch remembers. n8n keeps a node's static data, but not always:
 * - its classic timer saves them when a poll gives items, so that a restart loses what came after;
 * - its durable scheduler makes them anew for every poll, so that what a poll without items changed is lost at once;
 * - with durable cursors it saves them after every poll.
 *
 * So the newest state is kept in the process as well, and the newer of the two counts. What was found only counts as
 * reported once n8n has kept it: it throws the items of a poll away when the workflow was deactivated or published anew
 * meanwhile. Until then the process keeps the state from before, and what happened is found again.
 */
import type { IDataObject } from 'n8n-workflow';
import { parseState, serializeState } from './encoding';
import type { PartialListing } from './listing';
import type { FleetState } from './state';

interface Kept {
	readonly state: FleetState | undefined;
	/** A list that did not fit into the budget of one check. */
	readonly listing: PartialListing | undefined;
}

const NOTHING: Kept = { state: undefined, listing: undefined };

/** More watches than any n8n has; the one that was not checked for longest is forgotten. */
const MAX_WATCHES = 500;

const kept = new Map<string, Kept>();

export class Memory {
	/**
	 * @param key of the workflow and the node
	 * @param staticData what n8n keeps of the node
	 * @param onCorrupt called when that cannot be read
	 */
	constructor(
		private readonly key: string,
		private readonly staticData: IDataObject,
		private readonly onCorrupt: () => void,
	) {}

	/** The latest state; `undefined` when the watch begins. */
	recall(): FleetState | undefined {
		const own = (kept.get(this.key) ?? NOTHING).state;
		const stored = this.stored();
		if (own === undefined || stored === undefined) return own ?? stored;
		return stored.savedMs >= own.savedMs ? stored : own;
	}

	get listing(): PartialListing | undefined {
		return kept.get(this.key)?.listing;
	}

	/** Keeps where a list stands. */
	keepListing(listing: PartialListing | undefined): void {
		this.keep({ ...(kept.get(this.key) ?? NOTHING), listing });
	}

	/** Keeps the outcome of a check. */
	save(state: FleetState, hasItems: boolean): void {
		this.staticData.fleet = serializeState(state);
		if (!hasItems) this.keepInProcess(state);
	}

	/** Keeps what n8n has no occasion to save: after a check that failed. */
	keepInProcess(state: FleetState): void {
		this.keep({ ...(kept.get(this.key) ?? NOTHING), state });
	}

	private keep(now: Kept): void {
		kept.delete(this.key);
		kept.set(this.key, now);
		const [oldest] = kept.keys();
		if (kept.size > MAX_WATCHES && oldest !== undefined) kept.delete(oldest);
	}

	private stored(): FleetState | undefined {
		const { fleet } = this.staticData;
		if (fleet === undefined) return undefined;
		const state = parseState(String(fleet));
		if (state === undefined) this.onCorrupt();
		return state;
	}
}
