/**
 * The parameter "Port IDs": one or many, as a text with commas, or as a list that an expression gives.
 */
import type { INodeProperties } from 'n8n-workflow';
import { type ArculesError, invalidParameter } from '../../api/errors';
import { leadsAstray, MAX_ID_LENGTH } from '../../api/opaqueId';
import { show } from '../../shared/parameters';

export const portIdsParameter: INodeProperties = {
	displayName: 'Port IDs',
	name: 'portIds',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 2945cd45-…, 7f3a0c11-…',
	description:
		'IDs of the I/O ports to ask for, separated by commas; an expression may also give a list of IDs. The account needs the roles API User and I/O Relay Operator.',
};

/** One entry: an id to ask for, or what was given in place of one, and why it is none. */
export type WantedPort =
	| { readonly portId: string; readonly error?: undefined }
	| { readonly portId: string | undefined; readonly error: ArculesError };

/**
 * Each entry by itself, in the order given and as often as given: one that is no id must not cost the others their answer.
 *
 * @param value the value of the parameter `portIds`
 * @throws {ArculesError} when there is no entry at all, or the value is neither a text nor a list
 */
export function parsePortIds(value: unknown): WantedPort[] {
	const ports = entriesOf(value).map(parseEntry);
	if (ports.length > 0) return ports;
	throw invalidParameter(
		"'Port IDs' is empty",
		'Type the IDs of the I/O ports, separated by commas. If an expression fills this in, check that the item before has the field.',
	);
}

function entriesOf(value: unknown): unknown[] {
	if (Array.isArray(value)) return value.flatMap(entriesInList);
	const parts = partsOf(value ?? '');
	if (parts !== undefined) return parts;
	throw invalidParameter(
		`'Port IDs' must be IDs separated by commas, or a list of IDs, but is ${show(value)}`,
		'Check what the expression gives.',
	);
}

/** A comma too many is no entry; but an empty entry of a list is one, because somebody meant a port by it. */
function entriesInList(entry: unknown): unknown[] {
	const parts = partsOf(entry) ?? [];
	return parts.length > 0 ? parts : [entry];
}

function partsOf(value: unknown): string[] | undefined {
	if (typeof value === 'number') return [String(value)];
	if (typeof value !== 'string') return undefined;
	return value
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

function parseEntry(entry: unknown): WantedPort {
	if (typeof entry !== 'string') return { portId: undefined, error: noId(entry) };
	const portId = entry.trim();
	const isId = portId !== '' && portId.length <= MAX_ID_LENGTH && !leadsAstray(portId);
	return isId ? { portId } : { portId, error: noId(portId) };
}

function noId(entry: unknown): ArculesError {
	return invalidParameter(
		`'Port IDs' has an entry that is no ID: ${show(entry)}`,
		`An ID has up to ${MAX_ID_LENGTH} characters, and no spaces, slashes, question marks, hash or percent signs. Separate several IDs by commas. If an expression fills this in, check what it gives.`,
	);
}
