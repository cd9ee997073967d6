/**
 * The parameters that all thumbnail operations share: where the picture goes, and how it is fetched.
 */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { field } from '../../../../credentials/answer';
import { invalidParameter } from '../../api/errors';
import { DEFAULT_SETTINGS, type RequestSettings } from '../../api/request';
import { parameterReader, positiveNumber, show, wholeNumber } from '../parameters';
import { DEFAULT_FILE_NAME } from './fileName';

const MAX_CONCURRENCY = 100;
const MAX_RETRIES = 10;
const MAX_TIMEOUT_SECONDS = 600;

export const binaryPropertyName: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	required: true,
	default: 'data',
	hint: 'The name of the output binary field to put the picture in',
};

export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Concurrency',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MAX_CONCURRENCY },
			default: 8,
			description: 'Most requests that may be under way at the same time',
		},
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '{name}_{id8}_{timestamp}',
			description:
				'Name of the picture file. {name} stands for the camera name, {ID} for the channel ID, {id8} for its first eight characters, {timestamp} for the time in UTC.',
		},
		{
			displayName: 'Requests per Minute',
			name: 'requestsPerMinute',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 500,
			description:
				'Most requests sent in any minute for this account, by all executions together. 0 means no limit.',
		},
		{
			displayName: 'Retries',
			name: 'retries',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: MAX_RETRIES },
			default: 3,
			description: 'How often to ask again when a camera is busy or the connection breaks',
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MAX_TIMEOUT_SECONDS },
			default: 30,
			description: 'Seconds to wait for the whole picture, each time it is asked for',
		},
	],
};

/**
 * Reads the options that hold for the whole run.
 *
 * @param given the value of the parameter `options`
 * @throws {ArculesError} when one is of no use
 */
export function parseRequestSettings(given: unknown): RequestSettings {
	const valueOf = (name: string, byDefault: number) => {
		const isSet = typeof given === 'object' && given !== null && Object.hasOwn(given, name);
		return isSet ? field(given, name) : byDefault;
	};
	const { concurrency, requestsPerMinute, retries, timeoutMs } = DEFAULT_SETTINGS;
	const timeoutSeconds = positiveNumber(
		valueOf('timeout', timeoutMs / 1000),
		'Timeout',
		MAX_TIMEOUT_SECONDS,
	);
	return {
		concurrency: wholeNumber(
			valueOf('concurrency', concurrency),
			'Concurrency',
			1,
			MAX_CONCURRENCY,
		),
		requestsPerMinute: wholeNumber(
			valueOf('requestsPerMinute', requestsPerMinute),
			'Requests per Minute',
			0,
			Number.MAX_SAFE_INTEGER,
		),
		retries: wholeNumber(valueOf('retries', retries), 'Retries', 0, MAX_RETRIES),
		timeoutMs: timeoutSeconds * 1000,
	};
}

/** Where one item's picture goes. */
export interface PictureTarget {
	readonly binaryPropertyName: string;
	readonly fileNameTemplate: string;
}

/** A reader of {@link PictureTarget}, by item; throws an `ArculesError` when a parameter is of no use. */
export function pictureTargetReader(
	context: IExecuteFunctions,
): (itemIndex: number) => PictureTarget {
	const property = parameterReader(context, 'binaryPropertyName', parseBinaryPropertyName);
	const template = parameterReader(context, 'options.fileName', parseFileNameTemplate);
	return (itemIndex) => ({
		binaryPropertyName: property(itemIndex),
		fileNameTemplate: template(itemIndex),
	});
}

function parseBinaryPropertyName(value: unknown): string {
	const name = typeof value === 'string' ? value.trim() : '';
	if (name !== '' && !Object.hasOwn(Object.prototype, name)) return name;
	throw invalidParameter(
		`Put Output File in Field must be the name of a field, but is ${show(value)}`,
		'Type a name such as data.',
	);
}

function parseFileNameTemplate(value: unknown): string {
	if (value === '') return DEFAULT_FILE_NAME;
	if (typeof value === 'string') return value;
	throw invalidParameter(
		`File Name must be a text, but is ${show(value)}`,
		'Check what the expression gives, or remove the option.',
	);
}
