/**
 * The collection "Filters", the same in every operation that lists, and the filter it makes.
 */
import type { INodeProperties } from 'n8n-workflow';
import type { DeviceFilter } from '../api/devices';
import { type ArculesError, invalidParameter } from '../api/errors';
import { NOTE_VALUE, noteChosen } from './cameras';
import { show } from './parameters';

export const FILTER_LABELS = {
	gatewayId: 'Gateway Name or ID',
	locationId: 'Location Name or ID',
	name: 'Name Contains',
	type: 'Type Name or ID',
} as const;

type FilterName = keyof typeof FILTER_LABELS;

/** In alphabetical order of their labels. */
const FILTER_FIELDS: Record<FilterName, INodeProperties> = {
	gatewayId: {
		displayName: 'Gateway Name or ID',
		name: 'gatewayId',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getGateways' },
		allowArbitraryValues: true,
		default: '',
		description:
			'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	},
	locationId: {
		displayName: 'Location Name or ID',
		name: 'locationId',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getLocations' },
		allowArbitraryValues: true,
		default: '',
		description:
			'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	},
	name: {
		displayName: 'Name Contains',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. entrance, dock',
		description:
			'Only devices with this text in their name, in upper or lower case. Separate several by commas: any of them is enough.',
	},
	type: {
		displayName: 'Type Name or ID',
		name: 'type',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getDeviceTypes' },
		allowArbitraryValues: true,
		default: '',
		description:
			'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
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

/**
 * @param value the value of the parameter `filters`
 * @throws {ArculesError} when one is no text
 */
export function parseFilter(value: unknown): DeviceFilter {
	if (value === '' || value === null || value === undefined) return {};
	if (typeof value !== 'object' || Array.isArray(value)) {
		throw unusable("'Filters' must be a collection", value);
	}
	const { name, ...exact } = Object.fromEntries(
		Object.entries(value).flatMap(([key, given]) =>
			isFilterName(key) ? [[key, given] as const] : [],
		),
	);
	const names = Object.hasOwn(value, 'name') ? parseNames(name) : [];
	const texts = Object.entries(exact)
		.map(([key, given]) => [key, textOf(given, labelOf(key))] as const)
		.filter(([, text]) => text !== '');
	return { ...Object.fromEntries(texts), ...(names.length > 0 && { names }) };
}

function isFilterName(name: string): name is FilterName {
	return Object.hasOwn(FILTER_LABELS, name);
}

function labelOf(name: string): string {
	return isFilterName(name) ? FILTER_LABELS[name] : name;
}

/** Several, separated by commas; or a list, which an expression may give. */
function parseNames(value: unknown): string[] {
	const listed: unknown[] = Array.isArray(value) ? value : [value];
	if (listed.length === 0) throw notAText(FILTER_LABELS.name, value);
	return listed
		.flatMap((text) => textOf(text, FILTER_LABELS.name).split(','))
		.map((text) => text.trim())
		.filter((text) => text !== '');
}

/** A filter left empty does not filter; but an expression that gives nothing must not silently list everything. */
function textOf(value: unknown, label: string): string {
	if (value === NOTE_VALUE) throw noteChosen(label);
	if (typeof value === 'string') return value.trim();
	if (typeof value === 'number') return String(value);
	throw notAText(label, value);
}

function notAText(label: string, value: unknown): ArculesError {
	return unusable(`The filter '${label}' must be a text`, value);
}

function unusable(rule: string, value: unknown): ArculesError {
	return invalidParameter(
		`${rule}, but is ${show(value)}`,
		'Check what the expression gives, or remove the filter.',
	);
}
