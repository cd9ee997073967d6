/**
 * The choice of cameras, as the editor or an expression may give it.
 */
import { parseCameras } from '../../../../nodes/Arcules/shared/cameras';

test.each([
	['all', undefined, {}],
	['', undefined, {}],
	['selected', ['a', 'b', 'a'], { ids: ['a', 'b'] }],
	['selected', ' a , b,', { ids: ['a', 'b'] }],
	['selected', 17, { ids: ['17'] }],
	['allExcept', ['a'], { exceptIds: ['a'] }],
	['allExcept', [], { exceptIds: [] }],
])('%j with %j is taken as %j', (cameras, ids, expected) => {
	expect(parseCameras(cameras, () => ids)).toEqual(expected);
});

test.each([
	['some', [], '\'Cameras\' must be one of all, selected, allExcept, but is "some"'],
	['selected', [], "No camera is chosen in 'Camera Names or IDs'"],
	['selected', '', "No camera is chosen in 'Camera Names or IDs'"],
	['selected', undefined, "'Camera Names or IDs' must hold nothing but IDs, but one is not set"],
	['allExcept', null, "'Camera Names or IDs' must hold nothing but IDs, but one is null"],
	[
		'selected',
		[{ id: 'a' }],
		'\'Camera Names or IDs\' must hold nothing but IDs, but one is {"id":"a"}',
	],
	['selected', ['a', '…'], "'Camera Names or IDs' has an entry that only says there are more"],
])('%j with %j is refused', (cameras, ids, message) => {
	expect(() => parseCameras(cameras, () => ids)).toThrow(message);
});
