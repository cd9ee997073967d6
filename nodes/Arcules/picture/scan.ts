/**
 * The scans of a JPEG, and the tables they are decoded with (ITU-T T.81, B.2.3 and B.2.4).
 */
import { byteAt, wordAt } from './bytes';
import { blocksPerMcu, mcuGrid, type Component, type Frame } from './frame';
import { DHT, DQT, DRI } from './markers';

/** A component in a scan, with what it is decoded with. */
export interface ScanComponent {
	readonly component: Component;
	/** Code counts and symbols as in the DHT; absent where the file has none, which means the standard table. */
	readonly dcTable: Uint8Array | undefined;
	readonly acTable: Uint8Array | undefined;
	/** The slots the tables were taken from. */
	readonly dcSlot: number;
	readonly acSlot: number;
	/** By how much a step of a DC coefficient is multiplied; absent when the file has no such table. */
	readonly dcStep: number | undefined;
}

/** One scan. */
export interface Scan {
	readonly components: readonly ScanComponent[];
	/** MCUs from one restart marker to the next; 0 when there are none. */
	readonly restartInterval: number;
	/** The entropy-coded data, restart markers included. */
	readonly data: Uint8Array;
}

const SLOTS = 4;
const CODE_LENGTHS = 16;
const QUANTIZERS = 64;
const MAX_COMPONENTS = 4;
const MAX_BLOCKS_PER_MCU = 10;
// A block has at least one code for its DC and one for its AC coefficients, of at least one bit each.
const MIN_BITS_PER_BLOCK = 2;

/** The tables that are in force where the walk stands: a later one takes the place of an earlier one. */
export class DecoderTables {
	private readonly dc: Array<Uint8Array | undefined> = [];

	private readonly ac: Array<Uint8Array | undefined> = [];

	private readonly dcSteps: Array<number | undefined> = [];

	private restartInterval = 0;

	/** Takes what a DHT, DQT or DRI defines; false when a table has more codes than its segment has room for. */
	take(marker: number, payload: Uint8Array): boolean {
		if (marker === DQT) this.takeQuantizers(payload);
		if (marker === DRI) this.restartInterval = wordAt(payload, 0);
		return marker !== DHT || this.takeHuffmanTables(payload);
	}

	/** Reads the header of a scan; nothing when it does not fit to the frame. */
	readScan(frame: Frame, payload: Uint8Array, data: Uint8Array): Scan | undefined {
		const count = byteAt(payload, 0);
		if (count === 0 || count > MAX_COMPONENTS || payload.length < 1 + 2 * count) return undefined;
		const components: ScanComponent[] = [];
		for (let index = 0; index < count; index++) {
			const id = byteAt(payload, 1 + 2 * index);
			const slots = byteAt(payload, 2 + 2 * index);
			// Files exist in which all components have the same id; they are meant in their order.
			const component = frame.components.find(
				(candidate) =>
					candidate.id === id && !components.some((taken) => taken.component === candidate),
			);
			if (!component) return undefined;
			components.push(this.withTables(component, slots >> 4, slots & 15));
		}
		return { components, restartInterval: this.restartInterval, data };
	}

	private withTables(component: Component, dcSlot: number, acSlot: number): ScanComponent {
		return {
			component,
			dcTable: this.dc[dcSlot],
			acTable: this.ac[acSlot],
			dcSlot,
			acSlot,
			dcStep: this.dcSteps[component.quantizer],
		};
	}

	private takeHuffmanTables(payload: Uint8Array): boolean {
		let at = 0;
		while (at + 1 + CODE_LENGTHS <= payload.length) {
			const slot = byteAt(payload, at);
			const symbols = payload
				.subarray(at + 1, at + 1 + CODE_LENGTHS)
				.reduce((sum, count) => sum + count, 0);
			const end = at + 1 + CODE_LENGTHS + symbols;
			if (end > payload.length) return false;
			const tables = slot >> 4 === 0 ? this.dc : this.ac;
			if ((slot & 15) < SLOTS) tables[slot & 15] = payload.subarray(at + 1, end);
			at = end;
		}
		return true;
	}

	private takeQuantizers(payload: Uint8Array): void {
		let at = 0;
		while (at < payload.length) {
			const slot = byteAt(payload, at);
			const isWide = slot >> 4 > 0;
			const end = at + 1 + QUANTIZERS * (isWide ? 2 : 1);
			if (end > payload.length) return;
			const dcStep = isWide ? wordAt(payload, at + 1) : byteAt(payload, at + 1);
			if ((slot & 15) < SLOTS) this.dcSteps[slot & 15] = dcStep;
			at = end;
		}
	}
}

/** Whether the scan has data enough for the least that its blocks can be coded with. */
export function canBeWhole(
	frame: Frame,
	scan: Scan,
	minBitsPerBlock = MIN_BITS_PER_BLOCK,
): boolean {
	const components = scan.components.map(({ component }) => component);
	const blocks = blocksPerMcu(components);
	if (blocks > MAX_BLOCKS_PER_MCU) return false;
	const { columns, rows } = mcuGrid(frame, components);
	return scan.data.length * 8 >= columns * rows * blocks * minBitsPerBlock;
}
