/**
 * What one look at a camera means, after what is remembered of it. Pure: no request, no clock, no n8n.
 */
import type { Reason } from '../../api/errors';
import { type Condition, nextCondition } from './condition';
import {
	type CameraRecord,
	type Failure,
	type Health,
	HEALTHY,
	type Still,
	wholeSeconds,
} from './state';
import { type IsSameView, nextView } from './view';

/** What one look saw of a camera. */
export type Observation =
	| PictureSeen
	| ({ readonly kind: 'noPicture' } & Failure)
	/** It was asked, but nothing was learned about it: the account or the connection failed. */
	| { readonly kind: 'unknown' };

/** A picture, with as much as the chosen events need. */
export interface PictureSeen {
	readonly kind: 'picture';
	readonly arrivedMs: number;
	/** When the server says it was taken, by its own headers; `undefined` when they do not tell. */
	readonly takenMs?: number | undefined;
	/** Of the picture alone, without what the file says about it. */
	readonly hash?: string | undefined;
	readonly isBlank?: boolean | undefined;
	readonly sceneHash?: string | undefined;
}

/** When something counts. */
export interface WatchRules {
	/** Looks in a row before a camera counts as down, its picture as blank, its view as changed. */
	readonly confirmAfter: number;
	/** Looks in a row before it counts as up again. */
	readonly recoverAfter: number;
	/** Looks in a row with the same picture before it counts as frozen. */
	readonly frozenAfter: number;
	readonly isSameView: IsSameView;
	/** Whether to report what is wrong already when the watch begins. */
	readonly reportCurrentProblems: boolean;
}

/** What happened to a camera; that it went down is decided together with the other cameras. */
export interface CameraEvent {
	readonly event:
		| 'cameraUp'
		| 'pictureFrozen'
		| 'pictureMoving'
		| 'pictureBlank'
		| 'pictureBack'
		| 'viewChanged';
	readonly sinceMs: number;
	readonly checks: number;
}

interface Comparison {
	readonly record: CameraRecord;
	readonly events: readonly CameraEvent[];
}

/** Reasons that may be those of the account or of the connection, and need to be seen more often. */
const DOUBTFUL: ReadonlySet<Reason> = new Set([
	'forbidden',
	'unauthorized',
	'rateLimited',
	'network',
]);

const DOUBTFUL_FACTOR = 3;

export function isDoubtful(reason: Reason): boolean {
	return DOUBTFUL.has(reason);
}

/** Looks in a row without a picture, for this reason, before a camera counts as down. */
export function checksToConfirm(reason: Reason, confirmAfter: number): number {
	return isDoubtful(reason) ? DOUBTFUL_FACTOR * confirmAfter : confirmAfter;
}

/** Whole lists in a row that must lack a device; one odd list says nothing, and an empty one very little. */
export function listsToConfirm(isEmptyList: boolean, confirmAfter: number): number {
	return Math.max(2, confirmAfter) * (isEmptyList ? DOUBTFUL_FACTOR : 1);
}

/**
 * @param nowMs the time of the check, which is later than that of the check before
 * @returns what to remember, and what happened
 */
export function compareCamera(
	before: CameraRecord,
	observation: Observation,
	nowMs: number,
	rules: WatchRules,
): Comparison {
	const seen = { ...before, seenMs: nowMs };
	switch (observation.kind) {
		case 'unknown':
			return { record: seen, events: [] };
		case 'noPicture':
			return { record: withoutPicture(seen, observation, nowMs, rules), events: [] };
		case 'picture':
			return withPicture(seen, observation, nowMs, rules);
	}
}

function withoutPicture(
	before: CameraRecord,
	{ reason, httpStatus }: Failure,
	nowMs: number,
	rules: WatchRules,
): CameraRecord {
	const confirmAfter = checksToConfirm(reason, rules.confirmAfter);
	const { health } = before;
	const outage = nextCondition(health.outage, true, nowMs, confirmAfter, rules.recoverAfter);
	const isConfirmed = outage.kind === 'on' && health.outage.kind !== 'on';
	const isNoNews = before.isNewToWatch && !rules.reportCurrentProblems;
	return {
		...before,
		health: {
			...health,
			outage,
			failure: { reason, httpStatus },
			report: isConfirmed && isNoNews ? 'silent' : health.report,
		},
	};
}

function withPicture(
	before: CameraRecord,
	picture: PictureSeen,
	nowMs: number,
	rules: WatchRules,
): Comparison {
	const health = recovering(before.health, nowMs, rules);
	const still = comparedStill(before, picture, nowMs, rules);
	const blank = comparedBlank(before, picture, nowMs, rules);
	const view = comparedView(before, picture, nowMs, rules);
	return {
		record: {
			...before,
			// A clock that was set back must not make a look older than its check.
			lastPictureMs: Math.max(wholeSeconds(picture.arrivedMs), nowMs),
			isNewToWatch: false,
			mayBeBlankFromStart: before.mayBeBlankFromStart && picture.isBlank !== false,
			health: health.now,
			still: still.now,
			blank: blank.now,
			view: view.now,
		},
		events: [...health.events, ...still.events, ...blank.events, ...view.events],
	};
}

/** One part of a record after the look, and what happened to it. */
interface Part<T> {
	readonly now: T;
	readonly events: readonly CameraEvent[];
}

function recovering(before: Health, nowMs: number, rules: WatchRules): Part<Health> {
	const { confirmAfter, recoverAfter } = rules;
	const outage = nextCondition(before.outage, false, nowMs, confirmAfter, recoverAfter);
	if (outage.kind !== 'off') return { now: { ...before, outage }, events: [] };
	// What was reported as an outage of several cameras is over when these are.
	const isOwnOutage = before.report === 'camera' || before.report === 'silent';
	return {
		now: HEALTHY,
		events: isOwnOutage ? eventsOfEnd('cameraUp', before.outage) : [],
	};
}

/** HTTP dates and `Age` are whole seconds. */
const ROUNDING_MS = 1_000;

function comparedStill(
	{ still, lastPictureMs }: CameraRecord,
	{ hash, arrivedMs, takenMs = arrivedMs }: PictureSeen,
	nowMs: number,
	{ frozenAfter }: WatchRules,
): Part<Still> {
	if (hash === undefined) return { now: still, events: [] };
	if (hash !== still.hash) {
		const moving = {
			event: 'pictureMoving',
			sinceMs: still.sinceMs,
			checks: still.checks,
		} as const;
		return {
			now: { hash, checks: 1, sinceMs: nowMs, isReported: false },
			events: still.isReported ? [moving] : [],
		};
	}
	// A server that hands out one still several times says nothing about the camera.
	const isCached = takenMs < arrivedMs && takenMs <= lastPictureMs + 2 * ROUNDING_MS;
	if (isCached) return { now: still, events: [] };
	const now = { ...still, checks: still.checks + 1 };
	if (now.isReported || now.checks < frozenAfter) return { now, events: [] };
	const frozen = { event: 'pictureFrozen', sinceMs: now.sinceMs, checks: now.checks } as const;
	return { now: { ...now, isReported: true }, events: [frozen] };
}

function comparedBlank(
	{ blank, mayBeBlankFromStart }: CameraRecord,
	{ isBlank }: PictureSeen,
	nowMs: number,
	{ confirmAfter, recoverAfter, reportCurrentProblems }: WatchRules,
): Part<Condition> {
	if (isBlank === undefined) return { now: blank, events: [] };
	const now = nextCondition(blank, isBlank, nowMs, confirmAfter, recoverAfter);
	if (now.kind === 'on' && blank.kind !== 'on') {
		const { sinceMs, checks } = now;
		const isNews = !mayBeBlankFromStart || reportCurrentProblems;
		return { now, events: isNews ? [{ event: 'pictureBlank', sinceMs, checks }] : [] };
	}
	return { now, events: now.kind === 'off' ? eventsOfEnd('pictureBack', blank) : [] };
}

function comparedView(
	{ view }: CameraRecord,
	{ sceneHash, isBlank }: PictureSeen,
	nowMs: number,
	{ confirmAfter, isSameView }: WatchRules,
): Part<CameraRecord['view']> {
	if (sceneHash === undefined || isBlank === true) return { now: view, events: [] };
	const next = nextView(view, sceneHash, nowMs, confirmAfter, isSameView);
	if (next.changed === undefined) return { now: next.view, events: [] };
	const { sinceMs, checks } = next.changed;
	return { now: next.view, events: [{ event: 'viewChanged', sinceMs, checks }] };
}

/** The event for the end of a condition that counted. */
function eventsOfEnd(event: CameraEvent['event'], before: Condition): readonly CameraEvent[] {
	return before.kind === 'on' ? [{ event, sinceMs: before.sinceMs, checks: before.checks }] : [];
}
