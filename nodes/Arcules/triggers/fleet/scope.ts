/**
 * The cameras that may go down together: those of a gateway, or all of the fleet. Pure: no request, no clock, no n8n.
 */
import type { CameraRecord } from './state';

/** A camera under watch. */
export interface FleetCamera {
	readonly gatewayId: string | null;
	/** Whether it was in the latest list: it is not looked at otherwise. */
	readonly isListed: boolean;
	readonly record: CameraRecord;
}

/** So many cameras make a group. */
const MIN_GROUP = 2;

/** Cameras that were reported as down before do not count: neither for a group nor against it. */
export class Scope {
	/** Whether all of them are down, confirmed, and none was reported yet. */
	readonly isDown: boolean;

	/** Those whose outage is confirmed and not reported. */
	readonly unreported: ReadonlyArray<{ readonly id: string; readonly sinceMs: number }>;

	private readonly isGroup: boolean;

	/** When one of those that are well gave its latest picture. */
	private readonly lastGoodMs: number;

	/** @param isGrouped whether outages of this scope are reported as one at all */
	constructor(cameras: Iterable<readonly [string, FleetCamera]>, isGrouped: boolean) {
		const unreported: Array<{ id: string; sinceMs: number }> = [];
		let count = 0;
		let lastGoodMs = 0;
		for (const [id, { record, isListed }] of cameras) {
			if (!isListed || record.health.report !== 'none') continue;
			count++;
			if (isWell(record)) lastGoodMs = Math.max(lastGoodMs, record.lastPictureMs);
			const { outage } = record.health;
			if (outage.kind === 'on' && outage.clearChecks === 0) {
				unreported.push({ id, sinceMs: outage.sinceMs });
			}
		}
		this.unreported = unreported;
		this.lastGoodMs = lastGoodMs;
		this.isGroup = isGrouped && count >= MIN_GROUP;
		this.isDown = this.isGroup && unreported.length === count;
	}

	/** Whether an outage that began then may turn out to be one of all: nobody has given a picture since. */
	mayStillGoDown(sinceMs: number): boolean {
		return this.isGroup && this.lastGoodMs < sinceMs;
	}
}

/** Whether the latest look was good, as far as one was made. */
function isWell({ health: { outage } }: CameraRecord): boolean {
	return outage.kind === 'off' || (outage.kind === 'on' && outage.clearChecks > 0);
}
