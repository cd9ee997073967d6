/**
 * The parameters that choose devices, the same in every operation that lists: Return All, Limit and Filters.
 */
import type { IExecuteFunctions, INodeProperties, NodeExecutionHint } from 'n8n-workflow';
import type { DeviceFilter } from '../api/devices';
import { invalidParameter } from '../api/errors';
import { parameterReader, show, wholeNumber } from './parameters';

export const returnAllAndLimit: INodeProperties[] = [
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

const FILTER_LABELS = {
	gatewayId: 'Gateway ID',
	locationId: 'Location ID',
	name: 'Name Contains',
	type: 'Type',
} as const;

type FilterName = keyof typeof FILTER_LABELS;

/** In alphabetical order of their labels. */
const FILTER_FIELDS: Record<FilterName, INodeProperties> = {
	gatewayId: {
		displayName: FILTER_LABELS.gatewayId,
		name: 'gatewayId',
		type: 'string',
		default: '',
		description: 'Only devices of this gateway. Must match exactly.',
	},
	locationId: {
		displayName: FILTER_LABELS.locationId,
		name: 'locationId',
		type: 'string',
		default: '',
		description: 'Only devices at this location. Must match exactly.',
	},
	name: {
		displayName: FILTER_LABELS.name,
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. entrance',
		description: 'Only devices with this text in their name, in upper or lower case',
	},
	type: {
		displayName: FILTER_LABELS.type,
		name: 'type',
		type: 'string',
		default: '',
		placeholder: 'e.g. video',
		description: 'Only devices of this type. Cameras have the type “video”. Must match exactly.',
	},
};

/** The collection "Filters". */
export function filtersParameter(...names: readonly FilterName[]): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: names.map((name) => FILTER_FIELDS[name]),
	};
}

/** Which devices one input item asks for. */
export interface DeviceQuery {
	readonly filter: DeviceFilter;
	/** `Infinity` for all. */
	readonly limit: number;
}

/** A reader of {@link DeviceQuery}, by item; throws an `ArculesError` when a parameter is invalid. */
export function deviceQueryReader(context: IExecuteFunctions): (itemIndex: number) => DeviceQuery {
	const returnAll = parameterReader(context, 'returnAll', (value) => value === true);
	const limit = parameterReader(context, 'limit', (value) =>
		wholeNumber(value, 'Limit', 1, Number.MAX_SAFE_INTEGER),
	);
	const filter = parameterReader(context, 'filters', parseFilter);
	return (itemIndex) => ({
		filter: filter(itemIndex),
		limit: returnAll(itemIndex) ? Infinity : limit(itemIndex),
	});
}

/**
 * @param value the value of the parameter `filters`
 * @throws {ArculesError} when one is no text
 */
export function parseFilter(value: unknown): DeviceFilter {
	if (typeof value !== 'object' || value === null) return {};
	const filter: Partial<Record<FilterName, string>> = {};
	for (const [name, given] of Object.entries(value)) {
		if (!isFilterName(name)) continue;
		const text = textOf(given, FILTER_LABELS[name]);
		if (text !== '') filter[name] = text;
	}
	return filter;
}

function isFilterName(name: string): name is FilterName {
	return Object.hasOwn(FILTER_LABELS, name);
}

/** A filter left empty does not filter; but an expression that gives nothing must not silently list everything. */
function textOf(value: unknown, label: string): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return String(value);
	throw invalidParameter(
		`The filter ${label} must be a text, but is ${show(value)}`,
		'Check what the expression gives, or remove the filter.',
	);
}

/** Says above the output why there is nothing in it. */
export function nothingMatched(what: 'camera' | 'device'): NodeExecutionHint {
	return {
		message: `No ${what} matched. The account sees only the sites and locations assigned to it in the Arcules portal.`,
		type: 'warning',
		location: 'outputPane',
	};
}
