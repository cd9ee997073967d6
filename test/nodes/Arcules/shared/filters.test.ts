/**
 * The filters as an expression may give them.
 */
import { parseFilter } from '../../../../nodes/Arcules/shared/filters';

test.each([
	[{}, {}],
	[null, {}],
	['', {}],
	[
		{ name: 'dock', locationId: ' l ' },
		{ names: ['dock'], locationId: 'l' },
	],
	[{ name: '', gatewayId: 'g' }, { gatewayId: 'g' }],
	[{ name: ' dock , Main Entrance,, ' }, { names: ['dock', 'Main Entrance'] }],
	[{ name: ' , ' }, {}],
	[{ name: ['dock', 7, 'a,b'] }, { names: ['dock', '7', 'a', 'b'] }],
	[{ locationId: 7 }, { locationId: '7' }],
	[{ type: 'video', colour: 'red' }, { type: 'video' }],
])('%j is taken as %j', (value, filter) => {
	expect(parseFilter(value)).toEqual(filter);
});

test.each([
	[{ locationId: undefined }, "The filter 'Location Name or ID' must be a text, but is not set"],
	[{ gatewayId: null }, "The filter 'Gateway Name or ID' must be a text, but is null"],
	[{ name: undefined }, "The filter 'Name Contains' must be a text, but is not set"],
	[{ name: [] }, "The filter 'Name Contains' must be a text, but is []"],
	['Lobby', '\'Filters\' must be a collection, but is "Lobby"'],
	[['Lobby'], '\'Filters\' must be a collection, but is ["Lobby"]'],
	[7, "'Filters' must be a collection, but is 7"],
	[{ name: true }, "The filter 'Name Contains' must be a text, but is true"],
	[{ name: ['dock', null] }, "The filter 'Name Contains' must be a text, but is null"],
	[{ gatewayId: '…' }, "'Gateway Name or ID' has an entry that only says there are more"],
	[{ type: ['video'] }, 'The filter \'Type Name or ID\' must be a text, but is ["video"]'],
])('%j is refused, so that nothing is listed unasked', (value, message) => {
	expect(() => parseFilter(value)).toThrow(message);
});
