// JPEG files of an exact size, made by padding with comment segments.

/** The marker that every JPEG starts with (start of image). */
export const SOI = Buffer.from([0xff, 0xd8]);

const MARKER_PREFIX = 0xff;
const SOS = 0xda;
const COM = 0xfe;
// A segment is its marker (2 bytes) and what its 16-bit length counts: itself and the payload.
const MARKER_BYTES = 2;
const SMALLEST_SEGMENT_BYTES = MARKER_BYTES + 2;
const LARGEST_SEGMENT_BYTES = MARKER_BYTES + 0xffff;
const SPACE = 0x20;

function startOfScan(jpeg: Buffer): number {
	let offset = SOI.length;
	while (jpeg[offset] === MARKER_PREFIX && jpeg[offset + 1] !== SOS) {
		offset += MARKER_BYTES + jpeg.readUInt16BE(offset + MARKER_BYTES);
	}
	if (jpeg[offset] !== MARKER_PREFIX) throw new Error('This JPEG has no scan');
	return offset;
}

function commentSegment(bytes: number): Buffer {
	const segment = Buffer.alloc(bytes, SPACE);
	segment[0] = MARKER_PREFIX;
	segment[1] = COM;
	segment.writeUInt16BE(bytes - MARKER_BYTES, MARKER_BYTES);
	return segment;
}

function comments(bytes: number): Buffer[] {
	const segments: Buffer[] = [];
	let missing = bytes;
	while (missing > 0) {
		let size = Math.min(missing, LARGEST_SEGMENT_BYTES);
		// What is left over must be large enough to be a segment itself.
		if (missing > size && missing - size < SMALLEST_SEGMENT_BYTES) size -= SMALLEST_SEGMENT_BYTES;
		segments.push(commentSegment(size));
		missing -= size;
	}
	return segments;
}

/** Whether comment segments can bring the JPEG to exactly this size. */
export function canPad(jpeg: Buffer, bytes: number): boolean {
	const missing = bytes - jpeg.length;
	return missing === 0 || missing >= SMALLEST_SEGMENT_BYTES;
}

/** The same picture in a file of exactly this size, still valid from its first byte to its last. */
export function padJpeg(jpeg: Buffer, bytes: number): Buffer {
	if (!canPad(jpeg, bytes)) throw new Error(`A JPEG of ${jpeg.length} bytes cannot get ${bytes}`);
	const scan = startOfScan(jpeg);
	return Buffer.concat([
		jpeg.subarray(0, scan),
		...comments(bytes - jpeg.length),
		jpeg.subarray(scan),
	]);
}
