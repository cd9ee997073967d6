/**
 * What is remembered, read when it is not as it was written: by an earlier version, or spoiled in one place.
 */
import { parseState, serializeState } from '../../../../../nodes/Arcules/triggers/fleet/encoding';
import {
	type CameraRecord,
	type FleetState,
	HEALTHY,
	newCamera,
	toKnownDevice,
	wholeSeconds,
} from '../../../../../nodes/Arcules/triggers/fleet/state';

const NOW_MS = Date.UTC(2026, 10, 22);
const agoMs = (seconds: number) => NOW_MS - seconds * 1000;

const CAMERA: CameraRecord = {
	seenMs: agoMs(10),
	lastPictureMs: agoMs(70),
	isNewToWatch: false,
	mayBeBlankFromStart: true,
	still: { hash: 'abc', checks: 4, sinceMs: agoMs(310), isReported: true },
	view: {
		usual: 'ff00',
		former: 'ab',
		candidate: { sceneHash: '0fff', checks: 1, sinceMs: agoMs(10) },
	},
	health: {
		outage: { kind: 'on', checks: 3, sinceMs: agoMs(130), clearChecks: 1 },
		failure: { reason: 'unavailable', httpStatus: 503 },
		report: 'camera',
		reportedMs: agoMs(70),
	},
	blank: { kind: 'suspected', checks: 1, sinceMs: agoMs(10) },
};

const DEVICE = { name: 'Lobby', type: 'video', locationId: 'l', gatewayId: null };
const ID = '69eb770a-269d-4dec-9c68-0a55a156723e';

const STATE: FleetState = {
	savedMs: NOW_MS,
	fingerprint: 'f',
	devices: new Map([
		['other', { device: { ...DEVICE, gatewayId: 'g' }, missingLists: 1, camera: undefined }],
		[ID, { device: DEVICE, missingLists: 0, camera: CAMERA }],
	]),
	outages: [
		{
			level: 'gateway',
			gatewayId: 'g',
			sinceMs: agoMs(200),
			reportedMs: agoMs(100),
			cameraIds: [ID, 'other', 'gone'],
			recovery: { sinceMs: agoMs(50), checks: 2 },
		},
	],
};

/** As it is written: what each place means is told in the files that write it. */
const WRITTEN = {
	version: 2,
	savedMs: NOW_MS,
	fingerprint: 'f',
	devices: [
		['other', 'Lobby', 0, 1, 2, 1],
		[
			'~aet3CiadTeycaApVoVZyPg',
			'Lobby',
			0,
			1,
			3,
			0,
			[6, 10, 60, ['abc', 4, 300], ['_wA', 'qw', 'D_8', 1, 0], [2, 60, 4, 503, 3, 120, 1], [1, 0]],
		],
	],
	outages: [['gateway', 'g', agoMs(200), agoMs(100), agoMs(50), 2, [1, -1]]],
	values: ['video', 'l', 'g', null, 'unavailable'],
};

const cameraIn = (state: FleetState | undefined) => state?.devices.get(ID)?.camera;

/** The written form with one place changed. */
function changed(path: ReadonlyArray<string | number>, value: unknown): string {
	const copy: unknown = JSON.parse(JSON.stringify(WRITTEN));
	let holder = Object(copy);
	for (const key of path.slice(0, -1)) holder = Object(Reflect.get(holder, key));
	Reflect.set(holder, path.at(-1) ?? '', value);
	return JSON.stringify(copy);
}

const DEVICE_AT = ['devices', 1] as const;
const CAMERA_AT = [...DEVICE_AT, 6] as const;
const OUTAGE_AT = ['outages', 0] as const;

test('is written in a form that takes little room', () => {
	expect(JSON.parse(serializeState(STATE))).toEqual(WRITTEN);
});

test('is read from it, without the cameras that are gone', () => {
	const [outage] = STATE.outages;
	expect(parseState(JSON.stringify(WRITTEN))).toEqual({
		...STATE,
		outages: [{ ...outage, cameraIds: [ID, 'other'] }],
	});
});

test('takes the least room for a camera that is new or well', () => {
	const written = (camera: CameraRecord) => {
		const devices = new Map([['a', { device: DEVICE, missingLists: 0, camera }]]);
		const [device] = JSON.parse(serializeState({ ...STATE, devices, outages: [] })).devices;
		return device[6];
	};
	expect(written(newCamera(false))).toEqual([0, null, null]);
	expect(written(newCamera(true))).toEqual([3, null, null]);
	const still = { hash: 'a', checks: 1, sinceMs: 0, isReported: false };
	const seen = { ...newCamera(false), seenMs: NOW_MS, still };
	expect(written(seen)).toEqual([0, 0, null, ['a', 1, null]]);
	const view = { usual: 'ff', former: '', candidate: undefined };
	expect(written({ ...newCamera(false), view })).toEqual([0, null, null, null, ['_w']]);
	expect(written({ ...newCamera(false), view: { ...view, former: 'ff' } })[4]).toEqual([
		'_w',
		'_w',
	]);
	const health = { ...HEALTHY, outage: { kind: 'suspected', checks: 1, sinceMs: 0 } as const };
	expect(written({ ...newCamera(false), health })[5]).toEqual([0, null, null, null, 1, null]);
});

describe('Spoiled in one place', () => {
	test.each<[path: ReadonlyArray<string | number>, value: unknown]>([
		[['version'], 3],
		[['version'], '2'],
		[['savedMs'], '1'],
		[['fingerprint'], 7],
		[['values'], {}],
		[['values'], null],
		[['values', 0], 7],
		[['devices'], {}],
		[DEVICE_AT, 'a'],
		[DEVICE_AT, 7],
		[[...DEVICE_AT, 0], 7],
		[[...DEVICE_AT, 1], 7],
		[[...DEVICE_AT, 2], 'x'],
		[[...DEVICE_AT, 3], null],
		[[...DEVICE_AT, 4], 'x'],
		[[...DEVICE_AT, 5], 'x'],
		[CAMERA_AT, 7],
		[CAMERA_AT, null],
		[[...CAMERA_AT, 0], 'x'],
		[[...CAMERA_AT, 1], 'x'],
		[[...CAMERA_AT, 2], 'x'],
		[[...CAMERA_AT, 3], 'x'],
		[[...CAMERA_AT, 3, 0], {}],
		[[...CAMERA_AT, 6, 1], true],
		[['outages'], {}],
		[OUTAGE_AT, 'a'],
		[OUTAGE_AT, 7],
		[[...OUTAGE_AT, 0], 'camera'],
		[[...OUTAGE_AT, 1], 7],
		[[...OUTAGE_AT, 2], 'x'],
		[[...OUTAGE_AT, 3], 'x'],
		[[...OUTAGE_AT, 4], 'x'],
		[[...OUTAGE_AT, 5], 'x'],
		[[...OUTAGE_AT, 6], 7],
		[[...OUTAGE_AT, 6, 0], 'x'],
	])('%j, as %j, it is not read', (path, value) => {
		expect(parseState(changed(path, value))).toBeUndefined();
	});

	test.each<[path: ReadonlyArray<string | number>, value: unknown, what: object]>([
		[[...CAMERA_AT, 3], null, { still: newCamera(false).still }],
		[[...CAMERA_AT, 3, 0], 7, { still: { ...CAMERA.still, hash: '' } }],
		[[...CAMERA_AT, 3, 1], 'x', { still: { ...CAMERA.still, checks: 0 } }],
		[[...CAMERA_AT, 3, 2], 'x', { still: { ...CAMERA.still, sinceMs: 0 } }],
		[[...CAMERA_AT, 4], null, { view: undefined }],
		[[...CAMERA_AT, 4, 0], 7, { view: { ...CAMERA.view, usual: '' } }],
		[[...CAMERA_AT, 4], ['_wA'], { view: { usual: 'ff00', former: '', candidate: undefined } }],
		[[...CAMERA_AT, 5], null, { health: HEALTHY }],
		[[...CAMERA_AT, 5, 0], 9, { health: { ...CAMERA.health, report: 'none' } }],
		[[...CAMERA_AT, 5, 2], 0, { health: { ...CAMERA.health, failure: undefined } }],
		[[...CAMERA_AT, 5, 2], 99, { health: { ...CAMERA.health, failure: undefined } }],
		[[...CAMERA_AT, 5, 2], '4', { health: { ...CAMERA.health, failure: undefined } }],
		[[...CAMERA_AT, 5, 2], 'x', { health: { ...CAMERA.health, failure: undefined } }],
		[
			[...CAMERA_AT, 5, 3],
			'x',
			{ health: { ...CAMERA.health, failure: { reason: 'unavailable', httpStatus: undefined } } },
		],
		[[...CAMERA_AT, 6], null, { blank: { kind: 'off' } }],
		[[...CAMERA_AT, 2], null, { lastPictureMs: 0 }],
	])('%j, as %j, a camera is read as if that was left out', (path, value, what) => {
		expect(cameraIn(parseState(changed(path, value)))).toEqual({ ...CAMERA, ...what });
	});

	test('a number that stands for nothing is no value', () => {
		const read = parseState(changed([...DEVICE_AT, 2], 99));
		expect(read?.devices.get(ID)?.device).toEqual({ ...DEVICE, type: null });
	});

	test('a row that stands for no device is no camera', () => {
		const read = parseState(changed([...OUTAGE_AT, 6], [0, 7]));
		expect(read?.outages[0]?.cameraIds).toEqual(['other']);
	});
});

describe('An ID', () => {
	test.each([
		[ID, '~aet3CiadTeycaApVoVZyPg'],
		[ID.toUpperCase(), ID.toUpperCase()],
		[`${ID}0`, `${ID}0`],
		[`x${ID}`, `x${ID}`],
		['69eb770a269d4dec9c680a55a156723e', '69eb770a269d4dec9c680a55a156723e'],
		['~a', '~~a'],
		['a~', 'a~'],
		['', ''],
	])('%s is written as %s, and read back', (id, written) => {
		const devices = new Map([[id, { device: DEVICE, missingLists: 0, camera: undefined }]]);
		const text = serializeState({ ...STATE, devices, outages: [] });
		expect(JSON.parse(text).devices[0][0]).toBe(written);
		expect([...(parseState(text)?.devices.keys() ?? [])]).toEqual([id]);
	});
});

describe('Version 1', () => {
	const CAMERA_1 = [1, 5, 1_700_000_000, 'hash', 2, 1_690_000_000, 1_690_000_060];
	const OF_1 = {
		version: 1,
		values: ['video', null],
		devices: [['a', 'Lobby', 0, 1, 9, CAMERA_1]],
	};
	const with1 = (changes: object) => parseState(JSON.stringify({ ...OF_1, ...changes }));
	const withDevice = (...device: unknown[]) => with1({ devices: [device] });
	const withCamera = (at: number, value: unknown) =>
		withDevice(
			'a',
			null,
			0,
			0,
			0,
			CAMERA_1.map((known: unknown, index) => (index === at ? value : known)),
		);

	test('is read whole', () => {
		expect(with1({})).toEqual({
			savedMs: 1_700_000_000_000,
			fingerprint: '',
			outages: [],
			devices: new Map([
				[
					'a',
					{
						device: { name: 'Lobby', type: 'video', locationId: null, gatewayId: null },
						missingLists: 0,
						camera: {
							...newCamera(false),
							seenMs: 1_700_000_000_000,
							lastPictureMs: 1_690_000_060_000,
							health: {
								outage: { kind: 'on', checks: 5, sinceMs: 1_700_000_000_000, clearChecks: 0 },
								failure: undefined,
								report: 'camera',
								reportedMs: 1_700_000_000_000,
							},
						},
					},
				],
			]),
		});
		expect(with1({ devices: [] })?.savedMs).toBe(1);
	});

	test('is of a camera that is suspected without its flag', () => {
		const camera = [2, 1, 1_700_000_000, '', 0, 0, 0];
		const read = withDevice('a', null, 0, 0, 0, camera);
		expect(read?.devices.get('a')?.camera?.health).toMatchObject({
			outage: { kind: 'suspected', checks: 1, sinceMs: 1_700_000_000_000 },
			report: 'none',
		});
	});

	test.each<[what: string, read: () => FleetState | undefined]>([
		['no values', () => with1({ values: undefined })],
		['values of which one is none', () => with1({ values: ['video', 7] })],
		['no list of devices', () => with1({ devices: {} })],
		['a device that is none', () => with1({ devices: [7] })],
		['an ID that is none', () => withDevice(7, null, 0, 0, 0)],
		['a name that is none', () => withDevice('a', 7, 0, 0, 0)],
		['a type that is none', () => withDevice('a', null, 'x', 0, 0)],
		['a location that is none', () => withDevice('a', null, 0, 'x', 0)],
		['a gateway that is none', () => withDevice('a', null, 0, 0, 'x')],
		['a camera that is none', () => withDevice('a', null, 0, 0, 0, 'x')],
		['too little of a camera', () => withDevice('a', null, 0, 0, 0, CAMERA_1.slice(1))],
		['too much of a camera', () => withDevice('a', null, 0, 0, 0, [...CAMERA_1, 0])],
		['flags that are none', () => withCamera(0, 'x')],
		['checks that are none', () => withCamera(1, 'x')],
		['a beginning that is none', () => withCamera(2, 'x')],
		['looks that are none', () => withCamera(4, 'x')],
		['a time of the picture that is none', () => withCamera(5, 'x')],
		['a time of the latest picture that is none', () => withCamera(6, 'x')],
		['a hash that is none', () => withCamera(3, 7)],
	])('is not read with %s', (_what, read) => {
		expect(read()).toBeUndefined();
	});
});

test('a device is remembered by its texts, whatever the API gives', () => {
	expect(toKnownDevice({ id: 'a', name: 7, type: null, gatewayId: '' })).toEqual({
		name: '7',
		type: null,
		locationId: null,
		gatewayId: '',
	});
	const whole = { ...DEVICE, gatewayId: 'g' };
	expect(toKnownDevice({ id: 'a', ...whole, site: 's' })).toEqual(whole);
});

test('a new camera is well, and nothing is known of it', () => {
	expect(newCamera(true)).toEqual({
		seenMs: 0,
		lastPictureMs: 0,
		isNewToWatch: true,
		health: {
			outage: { kind: 'off' },
			failure: undefined,
			report: 'none',
			reportedMs: 0,
		},
		still: { hash: '', checks: 0, sinceMs: 0, isReported: false },
		blank: { kind: 'off' },
		mayBeBlankFromStart: true,
		view: undefined,
	});
});

test('times are whole seconds', () => {
	expect([0, 999, 1_000, 1_999].map(wholeSeconds)).toEqual([0, 0, 1_000, 1_000]);
});
