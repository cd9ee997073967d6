/**
 * Comparing with a secret in a time that tells nothing.
 */
import fc from 'fast-check';
import { equalInConstantTime } from '../../../../../nodes/Arcules/triggers/rule/constantTime';
import { linesOf, shippedSources } from '../../../../harness/sources';

const ROUNDS = 200;
const RUNS = 300;

test('two texts are the same when their bytes are, whatever their lengths', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
			const same = Buffer.from(one).equals(Buffer.from(other));
			expect(equalInConstantTime(one, other)).toBe(same);
			expect(equalInConstantTime(one, Buffer.from(one))).toBe(true);
		}),
	);
});

function timeMs(given: string, secret: string): number {
	const start = performance.now();
	for (let round = 0; round < ROUNDS; round++) equalInConstantTime(given, secret);
	return performance.now() - start;
}

test('a comparison takes as long for a wrong first character as for a wrong last one', () => {
	const secret = 'k'.repeat(50);
	const given = [`x${secret.slice(1)}`, `${secret.slice(1)}x`, secret];
	const fastest = given.map(() => Infinity);
	// By turns, and the shortest time of many: what else the machine does only ever adds to it.
	for (let run = 0; run < RUNS; run++) {
		for (const [index, text] of given.entries()) {
			fastest[index] = Math.min(fastest[index] ?? Infinity, timeMs(text, secret));
		}
	}

	expect(Math.max(...fastest) / Math.min(...fastest)).toBeLessThan(1.5);
});

test('what a caller sends is compared with a secret by timingSafeEqual alone', () => {
	const room = 'nodes/Arcules/triggers/rule/';
	const sources = shippedSources().filter((path) => path.startsWith(room));
	expect(sources).toContain(`${room}constantTime.ts`);
	const text = linesOf(`${room}constantTime.ts`).join('\n');
	expect(text).toMatch(/return timingSafeEqual\(sha256\(given\), sha256\(secret\)\);/);
	for (const name of ['apiKey.ts', 'signature.ts']) {
		const code = linesOf(room + name).join('\n');
		expect(code).toContain('equalInConstantTime(');
		// Nothing that belongs to the secret stands beside an operator that stops early.
		expect(code).not.toMatch(
			/(secret|apiKey|expected|mac|given)\b[^\n]*(===|!==|startsWith|includes\()[^\n]*(secret|apiKey|expected|mac)\b/,
		);
	}
});
