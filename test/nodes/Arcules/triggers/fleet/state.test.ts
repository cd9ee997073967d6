/**
 * What is remembered between two checks, and its text in n8n's static data.
 */
import fc from 'fast-check';
import {
	type FleetState,
	parseState,
	serializeState,
} from '../../../../../nodes/Arcules/triggers/fleet/state';
import { simulatedAccount, stopSimulators } from '../../../../harness/simulated';
import { ALL_EVENTS, watching } from '../../../../harness/watch';
import { activateTrigger } from '../../../../harness/workflow';

afterEach(stopSimulators);

test('any fleet comes back as it was, times in whole seconds', () => {
	const text = fc.option(fc.string({ unit: 'binary' }));
	const count = fc.nat();
	const timeMs = fc.nat().map((seconds) => seconds * 1000);
	const camera = fc.record({
		badChecks: count,
		badSinceMs: timeMs,
		isDown: fc.boolean(),
		pictureHash: fc.string(),
		sameChecks: count,
		sameSinceMs: timeMs,
		isFrozenReported: fc.boolean(),
		lastPictureMs: timeMs,
	});
	const device = fc.record({ name: text, type: text, locationId: text, gatewayId: text });
	const watched = fc.record({ device, camera: fc.option(camera, { nil: undefined }) });
	const entry = fc.tuple(fc.string({ unit: 'binary' }), watched);
	fc.assert(
		fc.property(fc.uniqueArray(entry, { selector: ([id]) => id }), (entries) => {
			const state: FleetState = new Map(entries);
			expect(parseState(serializeState(state))).toEqual(state);
		}),
	);
});

test.each([
	['no JSON', 'corrupt'],
	['a list', '[]'],
	['another version', '{"version":0,"values":[],"devices":[]}'],
	['no values', '{"version":1,"devices":[]}'],
	['no devices', '{"version":1,"values":[]}'],
	['a value that is no text', '{"version":1,"values":[7],"devices":[]}'],
	['a device that is no list', '{"version":1,"values":[],"devices":["a"]}'],
	['a device whose id is no text', '{"version":1,"values":[],"devices":[[1]]}'],
	['a device whose name is no text', '{"version":1,"values":[],"devices":[["a",1,0,0,0]]}'],
	['a device whose type is no number', '{"version":1,"values":[],"devices":[["a",null,"",0,0]]}'],
	['a short camera', '{"version":1,"values":[],"devices":[["a",null,0,0,0,[1]]]}'],
	[
		'a camera whose hash is no text',
		'{"version":1,"values":[],"devices":[["a",null,0,0,0,[1,1,1,1,1,1,1]]]}',
	],
])('%s is no state', (_name, text) => {
	expect(parseState(text)).toBeUndefined();
});

test('a number without a value stands for a field that the device did not have', () => {
	expect(parseState('{"version":1,"values":[],"devices":[["a",null,0,0,0]]}')).toEqual(
		new Map([
			[
				'a',
				{
					device: { name: null, type: null, locationId: null, gatewayId: null },
					camera: undefined,
				},
			],
		]),
	);
});

test('the watch begins anew when what was remembered is corrupt', async () => {
	const { credentials } = await simulatedAccount({ cameras: 2 });
	const parameters = watching({ events: ALL_EVENTS });
	const trigger = activateTrigger(credentials, parameters, { fleet: 'corrupt' });
	expect(await trigger.poll()).toEqual([]);
	expect(parseState(String(trigger.memory.fleet))?.size).toBe(2);
});

test('a fleet of 10,000 is remembered in less than 2 MB', async () => {
	const { credentials } = await simulatedAccount({ cameras: 10_000, picture: { bytes: 2_000 } });
	const trigger = activateTrigger(
		credentials,
		watching({ options: { concurrency: 100, requestsPerMinute: 0 } }),
	);
	await trigger.poll();
	const text = String(trigger.memory.fleet);
	expect(parseState(text)?.size).toBe(10_000);
	expect(Buffer.byteLength(text)).toBeLessThan(2_000_000);
}, 120_000);
