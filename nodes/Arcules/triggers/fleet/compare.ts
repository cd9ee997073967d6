/**
 * What has happened to a fleet between two checks. Pure: no request, no clock, no n8n.
 */
import type { Device } from '../../api/devices';
import type { Reason } from '../../api/errors';

/** The fields of a device that are watched: the documented ones. Others may change at every listing. */
export const WATCHED_FIELDS = ['name', 'type', 'locationId', 'gatewayId'] as const;

type WatchedField = (typeof WATCHED_FIELDS)[number];

/** A device as it was listed last; `null` for a field it did not have. */
export type KnownDevice = Readonly<Record<WatchedField, string | null>>;

/** What is remembered of a camera. Times are milliseconds since 1970. */
export interface CameraRecord {
	/** Checks in a row without a picture, and when the first of them was. */
	readonly badChecks: number;
	readonly badSinceMs: number;
	/** Whether it counts as down: reported, or down already when the watch began. */
	readonly isDown: boolean;
	/** The start of the hash of the latest picture; empty before the first. */
	readonly pictureHash: string;
	/** Checks in a row with this very picture, and when the first of them was. */
	readonly sameChecks: number;
	readonly sameSinceMs: number;
	readonly isFrozenReported: boolean;
	/** When it gave a picture last; 0 when it never did. */
	readonly lastPictureMs: number;
}

/** What one check saw of a camera. */
export type Observation =
	| { readonly kind: 'picture'; readonly sha256: string }
	| { readonly kind: 'noPicture'; readonly reason: Reason; readonly httpStatus: number | undefined }
	/** Nothing was learned: the reason lies between n8n and Arcules, or in the rights of the account. */
	| { readonly kind: 'unknown' };

/** When an event is emitted. */
export interface WatchRules {
	/** Checks in a row without a picture before a camera counts as down. */
	readonly confirmAfter: number;
	/** Checks in a row with the same picture before it counts as frozen. */
	readonly frozenAfter: number;
	/** Whether cameras that are down at the first check are reported. */
	readonly reportCurrentProblems: boolean;
}

/** What happened to a camera. */
export type CameraEvent =
	| {
			readonly event: 'cameraDown';
			readonly sinceMs: number;
			readonly checks: number;
			readonly reason: Reason;
			readonly httpStatus: number | undefined;
			readonly lastPictureMs: number;
	  }
	| { readonly event: 'cameraUp'; readonly sinceMs: number; readonly checks: number }
	| { readonly event: 'pictureFrozen'; readonly sinceMs: number; readonly checks: number };

/** A changed field, before and after. */
export type Changes = Partial<
	Record<WatchedField, { readonly before: string | null; readonly after: string | null }>
>;

/** What happened to a device in the list. */
export type DeviceEvent =
	| { readonly event: 'deviceAdded' }
	| { readonly event: 'deviceRemoved' }
	| { readonly event: 'deviceChanged'; readonly changes: Changes };

const NEW_CAMERA: CameraRecord = {
	badChecks: 0,
	badSinceMs: 0,
	isDown: false,
	pictureHash: '',
	sameChecks: 0,
	sameSinceMs: 0,
	isFrozenReported: false,
	lastPictureMs: 0,
};

/** 64 bits are plenty to tell two pictures of one camera apart, and keep the state of 10,000 cameras small. */
const HASH_LENGTH = 16;

/** What is remembered of a device in the list. */
export function toKnownDevice(device: Device): KnownDevice {
	const textOf = (field: WatchedField) => {
		const value = device[field];
		return value === undefined || value === null ? null : String(value);
	};
	return {
		name: textOf('name'),
		type: textOf('type'),
		locationId: textOf('locationId'),
		gatewayId: textOf('gatewayId'),
	};
}

/** The watched fields that differ; `undefined` when none does. */
export function changesBetween(before: KnownDevice, after: KnownDevice): Changes | undefined {
	const changed = WATCHED_FIELDS.filter((field) => before[field] !== after[field]);
	if (changed.length === 0) return undefined;
	return Object.fromEntries(
		changed.map((field) => [field, { before: before[field], after: after[field] }]),
	);
}

/**
 * What an observation means for a camera.
 *
 * @param record what was remembered; `undefined` for a camera never seen before
 * @param isFirstCheck whether the watch begins with this check: what is down then counts as known
 * @returns what to remember, and what to emit
 */
export function compareCamera(
	record: CameraRecord | undefined,
	observation: Observation,
	nowMs: number,
	rules: WatchRules,
	isFirstCheck: boolean,
): { record: CameraRecord; events: CameraEvent[] } {
	const before = record ?? NEW_CAMERA;
	switch (observation.kind) {
		case 'unknown':
			return { record: before, events: [] };
		case 'noPicture':
			return withoutPicture(before, observation, nowMs, rules, isFirstCheck);
		case 'picture':
			return withPicture(before, observation.sha256.slice(0, HASH_LENGTH), nowMs, rules);
	}
}

function withoutPicture(
	before: CameraRecord,
	{ reason, httpStatus }: Extract<Observation, { kind: 'noPicture' }>,
	nowMs: number,
	rules: WatchRules,
	isFirstCheck: boolean,
): { record: CameraRecord; events: CameraEvent[] } {
	const checks = before.badChecks + 1;
	const sinceMs = before.badChecks === 0 ? nowMs : before.badSinceMs;
	const becomesDown = !before.isDown && (isFirstCheck || checks >= rules.confirmAfter);
	const record = {
		...before,
		badChecks: checks,
		badSinceMs: sinceMs,
		isDown: before.isDown || becomesDown,
	};
	if (!becomesDown || (isFirstCheck && !rules.reportCurrentProblems)) return { record, events: [] };
	const { lastPictureMs } = before;
	const event = {
		event: 'cameraDown',
		sinceMs,
		checks,
		reason,
		httpStatus,
		lastPictureMs,
	} as const;
	return { record, events: [event] };
}

function withPicture(
	before: CameraRecord,
	pictureHash: string,
	nowMs: number,
	rules: WatchRules,
): { record: CameraRecord; events: CameraEvent[] } {
	const isSame = before.pictureHash === pictureHash;
	const sameChecks = isSame ? before.sameChecks + 1 : 1;
	const sameSinceMs = isSame ? before.sameSinceMs : nowMs;
	const wasReported = isSame && before.isFrozenReported;
	const freezes = !wasReported && sameChecks >= rules.frozenAfter;

	const events: CameraEvent[] = [];
	if (before.isDown) {
		events.push({ event: 'cameraUp', sinceMs: before.badSinceMs, checks: before.badChecks });
	}
	if (freezes) events.push({ event: 'pictureFrozen', sinceMs: sameSinceMs, checks: sameChecks });
	return {
		record: {
			badChecks: 0,
			badSinceMs: 0,
			isDown: false,
			pictureHash,
			sameChecks,
			sameSinceMs,
			isFrozenReported: wasReported || freezes,
			lastPictureMs: nowMs,
		},
		events,
	};
}
