/**
 * The scans of a progressive JPEG (ITU-T T.81, annex G): each brings some coefficients, or some more bits of them. They are
 * not decoded; but when one of them is missing, or has no data for its blocks, the picture is not whole.
 */
import { byteAt } from './bytes';
import type { Component, Frame } from './frame';
import { canBeWhole, type Scan } from './scan';

const COEFFICIENTS = 64;
/** Stands for the missing bits of a coefficient of which nothing came. */
const NOTHING_CAME = 255;
const PROGRESSIVE = 0xc2;
const PROGRESSIVE_ARITHMETIC = 0xca;
/** A block has at least one bit in a scan of DC coefficients: a code, or the bit itself. */
const MIN_DC_BITS_PER_BLOCK = 1;

export function isProgressive({ process }: Frame): boolean {
	return process === PROGRESSIVE || process === PROGRESSIVE_ARITHMETIC;
}

/** What the scans have brought so far. */
export class Progression {
	/** By component, how many bits are missing of each coefficient. */
	private readonly missingBits: ReadonlyMap<Component, Uint8Array>;

	constructor(private readonly frame: Frame) {
		this.missingBits = new Map(
			frame.components.map((component) => [
				component,
				new Uint8Array(COEFFICIENTS).fill(NOTHING_CAME),
			]),
		);
	}

	/**
	 * Takes one scan.
	 *
	 * @param payload of its SOS
	 * @returns false when it has less data than its blocks need
	 */
	take(scan: Scan, payload: Uint8Array): boolean {
		const at = 1 + 2 * scan.components.length;
		const first = byteAt(payload, at);
		const last = byteAt(payload, at + 1);
		const lowestBit = byteAt(payload, at + 2) & 15;
		for (const { component } of scan.components) {
			this.missingBits.get(component)?.fill(lowestBit, first, last + 1);
		}
		// One code may stand for the AC coefficients of thousands of blocks, and so may a bit of arithmetic coding.
		const isCounted = first === 0 && this.frame.process === PROGRESSIVE;
		return (
			scan.data.length > 0 && (!isCounted || canBeWhole(this.frame, scan, MIN_DC_BITS_PER_BLOCK))
		);
	}

	/** Whether every coefficient of every component came, down to its last bit. */
	get isComplete(): boolean {
		return [...this.missingBits.values()].every((bits) => bits.every((missing) => missing === 0));
	}
}
