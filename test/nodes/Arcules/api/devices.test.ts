/**
 * Which devices pass a filter.
 */
import { matchesFilter } from '../../../../nodes/Arcules/api/devices';

const DOCK = { id: '1', name: 'MAIN Dock', type: 'video', locationId: 'north', gatewayId: 'g1' };

test.each([
	[{}],
	[{ name: 'dock' }],
	[{ name: 'n d' }],
	[{ type: 'video', locationId: 'north', gatewayId: 'g1' }],
	[{ name: 'MAIN', locationId: 'north' }],
])('a device passes %j', (filter) => {
	expect(matchesFilter(DOCK, filter)).toBe(true);
});

test.each([
	[{ name: 'lobby' }],
	[{ type: 'Video' }],
	[{ locationId: 'nor' }],
	[{ gatewayId: 'G1' }],
	[{ name: 'dock', locationId: 'south' }],
])('a device does not pass %j', (filter) => {
	expect(matchesFilter(DOCK, filter)).toBe(false);
});

test.each([
	['Straße', 'strasse'],
	['STRASSE', 'straße'],
	['Cafe\u0301', 'CAFÉ'],
])('the name %j contains %j', (name, sought) => {
	expect(matchesFilter({ name }, { name: sought })).toBe(true);
});

test('a field that a device lacks matches no filter, and a number matches its digits', () => {
	expect(matchesFilter({ id: '1' }, { locationId: 'north' })).toBe(false);
	expect(matchesFilter({ id: '1' }, { name: 'a' })).toBe(false);
	expect(matchesFilter({ locationId: 7 }, { locationId: '7' })).toBe(true);
});
