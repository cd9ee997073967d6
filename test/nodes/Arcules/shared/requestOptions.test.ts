/**
 * The options of requests: what the editor shows, and what an expression may give.
 */
import {
	optionsParameter,
	parseRequestSettings,
	REQUEST_OPTIONS,
} from '../../../../nodes/Arcules/shared/requestOptions';

const DEFAULTS = { concurrency: 8, requestsPerMinute: 500, retries: 3, timeoutMs: 30_000 };

test('the editor shows the defaults that hold', () => {
	const { options = [] } = optionsParameter(...REQUEST_OPTIONS);
	const shown = options.map((option) => [option.name, 'default' in option && option.default]);
	expect(Object.fromEntries(shown)).toEqual({
		concurrency: 8,
		requestsPerMinute: 500,
		retries: 3,
		timeout: 30,
	});
});

test('the editor shows options in the order of their labels, whatever the order they are named in', () => {
	const { options = [] } = optionsParameter('timeout', 'analyze', 'concurrency', 'maxAge', 'limit');
	expect(options.map((option) => 'displayName' in option && option.displayName)).toEqual([
		'Analyze Picture',
		'Limit',
		'Max Age',
		'Max Parallel Requests',
		'Timeout',
	]);
});

test.each([
	[{}, DEFAULTS],
	['', DEFAULTS],
	[null, DEFAULTS],
	[
		{ concurrency: 100, retries: 0 },
		{ ...DEFAULTS, concurrency: 100, retries: 0 },
	],
	[
		{ requestsPerMinute: 0, timeout: 0.4 },
		{ ...DEFAULTS, requestsPerMinute: 0, timeoutMs: 400 },
	],
	[{ colour: 'red' }, DEFAULTS],
])('%j gives %j', (given, settings) => {
	expect(parseRequestSettings(given)).toEqual(settings);
});

test.each([
	[{ concurrency: 0 }, `'Max Parallel Requests' must be a whole number from 1 to 100, but is 0`],
	[
		{ concurrency: 101 },
		`'Max Parallel Requests' must be a whole number from 1 to 100, but is 101`,
	],
	[
		{ concurrency: 2.5 },
		`'Max Parallel Requests' must be a whole number from 1 to 100, but is 2.5`,
	],
	[{ retries: -1 }, `'Retries' must be a whole number from 0 to 10, but is -1`],
	[{ retries: 11 }, `'Retries' must be a whole number from 0 to 10, but is 11`],
	[
		{ requestsPerMinute: 'many' },
		`'Requests per Minute' must be a whole number of 0 or more, but is "many"`,
	],
	[{ timeout: 0 }, `'Timeout' must be a number above 0 and up to 600, but is 0`],
	[{ timeout: null }, `'Timeout' must be a number above 0 and up to 600, but is null`],
	[{ timeout: undefined }, `'Timeout' must be a number above 0 and up to 600, but is not set`],
])('%j is refused', (given, message) => {
	expect(() => parseRequestSettings(given)).toThrow(message);
});
