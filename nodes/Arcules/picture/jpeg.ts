/**
 * Looks whether bytes are one whole JPEG, by walking its markers (ITU-T T.81, annex B).
 */

/** What the bytes are. */
export type JpegCheck =
	| { readonly kind: 'jpeg'; readonly width: number; readonly height: number }
	/** Starts with SOI, but has no frame header with a size, or no EOI after its last scan. */
	| { readonly kind: 'incomplete' }
	| { readonly kind: 'notAJpeg' };

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const DNL = 0xdc;
const TEM = 0x01;
const RST0 = 0xd0;
const RST7 = 0xd7;

const INCOMPLETE: JpegCheck = { kind: 'incomplete' };

/** Checks the bytes; what follows the EOI is padding, which cameras add, and is tolerated. */
export function checkJpeg(bytes: Buffer): JpegCheck {
	if (bytes[0] !== 0xff || bytes[1] !== SOI || bytes[2] !== 0xff) return { kind: 'notAJpeg' };
	let width = 0;
	let height = 0;
	let hasScan = false;
	let position = 2;
	for (;;) {
		const markerAt = nextMarker(bytes, position);
		if (markerAt === -1) return INCOMPLETE;
		const marker = bytes[markerAt + 1] ?? 0;
		position = markerAt + 2;
		if (marker === EOI) {
			return hasScan && width > 0 && height > 0 ? { kind: 'jpeg', width, height } : INCOMPLETE;
		}
		if (isStandalone(marker)) continue;
		if (position + 2 > bytes.length) return INCOMPLETE;
		const segmentBytes = bytes.readUInt16BE(position);
		if (segmentBytes < 2 || position + segmentBytes > bytes.length) return INCOMPLETE;
		if (isFrameHeader(marker)) {
			if (segmentBytes < 8) return INCOMPLETE;
			height = bytes.readUInt16BE(position + 3);
			width = bytes.readUInt16BE(position + 5);
		} else if (marker === DNL && segmentBytes >= 4) {
			// A height of 0 in the frame header means that it follows the first scan.
			height ||= bytes.readUInt16BE(position + 2);
		} else if (marker === SOS) {
			hasScan = true;
		}
		position += segmentBytes;
	}
}

/** The offset of the next marker: 0xFF followed by neither 0x00, which is data, nor another 0xFF, which is filling. */
function nextMarker(bytes: Buffer, from: number): number {
	let at = bytes.indexOf(0xff, from);
	while (at !== -1 && at + 1 < bytes.length) {
		const code = bytes[at + 1];
		if (code !== 0x00 && code !== 0xff) return at;
		at = bytes.indexOf(0xff, at + 1);
	}
	return -1;
}

function isStandalone(marker: number): boolean {
	return marker === TEM || (marker >= RST0 && marker <= RST7);
}

/** SOF0 to SOF15, without DHT (C4), JPG (C8) and DAC (CC), which lie among them. */
function isFrameHeader(marker: number): boolean {
	return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
