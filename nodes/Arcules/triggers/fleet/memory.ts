/**
 * Where a watch remembers. n8n keeps a node's static data, but not always:
 * - its classic timer saves them when a poll gives items, and n8n 2 at activation, so that a restart loses what came after;
 * - its durable scheduler makes them anew for every poll, so that what a poll without items changed is lost at once;
 * - with durable cursors it saves them after every poll.
 *
 * So the newest state is kept in the process as well, and the newer of the two counts. What was found only counts as
 * reported once n8n has kept it: it throws the items of a poll away when the workflow was deactivated or published anew
 * meanwhile. Until then the process keeps the state from before, and what happened is found again.
 *
 * What another process has saved may not be the latest: checks may have followed it, of which nothing is left. It is the
 * latest where n8n saves after every poll, which shows when it hands back what the check before has found.
 */
import type { IDataObject } from 'n8n-workflow';
import { parseState, serializeState } from './encoding';
import { afterGap } from './gap';
import type { PartialListing } from './listing';
import type { FleetState } from './state';

interface Kept {
	readonly state: FleetState | undefined;
	/** A list that did not fit into the budget of one check. */
	readonly listing: PartialListing | undefined;
	/** Time of the check whose state this process has handed to n8n last, and whether it had nothing to report. */
	readonly handedOverMs: number;
	readonly wasQuiet: boolean;
}

const NOTHING: Kept = {
	state: undefined,
	listing: undefined,
	handedOverMs: 0,
	wasQuiet: false,
};

/** More watches than any n8n has; the one that was not checked for longest is forgotten. */
const MAX_WATCHES = 500;

const kept = new Map<string, Kept>();

export class Memory {
	/** Whether n8n saves what checks without items have found. */
	private isEachCheckSaved = false;

	/**
	 * @param key of the workflow and the node
	 * @param staticData what n8n keeps of the node
	 * @param isMadeAnew whether n8n has made them anew for this poll, from what it has saved
	 * @param onCorrupt called when that cannot be read
	 */
	constructor(
		private readonly key: string,
		private readonly staticData: IDataObject,
		private readonly isMadeAnew: boolean,
		private readonly onCorrupt: () => void,
	) {}

	/** The latest state; `undefined` when the watch begins. */
	recall(): FleetState | undefined {
		const { state: own, handedOverMs, wasQuiet } = this.kept;
		const stored = this.stored();
		this.isEachCheckSaved = this.isMadeAnew && wasQuiet && stored?.savedMs === handedOverMs;
		if (stored === undefined || (own !== undefined && own.savedMs > stored.savedMs)) return own;
		const isLatest = stored.savedMs === handedOverMs || this.staticData.isLatest === true;
		return isLatest ? stored : afterGap(stored);
	}

	get listing(): PartialListing | undefined {
		return this.kept.listing;
	}

	/** Keeps where a list stands. */
	keepListing(listing: PartialListing | undefined): void {
		this.keep({ ...this.kept, listing });
	}

	/** Keeps the outcome of a check. */
	save(state: FleetState, hasItems: boolean): void {
		this.staticData.fleet = serializeState(state);
		this.staticData.isLatest = this.isEachCheckSaved && !hasItems;
		this.keep({ ...this.kept, handedOverMs: state.savedMs, wasQuiet: !hasItems });
		if (!hasItems) this.keepInProcess(state);
	}

	/** Keeps what n8n has no occasion to save: after a check that failed. */
	keepInProcess(state: FleetState): void {
		this.keep({ ...this.kept, state });
	}

	private get kept(): Kept {
		return kept.get(this.key) ?? NOTHING;
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
