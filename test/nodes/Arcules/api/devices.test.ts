/**
 * Which devices pass a filter.
 */
import { testOf } from '../../../../nodes/Arcules/api/devices';

const DOCK = { id: '1', name: 'MAIN Dock', type: 'video', locationId: 'north', gatewayId: 'g1' };

test.each([
	[{}],
	[{ names: ['dock'] }],
	[{ names: ['lobby', 'dock'] }],
	[{ ids: ['1', '2'] }],
	[{ exceptIds: ['2'] }],
	[{ names: ['n d'] }],
	[{ type: 'video', locationId: 'north', gatewayId: 'g1' }],
	[{ names: ['MAIN'], locationId: 'north' }],
])('a device passes %j', (filter) => {
	expect(testOf(filter)(DOCK)).toBe(true);
});

test.each([
	[{ names: ['lobby'] }],
	[{ ids: ['2'] }],
	[{ ids: [] }],
	[{ exceptIds: ['1'] }],
	[{ type: 'Video' }],
	[{ locationId: 'nor' }],
	[{ gatewayId: 'G1' }],
	[{ names: ['dock'], locationId: 'south' }],
])('a device does not pass %j', (filter) => {
	expect(testOf(filter)(DOCK)).toBe(false);
});

test.each([
	['Straße', 'strasse'],
	['STRASSE', 'straße'],
	['Cafe\u0301', 'CAFÉ'],
])('the name %j contains %j', (name, sought) => {
	expect(testOf({ names: [sought] })({ name })).toBe(true);
});

test('a field that a device lacks matches no filter, and a number matches its digits', () => {
	expect(testOf({ locationId: 'north' })({ id: '1' })).toBe(false);
	expect(testOf({ names: ['a'] })({ id: '1' })).toBe(false);
	expect(testOf({ locationId: '7' })({ locationId: 7 })).toBe(true);
});
