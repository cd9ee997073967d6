/**
 * A fleet that exists in memory only, checked through the real check: what is down is up to the test, and so is when the
 * time of a check is over. Needs `jest.mock` for `api/thumbnail`, with {@link MadeUpFleet.picture} in place of its request.
 */
import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { Connection } from '../../nodes/Arcules/api/connection';
import type { Device } from '../../nodes/Arcules/api/devices';
import { ArculesError, type Reason } from '../../nodes/Arcules/api/errors';
import type { LiveThumbnail } from '../../nodes/Arcules/api/thumbnail';
import { checkFleet, type CheckPlan } from '../../nodes/Arcules/triggers/fleet/check';
import type { Listing } from '../../nodes/Arcules/triggers/fleet/listing';
import { Memory } from '../../nodes/Arcules/triggers/fleet/memory';
import type { Occurrence } from '../../nodes/Arcules/triggers/fleet/occurrences';
import type { FleetState } from '../../nodes/Arcules/triggers/fleet/state';

export type Health = 'ok' | Reason;

const STATUS: Partial<Record<Reason, number>> = {
	unauthorized: 401,
	forbidden: 403,
	notFound: 404,
	rateLimited: 429,
	unavailable: 503,
};

/** Rules of a check, with what most tests do not care about. */
export function planOf(
	rules: Partial<CheckPlan['rules']> = {},
	changes: Partial<CheckPlan> = {},
): CheckPlan {
	return {
		watch: { includes: () => true, fingerprint: 'watch' },
		takesPictures: true,
		needs: { hash: false, analysis: false },
		concurrency: 1,
		timeoutMs: 1000,
		rules: {
			confirmAfter: 2,
			recoverAfter: 2,
			frozenAfter: 3,
			isSameView: (one, other) => one === other,
			reportCurrentProblems: false,
			groups: { gateway: true, fleet: true },
			remindAfterMs: Infinity,
			...rules,
		},
		...changes,
	};
}

/** What a check gave. */
export interface Checked {
	readonly occurrences: readonly Occurrence[];
	readonly failure: ArculesError | undefined;
}

const MINUTE_MS = 60_000;

let checks = 0;

export class MadeUpFleet {
	/** By camera; missing means ok. */
	readonly health = new Map<string, Health>();

	/** Moves on by a minute with each check. */
	nowMs = Date.UTC(2026, 10, 22, 8);

	/** What n8n has kept of the node. */
	staticData: IDataObject = {};

	/** All looks, in their order. */
	readonly looks: Array<{ readonly cameraId: string; readonly health: Health }> = [];

	private key = `made-up ${checks++}`;

	private looksLeft = Infinity;

	private budget = new AbortController();

	constructor(public devices: readonly Device[]) {}

	/** One check, saved as n8n saves it when it emits what was found. */
	async check(plan: CheckPlan, maxLooks = Infinity, listing?: Listing): Promise<Checked> {
		const memory = this.memory;
		const { state, ...checked } = await this.checkOnly(plan, maxLooks, listing);
		if (checked.failure === undefined) {
			if (state !== undefined) memory.save(state, checked.occurrences.length > 0);
		} else if (state !== undefined) memory.keepInProcess(state);
		return checked;
	}

	/** One check of which nothing is remembered yet. */
	async checkOnly(
		plan: CheckPlan,
		maxLooks = Infinity,
		listing: Listing = { kind: 'whole', devices: this.devices },
	): Promise<Checked & { readonly state: FleetState | undefined }> {
		this.nowMs += MINUTE_MS;
		this.looksLeft = maxLooks;
		this.budget = new AbortController();
		const { items, ...result } = await checkFleet<Occurrence>(
			// Stands for the connection: every request to it is replaced.
			Object.create(null) as Connection,
			plan,
			listing,
			this.memory.recall(),
			this.nowMs,
			this.budget.signal,
			async (occurrences) => await Promise.resolve([...occurrences]),
		);
		return { ...result, occurrences: items };
	}

	get memory(): Memory {
		return new Memory(this.key, this.staticData, false, () => {
			throw new Error('What was remembered cannot be read');
		});
	}

	/** A new process: what it kept is gone. */
	restart(): void {
		this.key = `made-up ${checks++}`;
	}

	/** In place of a request. */
	async picture(cameraId: string): Promise<LiveThumbnail> {
		await Promise.resolve();
		if (this.looksLeft <= 0) {
			this.budget.abort();
			throw new ArculesError('cancelled', 'stopped', { description: '' });
		}
		this.looksLeft--;
		const health = this.health.get(cameraId) ?? 'ok';
		this.looks.push({ cameraId, health });
		if (health !== 'ok') {
			throw new ArculesError(health, `It failed: ${health}`, {
				description: '',
				httpStatus: STATUS[health],
				attempts: 1,
			});
		}
		const jpeg = Buffer.from(`${cameraId} ${this.nowMs}`);
		return {
			jpeg,
			widthPixels: 1,
			heightPixels: 1,
			sha256: createHash('sha256').update(jpeg).digest('hex'),
			capturedAt: new Date(this.nowMs),
			serverDate: undefined,
			lastModified: undefined,
			ageSeconds: undefined,
			attempts: 1,
		};
	}
}

/** Cameras named by their ids, such as `a1` of gateway `a`. */
export function camerasOf(...ids: readonly string[]) {
	return ids.map((id) => ({
		id,
		name: `Camera ${id}`,
		type: 'video',
		locationId: 'site',
		gatewayId: id.slice(0, 1),
	}));
}

/** In short: the event, and the id of the device or of the cameras. */
export function inShort(occurrences: readonly Occurrence[]): string[] {
	return occurrences.map((occurrence) => {
		if (occurrence.kind !== 'outage') return `${occurrence.event} ${String(occurrence.device.id)}`;
		const idsOf = (cameras: typeof occurrence.cameras) =>
			cameras.map(({ device }) => String(device.id)).join(',');
		const rest = occurrence.stillDown.length === 0 ? '' : ` without ${idsOf(occurrence.stillDown)}`;
		return `${occurrence.event} ${idsOf(occurrence.cameras)}${rest}`;
	});
}
