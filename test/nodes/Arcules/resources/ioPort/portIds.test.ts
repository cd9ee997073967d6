/**
 * The parameter "Port IDs": what counts as an ID, and what becomes of an entry that does not.
 */
import type { INodeParameters } from 'n8n-workflow';
import { parsePortIds } from '../../../../../nodes/Arcules/resources/ioPort/portIds';
import { getPortState, simulatedAccount, stopSimulators } from '../../../../harness/simulated';
import { runNode } from '../../../../harness/workflow';

afterEach(stopSimulators);

const idsIn = (value: unknown) => parsePortIds(value).map(({ portId }) => portId);
const refused = (value: unknown) =>
	parsePortIds(value).flatMap(({ error }) => (error === undefined ? [] : [error.message]));

test.each([
	['a', ['a']],
	[' a , b,,c, ', ['a', 'b', 'c']],
	[42, ['42']],
	[
		['a', ' b ', 7],
		['a', 'b', '7'],
	],
	[
		['a,b', 'c'],
		['a', 'b', 'c'],
	],
	['b,a,b', ['b', 'a', 'b']],
	['Ünïcode:7_x(1)', ['Ünïcode:7_x(1)']],
	['x'.repeat(200), ['x'.repeat(200)]],
])('%j are the IDs %j', (value, ids) => {
	expect(idsIn(value)).toEqual(ids);
	expect(refused(value)).toEqual([]);
});

test.each(['', ' ', ',', undefined, null, [], {}, true, [[]].slice(1)])(
	'%j is refused as a whole',
	(value) => {
		expect(() => parsePortIds(value)).toThrow(/^'Port IDs' (is empty|must be IDs)/);
	},
);

test.each([
	'a b',
	'a\nb',
	'a/b',
	'a\\b',
	'a?b',
	'a#b',
	'a%2Cb',
	'a\u0000b',
	'.',
	'..',
	'x'.repeat(201),
])('%j is an entry that is refused by itself', (entry) => {
	expect(refused(`first,${entry}`)).toEqual([
		expect.stringMatching(/^'Port IDs' has an entry that is no ID: "/),
	]);
	expect(idsIn(`first,${entry}`)).toEqual(['first', entry]);
});

test.each([null, undefined, '', ' ', {}, true, ['a']])(
	'%j in a list is refused, and not passed over',
	(entry) => {
		expect(refused(['a', entry, 'b'])).toHaveLength(1);
		expect(parsePortIds(['a', entry, 'b'])).toHaveLength(3);
	},
);

test('what is no ID is never sent, and costs the others nothing', async () => {
	const { simulator, credentials } = await simulatedAccount({ ioPorts: { a: { state: 'low' } } });

	const { items, hints } = await runNode({
		credentials,
		onError: 'continueRegularOutput',
		parameters: getPortState("={{ ['../devices', null, 'a'] }}"),
	});

	expect(items.map(({ json }) => [json.portId, json.state, json.reason])).toEqual([
		['../devices', undefined, 'invalidParameter'],
		[undefined, undefined, 'invalidParameter'],
		['a', 'low', undefined],
	]);
	expect(hints).toEqual([
		expect.stringMatching(
			/^2 of 3 I\/O ports gave no state: \.\.\/devices \(.+\), an entry \(.+\)\. /,
		),
	]);
	expect(simulator.requests.map(({ path, query }) => [path, query['portIds']])).toEqual([
		['/v1/login', undefined],
		['/v1/ioports', 'a'],
	]);
});

test.each<[string, INodeParameters[string]]>([
	['nothing', '={{ $json.nowhere }}'],
	['an object', '={{ ({ a: 1 }) }}'],
	['an empty list', '={{ [] }}'],
])('an expression that gives %s fails the item, with its own fields', async (_what, portIds) => {
	const { simulator, credentials } = await simulatedAccount();
	const binary = { note: { data: 'AAAA', mimeType: 'text/plain', fileName: 'note.txt' } };

	const { items } = await runNode({
		credentials,
		items: [{ json: { ticket: 7, state: 'low', error: 'of yesterday' }, binary }],
		onError: 'continueRegularOutput',
		parameters: getPortState(portIds),
	});

	expect(items).toEqual([
		{
			json: {
				ticket: 7,
				error: expect.stringMatching(/^'Port IDs' /),
				reason: 'invalidParameter',
			},
			binary,
			pairedItem: { item: 0 },
		},
	]);
	expect(simulator.stats().requests).toBe(0);
});
