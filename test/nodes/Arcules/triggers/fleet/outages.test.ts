/**
 * Outages of cameras, gateways and the fleet, check by check.
 */
import {
	camerasOf,
	inShort,
	MadeUpFleet,
	planOf,
	type Health,
} from '../../../../harness/madeUpFleet';

let fleet: MadeUpFleet;

jest.mock('../../../../../nodes/Arcules/api/thumbnail', () => ({
	liveThumbnail: async (_connection: unknown, cameraId: string) => await fleet.picture(cameraId),
}));

/** Sets what cameras give from now on. */
function set(health: Health, ...ids: string[]): void {
	for (const id of ids) fleet.health.set(id, health);
}

/** The events of so many checks. */
async function eventsOf(count: number, plan = planOf()): Promise<string[][]> {
	const events: string[][] = [];
	for (let check = 0; check < count; check++) {
		events.push(inShort((await fleet.check(plan)).occurrences));
	}
	return events;
}

beforeEach(async () => {
	fleet = new MadeUpFleet(camerasOf('a1', 'a2', 'a3', 'b1', 'b2', 'c1'));
	await fleet.check(planOf());
});

describe('A camera', () => {
	test('is down after two checks that agree, and up after two', async () => {
		set('unavailable', 'a1');
		expect(await eventsOf(4)).toEqual([[], ['cameraDown a1'], [], []]);
		set('ok', 'a1');
		expect(await eventsOf(3)).toEqual([[], ['cameraUp a1'], []]);
	});

	test('that flaps is reported once, not at every turn', async () => {
		const turns: Health[] = ['unavailable', 'unavailable', 'ok'];
		const events: string[][] = [];
		for (let check = 0; check < 12; check++) {
			set(turns[check % 3] ?? 'ok', 'a1');
			events.push(...(await eventsOf(1)));
		}
		expect(events.flat()).toEqual(['cameraDown a1']);
	});

	test.each<Health>(['forbidden', 'unauthorized', 'rateLimited', 'network'])(
		'needs three times as many checks when the reason may not be its own: %s',
		async (reason) => {
			set(reason, 'b1');
			expect(await eventsOf(8)).toEqual([[], [], [], [], [], ['cameraDown b1'], [], []]);
		},
	);

	test('is held back for no longer than it takes to know that it is alone', async () => {
		set('unavailable', 'a1', 'b2');
		expect(await eventsOf(2)).toEqual([[], ['cameraDown a1', 'cameraDown b2']]);
	});

	test('is reported at once when one check is enough', async () => {
		set('timeout', 'a1');
		expect(await eventsOf(1, planOf({ confirmAfter: 1 }))).toEqual([['cameraDown a1']]);
	});
});

describe('A gateway', () => {
	test('that goes down is one event, and so is its return', async () => {
		set('unavailable', 'a1', 'a2', 'a3');
		expect(await eventsOf(3)).toEqual([[], ['gatewayDown a1,a2,a3'], []]);
		set('ok', 'a1', 'a2', 'a3');
		expect(await eventsOf(3)).toEqual([[], ['gatewayUp a1,a2,a3'], []]);
	});

	test('whose cameras go down one check apart is one event as well', async () => {
		set('unavailable', 'a1');
		await eventsOf(1);
		set('unavailable', 'a2', 'a3');
		expect(await eventsOf(2)).toEqual([[], ['gatewayDown a1,a2,a3']]);
	});

	test('does not count cameras in that were down before', async () => {
		set('unavailable', 'a1');
		await eventsOf(2);
		set('unavailable', 'a2', 'a3');
		expect(await eventsOf(2)).toEqual([[], ['gatewayDown a2,a3']]);
		set('ok', 'a2', 'a3');
		expect(await eventsOf(2)).toEqual([[], ['gatewayUp a2,a3']]);
		set('ok', 'a1');
		expect(await eventsOf(2)).toEqual([[], ['cameraUp a1']]);
	});

	test('that comes back without one of its cameras is up without it', async () => {
		set('unavailable', 'a1', 'a2', 'a3');
		await eventsOf(2);
		set('ok', 'a1', 'a2');
		expect(await eventsOf(4)).toEqual([[], [], [], ['gatewayUp a1,a2 without a3']]);
		set('ok', 'a3');
		expect(await eventsOf(2)).toEqual([[], ['cameraUp a3']]);
	});

	test('whose cameras come back one after the other is up once', async () => {
		set('unavailable', 'a1', 'a2', 'a3');
		await eventsOf(2);
		set('ok', 'a1');
		await eventsOf(1);
		set('ok', 'a2');
		await eventsOf(1);
		set('ok', 'a3');
		expect(await eventsOf(3)).toEqual([[], ['gatewayUp a1,a2,a3'], []]);
	});

	test('with a camera that is refused rather than down is waited for', async () => {
		set('unavailable', 'a1', 'a2');
		set('forbidden', 'a3');
		expect((await eventsOf(7)).flat()).toEqual(['gatewayDown a1,a2,a3']);
	});

	test('with a single camera is that camera', async () => {
		set('unavailable', 'c1');
		expect(await eventsOf(2)).toEqual([[], ['cameraDown c1']]);
	});

	test('is as many events as it has cameras when outages are not grouped', async () => {
		const plan = planOf({ groups: { gateway: false, fleet: false } });
		set('unavailable', 'a1', 'a2', 'a3');
		expect(await eventsOf(2, plan)).toEqual([
			[],
			['cameraDown a1', 'cameraDown a2', 'cameraDown a3'],
		]);
	});
});

test('goes as the timeline in the README tells', async () => {
	const day = planOf({ remindAfterMs: 24 * 60 * 60 * 1000 });
	const looks: Array<[lobby: Health, dock: Health, yard: Health]> = [
		['ok', 'ok', 'ok'],
		['timeout', 'ok', 'timeout'],
		['timeout', 'timeout', 'ok'],
		['timeout', 'timeout', 'ok'],
		['timeout', 'timeout', 'ok'],
		['ok', 'ok', 'ok'],
		['ok', 'ok', 'ok'],
	];
	const events: string[][] = [];
	for (const [row, [lobby, dock, yard]] of looks.entries()) {
		set(lobby, 'b1');
		set(dock, 'b2');
		set(yard, 'c1');
		// To the next day, less the minute of each check.
		if (row === 4) fleet.nowMs += (24 * 60 - 1) * 60_000;
		events.push(...(await eventsOf(1, day)));
	}
	expect(events).toEqual([
		[],
		[],
		[],
		['gatewayDown b1,b2'],
		['cameraStillDown b1,b2'],
		[],
		['gatewayUp b1,b2'],
	]);
});

describe('The fleet', () => {
	const all = ['a1', 'a2', 'a3', 'b1', 'b2', 'c1'];

	test('that goes down is one event, and so is its return', async () => {
		set('unavailable', ...all);
		expect(await eventsOf(3)).toEqual([[], [`fleetDown ${all.join(',')}`], []]);
		set('ok', ...all);
		expect(await eventsOf(3)).toEqual([[], [`fleetUp ${all.join(',')}`], []]);
	});

	test('is its gateways when only these are reported', async () => {
		const plan = planOf({ groups: { gateway: true, fleet: false } });
		set('unavailable', ...all);
		expect(await eventsOf(2, plan)).toEqual([
			[],
			['gatewayDown a1,a2,a3', 'gatewayDown b1,b2', 'cameraDown c1'],
		]);
	});

	test('is not down when the account fails: the check does', async () => {
		set('network', ...all);
		for (let check = 0; check < 8; check++) {
			const { occurrences, failure } = await fleet.check(planOf());
			expect(occurrences).toEqual([]);
			expect(failure?.reason).toBe('network');
		}
		set('ok', ...all);
		expect((await eventsOf(3)).flat()).toEqual([]);
	});
});

describe('A reminder', () => {
	const plan = planOf({ remindAfterMs: 10 * 60_000 });

	test('comes while a camera is down, after each so many hours, and ends with it', async () => {
		set('unavailable', 'a1');
		const events = (await eventsOf(25, plan)).map(([event]) => event ?? '');
		expect(events.indexOf('cameraStillDown a1')).toBe(11);
		expect(events.filter((event) => event !== '')).toEqual([
			'cameraDown a1',
			'cameraStillDown a1',
			'cameraStillDown a1',
		]);
		set('ok', 'a1');
		expect((await eventsOf(25, plan)).flat()).toEqual(['cameraUp a1']);
	});

	test('is one for a gateway', async () => {
		set('unavailable', 'b1', 'b2');
		expect((await eventsOf(13, plan)).flat()).toEqual([
			'gatewayDown b1,b2',
			'cameraStillDown b1,b2',
		]);
	});
});

describe('When the watch begins', () => {
	test('what is down already is not reported, but its return is', async () => {
		fleet = new MadeUpFleet(camerasOf('a1', 'a2', 'b1'));
		set('unavailable', 'a1');
		expect((await eventsOf(5)).flat()).toEqual([]);
		set('ok', 'a1');
		expect((await eventsOf(2)).flat()).toEqual(['cameraUp a1']);
	});

	test('what is down already is reported when the user wants that', async () => {
		fleet = new MadeUpFleet(camerasOf('a1', 'a2', 'b1'));
		set('unavailable', 'a1');
		const plan = planOf({ reportCurrentProblems: true });
		expect(await eventsOf(3, plan)).toEqual([[], ['cameraDown a1'], []]);
	});

	test('a single hiccup makes neither a down nor an up', async () => {
		fleet = new MadeUpFleet(camerasOf('a1', 'a2', 'b1'));
		set('unavailable', 'a1');
		await eventsOf(1);
		set('ok', 'a1');
		expect((await eventsOf(4)).flat()).toEqual([]);
	});
});

describe('With less time than a whole sweep takes', () => {
	test('cameras not seen for longest come first, and each counts its own looks', async () => {
		fleet.looks.length = 0;
		for (let check = 0; check < 3; check++) await fleet.check(planOf(), 4);
		expect(fleet.looks.map(({ cameraId }) => cameraId)).toEqual([
			...['a1', 'a2', 'a3', 'b1'],
			...['b2', 'c1', 'a1', 'a2'],
			...['a3', 'b1', 'a1', 'a2'],
		]);
	});

	test('a gateway is one event even when its cameras are looked at in different checks', async () => {
		set('unavailable', 'a1', 'a2', 'a3');
		const events: string[] = [];
		for (let check = 0; check < 12; check++) {
			events.push(...inShort((await fleet.check(planOf(), 2)).occurrences));
		}
		expect(events).toEqual(['gatewayDown a1,a2,a3']);
	});

	test('a few cameras that fail like the account do not hold up the others', async () => {
		set('network', 'a1', 'a2');
		set('unavailable', 'c1');
		const events: string[] = [];
		for (let check = 0; check < 30; check++) {
			events.push(...inShort((await fleet.check(planOf(), 2)).occurrences));
		}
		expect(events).toContain('cameraDown c1');
	});

	test('a few cameras that fail like the account do not fail the first check after a restart either', async () => {
		set('unavailable', 'c1');
		await fleet.check(planOf());
		expect(inShort((await fleet.check(planOf())).occurrences)).toEqual(['cameraDown c1']);
		fleet.restart();
		set('network', 'a1', 'a2');
		expect((await fleet.check(planOf(), 2)).failure).toBeUndefined();
	});
});
