/**
 * Writes the entropy-coded data of a JPEG by the standard Huffman tables (ITU-T T.81, annexes C and F.1.2).
 */
import {
	STANDARD_AC_TABLES,
	STANDARD_DC_TABLES,
} from '../../../../nodes/Arcules/picture/standardTables';

/** The codes of a table by symbol: as many bits as the second number says (T.81, annex C). */
function codesOf(definition: Uint8Array): Map<number, readonly [code: number, bits: number]> {
	const codes = new Map<number, readonly [number, number]>();
	let code = 0;
	let at = 16;
	for (let bits = 1; bits <= 16; bits++) {
		for (let count = definition[bits - 1] ?? 0; count > 0; count--) {
			codes.set(definition[at++] ?? 0, [code++, bits]);
		}
		code *= 2;
	}
	return codes;
}

const DC_CODES = STANDARD_DC_TABLES.map(codesOf);
const AC_CODES = STANDARD_AC_TABLES.map(codesOf);

/** Writes Huffman codes, with the zero bytes that are stuffed behind 0xFF. */
export class CodeWriter {
	private readonly bytes: number[] = [];

	private pending = 0;

	private pendingBits = 0;

	block(coefficients: readonly number[], predictor: number, slot: number): void {
		const [dc = 0, ...ac] = coefficients;
		this.value(DC_CODES[slot], 0, dc - predictor);
		let zeros = 0;
		for (const value of ac) {
			if (value === 0) {
				zeros++;
				continue;
			}
			for (; zeros > 15; zeros -= 16) this.code(AC_CODES[slot], 0xf0);
			this.value(AC_CODES[slot], zeros * 16, value);
			zeros = 0;
		}
		if (zeros > 0) this.code(AC_CODES[slot], 0);
	}

	restart(number: number): void {
		this.fill();
		this.bytes.push(0xff, 0xd0 + number);
	}

	end(): Buffer {
		this.fill();
		return Buffer.from(this.bytes);
	}

	/** The code of a run and a size, and the value in as many bits (T.81, F.1.2.1). */
	private value(codes: ReturnType<typeof codesOf> | undefined, run: number, value: number): void {
		const size = value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1;
		this.code(codes, run + size);
		this.bits(value < 0 ? value + (1 << size) - 1 : value, size);
	}

	private code(codes: ReturnType<typeof codesOf> | undefined, symbol: number): void {
		const [code, bits] = codes?.get(symbol) ?? [];
		if (code === undefined || bits === undefined) throw new Error(`No code for ${symbol}`);
		this.bits(code, bits);
	}

	private bits(value: number, count: number): void {
		for (let bit = count - 1; bit >= 0; bit--) {
			this.pending = this.pending * 2 + ((value >> bit) & 1);
			if (++this.pendingBits < 8) continue;
			this.bytes.push(this.pending);
			if (this.pending === 0xff) this.bytes.push(0);
			this.pending = 0;
			this.pendingBits = 0;
		}
	}

	/** Fills the last byte with ones. */
	private fill(): void {
		if (this.pendingBits > 0) this.bits(0xff >> this.pendingBits, 8 - this.pendingBits);
	}
}
