/**
 * The parameters of everything that gets pictures: where a picture goes, and how it is requested.
 */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { Connection } from '../api/connection';
import { invalidParameter, settle, ArculesError } from '../api/errors';
import { property } from '../api/response';
import { DEFAULT_SETTINGS, type RequestSettings } from '../api/settings';
import { DEFAULT_FILE_NAME } from './fileName';
import { parameterReader, positiveNumber, show, wholeNumber } from './parameters';

const { concurrency, requestsPerMinute, retries, timeoutMs } = DEFAULT_SETTINGS;
const timeoutSeconds = timeoutMs / 1000;

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

export const requestOptions: INodeProperties = {
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
			default: concurrency,
			description: 'Max number of requests in flight at the same time',
		},
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: DEFAULT_FILE_NAME,
			description:
				'Name of the picture file. {name} stands for the camera name, {ID} for the channel ID, {id8} for its first eight characters, {timestamp} for the time in UTC.',
		},
		{
			displayName: 'Requests per Minute',
			name: 'requestsPerMinute',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: requestsPerMinute,
			description:
				'Max number of requests in any minute for this account, by all executions together. 0 means no limit.',
		},
		{
			displayName: 'Retries',
			name: 'retries',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: MAX_RETRIES },
			default: retries,
			description: 'How often to ask again when a camera is busy or the connection breaks',
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MAX_TIMEOUT_SECONDS },
			default: timeoutSeconds,
			description: 'Seconds to wait for the whole picture, each time it is asked for',
		},
	],
};

/**
 * Reads the options that hold for the whole run.
 *
 * @param given the value of the parameter `options`
 * @throws {ArculesError} when one is invalid
 */
export function parseRequestSettings(given: unknown): RequestSettings {
	const valueOf = (name: string, byDefault: number) => {
		const isSet = typeof given === 'object' && given !== null && Object.hasOwn(given, name);
		return isSet ? property(given, name) : byDefault;
	};
	const number = (name: string, byDefault: number, label: string, min: number, max: number) =>
		wholeNumber(valueOf(name, byDefault), label, min, max);
	const { MAX_SAFE_INTEGER } = Number;
	return {
		concurrency: number('concurrency', concurrency, 'Concurrency', 1, MAX_CONCURRENCY),
		requestsPerMinute: number(
			'requestsPerMinute',
			requestsPerMinute,
			'Requests per Minute',
			0,
			MAX_SAFE_INTEGER,
		),
		retries: number('retries', retries, 'Retries', 0, MAX_RETRIES),
		timeoutMs:
			positiveNumber(valueOf('timeout', timeoutSeconds), 'Timeout', MAX_TIMEOUT_SECONDS) * 1000,
	};
}

/** The settings of the run, or those by default when they are invalid, which {@link connectionOpener} reports. */
export function settingsOrDefaults(context: IExecuteFunctions): RequestSettings {
	try {
		return readSettings(context);
	} catch {
		return DEFAULT_SETTINGS;
	}
}

/**
 * Opens the connection of the run at its first call.
 *
 * That options or credential are invalid is thrown at every call: each item fails of it.
 */
export function connectionOpener(context: IExecuteFunctions): () => Promise<Connection> {
	let opened: Promise<Connection | ArculesError> | undefined;
	return async () => {
		opened ??= settle(async () => await Connection.open(context, readSettings(context)));
		const connection = await opened;
		if (connection instanceof ArculesError) throw connection;
		return connection;
	};
}

function readSettings(context: IExecuteFunctions): RequestSettings {
	return parseRequestSettings(context.getNodeParameter('options', 0, {}));
}

/** Where one item's picture goes. */
export interface PictureTarget {
	readonly binaryPropertyName: string;
	readonly fileNameTemplate: string;
}

/** A reader of {@link PictureTarget}, by item; throws an `ArculesError` when a parameter is invalid. */
export function pictureTargetReader(
	context: IExecuteFunctions,
): (itemIndex: number) => PictureTarget {
	const field = parameterReader(context, 'binaryPropertyName', parseBinaryPropertyName);
	const template = parameterReader(context, 'options.fileName', parseFileNameTemplate);
	return (itemIndex) => ({
		binaryPropertyName: field(itemIndex),
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
