/**
 * Device → List Devices: one item per device, every field of the API untouched.
 */
import type { IExecuteFunctions, INodeProperties, NodeExecutionHint } from 'n8n-workflow';
import { matchingDevices } from '../../api/devices';
import { DEFAULT_SETTINGS } from '../../api/settings';
import { filtersParameter, parseFilter } from '../../shared/filters';
import { FilterTally } from '../../shared/filterTally';
import { shortHtml } from '../../shared/foreignText';
import { outputHint } from '../../shared/hint';
import { onOrOff, parameterReader, wholeNumber } from '../../shared/parameters';
import { connectionOpener, optionsParameter } from '../../shared/requestOptions';
import type { Operation, OperationRun, Outcome } from '../operation';

const returnAllAndLimit: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { returnAll: [false] } },
		description: 'Max number of results to return',
	},
];

export const list: Operation = {
	option: {
		name: 'List Devices',
		value: 'list',
		action: 'List devices',
		description: 'List the cameras and other devices of the account',
	},
	fields: [
		...returnAllAndLimit,
		filtersParameter('gatewayId', 'locationId', 'name', 'type'),
		optionsParameter('requestsPerMinute', 'retries', 'timeout'),
	],
	start,
	failedItem: ({ json, binary }, error) => ({
		json: { ...json, error: error.explanation },
		binary,
		error,
	}),
};

/** What one input item has listed, for the hints. */
interface Listing {
	readonly tally: FilterTally;
	readonly limit: number;
}

/** Runs once per input item, which may filter differently. */
function start(context: IExecuteFunctions, signal: AbortSignal): OperationRun {
	const returnsAll = parameterReader(context, 'returnAll', onOrOff('Return All'));
	const limitOf = parameterReader(context, 'limit', (value) =>
		wholeNumber(value, 'Limit', 1, Number.MAX_SAFE_INTEGER),
	);
	const filterOf = parameterReader(context, 'filters', parseFilter);
	const openConnection = connectionOpener(context);
	const listings: Listing[] = [];
	return {
		concurrency: DEFAULT_SETTINGS.concurrency,
		execute: async (_item, itemIndex) => {
			const filter = filterOf(itemIndex);
			const limit = returnsAll(itemIndex) ? Infinity : limitOf(itemIndex);
			const tally = new FilterTally(filter, 'device');
			const devices = matchingDevices(await openConnection(), filter, limit, signal, tally.count);
			const outcomes: Outcome[] = [];
			for await (const device of devices) outcomes.push({ json: device });
			listings[itemIndex] = { tally, limit };
			return { outcomes };
		},
		hints: () => listings.flat().flatMap(listingHints),
	};
}

function listingHints({ tally, limit }: Listing): NodeExecutionHint[] {
	if (tally.matched === 0) return [outputHint('warning', tally.whyNothing(shortHtml))];
	const isCut = tally.matched > limit || (tally.matched === limit && !tally.isComplete);
	if (!isCut) return [];
	const which = tally.isComplete ? `${tally.leftOut(limit)} more matched` : 'there may be more';
	return [
		outputHint(
			'info',
			`The list ends after ${limit} devices, as 'Limit' says; ${which}. Turn on 'Return All' for all of them.`,
		),
	];
}
