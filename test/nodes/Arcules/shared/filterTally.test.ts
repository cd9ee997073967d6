/**
 * Why a filter matched nothing.
 */
import type { Device, DeviceFilter } from '../../../../nodes/Arcules/api/devices';
import { FilterTally } from '../../../../nodes/Arcules/shared/filterTally';

const DOCK = { id: '1', name: 'Dock', type: 'video', locationId: 'north' };
const GATE = { id: '2', name: 'Gate', type: 'video', locationId: 'south' };
const HORN = { id: '3', name: 'Horn', type: 'audio', locationId: 'north' };

function whyNothing(kind: 'camera' | 'device', filter: DeviceFilter, ...devices: Device[]): string {
	const tally = new FilterTally(filter, kind);
	tally.count(devices, true);
	return tally.whyNothing((value) => value.toUpperCase());
}

test.each<[DeviceFilter, Device[], string]>([
	[
		{},
		[],
		'No camera matched: the account sees no devices at all. The account sees only the sites and locations assigned to it in the Arcules portal.',
	],
	[
		{ names: ['dock'] },
		[HORN],
		'No camera matched: the only device of the account is of another type. The account sees only the sites and locations assigned to it in the Arcules portal.',
	],
	[
		{ names: ['horn', 'bell'] },
		[DOCK, GATE, HORN],
		"No camera matched: 'Name Contains' (“HORN”, “BELL”) did not match any of the 2 cameras of the account.",
	],
	[
		{ names: ['dock'], locationId: 'east', gatewayId: 'g' },
		[DOCK],
		"No camera matched: 'Location Name or ID' (“EAST”) and 'Gateway Name or ID' (“G”) did not match the only camera of the account.",
	],
	[
		{ names: ['dock'], locationId: 'south' },
		[DOCK, GATE],
		"No camera matched all filters at once, though each matches some: 'Name Contains' (“DOCK”) 1, 'Location Name or ID' (“SOUTH”) 1.",
	],
	[
		{ exceptIds: ['1'] },
		[DOCK],
		"No camera matched: 'Cameras: All Except' did not match the only camera of the account.",
	],
])('%j and %j: %s', (filter, devices, why) => {
	expect(whyNothing('camera', filter, ...devices)).toBe(why);
});

test('counts devices of every type where devices are looked for', () => {
	expect(whyNothing('device', { type: 'lamp' }, DOCK, HORN)).toBe(
		"No device matched: 'Type Name or ID' (“LAMP”) did not match any of the 2 devices of the account.",
	);
});

test('knows over all pages how many a limit left out', () => {
	const tally = new FilterTally({ locationId: 'north' }, 'device');
	tally.count([DOCK, GATE], false);
	expect(tally).toMatchObject({ matched: 1, isComplete: false });
	tally.count([HORN], true);
	expect(tally).toMatchObject({ matched: 2, isComplete: true });
	expect([1, 2, Infinity].map((limit) => tally.leftOut(limit))).toEqual([1, 0, 0]);
});
