/**
 * One check of the fleet: lists it, looks at its cameras, those first that were not seen for longest, and compares both
 * with what is remembered. It stops when its time is over and hands over what it found; the next check goes on.
 */
import type { Connection } from '../../api/connection';
import { ArculesError, settle } from '../../api/errors';
import { mapConcurrently } from '../../concurrency/mapConcurrently';
import type { WatchRules } from './compare';
import { Fleet } from './fleet';
import { OutageDesk, type OutageEvent, type OutageRules } from './group';
import type { Watch } from './list';
import type { Listing } from './listing';
import { lookAt } from './look';
import { type Occurrence, outageEventName } from './occurrences';
import type { PictureNeeds } from './pictureFacts';
import type { FleetState } from './state';

/** What a check looks at, and what counts. */
export interface CheckPlan {
	readonly watch: Watch;
	readonly rules: WatchRules & OutageRules;
	/** Whether any event needs pictures; without, a check costs one listing. */
	readonly takesPictures: boolean;
	readonly needs: PictureNeeds;
	readonly concurrency: number;
	/** The deadline of one attempt to get a picture. */
	readonly timeoutMs: number;
}

/** Makes the items of what has happened, while its picture is at hand. */
export type Emit<Item> = (occurrences: readonly Occurrence[]) => Promise<Item[]>;

/** What a check has found. */
export interface CheckResult<Item> {
	/** What to remember from now on; `undefined` while nothing is known yet. */
	readonly state: FleetState | undefined;
	readonly items: Item[];
	/** Set when the account failed rather than its cameras: nothing was learned then. */
	readonly failure: ArculesError | undefined;
}

/**
 * Checks the fleet once.
 *
 * @param before what is remembered; `undefined` when the watch begins
 * @param nowMs the time of the check, later than that of the one before
 * @param signal ends the check in time
 */
export async function checkFleet<Item>(
	connection: Connection,
	plan: CheckPlan,
	listing: Listing,
	before: FleetState | undefined,
	nowMs: number,
	signal: AbortSignal,
	emit: Emit<Item>,
): Promise<CheckResult<Item>> {
	const fleet = new Fleet(before, plan.watch, nowMs);
	const found = await settle(async () => {
		const items: Item[] = [];
		if (listing.kind === 'whole') {
			const events = fleet.takeList(listing.devices, plan.rules.confirmAfter);
			items.push(...(await emit(events.map((event) => ({ kind: 'device', ...event })))));
		}
		const known = before?.outages ?? [];
		if (!plan.takesPictures || !fleet.isKnown) return { items, outages: known };
		const looks = new Looks(connection, plan, fleet, signal, emit);
		items.push(...(await looks.take()));
		const desk = new OutageDesk(fleet.cameras(), known, nowMs, plan.rules);
		const outages = desk.settle();
		for (const [id, { record }] of desk.cameras) fleet.setRecord(id, record);
		items.push(...(await emit(desk.events.flatMap((event) => occurrencesOf(event, fleet)))));
		return { items, outages };
	});
	return found instanceof ArculesError
		? { state: fleet.stateOnFailure(), items: [], failure: found }
		: { state: fleet.state(found.outages), items: found.items, failure: undefined };
}

function occurrencesOf(event: OutageEvent, fleet: Fleet): Occurrence[] {
	if ('cameraId' in event) {
		const cameras = fleet.knownCameras([event.cameraId]);
		return cameras.map((camera) => ({ kind: 'down', event: event.event, ...camera }));
	}
	const { outage, cameraIds } = event;
	const stillDownIds = event.event === 'outageEnded' ? event.stillDownIds : [];
	return [
		{
			kind: 'outage',
			event: outageEventName(event.event, outage.level),
			outage,
			cameras: fleet.knownCameras(cameraIds),
			stillDown: fleet.knownCameras(stillDownIds),
		},
	];
}

/** The looks of one check. */
class Looks<Item> {
	/** Failures that may be those of the account or of the connection. */
	private readonly doubts: Array<{ readonly cameraId: string; readonly error: ArculesError }> = [];

	/** Whether a camera was served, or Arcules itself said why it was not. */
	private isAnswered = false;

	/** Whether a camera has failed, in whatever way that is its own. */
	private hasFailed = false;

	constructor(
		private readonly connection: Connection,
		private readonly plan: CheckPlan,
		private readonly fleet: Fleet,
		private readonly signal: AbortSignal,
		private readonly emit: Emit<Item>,
	) {}

	/**
	 * Looks at all cameras, as far as time allows.
	 *
	 * @throws {ArculesError} when the account fails rather than its cameras
	 */
	async take(): Promise<Item[]> {
		const { concurrency } = this.plan;
		const items = await mapConcurrently(
			this.untilTimeIsOver(),
			concurrency,
			async (cameraId) => await this.look(cameraId),
		);
		this.settleDoubts();
		return items.flat();
	}

	private *untilTimeIsOver(): Generator<string, void, void> {
		for (const cameraId of this.fleet.waitingCameras()) {
			if (this.signal.aborted) return;
			yield cameraId;
		}
	}

	private async look(cameraId: string): Promise<Item[]> {
		const { needs, timeoutMs, rules } = this.plan;
		const look = await lookAt(this.connection, cameraId, needs, timeoutMs, this.signal);
		switch (look.kind) {
			case 'none':
				return [];
			case 'picture': {
				this.isAnswered = true;
				const device = this.fleet.deviceOf(cameraId);
				const { picture } = look;
				const events = this.fleet.observe(cameraId, look.observation, rules);
				return await this.emit(
					events.map((event) => ({ kind: 'camera', device, picture, ...event })),
				);
			}
			case 'failed':
				this.isAnswered ||= look.isAnswered;
				this.hasFailed = true;
				this.fleet.observe(cameraId, look.observation, rules);
				return [];
			case 'doubtful':
				this.doubts.push({ cameraId, error: look.error });
				this.fleet.observe(cameraId, { kind: 'unknown' }, rules);
				return [];
		}
	}

	/**
	 * When others were answered with the same account over the same connection, these cameras have failed themselves.
	 *
	 * @throws {ArculesError} when nothing but such failures was met
	 */
	private settleDoubts(): void {
		const [first] = this.doubts;
		if (first !== undefined && !this.isAnswered && !this.hasFailed) throw first.error;
		for (const { cameraId, error } of this.doubts) {
			const { reason, httpStatus, subject } = error;
			// That the list was served is proof enough of the account, but not of the way to the pictures.
			if (!this.isAnswered && subject !== 'access') continue;
			this.fleet.observe(cameraId, { kind: 'noPicture', reason, httpStatus }, this.plan.rules);
		}
	}
}
