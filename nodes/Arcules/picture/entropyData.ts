/**
 * Reads the entropy-coded data of a scan: without the zero bytes that are stuffed behind 0xFF, and up to a restart marker
 * or the end (ITU-T T.81, F.1.2.3 and B.1.1.5).
 *
 * The bytes are copied piece by piece into one buffer of fixed size, so that the loop over the codes can load 32 bits from
 * any position without looking at each byte.
 */
import { byteAt } from './bytes';
import { isRestart } from './markers';

const PIECE_BYTES = 1 << 15;
// More than ten blocks can take: 64 codes of 16 bits, each with a value of 15.
const MAX_MCU_BYTES = 2560;
const buffer = new Uint8Array(PIECE_BYTES + MAX_MCU_BYTES + 8);
const view = new DataView(buffer.buffer);

/** The data of one scan. One at a time is read: all share a buffer. */
export class EntropyData {
	/** The bytes of the piece that is being read. */
	readonly view = view;

	/** Up to which bit of the view an MCU may begin before `more` must be asked. */
	limitBits = 0;

	private endBits = 0;

	private readonly source: DataView;

	/** The offset of the next byte that was not copied yet. */
	private next = 0;

	private isAtMarker = false;

	constructor(private readonly data: Uint8Array) {
		this.source = new DataView(data.buffer, data.byteOffset, data.byteLength);
		this.copy(0);
	}

	/**
	 * Loads what follows, when the position has reached the limit.
	 * @returns the same position in the new piece, or -1 when the data have ended
	 */
	more(positionBits: number): number {
		if (this.isAtMarker || positionBits > this.endBits) return -1;
		const from = positionBits >>> 3;
		const end = this.endBits >>> 3;
		buffer.copyWithin(0, from, end);
		this.copy(end - from);
		return positionBits & 7;
	}

	/** Whether the position is within the data: a code that reaches beyond their end is none. */
	isWithin(positionBits: number): boolean {
		return positionBits <= this.endBits;
	}

	/** Goes on behind the next restart marker, whatever stands before it; false when there is none. */
	restart(): boolean {
		const { data } = this;
		let at = data.indexOf(0xff, this.next);
		while (at !== -1 && !isRestart(byteAt(data, at + 1))) at = data.indexOf(0xff, at + 1);
		if (at === -1) return false;
		this.next = at + 2;
		this.copy(0);
		return true;
	}

	/** Copies what comes next, behind the bytes that the buffer keeps. */
	private copy(keptBytes: number): void {
		let to = keptBytes;
		this.isAtMarker = false;
		while (!this.isAtMarker && to < PIECE_BYTES) {
			to = this.copyPlain(to);
			if (to < PIECE_BYTES) to = this.copySpecial(to);
		}
		this.endBits = to * 8;
		this.limitBits = this.isAtMarker ? this.endBits : (to - MAX_MCU_BYTES) * 8;
	}

	/** Copies up to the next four bytes that have an 0xFF among them. */
	private copyPlain(from: number): number {
		const { source } = this;
		const last = Math.min(source.byteLength - 4, this.next + PIECE_BYTES - from - 4);
		let at = this.next;
		let to = from;
		while (at <= last) {
			const four = source.getInt32(at);
			// The high bit of a byte is set in this if the byte is 0xFF.
			if (((~four - 0x01010101) & four & 0x80808080) !== 0) break;
			view.setInt32(to, four);
			at += 4;
			to += 4;
		}
		this.next = at;
		return to;
	}

	/** Copies one byte, or finds that a marker stands there. */
	private copySpecial(to: number): number {
		const { data } = this;
		const byte = data[this.next];
		const following = data[this.next + 1];
		if (byte === 0xff && following === 0xff) {
			this.next += 1;
			return to;
		}
		if (byte === undefined || (byte === 0xff && following !== 0)) {
			this.isAtMarker = true;
			return to;
		}
		buffer[to] = byte;
		this.next += byte === 0xff ? 2 : 1;
		return to + 1;
	}
}
