/**
 * The events of made-up histories, replayed.
 */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import type { Device, Simulator } from '../../../../../dev/simulator';
import { parseState } from '../../../../../nodes/Arcules/triggers/fleet/state';
import { simulatedAccount, stopSimulators } from '../../../../harness/simulated';
import { ALL_EVENTS, deviceOf, OFFLINE, watching } from '../../../../harness/watch';
import { activateTrigger } from '../../../../harness/workflow';

afterEach(stopSimulators);

test('the events replayed over the first state give the last, none comes twice, and down and up alternate', async () => {
	const ids = ['a', 'b', 'c', 'd', 'e'];
	const device = fc.record({
		present: fc.constantFrom(true, true, true, false),
		name: fc.constantFrom('Lobby', 'Dock'),
		locationId: fc.constantFrom('n', 's'),
		health: fc.constantFrom<'ok' | 'offline' | 'halfJpeg' | 'reset'>(
			'ok',
			'ok',
			'offline',
			'halfJpeg',
			'reset',
		),
	});
	const check = fc.tuple(device, device, device, device, device);
	await fc.assert(
		fc.asyncProperty(
			fc.array(check, { minLength: 2, maxLength: 8 }),
			fc.integer({ min: 1, max: 3 }),
			async (history, confirmAfter) => {
				const { simulator, credentials } = await simulatedAccount({ cameras: 0 });
				const trigger = activateTrigger(
					credentials,
					watching({ events: ALL_EVENTS, confirmAfter }),
				);
				let replayed = new Map<string, Replayed>();
				let isFirst = true;
				for (const fleet of history) {
					setFleet(simulator, ids, fleet);
					const items = await trigger.poll().catch((error: Error) => {
						expect(error.message).toContain('the connection to 127.0.0.1');
						return undefined;
					});
					if (items === undefined) continue;
					const state = stateOf(trigger.memory);
					if (isFirst) {
						expect(items).toEqual([]);
						replayed = state;
						isFirst = false;
						continue;
					}
					const keys = items.map(
						({ json }) => `${String(json.event)} ${String(deviceOf(json).id)}`,
					);
					expect(new Set(keys).size).toBe(keys.length);
					for (const { json } of items) replay(replayed, json);
					expect([...replayed].sort()).toEqual([...state].sort());
				}
				await stopSimulators();
			},
		),
		{ numRuns: 80 },
	);
}, 120_000);

interface Replayed {
	name: string;
	locationId: string;
	isDown: boolean;
}

function setFleet(
	simulator: Simulator,
	ids: string[],
	fleet: ReadonlyArray<{ present: boolean; name: string; locationId: string; health: string }>,
): void {
	for (const [index, { present, name, locationId, health }] of fleet.entries()) {
		const id = String(ids[index]);
		if (simulator.devices.some((device) => device.id === id)) simulator.removeDevice(id);
		const camera: Device = { id, name, type: 'video', locationId, gatewayId: 'g' };
		if (present) simulator.addDevice(camera);
		const faults = {
			ok: null,
			offline: OFFLINE,
			halfJpeg: { kind: 'halfJpeg' },
			reset: { kind: 'reset' },
		} as const;
		simulator.setFault(id, Object.entries(faults).find(([kind]) => kind === health)?.[1] ?? null);
	}
}

function stateOf(memory: IDataObject): Map<string, Replayed> {
	const state = parseState(String(memory.fleet)) ?? new Map();
	return new Map(
		[...state].map(([id, { device, camera }]) => [
			id,
			{ name: device.name, locationId: device.locationId, isDown: camera?.isDown === true },
		]),
	);
}

function replay(state: Map<string, Replayed>, json: IDataObject): void {
	const device = deviceOf(json);
	const id = String(device.id);
	const before = state.get(id);
	switch (json.event) {
		case 'deviceAdded':
			expect(before).toBeUndefined();
			state.set(id, {
				name: String(device.name),
				locationId: String(device.locationId),
				isDown: false,
			});
			break;
		case 'deviceRemoved':
			expect(before).toBeDefined();
			state.delete(id);
			break;
		case 'deviceChanged':
			if (before !== undefined) {
				for (const [field, change] of Object.entries(json.changes ?? {})) {
					expect(change.before).toBe(Reflect.get(before, field));
					Reflect.set(before, field, change.after);
				}
			}
			break;
		case 'cameraDown':
		case 'cameraUp':
			expect(before?.isDown).toBe(json.event === 'cameraUp');
			if (before !== undefined) before.isDown = json.event === 'cameraDown';
			break;
	}
}
