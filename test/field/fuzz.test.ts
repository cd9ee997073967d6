/**
 * Whole runs against random faults of cameras, list and sign-in: every camera has one item, no picture is false, no secret
 * shows, and the run ends. `FUZZ_RUNS` and `FUZZ_SEED` make it longer, or the same again.
 */
import fc from 'fast-check';
import type { Fault, FaultPlan, SimulatorOptions } from '../../dev/simulator';
import { DEFAULT_ACCOUNT } from '../../dev/simulator';
import { mapConcurrently } from '../../nodes/Arcules/concurrency/mapConcurrently';
import { FUZZ_SEED } from '../harness/fuzzSeed';
import { textOf } from '../harness/secrets';
import { getManyLiveThumbnails, simulatedAccount, stopSimulators } from '../harness/simulated';
import { pictureOf, runNode } from '../harness/workflow';

const RUNS = Number(process.env.FUZZ_RUNS ?? 2_000);
/** What the simulators answered of each camera, list and sign-in, in a run on average; far fewer would test little. */
const MIN_ANSWERS_PER_RUN = 5;

const RUNS_AT_ONCE = 8;
const PICTURE_BYTES = 9_000;

/** Waits and deadlines pass so many times faster, so that a run takes a tenth of a second. */
const HASTE = 10;
const MAX_RUN_MS = 30_000;

jest.setTimeout(RUNS * 1_000);

afterEach(async () => {
	jest.restoreAllMocks();
	await stopSimulators();
});

/** After these, what comes is no picture. */
const BAD: readonly Fault[] = [
	...[400, 401, 403, 404, 409, 418, 429, 498, 500, 503].map(
		(status): Fault => ({ kind: 'status', status, body: { message: 'No' } }),
	),
	{ kind: 'status', status: 204 },
	{ kind: 'status', status: 200, body: 'Device Busy' },
	{ kind: 'status', status: 200, body: '<busy/>', contentType: 'image/jpeg' },
	{ kind: 'status', status: 429, headers: { 'retry-after': '1' } },
	{ kind: 'status', status: 503, headers: { 'retry-after': '0.5' } },
	{ kind: 'html' },
	{ kind: 'json' },
	{ kind: 'jsonAsJpeg' },
	{ kind: 'empty' },
	{ kind: 'halfJpeg' },
	{ kind: 'halfThenEoi' },
	{ kind: 'halfThenWhole' },
	{ kind: 'cutJpeg' },
	{ kind: 'drip', intervalMs: 5 },
	{ kind: 'hang' },
	{ kind: 'endless' },
	{ kind: 'reset' },
	{ kind: 'flood', text: 'eyJ-', bytes: 100_000, status: 500 },
	{ kind: 'redirect', location: 'http://127.0.0.2:9/' },
	{ kind: 'redirect', location: '?again' },
	{ kind: 'echo', secret: 'authorization', status: 401 },
	{ kind: 'echo', secret: 'authorization', status: 200 },
	{ kind: 'echo', secret: 'token', writing: 'base64', status: 500 },
	{ kind: 'gzip', header: true, packed: false },
];

/** What comes with these is a picture all the same. */
const HARMLESS: ReadonlyArray<Fault | null> = [
	null,
	{ kind: 'padded', bytes: 100 },
	{ kind: 'glued' },
	{ kind: 'multipart', parts: 2 },
	{ kind: 'multipart', intervalMs: 20 },
	{ kind: 'gzip', header: false, packed: true },
	{ kind: 'gzip' },
	{ kind: 'stale', seconds: 1_000 },
	{ kind: 'slow', delayMs: 5 },
];

const bad = fc.constantFrom(...BAD);
const harmless = fc.constantFrom(...HARMLESS);

const camera = fc.oneof(
	{ weight: 3, arbitrary: fc.record({ plan: harmless, isGood: fc.constant(true) }) },
	{ weight: 2, arbitrary: fc.record({ plan: bad, isGood: fc.constant(false) }) },
	{
		weight: 1,
		arbitrary: fc.record({
			plan: fc.array(bad, { minLength: 1, maxLength: 5 }),
			isGood: fc.constant(false),
		}),
	},
);

/** In one run of ten, or else nothing is seen of the cameras. */
const rarely = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
	fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

const scenario = fc.record({
	cameras: fc.array(camera, { minLength: 1, maxLength: 6 }),
	list: rarely(bad),
	signIn: rarely(fc.oneof(bad, fc.constant<FaultPlan>([{ kind: 'status', status: 503 }]))),
	expiresAfter: fc.option(fc.nat(8), { freq: 3 }),
	expiredAs: fc.constantFrom<NonNullable<SimulatorOptions['expiredAs']>>(
		401,
		403,
		419,
		'html',
		'json',
	),
	form: fc.constantFrom<'jwt' | 'opaque'>('jwt', 'opaque'),
	concurrency: fc.constantFrom(1, 2, 8),
	retries: fc.constantFrom(0, 1, 3),
	onError: fc.constantFrom('stopWorkflow', 'continueRegularOutput', 'continueErrorOutput' as const),
	pageSize: fc.constantFrom(2, 100),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

/** @returns how many requests the simulator answered */
async function check(asked: Scenario): Promise<number> {
	const { expiredAs, form, pageSize, concurrency, retries, onError } = asked;
	const { simulator, credentials } = await simulatedAccount({
		cameras: asked.cameras.length,
		picture: { bytes: PICTURE_BYTES },
		token: { form },
		expiredAs,
		pageSize,
	});
	asked.cameras.forEach(({ plan }, index) =>
		simulator.setFault(simulator.devices[index]?.id ?? '', plan),
	);
	if (asked.list !== null) simulator.setFault('devices', asked.list);
	if (asked.signIn !== null) simulator.setFault('login', asked.signIn);
	if (asked.expiresAfter !== null) simulator.expireTokens(asked.expiresAfter);

	const startMs = Date.now();
	const { items, failedItems, hints, run, error } = await runNode({
		credentials,
		onError: onError as 'stopWorkflow',
		parameters: getManyLiveThumbnails({
			options: { concurrency, retries, timeout: 20, requestsPerMinute: 0 },
		}),
	});
	const all = [...items, ...failedItems];
	expect(Date.now() - startMs).toBeLessThan(MAX_RUN_MS);
	expect(simulator.stats().logins).toBeLessThanOrEqual(asked.signIn === null ? 2 : 2 + retries);

	const text = `${textOf(run)}${hints.join()}${error?.message}${error?.description}`;
	expect(text).not.toContain(DEFAULT_ACCOUNT.password);
	for (const { token } of simulator.requests) if (token) expect(text).not.toContain(token);

	for (const item of all) {
		if (item.json.pictureStatus !== 'ok') expect(item.binary?.data).toBeUndefined();
		else expect((await pictureOf(item)).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
	}
	const answers = simulator.requests.length;
	await simulator.close();
	const isListed = asked.list === null && asked.signIn === null;
	if (!isListed) {
		expect(all.length > 0 || error !== undefined).toBe(true);
		return answers;
	}
	if (error !== undefined) {
		expect([error.message, asked.cameras.some(({ isGood }) => isGood)]).toEqual([
			error.message,
			false,
		]);
		return answers;
	}
	expect(all.map(({ json }) => json.id).sort()).toEqual(
		simulator.devices.map(({ id }) => id).sort(),
	);
	for (const [index, { isGood }] of asked.cameras.entries()) {
		const item = all.find(({ json }) => json.id === simulator.devices[index]?.id);
		if (isGood) expect(item?.json).toMatchObject({ pictureStatus: 'ok' });
	}
	return answers;
}

test(`${RUNS} runs of random faults keep every promise (FUZZ_SEED=${FUZZ_SEED})`, async () => {
	const { timeout } = AbortSignal;
	jest
		.spyOn(AbortSignal, 'timeout')
		.mockImplementation((delayMs) => timeout.call(AbortSignal, Math.ceil(delayMs / HASTE)));
	const scenarios = fc.sample(scenario, { numRuns: RUNS, seed: FUZZ_SEED });
	let answers = 0;
	await mapConcurrently(scenarios, RUNS_AT_ONCE, async (asked) => {
		const answered = await check(asked).catch((failure: Error) => {
			failure.message = `${JSON.stringify(asked)}\n${failure.message}`;
			throw failure;
		});
		answers += answered;
	});
	expect(answers).toBeGreaterThan(MIN_ANSWERS_PER_RUN * RUNS);
});
