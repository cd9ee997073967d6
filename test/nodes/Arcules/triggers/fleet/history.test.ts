/**
 * Made-up histories: whatever happens to the fleet, the list, the time of the checks and n8n's memory, the events that
 * arrive are true, come once, and leave nothing out.
 */
import fc from 'fast-check';
import type { Device } from '../../../../../nodes/Arcules/api/devices';
import { isDoubtful } from '../../../../../nodes/Arcules/triggers/fleet/compare';
import type { Occurrence } from '../../../../../nodes/Arcules/triggers/fleet/occurrences';
import type { FleetState } from '../../../../../nodes/Arcules/triggers/fleet/state';
import { camerasOf, type Health, MadeUpFleet, planOf } from '../../../../harness/madeUpFleet';

let fleet: MadeUpFleet;

jest.mock('../../../../../nodes/Arcules/api/thumbnail', () => ({
	liveThumbnail: async (_connection: unknown, cameraId: string) => await fleet.picture(cameraId),
}));

const IDS = ['a1', 'a2', 'a3', 'b1', 'b2', 'c1', 'd1'];

/** How n8n keeps what is remembered, and what it does with what a poll gives. */
const N8N = ['classic', 'durable', 'durableCursors'] as const;

const health = fc.constantFrom<Health>(
	...(['ok', 'ok', 'ok', 'ok', 'unavailable', 'unavailable', 'timeout', 'notAnImage'] as const),
	...(['forbidden', 'unauthorized', 'rateLimited', 'network'] as const),
);

/** What happens before a check. */
const happening = fc.oneof(
	{ weight: 6, arbitrary: fc.constant({ kind: 'nothing' } as const) },
	{
		weight: 6,
		arbitrary: fc.record({
			kind: fc.constant('cameras' as const),
			ids: fc.subarray(IDS, { minLength: 1 }),
			health,
		}),
	},
	{
		weight: 4,
		arbitrary: fc.record({
			kind: fc.constant('gateway' as const),
			gateway: fc.constantFrom('a', 'b', ''),
			health,
		}),
	},
	{ weight: 1, arbitrary: fc.constant({ kind: 'restart' } as const) },
);

/** How the check goes. */
const circumstances = fc.record({
	happening,
	maxLooks: fc.oneof(
		{ weight: 2, arbitrary: fc.constant(Infinity) },
		{ weight: 1, arbitrary: fc.integer({ min: 0, max: IDS.length }) },
	),
	list: fc.oneof(
		{ weight: 8, arbitrary: fc.constant('whole' as const) },
		{
			weight: 1,
			arbitrary: fc.constantFrom('partial' as const, 'empty' as const, 'half' as const),
		},
	),
	/** Whether n8n throws away what the poll gives, because the workflow was published anew meanwhile. */
	isThrownAway: fc.oneof(
		{ weight: 12, arbitrary: fc.constant(false) },
		{ weight: 1, arbitrary: fc.constant(true) },
	),
});

const history = fc.record({
	n8n: fc.constantFrom(...N8N),
	confirmAfter: fc.integer({ min: 1, max: 3 }),
	recoverAfter: fc.integer({ min: 1, max: 3 }),
	gateway: fc.boolean(),
	fleet: fc.boolean(),
	reportCurrentProblems: fc.boolean(),
	remindAfterMinutes: fc.constantFrom(3, 10, Infinity),
	concurrency: fc.integer({ min: 1, max: 3 }),
	quietLooks: fc.constantFrom(2, 3, Infinity),
	checks: fc.array(circumstances, { minLength: 5, maxLength: 60 }),
});

type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

/** What somebody knows who has read all events, and nothing else. */
class Reader {
	/** Cameras that are down, and the outage that they belong to, if any. */
	readonly down = new Map<string, string>();

	read(occurrence: Occurrence): void {
		switch (occurrence.kind) {
			case 'down':
				return this.readCamera(occurrence.event, String(occurrence.device.id));
			case 'outage':
				return this.readOutage(occurrence);
			case 'camera': {
				expect(occurrence.event).toBe('cameraUp');
				this.down.delete(String(occurrence.device.id));
				return;
			}
			case 'device':
				throw new Error(`${occurrence.event}, though no device ever came or went`);
		}
	}

	private readCamera(event: 'cameraDown' | 'cameraStillDown', id: string): void {
		expect(this.down.get(id)).toBe(event === 'cameraDown' ? undefined : 'alone');
		this.down.set(id, 'alone');
	}

	private readOutage({
		event,
		outage,
		cameras,
		stillDown,
	}: Extract<Occurrence, { kind: 'outage' }>): void {
		const key = `${outage.level} ${outage.gatewayId} ${outage.sinceMs}`;
		const isBeginning = event === 'gatewayDown' || event === 'fleetDown';
		const ids = cameras.map(({ device }) => String(device.id));
		const rest = stillDown.map(({ device }) => String(device.id));
		expect(ids.length).toBeGreaterThan(isBeginning ? 1 : 0);
		for (const id of [...ids, ...rest])
			expect(this.down.get(id)).toBe(isBeginning ? undefined : key);
		const isEnd = event === 'gatewayUp' || event === 'fleetUp';
		for (const id of ids) {
			if (isEnd) this.down.delete(id);
			else this.down.set(id, key);
		}
		for (const id of rest) this.down.set(id, 'alone');
	}
}

/** Those whose outage was reported and is not over, by the memory of the watch. */
function reportedDown(state: FleetState): string[] {
	const alone = [...state.devices].flatMap(([id, { camera }]) =>
		camera?.health.report === 'camera' ? [id] : [],
	);
	return [...alone, ...state.outages.flatMap(({ cameraIds }) => cameraIds)];
}

const UNEVENTFUL: History['checks'][number] = {
	happening: { kind: 'nothing' },
	maxLooks: Infinity,
	list: 'whole',
	isThrownAway: false,
};

class Run {
	readonly reader = new Reader();

	private readonly plan: ReturnType<typeof planOf>;

	constructor(private readonly told: History) {
		fleet = new MadeUpFleet(camerasOf(...IDS));
		const { confirmAfter, recoverAfter, reportCurrentProblems, concurrency } = told;
		this.plan = planOf(
			{
				confirmAfter,
				recoverAfter,
				reportCurrentProblems,
				groups: { gateway: told.gateway, fleet: told.fleet },
				remindAfterMs: told.remindAfterMinutes * 60_000,
			},
			{ concurrency },
		);
	}

	async check({ happening: happened, maxLooks, list, isThrownAway }: History['checks'][number]) {
		this.let(happened);
		const memory = fleet.memory;
		const before = { ...fleet.staticData };
		const looksBefore = fleet.looks.length;
		const { state, occurrences, failure } = await fleet.checkOnly(
			this.plan,
			maxLooks,
			this.listing(list),
		);
		expect(fleet.looks.length - looksBefore).toBeLessThanOrEqual(maxLooks);
		if (failure !== undefined) {
			const looks = fleet.looks.slice(looksBefore).map(({ health: seen }) => seen);
			expect(looks.every((seen) => seen !== 'ok' && isDoubtful(seen))).toBe(true);
			if (state !== undefined) memory.keepInProcess(state);
			return;
		}
		if (state === undefined) return;
		for (const occurrence of occurrences) this.expectTruth(occurrence);
		memory.save(state, occurrences.length > 0);
		if (occurrences.length > 0 && isThrownAway) {
			fleet.staticData = before;
			// The watch goes on from the check before, as if these looks had not been made.
			fleet.looks.length = looksBefore;
			this.isListOdd = true;
			return;
		}
		for (const occurrence of occurrences) this.reader.read(occurrence);
		if (occurrences.length === 0) this.forget(before);
		else this.saved = { ...fleet.staticData };
		expect([...this.reader.down.keys()].sort()).toEqual(reportedDown(state).sort());
	}

	/** Nothing changes any more, until all that is to be known is known. */
	async quietDown(maxLooks: number): Promise<void> {
		// Somebody must be well, or it is the account that fails.
		fleet.health.set('d1', 'ok');
		for (let check = 0; check < 70; check++) {
			await this.check({ ...UNEVENTFUL, maxLooks });
		}
		const silent = [...(fleet.memory.recall()?.devices ?? [])].flatMap(([id, { camera }]) =>
			camera?.health.report === 'silent' ? [id] : [],
		);
		const down = IDS.filter((id) => (fleet.health.get(id) ?? 'ok') !== 'ok');
		expect([...this.reader.down.keys(), ...silent].sort()).toEqual(down);
		if (this.told.reportCurrentProblems) expect(silent).toEqual([]);
	}

	/** Whether the latest list that the watch remembers may have been an odd one. */
	private isListOdd = false;

	/** What n8n has in its database. */
	private saved: typeof fleet.staticData = {};

	/** Static data after a poll that gave nothing. */
	private forget(before: typeof fleet.staticData): void {
		if (this.told.n8n === 'durable') fleet.staticData = before;
		if (this.told.n8n === 'durableCursors') this.saved = { ...fleet.staticData };
	}

	private let(happened: History['checks'][number]['happening']): void {
		switch (happened.kind) {
			case 'nothing':
				return;
			case 'cameras':
				for (const id of happened.ids) fleet.health.set(id, happened.health);
				return;
			case 'gateway':
				for (const id of IDS) {
					if (id.startsWith(happened.gateway)) fleet.health.set(id, happened.health);
				}
				return;
			case 'restart':
				fleet.restart();
				fleet.staticData = { ...this.saved };
				this.isListOdd = true;
		}
	}

	private listing(list: History['checks'][number]['list']) {
		const whole = fleet.devices;
		const devices: Record<typeof list, readonly Device[]> = {
			whole,
			partial: [],
			empty: [],
			half: whole.slice(0, 3),
		};
		const isFirst = fleet.memory.recall() === undefined;
		if (list === 'partial' && !isFirst) return { kind: 'partial', partial: undefined } as const;
		// The first list is a right one: what was never listed cannot be known. And two odd ones in a row would be right.
		this.isListOdd = !isFirst && !this.isListOdd && list !== 'whole';
		return { kind: 'whole', devices: this.isListOdd ? devices[list] : whole } as const;
	}

	/** Who is reported as down has given no picture, often enough and lately; who is reported as up has. */
	private expectTruth(occurrence: Occurrence): void {
		if (occurrence.kind === 'device') return;
		const { event } = occurrence;
		const isUp = event === 'cameraUp' || event === 'gatewayUp' || event === 'fleetUp';
		const cameras = occurrence.kind === 'outage' ? occurrence.cameras : [occurrence];
		const looks = cameras.map(({ device }) => this.looksThatCount(device, isUp));
		if (event === 'cameraStillDown') {
			// A restart may have lost that some of them were up for a while.
			expect(looks.some((ofCamera) => ofCamera.at(-1) === false)).toBe(true);
			return;
		}
		for (const ofCamera of looks) {
			expect(ofCamera.at(-1)).toBe(isUp);
			expect(this.isDown(ofCamera)).toBe(!isUp);
		}
	}

	/** Whether each look was good. Those that may be the account's may not have counted against a recovery. */
	private looksThatCount({ id }: Device, isUp: boolean): boolean[] {
		return fleet.looks
			.filter(({ cameraId }) => cameraId === id)
			.filter(({ health: seen }) => !isUp || seen === 'ok' || !isDoubtful(seen))
			.map(({ health: seen }) => seen === 'ok');
	}

	/** Told simply: down after so many bad looks in a row, up after so many good ones. */
	private isDown(looks: readonly boolean[]): boolean {
		let isDown = false;
		let count = 0;
		for (const isGood of looks) {
			count = isGood === isDown ? count + 1 : 0;
			if (count < (isDown ? this.told.recoverAfter : this.told.confirmAfter)) continue;
			isDown = !isDown;
			count = 0;
		}
		return isDown;
	}
}

test('every event is true, none comes twice, replaying them gives what is remembered, and none is missing', async () => {
	await fc.assert(
		fc.asyncProperty(history, async (told) => {
			const run = new Run(told);
			for (const check of told.checks) await run.check(check);
			await run.quietDown(told.quietLooks);
		}),
		{ numRuns: 60 },
	);
}, 240_000);
