/**
 * Whatever an expression gives for a parameter: it is used as it is meant, or refused in a sentence that names the
 * parameter. Never is something else done instead.
 */
import type { INodeParameters } from 'n8n-workflow';
import {
	getLiveThumbnail,
	getManyLiveThumbnails,
	listDevices,
	type SimulatedAccount,
	simulatedAccount,
	stopSimulators,
} from '../harness/simulated';
import { runNode } from '../harness/workflow';

let account: SimulatedAccount;

beforeAll(async () => {
	account = await simulatedAccount({ cameras: 3 });
});

afterAll(stopSimulators);

const channel = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

/** Places for an expression, the label that the user sees there, and what is no valid value. */
const PLACES: ReadonlyArray<
	readonly [label: string, wrong: readonly string[], at: (value: string) => INodeParameters]
> = [
	['Camera', [], (value) => getLiveThumbnail({ channelId: channel(value) })],
	[
		'Put Output File in Field',
		[
			'[1]',
			'{}',
			'null',
			'undefined',
			'NaN',
			'""',
			'true',
			'5',
			'Symbol("x")',
			'$input',
			'"a,b"',
			'"x".repeat(61)',
		],
		(value) => getLiveThumbnail({ binaryPropertyName: value }),
	],
	[
		'File Name',
		['[1]', '{}', 'null', 'undefined', 'NaN', 'true', '5', 'Symbol("x")'],
		(fileName) => getLiveThumbnail({ options: { fileName } }),
	],
	[
		'Analyze Picture',
		['[]', '{}', 'null', 'undefined', '0', '"false"', '"true"', 'Symbol("x")'],
		(analyze) => getLiveThumbnail({ options: { analyze } }),
	],
	[
		'Timeout',
		['[]', '{}', 'null', 'undefined', 'NaN', 'Infinity', '"5"', 'new Date()', 'Symbol("x")'],
		(timeout) => listDevices({ options: { timeout } }),
	],
	[
		'Camera Names or IDs',
		['{}', 'null', 'undefined', 'true', '[null]', 'Symbol("x")'],
		(cameraIds) => getManyLiveThumbnails({ cameras: 'selected', cameraIds }),
	],
	[
		'Name Contains',
		['[]', '{}', 'null', 'undefined', 'true', '$json.nowhere', 'Symbol("x")'],
		(name) => getManyLiveThumbnails({ filters: { name } }),
	],
	[
		'Return All',
		['[]', '{}', 'null', 'undefined', '1', '"true"', 'Symbol("x")'],
		(returnAll) => listDevices({ returnAll }),
	],
	[
		'Limit',
		['[]', '{}', 'null', 'undefined', 'NaN', '"5"', '""', 'Infinity'],
		(limit) => listDevices({ returnAll: false, limit }),
	],
];

const CASES = PLACES.flatMap(([label, wrong, at]) =>
	wrong.map((expression) => ({ label, expression, parameters: at(`={{ ${expression} }}`) })),
);

test.each(CASES)("'$label' set to {{ $expression }} is refused", async ({ label, parameters }) => {
	const { items } = await runNode({
		credentials: account.credentials,
		parameters,
		onError: 'continueRegularOutput',
	});

	expect(items).toHaveLength(1);
	expect(items[0]?.json.error).toContain(`'${label}'`);
	expect(items[0]?.json.pictureReason ?? 'invalidParameter').toBe('invalidParameter');
});

const BROKEN = ['$("Nowhere").item.json.id', '1 +* 2', 'Math.max'];

test.each(
	PLACES.filter(([label]) => !['Name Contains', 'Timeout'].includes(label)).flatMap(
		([label, , at]) => BROKEN.map((expression) => [label, expression, at] as const),
	),
)("an expression in '%s' that does not work is named: {{ %s }}", async (label, expression, at) => {
	const { items } = await runNode({
		credentials: account.credentials,
		parameters: at(`={{ ${expression} }}`),
		onError: 'continueRegularOutput',
	});

	expect(items[0]?.json.error).toMatch(
		new RegExp(`^The expression in '${label}' does not work: \\S`),
	);
	expect(items[0]?.json.pictureReason ?? 'invalidParameter').toBe('invalidParameter');
});

test.each(BROKEN)(
	'an expression in the options that does not work is said: {{ %s }}',
	async (expression) => {
		const { items } = await runNode({
			credentials: account.credentials,
			parameters: getLiveThumbnail({
				channelId: channel('x'),
				options: { timeout: `={{ ${expression} }}` },
			}),
			onError: 'continueRegularOutput',
		});
		expect(items[0]?.json.pictureReason).toBe('invalidParameter');
	},
);

test.each(['{ id: 1 }', 'true', 'NaN', 'Infinity', 'new Date()', 'null'])(
	'a channel ID of {{ %s }} is refused before anything is asked',
	async (value) => {
		account.simulator.resetRecords();
		const { items } = await runNode({
			credentials: account.credentials,
			parameters: getLiveThumbnail({ channelId: channel(`={{ ${value} }}`) }),
			onError: 'continueRegularOutput',
		});
		expect(items[0]?.json).toMatchObject({ pictureReason: 'invalidChannelId' });
		expect(account.simulator.stats().thumbnails).toBe(0);
	},
);

test.each([0.001, 0.0001, 1.0001, 2.3])(
	'a timeout of %p seconds is as good as any',
	async (timeout) => {
		const { items } = await runNode({
			credentials: account.credentials,
			parameters: listDevices({ options: { timeout, retries: 0 } }),
			onError: 'continueRegularOutput',
		});
		if (timeout > 1) expect(items).toHaveLength(3);
		else expect(items[0]?.json.error ?? 'within').toContain('within');
	},
);
