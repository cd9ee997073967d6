/**
 * The parameters of Get Many Live Thumbnails, and what one input item asks for with them.
 */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { cameraParameters, camerasReader } from '../../shared/cameras';
import { filtersParameter, parseFilter } from '../../shared/filters';
import { oneOf, parameterReader, wholeNumber } from '../../shared/parameters';
import { binaryPropertyName, pictureOptionsReader } from '../../shared/pictureOptions';
import { optionsParameter, REQUEST_OPTIONS } from '../../shared/requestOptions';
import type { FleetRequest } from './fleet';
import { toolNotice } from './toolNotice';

const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{
			name: 'One Item per Camera',
			value: 'items',
			description: 'Each camera with its picture, to go on with each',
		},
		{
			name: 'One Item for All',
			value: 'oneItem',
			description:
				'All pictures in one item with a finished mail body, to send one mail or message',
		},
		{
			name: 'Status Only',
			value: 'statusOnly',
			description: 'Each camera without its picture, to report which cameras work',
		},
	],
	default: 'items',
};

const onCameraFailure: INodeProperties = {
	displayName: 'When a Camera Fails',
	name: 'onCameraFailure',
	type: 'options',
	options: [
		{
			name: 'Leave It Out',
			value: 'leaveOut',
			description: 'Go on with the cameras that gave a picture; a hint names the others',
		},
		{
			name: 'Report It',
			value: 'report',
			description: 'Go on, and give an item that says why this camera gave no picture',
		},
		{
			name: 'Stop',
			value: 'stop',
			description: 'Fail as soon as one camera gives no picture',
		},
	],
	default: 'report',
	description: 'What to do when a camera gives no picture',
};

const onNoMatch: INodeProperties = {
	displayName: 'When No Camera Matches',
	name: 'onNoMatch',
	type: 'options',
	options: [
		{
			name: 'Fail',
			value: 'fail',
			description: 'So that nobody waits for a mail that never comes',
		},
		{
			name: 'Return Nothing',
			value: 'nothing',
			description: 'Give no item, so that the workflow ends here',
		},
	],
	default: 'fail',
	description: 'What to do when the account has no camera that was asked for',
};

export const getManyFields: INodeProperties[] = [
	toolNotice,
	...cameraParameters,
	filtersParameter('gatewayId', 'locationId', 'name'),
	output,
	onCameraFailure,
	onNoMatch,
	{ ...binaryPropertyName, displayOptions: { hide: { output: ['statusOnly'] } } },
	optionsParameter('analyze', 'fileName', 'includeDetails', 'limit', 'maxAge', ...REQUEST_OPTIONS),
];

/** What one input item asks for. */
export interface FleetQuery extends Omit<FleetRequest, 'concurrency'> {
	readonly output: 'items' | 'oneItem' | 'statusOnly';
	readonly leavesFailuresOut: boolean;
	readonly failsWithoutMatch: boolean;
}

/** A reader of {@link FleetQuery}, by item; throws an `ArculesError` when a parameter is invalid. */
export function fleetQueryReader(context: IExecuteFunctions): (itemIndex: number) => FleetQuery {
	const reader = <T>(name: string, parse: (value: unknown) => T) =>
		parameterReader(context, name, parse);
	const cameras = camerasReader(context);
	const filter = reader('filters', parseFilter);
	const limit = reader('options.limit', (value) =>
		value === '' ? Infinity : wholeNumber(value, 'Limit', 1, Number.MAX_SAFE_INTEGER),
	);
	const outputOf = reader('output', oneOf('Output', ['items', 'oneItem', 'statusOnly']));
	const onFailure = reader(
		'onCameraFailure',
		oneOf('When a Camera Fails', ['report', 'leaveOut', 'stop']),
	);
	const onNothing = reader('onNoMatch', oneOf('When No Camera Matches', ['fail', 'nothing']));
	const optionsOf = pictureOptionsReader(context);
	return (itemIndex) => {
		const chosenOutput = outputOf(itemIndex);
		const options = optionsOf(itemIndex);
		return {
			filter: { ...filter(itemIndex), ...cameras(itemIndex) },
			limit: limit(itemIndex),
			output: chosenOutput,
			stopsAtFirstFailure: onFailure(itemIndex) === 'stop',
			leavesFailuresOut: onFailure(itemIndex) === 'leaveOut',
			failsWithoutMatch: onNothing(itemIndex) === 'fail',
			options:
				chosenOutput === 'statusOnly' ? { ...options, binaryPropertyName: undefined } : options,
		};
	};
}
