/**
 * The steps of Huffman tables, against codes that are looked up as texts of bits (ITU-T T.81, annexes C and F.2.2).
 */
import fc from 'fast-check';
import { acTables, dcTables } from '../../../../nodes/Arcules/picture/huffman';
import {
	STANDARD_AC_TABLES,
	STANDARD_DC_TABLES,
} from '../../../../nodes/Arcules/picture/standardTables';

const DC_INDEX_BITS = 9;
const AC_INDEX_BITS = 13;
const LONGEST_CODE = 16;
const BLOCK_PLACES = 64;
/** Stands for all places that are left. */
const TO_THE_END = 128;

interface Step {
	readonly lengthBits: number;
	readonly bits: number;
	/** Of a DC code, the size of its value. */
	readonly places: number;
}

type StepOf = (symbol: number, lengthBits: number) => Step | undefined;

const dcStep: StepOf = (symbol, lengthBits) =>
	symbol > 11 ? undefined : { lengthBits, bits: lengthBits + symbol, places: symbol };

const acStep: StepOf = (symbol, lengthBits) => {
	const [zeros, sizeBits] = [symbol >> 4, symbol & 15];
	if (sizeBits > 0) return { lengthBits, bits: lengthBits + sizeBits, places: zeros + 1 };
	if (symbol === 0x00) return { lengthBits, bits: lengthBits, places: TO_THE_END };
	return symbol === 0xf0 ? { lengthBits, bits: lengthBits, places: 16 } : undefined;
};

/** The steps by their codes, as texts of zeros and ones. */
function stepsByCode(definition: Uint8Array, stepOf: StepOf): Map<string, Step | undefined> {
	const steps = new Map<string, Step | undefined>();
	let code = 0;
	let at = LONGEST_CODE;
	for (let length = 1; length <= LONGEST_CODE; length++, code *= 2) {
		for (let count = definition[length - 1] ?? 0; count > 0; count--, code++) {
			steps.set(code.toString(2).padStart(length, '0'), stepOf(definition[at++] ?? 0, length));
		}
	}
	return steps;
}

function stepAt(steps: ReturnType<typeof stepsByCode>, bits: string): Step | undefined {
	for (let length = 1; length <= bits.length; length++) {
		const code = bits.slice(0, length);
		if (steps.has(code)) return steps.get(code);
	}
	return undefined;
}

const inBits = (value: number, count: number) => value.toString(2).padStart(count, '0');

/** The step over all codes that lie wholly in the bits, as long as they are of one block. */
function joined(steps: ReturnType<typeof stepsByCode>, bits: string): number {
	const first = stepAt(steps, bits);
	if (first === undefined) return 0;
	let { bits: taken, places } = first;
	while (taken < bits.length && places < TO_THE_END) {
		const next = stepAt(steps, bits.slice(taken));
		if (next === undefined || places + (next.places % TO_THE_END) >= BLOCK_PLACES) break;
		taken += next.bits;
		places += next.places;
	}
	return (places << 5) | taken;
}

const acNumber = (step: Step | undefined) => (step ? (step.places << 5) | step.bits : 0);
const dcNumber = (step: Step | undefined) => (step ? (step.bits << 4) | step.places : 0);

/** A table as in a DHT: of codes that fit beside each other, and any symbols. */
const definition = (symbols: fc.Arbitrary<number>) =>
	fc
		.tuple(
			fc.array(fc.integer({ min: 1, max: LONGEST_CODE }), { minLength: 1, maxLength: 60 }),
			fc.array(symbols, { minLength: 60, maxLength: 60 }),
		)
		.map(([lengths, values]) => {
			const counts = Array<number>(LONGEST_CODE).fill(0);
			let room = 1;
			for (const length of lengths) {
				if (room < 2 ** -length) continue;
				room -= 2 ** -length;
				counts[length - 1] = (counts[length - 1] ?? 0) + 1;
			}
			const codes = counts.reduce((sum, count) => sum + count, 0);
			return Uint8Array.from([...counts, ...values.slice(0, codes)]);
		});

function expectAcTable(bytes: Uint8Array): void {
	const steps = stepsByCode(bytes, acStep);
	const table = acTables.get(bytes);
	const expected = Array.from({ length: 1 << AC_INDEX_BITS }, (_, index) =>
		joined(steps, inBits(index, AC_INDEX_BITS)),
	);
	expect([...table.steps]).toEqual(expected);
	const long = Array.from({ length: 1 << 12 }, (_, at) => (at * 16 + (at % 16)) & 0xffff);
	expect(long.map((bits) => table.longStep(bits))).toEqual(
		long.map((bits) => acNumber(stepAt(steps, inBits(bits, LONGEST_CODE)))),
	);
}

function expectDcTable(bytes: Uint8Array): void {
	const steps = stepsByCode(bytes, dcStep);
	const table = dcTables.get(bytes);
	const expected = Array.from({ length: 1 << DC_INDEX_BITS }, (_, index) =>
		dcNumber(stepAt(steps, inBits(index, DC_INDEX_BITS))),
	);
	expect([...table.steps]).toEqual(expected);
	const long = Array.from({ length: 1 << 12 }, (_, at) => (at * 16 + (at % 16)) & 0xffff);
	expect(long.map((bits) => table.longStep(bits))).toEqual(
		long.map((bits) => dcNumber(stepAt(steps, inBits(bits, LONGEST_CODE)))),
	);
}

describe('The steps', () => {
	test.each([0, 1])('of the standard tables %i go over their codes', (slot) => {
		expectAcTable(STANDARD_AC_TABLES[slot] ?? new Uint8Array());
		expectDcTable(STANDARD_DC_TABLES[slot] ?? new Uint8Array());
	});

	test.each([
		['sixteen zeros', 0xf0],
		['one place without a value', 0x01],
		['no symbol that there is', 0x30],
	])('of a table whose one code stands for %s end with the block', (_what, symbol) => {
		expectAcTable(Uint8Array.from([1, ...Array<number>(15).fill(0), symbol]));
	});

	test('of any AC table go over its codes, as many as lie wholly in the index', () => {
		const symbols = fc.oneof(fc.constantFrom(0x00, 0xf0, 0x01, 0x11, 0x30, 0x52), fc.nat(255));
		fc.assert(fc.property(definition(symbols), expectAcTable), { numRuns: 12 });
	});

	test('of any DC table go over one code and its value', () => {
		fc.assert(fc.property(definition(fc.nat(20)), expectDcTable), { numRuns: 12 });
	});
});

describe('The tables that were built last', () => {
	/** One code of one bit, for each symbol another table. */
	const named = (symbol: number) => Uint8Array.from([1, ...Array<number>(15).fill(0), symbol]);

	test('are kept, and the one that was not used for longest is built anew', () => {
		const [first, second] = [dcTables.get(named(100)), dcTables.get(named(101))];
		for (let symbol = 102; symbol < 116; symbol++) dcTables.get(named(symbol));
		expect(dcTables.get(named(100))).toBe(first);
		// The seventeenth takes the place of the second, because the first was used again.
		dcTables.get(named(116));
		expect(dcTables.get(named(100))).toBe(first);
		expect(dcTables.get(named(101))).not.toBe(second);
	});

	test('are told apart by all of their bytes', () => {
		expect(acTables.get(named(1))).not.toBe(acTables.get(named(2)));
		expect(acTables.get(named(1)).steps).not.toEqual(acTables.get(named(2)).steps);
	});
});
