/**
 * The encoded form of what is remembered of one camera: the size of the state of a large fleet is decided here.
 */
import { isReason } from '../../shared/reasons';
import { type Condition, OFF } from './condition';
import {
	type CameraRecord,
	type Failure,
	type Health,
	newCamera,
	type Report,
	SECOND_MS,
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

/** Numbers words that repeat, and turns times into seconds before the last look. */
interface Encoder {
	readonly numberOf: (word: string) => number;
	readonly timeOf: (timeMs: number) => number | null;
}

/** The reverse of {@link Encoder}. */
interface Decoder {
	readonly wordOf: (number: unknown) => string | null;
	readonly timeOf: (beforeSeconds: unknown) => number;
}

export function encodeCamera(
	camera: CameraRecord,
	savedMs: number,
	numberOf: Encoder['numberOf'],
): EncodedCamera {
	const encoder = {
		numberOf,
		timeOf: (timeMs: number) => (timeMs === 0 ? null : (camera.seenMs - timeMs) / SECOND_MS),
	};
	const flags =
		(camera.isNewToWatch ? IS_NEW_TO_WATCH : 0) +
		(camera.mayBeBlankFromStart ? MAY_BE_BLANK_FROM_START : 0) +
		(camera.still.isReported ? STILL_IS_REPORTED : 0);
	const parts = [
		encodeStill(camera.still, encoder),
		encodeView(camera.view, encoder),
		encodeHealth(camera.health, encoder),
		encodeCondition(camera.blank, encoder),
	];
	while (parts.length > 0 && parts.at(-1) === null) parts.pop();
	const seen = camera.seenMs === 0 ? null : (savedMs - camera.seenMs) / SECOND_MS;
	return [flags, seen, encoder.timeOf(camera.lastPictureMs), ...parts];
}

export function decodeCamera(
	encoded: EncodedCamera,
	savedMs: number,
	wordOf: Decoder['wordOf'],
): CameraRecord {
	const [flags, seen, lastPicture, still, view, health, blank] = encoded;
	const seenMs = seen === null ? 0 : savedMs - seen * SECOND_MS;
	const decoder = {
		wordOf,
		timeOf: (before: unknown) => (typeof before === 'number' ? seenMs - before * SECOND_MS : 0),
	};
	return {
		seenMs,
		lastPictureMs: decoder.timeOf(lastPicture),
		isNewToWatch: (flags & IS_NEW_TO_WATCH) !== 0,
		mayBeBlankFromStart: (flags & MAY_BE_BLANK_FROM_START) !== 0,
		still: decodeStill(still, (flags & STILL_IS_REPORTED) !== 0, decoder),
		view: view ? decodeView(view, decoder) : undefined,
		health: decodeHealth(health, decoder),
		blank: decodeCondition(blank ?? [], decoder),
	};
}

function encodeStill({ hash, checks, sinceMs }: Still, { timeOf }: Encoder): Part | null {
	return hash === '' ? null : [hash, checks, timeOf(sinceMs)];
}

function decodeStill(
	encoded: Part | null | undefined,
	isReported: boolean,
	{ timeOf }: Decoder,
): Still {
	if (!encoded) return newCamera(false).still;
	const [hash, checks, sinceMs] = encoded;
	return { hash: text(hash), checks: number(checks), sinceMs: timeOf(sinceMs), isReported };
}

function encodeView(view: View | undefined, { timeOf }: Encoder): Part | null {
	if (view === undefined) return null;
	const { usual, former, candidate } = view;
	const known = [toBase64(usual), toBase64(former)];
	if (candidate === undefined) return former === '' ? known.slice(0, 1) : known;
	const { sceneHash, checks, sinceMs } = candidate;
	return [...known, toBase64(sceneHash), checks, timeOf(sinceMs)];
}

function decodeView(encoded: Part, { timeOf }: Decoder): View {
	const [usual, former, sceneHash, checks, sinceMs] = encoded;
	const candidate = {
		sceneHash: toHex(sceneHash),
		checks: number(checks),
		sinceMs: timeOf(sinceMs),
	};
	return {
		usual: toHex(usual),
		former: toHex(former),
		candidate: sceneHash === undefined ? undefined : candidate,
	};
}

/** A hash in hex takes a third less room this way. */
function toBase64(hex: string): string {
	return Buffer.from(hex, 'hex').toString('base64url');
}

function toHex(base64: unknown): string {
	return Buffer.from(text(base64), 'base64url').toString('hex');
}

function encodeHealth(health: Health, encoder: Encoder): Part | null {
	const outage = encodeCondition(health.outage, encoder);
	if (outage === null) return null;
	const { report, reportedMs, failure } = health;
	const reason = failure === undefined ? null : encoder.numberOf(failure.reason);
	const told = [REPORTS.indexOf(report), encoder.timeOf(reportedMs)];
	return [...told, reason, failure?.httpStatus ?? null, ...outage];
}

function decodeHealth(encoded: Part | null | undefined, decoder: Decoder): Health {
	const [report, reportedMs, reason, httpStatus, ...outage] = encoded ?? [];
	return {
		outage: decodeCondition(outage, decoder),
		failure: failureOf(decoder.wordOf(reason), httpStatus),
		report: REPORTS[number(report)] ?? 'none',
		reportedMs: decoder.timeOf(reportedMs),
	};
}

function failureOf(reason: unknown, httpStatus: unknown): Failure | undefined {
	if (!isReason(reason)) return undefined;
	return { reason, httpStatus: typeof httpStatus === 'number' ? httpStatus : undefined };
}

function encodeCondition(condition: Condition, { timeOf }: Encoder): Part | null {
	if (condition.kind === 'off') return null;
	const { checks, sinceMs } = condition;
	const seen = [checks, timeOf(sinceMs)];
	return condition.kind === 'on' ? [...seen, condition.clearChecks] : seen;
}

function decodeCondition([checks, sinceMs, clearChecks]: Part, { timeOf }: Decoder): Condition {
	if (checks === undefined) return OFF;
	const seen = { checks: number(checks), sinceMs: timeOf(sinceMs) };
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
