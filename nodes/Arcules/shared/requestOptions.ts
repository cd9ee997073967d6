/**
 * The collection "Options", the same in every operation: how requests are made, and what becomes of a picture.
 */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { Connection } from '../api/connection';
import { ArculesError, invalidParameter, settle } from '../api/errors';
import { property } from '../api/response';
import { DEFAULT_SETTINGS, type RequestSettings } from '../api/settings';
import { DEFAULT_FILE_NAME } from './fileName';
import { parameterReader, positiveNumber, show, wholeNumber } from './parameters';

const { concurrency, requestsPerMinute, retries, timeoutMs } = DEFAULT_SETTINGS;
const timeoutSeconds = timeoutMs / 1000;

const MAX_CONCURRENCY = 100;
const MAX_RETRIES = 10;
const MAX_TIMEOUT_SECONDS = 600;

/** In alphabetical order of their labels. */
const OPTION_FIELDS = {
	analyze: {
		displayName: 'Analyze Picture',
		name: 'analyze',
		type: 'boolean',
		default: true,
		description:
			'Whether to look into each picture, so that blank ones, as of a covered lens, are told from others',
	},
	fileName: {
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: DEFAULT_FILE_NAME,
		placeholder: 'e.g. {name}_{date}_{time}',
		hint: 'May hold {name}, {id}, {id8}, {timestamp}, {date}, {time} and {ms}',
		description:
			'Name of the picture file. {name} stands for the camera name, {ID} for the channel ID, {id8} for its first eight characters, {timestamp} for the time in UTC; {date}, {time} and {ms} for the time in the time zone of the workflow.',
	},
	includeDetails: {
		displayName: 'Include Details',
		name: 'includeDetails',
		type: 'boolean',
		default: false,
		description:
			'Whether to add a field pictureDetails with size, hash, number of attempts and what else is known of a picture',
	},
	limit: {
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
	},
	lookUpName: {
		displayName: 'Look Up Name',
		name: 'lookUpName',
		type: 'boolean',
		default: false,
		description:
			'Whether to look the name of the camera up where it is not known, which takes one listing of all devices per run',
	},
	maxAge: {
		displayName: 'Max Age',
		name: 'maxAge',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		hint: 'In seconds; 0 accepts any',
		description:
			'Oldest picture to accept, in seconds, where the server says how old it is. 0 accepts any.',
	},
	concurrency: {
		displayName: 'Max Parallel Requests',
		name: 'concurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_CONCURRENCY },
		default: concurrency,
		description: 'Max number of requests in flight at the same time',
	},
	requestsPerMinute: {
		displayName: 'Requests per Minute',
		name: 'requestsPerMinute',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: requestsPerMinute,
		hint: '0 means no limit',
		description:
			'Max number of requests in any minute for this account, by all executions together. 0 means no limit.',
	},
	retries: {
		displayName: 'Retries',
		name: 'retries',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: MAX_RETRIES },
		default: retries,
		description: 'How often to ask again when the server is busy or the connection breaks',
	},
	timeout: {
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_TIMEOUT_SECONDS },
		default: timeoutSeconds,
		hint: 'In seconds',
		description: 'Seconds to wait for a whole answer, each time it is asked for',
	},
} as const satisfies Record<string, INodeProperties>;

/** The options that say how requests are made. */
export const REQUEST_OPTIONS = ['concurrency', 'requestsPerMinute', 'retries', 'timeout'] as const;

/** What the collection is called in the parameters of a node. */
export const OPTIONS = 'options';

/** The collection "Options" with some of the options, in the order in which they are shown whatever the order given. */
export function optionsParameter(
	...names: ReadonlyArray<keyof typeof OPTION_FIELDS>
): INodeProperties {
	return {
		displayName: 'Options',
		name: OPTIONS,
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: Object.values<INodeProperties>(OPTION_FIELDS).filter(({ name }) =>
			names.some((wanted) => wanted === name),
		),
	};
}

/**
 * Reads the options that hold for the whole run.
 *
 * @param given the value of the parameter `options`
 * @throws {ArculesError} when one is invalid
 */
export function parseRequestSettings(given: unknown): RequestSettings {
	if (given !== '' && (typeof given !== 'object' || Array.isArray(given))) {
		throw invalidParameter(
			`'Options' must be a collection, but is ${show(given)}`,
			'Check what the expression gives, or remove it.',
		);
	}
	const valueOf = (name: (typeof REQUEST_OPTIONS)[number]) => {
		const isSet = typeof given === 'object' && given !== null && Object.hasOwn(given, name);
		return isSet ? property(given, name) : OPTION_FIELDS[name].default;
	};
	const number = (name: (typeof REQUEST_OPTIONS)[number], min: number, max: number) =>
		wholeNumber(valueOf(name), OPTION_FIELDS[name].displayName, min, max);
	return {
		concurrency: number('concurrency', 1, MAX_CONCURRENCY),
		requestsPerMinute: number('requestsPerMinute', 0, Number.MAX_SAFE_INTEGER),
		retries: number('retries', 0, MAX_RETRIES),
		timeoutMs:
			// A timer takes whole milliseconds only.
			Math.ceil(
				1000 *
					positiveNumber(
						valueOf('timeout'),
						OPTION_FIELDS.timeout.displayName,
						MAX_TIMEOUT_SECONDS,
					),
			),
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
 *
 * @param collection the parameter that holds the options
 */
export function connectionOpener(
	context: IExecuteFunctions,
	collection = OPTIONS,
): () => Promise<Connection> {
	let opened: Promise<Connection | ArculesError> | undefined;
	return async () => {
		opened ??= settle(
			async () => await Connection.open(context, readSettings(context, collection)),
		);
		const connection = await opened;
		if (connection instanceof ArculesError) throw connection;
		return connection;
	};
}

function readSettings(context: IExecuteFunctions, collection = OPTIONS): RequestSettings {
	return parameterReader(context, collection, parseRequestSettings)(0);
}
