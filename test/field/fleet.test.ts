/**
 * What servers and cameras really do, each kind through n8n's own engine: whom the node blames, what it spends, and that
 * one odd answer never costs a fleet.
 */
import type { INode } from 'n8n-workflow';
import type { Fault, FaultPlan, SimulatorOptions } from '../../dev/simulator';
import {
	getManyLiveThumbnails,
	reasonsOf,
	simulatedAccount,
	stopSimulators,
} from '../harness/simulated';
import { runNode } from '../harness/workflow';

jest.setTimeout(60_000);

afterEach(stopSimulators);

const CAMERAS = 12;

type OnError = NonNullable<INode['onError']>;

const ON_ERROR: readonly OnError[] = [
	'stopWorkflow',
	'continueRegularOutput',
	'continueErrorOutput',
];

/** Runs Get Many over twelve cameras, some of them broken. */
async function runFleet(
	broken: ReadonlyMap<number, FaultPlan>,
	{ concurrency = 8, timeout = 2, retries = 3 } = {},
	onError: OnError = 'stopWorkflow',
	options: SimulatorOptions = {},
) {
	const { simulator, credentials } = await simulatedAccount({ cameras: CAMERAS, ...options });
	for (const [index, plan] of broken) {
		simulator.setFault(simulator.devices[index]?.id ?? '', plan);
	}
	const startMs = Date.now();
	const result = await runNode({
		credentials,
		onError,
		parameters: getManyLiveThumbnails({ options: { concurrency, timeout, retries } }),
	});
	const items = [...result.items, ...result.failedItems];
	const good = items.filter(({ binary }) => binary !== undefined);
	return {
		...result,
		items,
		good,
		stats: simulator.stats(),
		seconds: (Date.now() - startMs) / 1000,
	};
}

const status = (code: number, headers: Record<string, string> = {}): Fault => ({
	kind: 'status',
	status: code,
	body: { message: 'No' },
	headers,
});

const text = (body: string, code = 200): Fault => ({ kind: 'status', status: code, body });

/** One camera that always answers so, the reason it is given, and how often it is asked at most. */
const LASTING: ReadonlyArray<readonly [string, Fault, string, number]> = [
	['401', status(401), 'unauthorized', 2],
	['403', status(403), 'forbidden', 2],
	['404', status(404), 'notFound', 1],
	['429', status(429), 'rateLimited', 4],
	['500', status(500), 'unavailable', 4],
	['an empty 200', { kind: 'empty' }, 'notAnImage', 4],
	['half a JPEG', { kind: 'halfJpeg' }, 'incomplete', 4],
	['half a JPEG and then a whole one', { kind: 'halfThenWhole' }, 'incomplete', 4],
	['202', text('', 202), 'notAnImage', 4],
	['204', text('', 204), 'notAnImage', 4],
	['"Device Busy" as text', text('Device Busy'), 'notAnImage', 4],
	['"Device Busy" as XML', text('<Status><string>Device Busy</string></Status>'), 'notAnImage', 4],
	['JSON with 200', { kind: 'json' }, 'notAnImage', 5],
	['a web page with 200', { kind: 'html' }, 'notAnImage', 5],
	['a redirect elsewhere', { kind: 'redirect', location: 'http://127.0.0.2/' }, 'unavailable', 2],
	['silence', { kind: 'hang' }, 'timeout', 2],
	['a drip', { kind: 'drip', intervalMs: 50 }, 'timeout', 2],
	['a broken connection', { kind: 'reset' }, 'network', 4],
];

/** One after the other, and eight at a time. */
const PLACES = [
	{ place: 'first', index: 0, concurrency: 1 },
	{ place: 'last', index: CAMERAS - 1, concurrency: 8 },
	{ place: 'first', index: 0, concurrency: 8 },
];

describe.each(LASTING)('One camera that answers %s', (_name, fault, reason, maxRequests) => {
	test.each(PLACES)(
		`is ${reason}, and costs no other camera: the $place, $concurrency at a time`,
		async ({ index, concurrency }) => {
			const run = await runFleet(new Map([[index, fault]]), { concurrency });

			expect(run.error).toBeUndefined();
			expect(run.good).toHaveLength(CAMERAS - 1);
			expect(reasonsOf(run.items)).toEqual(
				Array.from({ length: CAMERAS }, (_, at) => (at === index ? reason : 'ok')),
			);
			expect(run.stats.thumbnails).toBeLessThanOrEqual(CAMERAS - 1 + maxRequests);
			expect(run.stats.logins).toBeLessThanOrEqual(2);
			expect(run.seconds).toBeLessThan(12);
		},
	);
});

test.each(ON_ERROR)('three cameras that answer 401 cost no other, under %s', async (onError) => {
	const broken = new Map([0, 5, 11].map((index) => [index, status(401)]));
	const run = await runFleet(broken, {}, onError);
	expect(run.good).toHaveLength(9);
	expect(run.items).toHaveLength(CAMERAS);
	expect(run.failedItems).toHaveLength(onError === 'continueErrorOutput' ? 3 : 0);
	expect(run.stats.logins).toBeLessThanOrEqual(2);
});

test('a camera alone that answers 401 is not the account: the list decides', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 1 });
	simulator.setFault(simulator.devices[0]?.id ?? '', status(401));
	const { error } = await runNode({
		credentials,
		parameters: {
			resource: 'thumbnail',
			operation: 'getLive',
			channelId: { __rl: true, mode: 'id', value: simulator.devices[0]?.id ?? '' },
			binaryPropertyName: 'data',
			options: {},
		},
	});
	expect(error?.message).toContain('refuses this camera, although the account has signed in');
	expect(simulator.stats()).toMatchObject({ devices: 1, thumbnails: 1, logins: 1 });
});

test('an account that is refused everywhere is told once, after one sign-in', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: CAMERAS });
	simulator.setFault('*', status(401));
	const { error } = await runNode({ credentials, parameters: getManyLiveThumbnails() });
	expect(error?.message).toContain('Arcules refused the account, although it had just signed in');
	expect(simulator.stats()).toMatchObject({ devices: 1, thumbnails: 0, logins: 1 });
});

test('a fleet that is forbidden whole is told once', async () => {
	const everyone = new Map(Array.from({ length: CAMERAS }, (_, index) => [index, status(403)]));
	const run = await runFleet(everyone);
	expect(run.error?.message).toContain(`the pictures of all ${CAMERAS} cameras`);
	expect(run.stats.logins).toBeLessThanOrEqual(2);
});

/** Answers that are no picture yet, and what comes after two of them. */
const PASSING: ReadonlyArray<readonly [string, Fault]> = LASTING.flatMap(([name, fault, , max]) =>
	max < 4 || name.startsWith('429') ? [] : [[name, fault]],
);

test.each(PASSING)(
	'a camera that answers %s twice and then a picture has it',
	async (_n, fault) => {
		const run = await runFleet(new Map([[4, [fault, fault, null]]]));
		expect(run.good).toHaveLength(CAMERAS);
	},
);

const WHOLE: ReadonlyArray<readonly [string, Fault]> = [
	['multipart without end', { kind: 'multipart', intervalMs: 100 }],
	['multipart of two parts', { kind: 'multipart', parts: 2 }],
	['gzip bytes without a label', { kind: 'gzip', header: false, packed: true }],
	['gzip, labelled', { kind: 'gzip', header: true, packed: true }],
	['zeros behind the end', { kind: 'padded', bytes: 5_000 }],
	['a redirect within the server', { kind: 'redirect', location: '?again' }],
];

test.each(WHOLE)(
	'a picture as %s is a picture, at the first time of asking',
	async (_name, fault) => {
		const run = await runFleet(new Map([[4, [fault, null]]]));
		expect(run.good).toHaveLength(CAMERAS);
		expect(run.stats.thumbnails).toBeLessThanOrEqual(CAMERAS + 1);
	},
);

test('a picture that is wrongly labelled as compressed is reported, because n8n loses its bytes', async () => {
	const fault: Fault = { kind: 'gzip', header: true, packed: false };
	const run = await runFleet(new Map([[4, fault]]));
	expect(reasonsOf(run.items)[4]).toBe('notAnImage');
	expect(run.good).toHaveLength(CAMERAS - 1);
});

test('when everything hangs, the rest of the run gets one try each', async () => {
	const everyone = new Map(
		Array.from({ length: CAMERAS }, (_, i) => [i, { kind: 'hang' } as const]),
	);
	const run = await runFleet(everyone);
	expect(new Set(reasonsOf(run.items))).toEqual(new Set(['timeout']));
	expect(run.seconds).toBeLessThan(15);
	expect(run.stats.thumbnails).toBeLessThanOrEqual(CAMERAS + 3);
});

test('when everything answers 429 for an hour, the rest is reported after a minute without being asked', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 30 });
	simulator.setFault('*thumbnail', status(429, { 'retry-after': '3600' }));
	const startMs = Date.now();
	const { items } = await runNode({ credentials, parameters: getManyLiveThumbnails() });

	expect(Date.now() - startMs).toBeLessThan(90_000);
	expect(reasonsOf(items)).toEqual(Array(30).fill('rateLimited'));
	expect(items.at(-1)?.json.pictureDetails).toMatchObject({ attempts: 0, retryAfterSeconds: 3600 });
	expect(simulator.stats().thumbnails).toBeLessThan(30);
}, 120_000);
