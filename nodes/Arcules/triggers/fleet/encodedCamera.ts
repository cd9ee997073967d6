/**
 * The encoded form of what is remembered of one camera: the size of the state of a large fleet is decided here.
 */
import { type Condition, OFF } from './condition';
import { isReason } from './reasons';
import {
	type CameraRecord,
	type Failure,
	type Health,
	newCamera,
	type Report,
	type Still,
} from './state';
import type { View } from './view';

/** A part of an encoded camera: `null` or nothing where there is none. */
type Part = ReadonlyArray<string | number | null>;

/** Flags, seen, latest picture, still, view, health, blank; what is left out at the end is as in a new camera. */
export type EncodedCamera = [number, number | null, number | null, ...Array<Part | null>];

const IS_NEW_TO_WATCH = 1;
const MAY_BE_BLANK_FROM_START = 2;
const STILL_IS_REPORTED = 4;

const REPORTS = ['none', 'silent', 'camera', 'outage'] as const satisfies readonly Report[];

/** Turns times into milliseconds before the check, and back. */
interface Clock {
	readonly encode: (timeMs: number) => number | null;
	readonly decode: (beforeMs: unknown) => number;
}

function clockOf(savedMs: number): Clock {
	return {
		encode: (timeMs) => (timeMs === 0 ? null : savedMs - timeMs),
		decode: (beforeMs) => (typeof beforeMs === 'number' ? savedMs - beforeMs : 0),
	};
}

export function encodeCamera(camera: CameraRecord, savedMs: number): EncodedCamera {
	const clock = clockOf(savedMs);
	const flags =
		(camera.isNewToWatch ? IS_NEW_TO_WATCH : 0) +
		(camera.mayBeBlankFromStart ? MAY_BE_BLANK_FROM_START : 0) +
		(camera.still.isReported ? STILL_IS_REPORTED : 0);
	const parts = [
		encodeStill(camera.still, clock),
		encodeView(camera.view, clock),
		encodeHealth(camera.health, clock),
		encodeCondition(camera.blank, clock),
	];
	while (parts.length > 0 && parts.at(-1) === null) parts.pop();
	return [flags, clock.encode(camera.seenMs), clock.encode(camera.lastPictureMs), ...parts];
}

export function decodeCamera(encoded: EncodedCamera, savedMs: number): CameraRecord {
	const [flags, seen, lastPicture, still, view, health, blank] = encoded;
	const clock = clockOf(savedMs);
	return {
		seenMs: clock.decode(seen),
		lastPictureMs: clock.decode(lastPicture),
		isNewToWatch: (flags & IS_NEW_TO_WATCH) !== 0,
		mayBeBlankFromStart: (flags & MAY_BE_BLANK_FROM_START) !== 0,
		still: decodeStill(still, (flags & STILL_IS_REPORTED) !== 0, clock),
		view: view ? decodeView(view, clock) : undefined,
		health: decodeHealth(health, clock),
		blank: decodeCondition(blank ?? [], clock),
	};
}

function encodeStill({ hash, checks, sinceMs }: Still, clock: Clock): Part | null {
	return hash === '' ? null : [hash, checks, clock.encode(sinceMs)];
}

function decodeStill(encoded: Part | null | undefined, isReported: boolean, clock: Clock): Still {
	if (!encoded) return newCamera(false).still;
	const [hash, checks, sinceMs] = encoded;
	return { hash: text(hash), checks: number(checks), sinceMs: clock.decode(sinceMs), isReported };
}

function encodeView(view: View | undefined, clock: Clock): Part | null {
	if (view === undefined) return null;
	const { usual, former, candidate } = view;
	if (candidate === undefined) return former === '' ? [usual] : [usual, former];
	const { sceneHash, checks, sinceMs } = candidate;
	return [usual, former, sceneHash, checks, clock.encode(sinceMs)];
}

function decodeView([usual, former, sceneHash, checks, sinceMs]: Part, clock: Clock): View {
	return {
		usual: text(usual),
		former: text(former),
		candidate:
			sceneHash === undefined
				? undefined
				: {
						sceneHash: text(sceneHash),
						checks: number(checks),
						sinceMs: clock.decode(sinceMs),
					},
	};
}

function encodeHealth(health: Health, clock: Clock): Part | null {
	const outage = encodeCondition(health.outage, clock);
	if (outage === null) return null;
	const { report, reportedMs, failure } = health;
	return [
		...[REPORTS.indexOf(report), clock.encode(reportedMs)],
		...[failure?.reason ?? null, failure?.httpStatus ?? null],
		...outage,
	];
}

function decodeHealth(encoded: Part | null | undefined, clock: Clock): Health {
	const [report, reportedMs, reason, httpStatus, ...outage] = encoded ?? [];
	return {
		outage: decodeCondition(outage, clock),
		failure: failureOf(reason, httpStatus),
		report: REPORTS[number(report)] ?? 'none',
		reportedMs: clock.decode(reportedMs),
	};
}

function failureOf(reason: unknown, httpStatus: unknown): Failure | undefined {
	if (!isReason(reason)) return undefined;
	return { reason, httpStatus: typeof httpStatus === 'number' ? httpStatus : undefined };
}

function encodeCondition(condition: Condition, clock: Clock): Part | null {
	if (condition.kind === 'off') return null;
	const { checks, sinceMs } = condition;
	const seen = [checks, clock.encode(sinceMs)];
	return condition.kind === 'on' ? [...seen, condition.clearChecks] : seen;
}

function decodeCondition([checks, sinceMs, clearChecks]: Part, clock: Clock): Condition {
	if (checks === undefined) return OFF;
	const seen = { checks: number(checks), sinceMs: clock.decode(sinceMs) };
	return clearChecks === undefined
		? { kind: 'suspected', ...seen }
		: { kind: 'on', ...seen, clearChecks: number(clearChecks) };
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function number(value: unknown): number {
	return typeof value === 'number' ? value : 0;
}

/** Its parts are read one by one: what is of another type counts as left out. */
export function isEncodedCamera(value: unknown): value is EncodedCamera {
	if (!Array.isArray(value)) return false;
	const [flags, seenMs, lastPictureMs, ...parts]: unknown[] = value;
	return (
		typeof flags === 'number' &&
		isNumberOrNull(seenMs) &&
		isNumberOrNull(lastPictureMs) &&
		parts.every((part) => part === null || (Array.isArray(part) && part.every(isPrimitive)))
	);
}

function isNumberOrNull(value: unknown): value is number | null {
	return value === null || typeof value === 'number';
}

function isPrimitive(value: unknown): value is string | number | null {
	return isNumberOrNull(value) || typeof value === 'string';
}
