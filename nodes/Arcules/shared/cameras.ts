/**
 * The parameters that choose cameras: all of them, some, or all but some.
 */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { DeviceFilter } from '../api/devices';
import { type ArculesError, invalidParameter } from '../api/errors';
import { oneOf, parameterReader, show } from './parameters';

const parseChoice = oneOf('Cameras', ['all', 'selected', 'allExcept']);

/**
 * The value of an entry in a dropdown that is no choice but says something, such as that there is more than it shows.
 */
export const NOTE_VALUE = '…';

export const cameraParameters: INodeProperties[] = [
	{
		displayName: 'Cameras',
		name: 'cameras',
		type: 'options',
		options: [
			{
				name: 'All',
				value: 'all',
				description: 'Every camera that the account sees, also those added later',
			},
			{
				name: 'All Except',
				value: 'allExcept',
				description: 'Every camera but those you choose',
			},
			{
				name: 'Selected',
				value: 'selected',
				description: 'Only the cameras you choose',
			},
		],
		default: 'all',
		description: 'Which cameras to use; Filters can narrow the choice further',
	},
	{
		displayName: 'Camera Names or IDs',
		name: 'cameraIds',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getCameras' },
		// An id that the list does not show is as good: there may be more cameras than it can hold.
		allowArbitraryValues: true,
		displayOptions: { show: { cameras: ['selected', 'allExcept'] } },
		default: [],
		description:
			'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	},
];

/**
 * @param cameras the value of the parameter `cameras`
 * @param cameraIds the value of the parameter `cameraIds`, looked at unless all are meant
 * @throws {ArculesError} when either is invalid, or no camera is chosen
 */
export function parseCameras(
	cameras: unknown,
	cameraIds: () => unknown,
): Pick<DeviceFilter, 'ids' | 'exceptIds'> {
	const choice = parseChoice(cameras);
	if (choice === 'all') return {};
	const ids = parseIds(cameraIds());
	if (choice === 'allExcept') return { exceptIds: ids };
	if (ids.length > 0) return { ids };
	throw invalidParameter(
		"No camera is chosen in 'Camera Names or IDs'",
		"Choose at least one, or set 'Cameras' to All.",
	);
}

/** A reader of the choice, by item; throws an `ArculesError` when it is invalid. */
export function camerasReader(
	context: IExecuteFunctions,
): (itemIndex: number) => ReturnType<typeof parseCameras> {
	const choiceOf = parameterReader(context, 'cameras', (value) => value);
	const idsOf = parameterReader(context, 'cameraIds', (value) => value);
	return (itemIndex) => parseCameras(choiceOf(itemIndex), () => idsOf(itemIndex));
}

/** Ids as the dropdown gives them, or as an expression may: a list, or a text with commas. */
function parseIds(value: unknown): string[] {
	const listed: unknown[] = typeof value === 'string' ? value.split(',') : [value].flat();
	const ids = listed.map((id) => {
		if (id === NOTE_VALUE) throw noteChosen('Camera Names or IDs');
		if (typeof id === 'string' || typeof id === 'number') return String(id).trim();
		throw invalidParameter(
			`'Camera Names or IDs' must hold nothing but IDs, but one is ${show(id)}`,
			'Check what the expression gives: a list of IDs, or IDs separated by commas.',
		);
	});
	return [...new Set(ids)].filter((id) => id !== '');
}

/** Refuses {@link NOTE_VALUE}. */
export function noteChosen(label: string): ArculesError {
	return invalidParameter(
		`'${label}' has an entry that only says there are more`,
		'Remove that entry. To use one that the list does not show, give its ID by an expression.',
	);
}
