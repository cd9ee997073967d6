/**
 * What is remembered, as one text.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Condition } from '../../../../../nodes/Arcules/triggers/fleet/condition';
import { parseState, serializeState } from '../../../../../nodes/Arcules/triggers/fleet/encoding';
import {
	type CameraRecord,
	type FleetState,
	HEALTHY,
	newCamera,
	type WatchedDevice,
} from '../../../../../nodes/Arcules/triggers/fleet/state';

const timeMs = fc
	.integer({ min: 1, max: Date.UTC(2100, 0) / 1000 })
	.map((seconds) => seconds * 1000);
const someTimeMs = fc.oneof(fc.constant(0), timeMs);
const checks = fc.integer({ min: 1, max: 1_000_000 });
const word = fc.string({ maxLength: 12 });
const wordOrNull = fc.option(word);

const condition: fc.Arbitrary<Condition> = fc.oneof(
	fc.constant({ kind: 'off' as const }),
	fc.record({ kind: fc.constant('suspected' as const), checks, sinceMs: timeMs }),
	fc.record({
		kind: fc.constant('on' as const),
		checks,
		sinceMs: timeMs,
		clearChecks: fc.nat(9),
	}),
);

const failure = fc.record({
	reason: fc.constantFrom('unavailable' as const, 'network' as const),
	httpStatus: fc.option(fc.integer({ min: 400, max: 599 }), { nil: undefined }),
});

const health = fc
	.record({
		outage: condition,
		failure: fc.option(failure, { nil: undefined }),
		report: fc.constantFrom(
			'none' as const,
			'silent' as const,
			'camera' as const,
			'outage' as const,
		),
		reportedMs: someTimeMs,
	})
	.map((told) => (told.outage.kind === 'off' ? HEALTHY : told));

const still = fc.oneof(
	fc.constant(newCamera(false).still),
	fc.record({
		hash: fc.string({ minLength: 1, maxLength: 11 }),
		checks,
		sinceMs: timeMs,
		isReported: fc.boolean(),
	}),
);

/** As the analysis of a picture gives it. */
const sceneHash = fc
	.uint8Array({ minLength: 8, maxLength: 8 })
	.map((bytes) => Buffer.from(bytes).toString('hex'));

const view = fc.record({
	usual: sceneHash,
	former: fc.oneof(fc.constant(''), sceneHash),
	candidate: fc.option(fc.record({ sceneHash, checks, sinceMs: timeMs }), {
		nil: undefined,
	}),
});

const camera: fc.Arbitrary<CameraRecord> = fc.record({
	seenMs: someTimeMs,
	lastPictureMs: someTimeMs,
	isNewToWatch: fc.boolean(),
	mayBeBlankFromStart: fc.boolean(),
	health,
	still,
	blank: condition,
	view: fc.option(view, { nil: undefined }),
});

const watched: fc.Arbitrary<WatchedDevice> = fc.record({
	device: fc.record({
		name: wordOrNull,
		type: wordOrNull,
		locationId: wordOrNull,
		gatewayId: wordOrNull,
	}),
	missingLists: fc.nat(5),
	camera: fc.option(camera, { nil: undefined }),
});

const state: fc.Arbitrary<FleetState> = fc
	.record({
		savedMs: timeMs,
		fingerprint: word,
		devices: fc.dictionary(
			fc.oneof(
				fc.uuid(),
				word,
				word.map((id) => `~${id}`),
			),
			watched,
			{
				maxKeys: 8,
				noNullPrototype: true,
			},
		),
		outages: fc.array(
			fc.record({
				level: fc.constantFrom('gateway' as const, 'fleet' as const),
				gatewayId: wordOrNull,
				sinceMs: timeMs,
				reportedMs: timeMs,
				recovery: fc.option(fc.record({ sinceMs: timeMs, checks: fc.nat(9) }), { nil: undefined }),
			}),
			{ maxLength: 3 },
		),
	})
	.map(({ devices, outages, ...rest }) => ({
		...rest,
		devices: new Map(Object.entries(devices)),
		outages: outages.map((outage) => ({ ...outage, cameraIds: Object.keys(devices) })),
	}));

test('is read back as it was', () => {
	fc.assert(
		fc.property(state, (before) => {
			expect(parseState(serializeState(before))).toEqual(before);
		}),
		{ numRuns: 500 },
	);
});

test.each([
	['{"version":3,"savedMs":1,"fingerprint":"","values":[],"devices":[],"outages":[]}'],
	['{"version":2,"savedMs":"1","fingerprint":"","values":[],"devices":[],"outages":[]}'],
	['{"version":2,"savedMs":1,"fingerprint":"","values":[7],"devices":[],"outages":[]}'],
	['{"version":2,"savedMs":1,"fingerprint":"","values":[],"devices":["a"],"outages":[]}'],
	['{"version":2,"savedMs":1,"fingerprint":"","values":[],"devices":[],"outages":["a"]}'],
	['{"version":2,"savedMs":1,"fingerprint":"","values":[],"devices":[],"outages":[["x"]]}'],
	[
		'{"version":2,"savedMs":1,"fingerprint":"","values":[],"devices":[["a",null,0,0,0,0,[0,1,"x"]]],"outages":[]}',
	],
	[
		'{"version":2,"savedMs":1,"fingerprint":"","values":[],"devices":[["a",null,0,0,0,0,7]],"outages":[]}',
	],
	['{"version":1,"values":[7],"devices":[]}'],
	['{"version":1,"values":[],"devices":["a"]}'],
	['{"version":1,"values":[],"devices":[["a",null,0,0,0,[1]]]}'],
	['{"version":1,"values":[],"devices":[[1]]}'],
	['{"version":0}'],
	['spoiled'],
	['[]'],
])('is not read when it is corrupt or of another version: %s', (text) => {
	expect(parseState(text)).toBeUndefined();
});

test('of version 1 is read, so that an update is no event', () => {
	const text =
		'{"version":1,"values":["video","l","g"],"devices":' +
		'[["up","Up",0,1,2,[0,0,0,"hash",1,1700000000,1700000060]],' +
		'["down","Down",0,1,2,[1,5,1700000000,"hash",1,1690000000,1690000060]],' +
		'["failing","Failing",0,1,2,[0,1,1700000000,"hash",1,1690000000,1690000060]],["listed",null,0,1,2]]}';
	const read = parseState(text);
	expect(read?.fingerprint).toBe('');
	expect(read?.savedMs).toBe(1_700_000_060_000);
	const healthOf = (id: string) => read?.devices.get(id)?.camera?.health;
	expect(healthOf('up')).toEqual(HEALTHY);
	expect(healthOf('down')).toMatchObject({
		outage: { kind: 'on', checks: 5, sinceMs: 1_700_000_000_000 },
		report: 'camera',
	});
	expect(healthOf('failing')).toMatchObject({
		outage: { kind: 'suspected', checks: 1 },
		report: 'none',
	});
	expect(read?.devices.get('listed')).toEqual({
		device: { name: null, type: 'video', locationId: 'l', gatewayId: 'g' },
		missingLists: 0,
		camera: undefined,
	});
});

test('of 10,000 cameras takes less than 2 MB, whether they are well or all down', () => {
	const savedMs = Date.UTC(2026, 10, 22);
	const well: CameraRecord = {
		...newCamera(false),
		seenMs: savedMs - 1_234_000,
		lastPictureMs: savedMs - 1_233_000,
		still: { hash: 'abcdefgh', checks: 1, sinceMs: savedMs - 1_234_000, isReported: false },
		view: { usual: 'f'.repeat(64), former: '0'.repeat(32), candidate: undefined },
	};
	const down: CameraRecord = {
		...well,
		health: {
			outage: { kind: 'on', checks: 999, sinceMs: savedMs - 86_400_000, clearChecks: 0 },
			failure: { reason: 'unavailable', httpStatus: 503 },
			report: 'outage',
			reportedMs: savedMs - 3_600_000,
		},
	};
	for (const record of [well, down]) {
		const devices = new Map(
			Array.from({ length: 10_000 }, (_, index): [string, WatchedDevice] => [
				randomUUID(),
				{
					device: {
						name: `Parking North ${index}`,
						type: 'video',
						locationId: `${'l'.repeat(35)}${index % 100}`,
						gatewayId: `${'g'.repeat(35)}${index % 500}`,
					},
					missingLists: 0,
					camera: record,
				},
			]),
		);
		const outage = {
			level: 'fleet' as const,
			gatewayId: null,
			sinceMs: savedMs,
			reportedMs: savedMs,
			recovery: undefined,
			cameraIds: [...devices.keys()],
		};
		const text = serializeState({
			savedMs,
			fingerprint: 'f',
			devices,
			outages: record === down ? [outage] : [],
		});
		expect(Buffer.byteLength(text)).toBeLessThan(2_000_000);
	}
});
