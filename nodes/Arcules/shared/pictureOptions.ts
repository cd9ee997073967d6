/**
 * What becomes of a picture: where it goes, how it is checked, and what is said of it.
 */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { invalidParameter } from '../api/errors';
import { parseFileNameTemplate } from './fileName';
import { onOrOff, parameterReader, show } from './parameters';
import { OPTIONS } from './requestOptions';

export const binaryPropertyName: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	required: true,
	default: 'data',
	hint: 'The name of the output binary field to put the picture in',
};

/** What one item wants of its pictures. */
export interface PictureOptions {
	/** Where the picture goes; `undefined` when it is not kept. */
	readonly binaryPropertyName: string | undefined;
	readonly fileNameTemplate: string;
	/** Whether the item gets the field `pictureDetails`. */
	readonly includesDetails: boolean;
	/** Whether to look into the picture. */
	readonly analyzes: boolean;
	/** Oldest picture accepted; `undefined` for any. */
	readonly maxAgeSeconds: number | undefined;
}

/**
 * A reader of {@link PictureOptions}, by item; throws an `ArculesError` when a parameter is invalid.
 *
 * @param collection the parameter that holds the options
 */
export function pictureOptionsReader(
	context: IExecuteFunctions,
	collection = OPTIONS,
): (itemIndex: number) => PictureOptions {
	// n8n leaves out what is not shown.
	const isShown = context.getNode().parameters.binaryPropertyName !== undefined;
	const field = parameterReader(context, 'binaryPropertyName', parseBinaryPropertyName);
	const template = parameterReader(context, `${collection}.fileName`, parseFileNameTemplate);
	const includesDetails = parameterReader(
		context,
		`${collection}.includeDetails`,
		onOrOff('Include Details'),
	);
	const analyzes = parameterReader(
		context,
		`${collection}.analyze`,
		onOrOff('Analyze Picture', true),
	);
	const maxAge = parameterReader(context, `${collection}.maxAge`, parseMaxAge);
	return (itemIndex) => ({
		binaryPropertyName: isShown ? field(itemIndex) : undefined,
		fileNameTemplate: template(itemIndex),
		includesDetails: includesDetails(itemIndex),
		analyzes: analyzes(itemIndex),
		maxAgeSeconds: maxAge(itemIndex),
	});
}

const MAX_FIELD_LENGTH = 60;

function parseBinaryPropertyName(value: unknown): string {
	const name = typeof value === 'string' ? value.trim() : '';
	const isUsable = name !== '' && name.length <= MAX_FIELD_LENGTH && !name.includes(',');
	if (isUsable && !Object.hasOwn(Object.prototype, name)) return name;
	throw invalidParameter(
		`'Put Output File in Field' must be the name of a field, but is ${show(value)}`,
		'Type a name such as data: short, and without a comma, which separates fields in other nodes.',
	);
}

function parseMaxAge(value: unknown): number | undefined {
	if (value === '' || value === 0) return undefined;
	if (typeof value === 'number' && value > 0) return value;
	throw invalidParameter(
		`'Max Age' must be a number of seconds, or 0 for any, but is ${show(value)}`,
		'Correct it in the options of the node. If an expression fills it in, check what the expression gives.',
	);
}
