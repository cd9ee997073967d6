/**
 * The filters as an expression may give them.
 */
import { parseFilter } from '../../../../nodes/Arcules/shared/filters';

test.each([
	[{}, {}],
	[null, {}],
	['', {}],
	[
		{ name: 'dock', locationId: 'l' },
		{ name: 'dock', locationId: 'l' },
	],
	[{ name: '', gatewayId: 'g' }, { gatewayId: 'g' }],
	[{ locationId: 7 }, { locationId: '7' }],
	[{ type: 'video', colour: 'red' }, { type: 'video' }],
])('%j is taken as %j', (value, filter) => {
	expect(parseFilter(value)).toEqual(filter);
});

test.each([
	[{ locationId: undefined }, 'The filter Location ID must be a text, but is not set'],
	[{ gatewayId: null }, 'The filter Gateway ID must be a text, but is null'],
	[{ name: true }, 'The filter Name Contains must be a text, but is true'],
	[{ type: ['video'] }, 'The filter Type must be a text, but is ["video"]'],
])('%j is refused, so that nothing is listed unasked', (value, message) => {
	expect(() => parseFilter(value)).toThrow(message);
});
