/**
 * What servers and cameras really do, in a real n8n: one odd answer never costs the fleet, a token may end in any way, and
 * no camera is asked in haste or waited for without end.
 */
import { getMany } from '../../dev/n8n/arcules';
import {
	startSimulator,
	type Fault,
	type Simulator,
	type SimulatorOptions,
} from '../../dev/simulator';
import { openForAll } from './driver/lifetime';
import { NEWEST, TestN8n, type LiveWorkflow, type Run } from './driver/testN8n';

const CAMERAS = 12;
const MAX_LOGINS = 2;
const HOUR_MS = 3_600_000;
const MIN_PAUSE_MS = 200;
const MAX_PAUSE_MS = 61_000;

const refusal = (status: number): Fault => ({ kind: 'status', status, body: { message: 'No' } });

describe(`Twelve cameras in n8n ${NEWEST}`, () => {
	const n8n = openForAll(() => TestN8n.start(NEWEST));
	const simulators: Simulator[] = [];

	afterEach(async () => {
		await Promise.all(simulators.splice(0).map(async (simulator) => await simulator.close()));
	});

	async function setUp(
		options: { concurrency?: number; retries?: number } = {},
		simulated: SimulatorOptions = {},
	): Promise<{ simulator: Simulator; workflow: LiveWorkflow }> {
		const picture = { bytes: 20_000 };
		const simulator = await startSimulator({ cameras: CAMERAS, picture, ...simulated });
		simulators.push(simulator);
		const pictures = getMany(await n8n().connect(simulator), { options });
		return { simulator, workflow: await n8n().deploy([pictures]) };
	}

	const itemsOf = (run: Run) => run.items({ name: 'Get Many Live Thumbnails' });
	const reasonsOf = (run: Run) =>
		itemsOf(run).map(({ json }) => json['pictureReason'] ?? json['pictureStatus']);
	const picturesOf = (run: Run) => itemsOf(run).filter(({ binary }) => 'data' in binary).length;

	test.each([
		{ broken: [5], concurrency: 8 },
		{ broken: [5], concurrency: 1 },
		{ broken: [0], concurrency: 8 },
		{ broken: [0], concurrency: 1 },
		{ broken: [0, 5, 11], concurrency: 8 },
		{ broken: [0, 5, 11], concurrency: 1 },
	])('give all other pictures when $broken answer 401, $concurrency at a time', async (row) => {
		const { simulator, workflow } = await setUp({ concurrency: row.concurrency });
		for (const index of row.broken) simulator.setFault(idOf(simulator, index), refusal(401));

		const run = await workflow.run();

		expect(run.execution.status).toBe('success');
		expect(reasonsOf(run)).toEqual(
			simulator.devices.map((_camera, at) => (row.broken.includes(at) ? 'unauthorized' : 'ok')),
		);
		expect(picturesOf(run)).toBe(CAMERAS - row.broken.length);
		expect(simulator.stats().logins).toBeLessThanOrEqual(MAX_LOGINS);
	});

	const ENDS = [401, 403, 400, 419, 498, 'json', 'html', 'loginPage'] as const;

	test.each(ENDS)(
		'give every picture when the token ends as %p, in the middle of a run and between two',
		async (expiredAs) => {
			const { simulator, workflow } = await setUp({}, { expiredAs });

			simulator.expireTokens(CAMERAS / 2);
			expect(picturesOf(await workflow.run())).toBe(CAMERAS);
			expect(simulator.stats().logins).toBe(MAX_LOGINS);

			simulator.resetRecords();
			simulator.expireTokens();
			expect(picturesOf(await workflow.run())).toBe(CAMERAS);
			expect(simulator.stats().logins).toBe(1);
		},
	);

	test('say once that all of them are forbidden, after at most two sign-ins', async () => {
		const { simulator, workflow } = await setUp();
		simulator.setFault('*thumbnail', refusal(403));

		const { execution } = await workflow.run();

		expect(execution.status).toBe('error');
		expect(execution.error?.message).toContain(`the pictures of all ${CAMERAS} cameras`);
		expect(simulator.stats().logins).toBeLessThanOrEqual(MAX_LOGINS);
		// Once with the token that may be over, once with the new one.
		expect(simulator.stats().thumbnails).toBeLessThanOrEqual(2 * CAMERAS);
	});

	/** `Retry-After` in every form it comes in. */
	const asks = () => [
		...['1.5', '0.4', '-3', '0', 'soon'],
		new Date(Date.now() - HOUR_MS).toUTCString(),
		new Date(Date.now() + HOUR_MS).toUTCString(),
	];

	test.each([429, 503])(
		'are asked again neither in haste nor after more than a minute, whatever Retry-After says with %d',
		async (status) => {
			const { simulator, workflow } = await setUp({ retries: 2 });
			for (const [index, asked] of asks().entries()) {
				const headers = { 'retry-after': asked };
				simulator.setFault(idOf(simulator, index), { kind: 'status', status, headers });
			}

			const run = await workflow.run();

			const reason = status === 429 ? 'rateLimited' : 'unavailable';
			expect(reasonsOf(run)).toEqual(
				simulator.devices.map((_camera, at) => (at < asks().length ? reason : 'ok')),
			);
			const pauses = simulator.devices.flatMap(({ id }) => pausesOf(simulator, id));
			expect(pauses.length).toBeGreaterThanOrEqual(asks().length);
			expect(Math.min(...pauses)).toBeGreaterThanOrEqual(MIN_PAUSE_MS);
			expect(Math.max(...pauses)).toBeLessThanOrEqual(MAX_PAUSE_MS);
		},
	);
});

const idOf = ({ devices }: Simulator, index: number): string => String(devices[index]?.id);

/** The times between the requests for this camera. */
function pausesOf({ requests }: Simulator, id: string): number[] {
	const times = requests.filter(({ channelId }) => channelId === id).map(({ at }) => at);
	return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}
