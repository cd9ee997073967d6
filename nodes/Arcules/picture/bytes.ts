/**
 * Reads numbers from bytes; what lies beyond the end is zero.
 */

/** One byte. */
export function byteAt(bytes: Uint8Array, at: number): number {
	return bytes[at] ?? 0;
}

/** Two bytes, the higher one first. */
export function wordAt(bytes: Uint8Array, at: number): number {
	return byteAt(bytes, at) * 256 + byteAt(bytes, at + 1);
}
