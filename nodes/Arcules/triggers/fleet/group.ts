/**
 * Which outages belong together: when all cameras of a gateway, or all of the fleet, went down at once, that is one event.
 * Pure: no request, no clock, no n8n.
 *
 * A camera whose outage is confirmed is held back while the others of its gateway, or of the fleet, may still turn out to
 * be down with it; one of them that has given a picture since settles that.
 */
import { type FleetCamera, Scope } from './scope';
import { type Condition, OFF } from './condition';
import type { Health, Outage, Report } from './state';

/** How outages are reported. */
export interface OutageRules {
	readonly confirmAfter: number;
	/** What is reported as one. */
	readonly groups: Readonly<Record<Outage['level'], boolean>>;
	/** Time from one reminder to the next; `Infinity` for none. */
	readonly remindAfterMs: number;
}

/** What happened to cameras. */
export type OutageEvent =
	| { readonly event: 'cameraDown' | 'cameraStillDown'; readonly cameraId: string }
	| {
			readonly event: 'outageBegan' | 'outageLasts';
			readonly outage: Outage;
			readonly cameraIds: readonly string[];
	  }
	| {
			readonly event: 'outageEnded';
			readonly outage: Outage;
			readonly cameraIds: readonly string[];
			/** Cameras that are down still; reported one by one from then on. */
			readonly stillDownIds: readonly string[];
	  };

/** A camera is not held back for longer than the slowest confirmation takes; nor is the end of an outage. */
const MAX_HELD_FACTOR = 3;
const MAX_HELD_EXTRA = 2;

/** Everything that is known after a check, as it changes while its outages are settled. */
export class OutageDesk {
	readonly events: OutageEvent[] = [];

	readonly cameras: Map<string, FleetCamera>;

	private readonly maxHeldChecks: number;

	/**
	 * @param cameras all that are watched
	 * @param outages the groups that were reported
	 */
	constructor(
		cameras: ReadonlyMap<string, FleetCamera>,
		private readonly outages: readonly Outage[],
		private readonly nowMs: number,
		private readonly rules: OutageRules,
	) {
		this.cameras = new Map(cameras);
		this.maxHeldChecks = MAX_HELD_FACTOR * rules.confirmAfter + MAX_HELD_EXTRA;
	}

	/** Settles everything; {@link events} and {@link cameras} hold the outcome. */
	settle(): Outage[] {
		const lasting = this.outages.flatMap((outage) => this.settleKnown(outage));
		const begun = this.beginOutages();
		for (const id of this.cameras.keys()) this.remindOfCamera(id);
		return [...lasting.map((outage) => this.remindOfOutage(outage)), ...begun];
	}

	private settleKnown(outage: Outage): Outage[] {
		const cameraIds = outage.cameraIds.filter((id) => this.cameras.has(id));
		const away = cameraIds.filter((id) => this.outageOf(id).kind !== 'off');
		const back = cameraIds.filter((id) => this.outageOf(id).kind === 'off');
		// One that was back already, and went down again before the outage was over, is part of it.
		const unreported = away.filter((id) => this.isDown(id) && this.reportOf(id) !== 'outage');
		this.report(unreported, 'outage');
		if (cameraIds.length === 0) return [];
		if (back.length === 0) return [{ ...outage, cameraIds, recovery: undefined }];
		const recovery = {
			sinceMs: outage.recovery?.sinceMs ?? this.nowMs,
			checks: (outage.recovery?.checks ?? -1) + 1,
		};
		if (!this.isRecoverySettled(away, recovery)) return [{ ...outage, cameraIds, recovery }];
		for (const id of away) this.keepDown(id, outage.sinceMs);
		this.report(away, 'camera');
		this.events.push({ event: 'outageEnded', outage, cameraIds: back, stillDownIds: away });
		return [];
	}

	/** Whether those that are still away have had their chance to come back with the others. */
	private isRecoverySettled(
		away: readonly string[],
		{ sinceMs, checks }: NonNullable<Outage['recovery']>,
	): boolean {
		if (away.length === 0 || checks >= this.maxHeldChecks) return true;
		if (checks < this.rules.confirmAfter) return false;
		return away.every((id) => {
			const camera = this.cameras.get(id);
			if (camera === undefined || !camera.isListed) return true;
			return this.isDown(id) && camera.record.seenMs > sinceMs && !this.isComingBack(id);
		});
	}

	/** A camera that comes and goes while the others are back counts as down as long as it does. */
	private keepDown(id: string, sinceMs: number): void {
		const outage = this.outageOf(id);
		if (outage.kind !== 'suspected') return;
		this.setHealth(id, { outage: { ...outage, kind: 'on', sinceMs, clearChecks: 0 } });
	}

	private beginOutages(): Outage[] {
		const { groups } = this.rules;
		const fleet = new Scope(this.cameras, groups.fleet);
		if (fleet.unreported.length === 0) return [];
		if (fleet.isDown) return [this.begin('fleet', null, fleet)];
		const begun: Outage[] = [];
		for (const [gatewayId, cameras] of this.byGateway()) {
			const gateway = new Scope(cameras, groups.gateway && gatewayId !== null);
			const free = gateway.unreported.map(({ id }) => id).filter((id) => this.isFree(id, fleet));
			if (free.length === 0) continue;
			if (gateway.isDown) begun.push(this.begin('gateway', gatewayId, gateway));
			else this.beginAlone(free.filter((id) => this.isFree(id, gateway)));
		}
		return begun;
	}

	/** Whether a camera's outage is not, or no longer, to be held back for others of the scope. */
	private isFree(id: string, scope: Scope): boolean {
		const outage = this.outageOf(id);
		if (outage.kind !== 'on') return false;
		return !scope.mayStillGoDown(outage.sinceMs) || outage.checks >= this.maxHeldChecks;
	}

	private begin(level: Outage['level'], gatewayId: string | null, { unreported }: Scope): Outage {
		const outage: Outage = {
			level,
			gatewayId,
			sinceMs: unreported.reduce((first, { sinceMs }) => Math.min(first, sinceMs), Infinity),
			reportedMs: this.nowMs,
			cameraIds: unreported.map(({ id }) => id),
			recovery: undefined,
		};
		this.report(outage.cameraIds, 'outage');
		this.events.push({ event: 'outageBegan', outage, cameraIds: outage.cameraIds });
		return outage;
	}

	private beginAlone(ids: readonly string[]): void {
		this.report(ids, 'camera');
		for (const cameraId of ids) this.events.push({ event: 'cameraDown', cameraId });
	}

	private remindOfCamera(cameraId: string): void {
		const health = this.cameras.get(cameraId)?.record.health;
		if (health?.outage.kind !== 'on' || health.report !== 'camera') return;
		if (!this.isSeenDown(cameraId) || !this.isReminderDue(health.reportedMs)) return;
		this.report([cameraId], 'camera');
		this.events.push({ event: 'cameraStillDown', cameraId });
	}

	private remindOfOutage(outage: Outage): Outage {
		if (outage.recovery !== undefined || !this.isReminderDue(outage.reportedMs)) return outage;
		const cameraIds = outage.cameraIds.filter((id) => !this.isComingBack(id));
		if (!cameraIds.some((id) => this.isSeenDown(id))) return outage;
		this.events.push({ event: 'outageLasts', outage, cameraIds });
		return { ...outage, reportedMs: this.nowMs };
	}

	private isReminderDue(reportedMs: number): boolean {
		return this.nowMs - reportedMs >= this.rules.remindAfterMs;
	}

	private report(ids: readonly string[], report: Report): void {
		for (const id of ids) this.setHealth(id, { report, reportedMs: this.nowMs });
	}

	private setHealth(id: string, changes: Partial<Health>): void {
		const camera = this.cameras.get(id);
		if (camera === undefined) return;
		const health = { ...camera.record.health, ...changes };
		this.cameras.set(id, { ...camera, record: { ...camera.record, health } });
	}

	private outageOf(id: string): Condition {
		return this.cameras.get(id)?.record.health.outage ?? OFF;
	}

	private reportOf(id: string): Report | undefined {
		return this.cameras.get(id)?.record.health.report;
	}

	private isDown(id: string): boolean {
		return this.outageOf(id).kind === 'on';
	}

	private isComingBack(id: string): boolean {
		const outage = this.outageOf(id);
		return outage.kind === 'on' && outage.clearChecks > 0;
	}

	/** Whether it failed in this very check: a restart may have lost what was known of it. */
	private isSeenDown(id: string): boolean {
		const isSeen = this.cameras.get(id)?.record.seenMs === this.nowMs;
		return isSeen && this.isDown(id) && !this.isComingBack(id);
	}

	private byGateway(): Map<string | null, Array<[string, FleetCamera]>> {
		const groups = new Map<string | null, Array<[string, FleetCamera]>>();
		for (const entry of this.cameras) {
			const { gatewayId } = entry[1];
			const group = groups.get(gatewayId);
			if (group === undefined) groups.set(gatewayId, [entry]);
			else group.push(entry);
		}
		return groups;
	}
}
