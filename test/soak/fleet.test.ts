/**
 * A week of a large fleet, a check a minute, with random troubles: what is reported is true and complete, memory and what
 * is remembered stay flat, and requests and sign-ins keep within their bounds.
 *
 * Ten million looks do not fit into ten minutes over HTTP. So every look of the week goes through the real check, with
 * what is remembered written and read as n8n does it, but with its request replaced; requests and sign-ins are counted in
 * a sample of the checks over HTTP, against the simulator.
 *
 * `npm run test:soak` runs 10,080 checks of 1,000 cameras; `npm test` a small version.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Occurrence } from '../../nodes/Arcules/triggers/fleet/occurrences';
import { type MadeUpFleet as Fleet, MadeUpFleet, planOf } from '../harness/madeUpFleet';
import { simulatedAccount, stopSimulators } from '../harness/simulated';
import { activateTrigger } from '../harness/trigger';
import { watching } from '../harness/watch';
import { randomNumbers, Weather } from './weather';

const IS_SOAK = process.env.SOAK === 'true';
const CAMERAS = IS_SOAK ? 1_000 : 100;
const CHECKS = IS_SOAK ? 7 * 24 * 60 : 800;
const MAX_OUTAGE_MINUTES = IS_SOAK ? 600 : 120;
const CAMERAS_OF_GATEWAY = 20;
const SEED = Number(process.env.SOAK_SEED ?? 20_261_122);
const TIMEOUT_MS = 15 * 60_000;

/** Longer than confirmation, holding back and recovery take, with all that delays them. */
const PATIENCE_MINUTES = 40;
/** That of 2 MB for 10,000 cameras. */
const MAX_BYTES_OF_CAMERA = 200;
const MEASURE_EVERY = Math.floor(CHECKS / 7);
const MAX_GROWTH_BYTES = 12 * 1024 * 1024;
const DAY_MS = 24 * 60 * 60 * 1000;

let fleet: Fleet | undefined;

jest.mock('../../nodes/Arcules/api/thumbnail', () => {
	const real = jest.requireActual<typeof import('../../nodes/Arcules/api/thumbnail')>(
		'../../nodes/Arcules/api/thumbnail',
	);
	const liveThumbnail: typeof real.liveThumbnail = async (connection, id, ...others) =>
		fleet === undefined
			? await real.liveThumbnail(connection, id, ...others)
			: await fleet.picture(id);
	return { ...real, liveThumbnail };
});

afterEach(async () => {
	fleet = undefined;
	await stopSimulators();
});

/** Somebody who has read all events: knows what they say, and that each of them was true. */
class Reader {
	readonly down = new Set<string>();
	count = 0;

	constructor(private readonly weather: Weather) {}

	read(occurrence: Occurrence): void {
		this.count++;
		switch (occurrence.kind) {
			case 'device':
				throw new Error(`${occurrence.event}, though no device ever came or went`);
			case 'camera':
				expect(occurrence.event).toBe('cameraUp');
				return this.readUp(String(occurrence.device.id));
			case 'down': {
				const id = String(occurrence.device.id);
				if (occurrence.event === 'cameraStillDown') return expect(this.down.has(id)).toBe(true);
				expect([id, this.weather.isOutAlone(id, PATIENCE_MINUTES)]).toEqual([id, true]);
				return this.readDown(id);
			}
			case 'outage':
				return this.readOutage(occurrence);
		}
	}

	private readOutage({ event, cameras }: Extract<Occurrence, { kind: 'outage' }>): void {
		if (event === 'cameraStillDown') return;
		const isUp = event === 'gatewayUp' || event === 'fleetUp';
		for (const { device } of cameras) {
			if (isUp) this.readUp(String(device.id));
			else this.readDown(String(device.id));
		}
	}

	private readDown(id: string): void {
		expect([id, this.down.has(id)]).toEqual([id, false]);
		expect([id, this.wasLately(id, true)]).toEqual([id, true]);
		this.down.add(id);
	}

	private readUp(id: string): void {
		expect([id, this.down.has(id)]).toEqual([id, true]);
		expect([id, this.wasLately(id, false)]).toEqual([id, true]);
		this.down.delete(id);
	}

	private wasLately(id: string, isOut: boolean): boolean {
		return (
			this.weather.isOut(id) === isOut || this.weather.minutesSinceChange(id) < PATIENCE_MINUTES
		);
	}

	/** Whoever has been out, or well, for long enough is known to be. */
	expectComplete(minutesSinceRestart: number): void {
		if (minutesSinceRestart < PATIENCE_MINUTES) return;
		for (const id of this.weather.cameras.keys()) {
			if (this.weather.minutesSinceChange(id) < PATIENCE_MINUTES) continue;
			if (this.down.has(id) !== this.weather.isOut(id)) {
				throw new Error(`Camera ${id} is reported wrongly (seed ${SEED})`);
			}
		}
	}
}

setFlagsFromString('--expose_gc');
const collectGarbage: () => void = runInNewContext('gc');

function heapBytes(): number {
	collectGarbage();
	return process.memoryUsage().heapUsed;
}

const camerasOfGateways = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		id: `${String(index).padStart(8, '0')}-269d-4dec-9c68-0a55a156723e`,
		name: `Camera ${index}`,
		type: 'video',
		locationId: 'site',
		gatewayId: `gateway ${Math.floor(index / CAMERAS_OF_GATEWAY)}`,
	}));

test(
	`a week of troubles is reported truly and wholly, and nothing grows (${CHECKS} checks)`,
	async () => {
		const random = randomNumbers(SEED);
		const devices = camerasOfGateways(CAMERAS);
		const watched = new MadeUpFleet(devices);
		fleet = watched;
		const weather = new Weather(devices, random, MAX_OUTAGE_MINUTES);
		const reader = new Reader(weather);
		const plan = planOf({ remindAfterMs: DAY_MS }, { concurrency: 8 });
		await watched.check(plan);
		const bytesAtFirst = String(watched.staticData.fleet).length;
		let saved = watched.staticData;
		let restartedAt = 0;
		let [looks, mostBytes, failed] = [0, 0, 0];
		const heaps: number[] = [];

		for (let check = 1; check <= CHECKS; check++) {
			if (check > CHECKS - MAX_OUTAGE_MINUTES - PATIENCE_MINUTES) weather.strength = 0;
			weather.pass();
			for (const { id } of devices) watched.health.set(id, weather.healthOf(id));
			const maxLooks = random() < 0.1 ? CAMERAS * (0.3 + 0.7 * random()) : Infinity;
			const { occurrences, failure } = await watched.check(plan, Math.ceil(maxLooks));
			occurrences.forEach((occurrence) => reader.read(occurrence));
			if (failure !== undefined) failed++;
			reader.expectComplete(check - restartedAt);

			looks += watched.looks.splice(0).length;
			mostBytes = Math.max(mostBytes, String(watched.staticData.fleet).length);
			if (occurrences.length > 0) saved = { ...watched.staticData };
			// As with the classic timer of n8n: what was remembered since the latest event is lost.
			else if (reader.count > 0 && random() < 0.001) {
				watched.restart();
				watched.staticData = { ...saved };
				restartedAt = check;
			}
			if (check % MEASURE_EVERY === 0) heaps.push(heapBytes());
		}

		expect([...reader.down]).toEqual([]);
		expect(mostBytes / CAMERAS).toBeLessThan(MAX_BYTES_OF_CAMERA);
		expect(String(watched.staticData.fleet).length).toBeLessThan(1.5 * bytesAtFirst);
		const [first = 0, ...later] = heaps;
		expect(Math.max(...later) - first).toBeLessThan(MAX_GROWTH_BYTES);
		process.stdout.write(
			`${looks} looks, ${reader.count} events, ${failed} checks failed with the account, ${mostBytes} bytes at most, heap in MB ${heaps.map((bytes) => Math.round(bytes / 2 ** 20)).join(' ')}\n`,
		);
		expect(reader.count).toBeGreaterThan(CHECKS / 100);
	},
	TIMEOUT_MS,
);

describe('Over HTTP', () => {
	const SAMPLE_CHECKS = IS_SOAK ? 60 : 12;
	const TOKEN_MINUTES = IS_SOAK ? 15 : 4;
	const MINUTE_MS = 60_000;
	/**
	 * Less than the minute by which a token is replaced before its end: here the server's clock alone moves between two
	 * checks, which the node learns with the next answer. In life both clocks move, and it knows the time.
	 */
	const STEP_MS = 50_000;
	const PAGE = 100;

	test(
		`each check costs a request for each page and camera, and signs in only when the token ends (${SAMPLE_CHECKS} checks)`,
		async () => {
			const { simulator, credentials } = await simulatedAccount({
				cameras: camerasOfGateways(CAMERAS),
				pageSize: PAGE,
				tokenLifetimeSeconds: TOKEN_MINUTES * 60,
			});
			const options = { retries: 0, requestsPerMinute: 0, timeout: 20 };
			const trigger = activateTrigger(credentials, watching({ options }), {
				n8n: 'durableCursors',
			});
			const random = randomNumbers(SEED);
			for (let check = 0; check < SAMPLE_CHECKS; check++) {
				simulator.clearFaults();
				// A hiccup each, which is no event.
				const row = Math.floor(random() * CAMERAS);
				if (check % 2 === 0)
					simulator.setFault(String(simulator.devices[row]?.id), { kind: 'offline' });
				expect(await trigger.poll()).toEqual([]);
				simulator.advanceClock(STEP_MS);
			}
			const { devices, thumbnails, logins } = simulator.stats();
			expect(devices).toBe(Math.ceil(CAMERAS / PAGE) * SAMPLE_CHECKS);
			expect(thumbnails).toBe(CAMERAS * SAMPLE_CHECKS);
			// A token is replaced a minute before its end.
			expect(logins).toBeLessThanOrEqual(Math.ceil(SAMPLE_CHECKS / (TOKEN_MINUTES - 1)));
		},
		TIMEOUT_MS,
	);

	test(
		'the pace is kept to, whatever the number of checks',
		async () => {
			const pace = IS_SOAK ? 500 : 60;
			const realMs = IS_SOAK ? 130_000 : 6_000;
			const { simulator, credentials } = await simulatedAccount({
				cameras: camerasOfGateways(2 * pace),
				requestsPerMinute: pace,
			});
			const options = { retries: 0, requestsPerMinute: pace, timeout: 20 };
			const trigger = activateTrigger(credentials, watching({ options }), { budgetMs: realMs / 4 });
			const asked = () => simulator.requests.filter(({ target }) => target !== 'login').length;
			const startMs = Date.now();
			while (Date.now() - startMs < realMs || asked() < pace) {
				expect(await trigger.poll()).toEqual([]);
			}
			const { rateLimited, logins } = simulator.stats();
			expect({ rateLimited, logins }).toEqual({ rateLimited: 0, logins: 1 });
			const minutesBegun = Math.ceil((Date.now() - startMs) / MINUTE_MS);
			expect(asked()).toBeLessThanOrEqual(pace * minutesBegun);
		},
		TIMEOUT_MS,
	);
});
