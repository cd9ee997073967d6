/**
 * The segments of a JPEG, one marker after the other (ITU-T T.81, annex B), read as forgivingly as viewers do.
 */
import { byteAt, wordAt } from './bytes';
import { EOI, isMetadata, isRestart, isStandalone, nextMarker, SOI, SOS } from './markers';

/** One marker with all that belongs to it. */
export interface Segment {
	readonly marker: number;
	/** The offset of its 0xFF. */
	readonly start: number;
	readonly payloadStart: number;
	readonly payloadEnd: number;
	/** Behind the payload, and behind the entropy-coded data that follow an SOS. */
	readonly end: number;
}

const SOI_BYTES = 2;
const MARKER_BYTES = 2;
const LENGTH_BYTES = 2;

/** Whether the bytes begin with an SOI and another marker; nothing may stand before it. */
export function startsAsJpeg(bytes: Uint8Array): boolean {
	return bytes[0] === 0xff && bytes[1] === SOI && bytes[2] === 0xff;
}

/**
 * Yields every segment behind the SOI, the EOI as the last one. When no EOI is reached, the picture is broken: it was
 * cut, a segment reaches beyond the end, or another picture begins inside it.
 *
 * Bytes between two segments that are no marker are passed over: Dahua's cameras write a COM that is longer than its
 * length says. An APPn or COM whose length is 0 or 1 is empty, as libjpeg has it.
 */
export function* segmentsOf(bytes: Uint8Array): Generator<Segment, void, undefined> {
	let position = SOI_BYTES;
	for (;;) {
		const start = nextMarker(bytes, position);
		const marker = bytes[start + 1];
		if (start === -1 || marker === undefined || marker === SOI) return;
		if (isStandalone(marker)) {
			position = start + MARKER_BYTES;
			continue;
		}
		const segment = marker === EOI ? endOfImage(start) : readSegment(bytes, start, marker);
		if (!segment) return;
		yield segment;
		if (marker === EOI) return;
		position = segment.end;
	}
}

/** The picture alone, from SOI to EOI, in pieces: without APPn, COM, and bytes that belong to no segment. */
export function* pictureParts(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
	yield bytes.subarray(0, SOI_BYTES);
	for (const { marker, start, end } of segmentsOf(bytes)) {
		if (!isMetadata(marker)) yield bytes.subarray(start, end);
	}
}

function endOfImage(start: number): Segment {
	const end = start + MARKER_BYTES;
	return { marker: EOI, start, payloadStart: end, payloadEnd: end, end };
}

function readSegment(bytes: Uint8Array, start: number, marker: number): Segment | undefined {
	const lengthAt = start + MARKER_BYTES;
	const payloadStart = lengthAt + LENGTH_BYTES;
	const length = wordAt(bytes, lengthAt);
	if (length < LENGTH_BYTES && !isMetadata(marker)) return undefined;
	const payloadEnd = Math.max(payloadStart, lengthAt + length);
	if (payloadEnd > bytes.length) return undefined;
	const end = marker === SOS ? endOfData(bytes, payloadEnd) : payloadEnd;
	return { marker, start, payloadStart, payloadEnd, end };
}

/** Entropy-coded data go on to the next marker that is no restart marker. */
function endOfData(bytes: Uint8Array, from: number): number {
	let at = nextMarker(bytes, from);
	while (at !== -1 && isRestart(byteAt(bytes, at + 1))) at = nextMarker(bytes, at + MARKER_BYTES);
	return at === -1 ? bytes.length : at;
}
