/**
 * What has happened between two checks: no request, no clock.
 */
import {
	type CameraRecord,
	changesBetween,
	compareCamera,
	type Observation,
	toKnownDevice,
} from '../../../../../nodes/Arcules/triggers/fleet/compare';

const LOBBY = { name: 'Lobby', type: 'video', locationId: 'l', gatewayId: 'g' };

describe('A device', () => {
	test('is known by its documented fields, as texts or null', () => {
		const listed = { id: '1', name: 'Lobby', type: null, locationId: 7, uptime: 17 };
		expect(toKnownDevice(listed)).toEqual({
			name: 'Lobby',
			type: null,
			locationId: '7',
			gatewayId: null,
		});
	});

	test('is unchanged when none of them differs', () => {
		expect(changesBetween(LOBBY, { ...LOBBY })).toBeUndefined();
	});

	test('has changed in those that differ, one that came or went included', () => {
		const after = { ...LOBBY, name: 'Dock', gatewayId: null };
		expect(changesBetween(LOBBY, after)).toEqual({
			name: { before: 'Lobby', after: 'Dock' },
			gatewayId: { before: 'g', after: null },
		});
	});
});

describe('A camera', () => {
	const RULES = { confirmAfter: 2, frozenAfter: 3, reportCurrentProblems: false };
	const picture = (sha256 = 'a'.repeat(64)): Observation => ({ kind: 'picture', sha256 });
	const noPicture: Observation = { kind: 'noPicture', reason: 'unavailable', httpStatus: 503 };
	const unknown: Observation = { kind: 'unknown' };

	/** The events of each check, one a second; the first begins the watch. */
	const watch = (observations: Observation[], rules = RULES) => {
		let record: CameraRecord | undefined;
		return observations.map((observation, index) => {
			const result = compareCamera(record, observation, (index + 1) * 1000, rules, index === 0);
			record = result.record;
			return result.events.map(({ event, sinceMs, checks }) => `${event} ${sinceMs} ${checks}`);
		});
	};

	test('is down after as many checks as confirm it, since the first of them, and up at once', () => {
		const down = [picture('1'), noPicture, noPicture, noPicture, picture('2'), picture('3')];
		expect(watch(down)).toEqual([[], [], ['cameraDown 2000 2'], [], ['cameraUp 2000 3'], []]);
	});

	test('is not down when a picture comes between', () => {
		const flaky = [picture('1'), noPicture, picture('2'), noPicture, picture('3')];
		expect(watch(flaky)).toEqual([[], [], [], [], []]);
	});

	test('stays as it is when nothing was learned', () => {
		const observations = [picture('1'), noPicture, unknown, unknown, noPicture, unknown];
		expect(watch(observations)).toEqual([[], [], [], [], ['cameraDown 2000 2'], []]);
	});

	test('that is down when the watch begins is reported then, or not at all', () => {
		const fromTheStart = [noPicture, noPicture, picture()];
		expect(watch(fromTheStart)).toEqual([[], [], ['cameraUp 1000 2']]);
		expect(watch(fromTheStart, { ...RULES, reportCurrentProblems: true })).toEqual([
			['cameraDown 1000 1'],
			[],
			['cameraUp 1000 2'],
		]);
	});

	test('is frozen once for each picture that stays, through an outage too', () => {
		const stays = [picture('1'), picture('1'), noPicture, picture('1'), picture('1')];
		expect(watch(stays)).toEqual([[], [], [], ['pictureFrozen 1000 3'], []]);
		const again = [...Array<Observation>(3).fill(picture('1')), ...Array(4).fill(picture('2'))];
		expect(watch(again)).toEqual([
			[],
			[],
			['pictureFrozen 1000 3'],
			[],
			[],
			['pictureFrozen 4000 3'],
			[],
		]);
	});
});
