/**
 * Arcules Trigger under n8n's durable scheduler, which abandons a poll that takes too long, with a fleet whose sweep takes
 * several times that. The watches with and without durable cursors run side by side, each in an n8n of its own.
 */
import { startSimulator } from '../../dev/simulator';
import { openForAll } from './driver/lifetime';
import { NEWEST, TestN8n } from './driver/testN8n';
import {
	DURABLE_CURSORS,
	DURABLE_SCHEDULER,
	everySeconds,
	Watch,
	WATCH_DEADLINE_MS,
	watchingWorkflow,
} from './driver/watch';

const MODES = { without: {}, with: DURABLE_CURSORS } as const;
type Mode = keyof typeof MODES;

/** A sweep takes 20 seconds, of which n8n gives three to each poll. */
const FLEET = { cameras: 80, latencyMs: 500, picture: { bytes: 20_000 } } as const;
const CONCURRENCY = 2;
const SWEEP_MS = (FLEET.cameras / CONCURRENCY) * FLEET.latencyMs;
const BUDGET_MS = 3_000;
const TIMEOUT_MS = 10 * 60_000;

/** What happened from the start of the watch to its end. */
interface Story {
	readonly expected: readonly string[];
	readonly events: readonly string[];
	readonly tookMs: number;
	readonly eventsAfterRestart: readonly string[];
	/** Checks that were begun until every camera was seen once. */
	readonly checksOfSweep: number;
	readonly log: string;
}

async function liveThrough(n8n: TestN8n): Promise<Story> {
	const simulator = await startSimulator(FLEET);
	try {
		const options = { retries: 0, requestsPerMinute: 0, concurrency: CONCURRENCY };
		const parameters = { events: ['cameraDown', 'cameraUp'], pollTimes: everySeconds(4), options };
		const workflow = watchingWorkflow(await n8n.connect(simulator), parameters);
		const watch = await Watch.begin(n8n, simulator, workflow);
		await watch.sweeps(1);
		const checksOfSweep = simulator.stats().devices;

		const dark = [simulator.devices[0], simulator.devices.at(-1)];
		for (const camera of dark) simulator.setOffline(String(camera?.id), true);
		const startMs = Date.now();
		const events = await watch.eventsOnceThereAre(dark.length);
		const tookMs = Date.now() - startMs;

		await n8n.restart();
		await watch.sweeps(2);
		return {
			expected: dark.map((camera) => `cameraDown ${camera?.name}`).sort(),
			events,
			tookMs,
			eventsAfterRestart: (await watch.events()).sort(),
			checksOfSweep,
			log: n8n.log(),
		};
	} finally {
		await simulator.close();
	}
}

describe(`The durable scheduler of n8n ${NEWEST}`, () => {
	const settings = (mode: Mode) => ({
		...DURABLE_SCHEDULER,
		...MODES[mode],
		N8N_LOG_LEVEL: 'debug',
		N8N_LOG_SCOPES: 'scheduler',
	});
	const n8ns = {
		without: openForAll(() => TestN8n.start(NEWEST, settings('without'))),
		with: openForAll(() => TestN8n.start(NEWEST, settings('with'))),
	};
	const stories = new Map<Mode, Story>();

	beforeAll(async () => {
		const modes = ['without', 'with'] as const;
		const told = modes.map(async (mode) => stories.set(mode, await liveThrough(n8ns[mode]())));
		await Promise.all(told);
	}, TIMEOUT_MS);

	test.each<Mode>(['without', 'with'])(
		'tells once of the first and of the last camera in time, also after a restart, and abandons no poll: %s durable cursors',
		(mode) => {
			const story = stories.get(mode);

			expect(story?.events).toEqual(story?.expected);
			expect(story?.tookMs).toBeLessThan(WATCH_DEADLINE_MS);
			expect(story?.eventsAfterRestart).toEqual(story?.expected);
			expect(story?.checksOfSweep).toBeGreaterThanOrEqual(SWEEP_MS / BUDGET_MS);
			expect(story?.log).toContain('Poll returned no new data');
			expect(story?.log).not.toMatch(/abandoned/i);
		},
	);
});
