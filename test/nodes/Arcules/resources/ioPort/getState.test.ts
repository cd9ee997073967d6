/**
 * I/O Port → Get State, through n8n-core's WorkflowExecute against the simulator.
 */
import { DEFAULT_ACCOUNT } from '../../../../../dev/simulator';
import {
	askedIds,
	idsUpTo,
	jsonOf,
	LOW,
	low,
	portsOf,
	statesOf,
} from '../../../../harness/ioPorts';
import { getPortState, simulatedAccount, stopSimulators } from '../../../../harness/simulated';
import { runNode } from '../../../../harness/workflow';

afterEach(stopSimulators);

describe('Get State', () => {
	test('gives the state of each port in the order asked for, with all that Arcules says of it', async () => {
		const account = await simulatedAccount({
			ioPorts: { a: LOW, b: { ...LOW, state: 'high' }, c: { ...LOW, state: 'undefined' } },
		});

		const { items, error, hints } = await statesOf(account, ' c, a ,b,', {
			onError: 'stopWorkflow',
		});

		expect(error).toBeUndefined();
		expect(hints).toEqual([]);
		const pairedItem = { item: 0 };
		expect(items).toEqual([
			{
				json: { ...low('c'), state: 'undefined', raw: { ...LOW, state: 'undefined' } },
				pairedItem,
			},
			{ json: low('a'), pairedItem },
			{ json: { ...low('b'), state: 'high', raw: { ...LOW, state: 'high' } }, pairedItem },
		]);
	});

	test('gives a port that is asked for twice twice, and asks for it once', async () => {
		const account = await simulatedAccount({ ioPorts: portsOf(['a', 'b']) });

		const result = await statesOf(account, 'a,b,a');

		expect(jsonOf(result)).toEqual([low('a'), low('b'), low('a')]);
		expect(askedIds(account)).toEqual([['a', 'b']]);
	});

	test('asks for 120 ports in chunks, and fails the one that Arcules does not know, and no other', async () => {
		const ids = idsUpTo(120);
		const unknown = ids[77] ?? '';
		const account = await simulatedAccount({
			ioPorts: portsOf(ids.filter((id) => id !== unknown)),
		});

		const { items, hints, error } = await statesOf(account, `={{ ${JSON.stringify(ids)} }}`);

		expect(error).toBeUndefined();
		const failed = {
			portId: unknown,
			error: `I/O port ${unknown} gave no state: Arcules does not know this I/O port. Check the port ID. Only devices behind a gateway have I/O ports, and the account must have access to the site and location of the device.`,
			reason: 'notFound',
		};
		expect(jsonOf({ items })).toEqual(ids.map((id) => (id === unknown ? failed : low(id))));
		expect(askedIds(account).map((asked) => asked?.length)).toEqual([50, 50, 20]);
		expect(hints).toEqual([
			`1 of 120 I/O ports gave no state: ${unknown} (not known to Arcules). The next node may stop at these: On Error → Continue (using error output) gives them a branch of their own.`,
		]);
	});

	test('keeps every address short enough for proxies, however long the IDs are', async () => {
		const ids = idsUpTo(30).map((id) => `${id}-${'ü'.repeat(100)}`);
		const account = await simulatedAccount({ ioPorts: portsOf(ids) });

		const result = await statesOf(account, ids.join());

		expect(jsonOf(result)).toEqual(ids.map(low));
		const lengths = askedIds(account).map(
			(asked = []) => `/ioports?portIds=${asked.map(encodeURIComponent).join()}`.length,
		);
		expect(lengths.length).toBeGreaterThan(1);
		expect(Math.max(...lengths)).toBeLessThan(2_000);
	});

	test('runs once per input item, with that item in its expressions', async () => {
		const { credentials } = await simulatedAccount({ ioPorts: portsOf(['a', 'b']) });

		const { items } = await runNode({
			credentials,
			items: [{ json: { doors: ['b', 'a'] } }, { json: { doors: 'a' } }],
			parameters: getPortState('={{ $json.doors }}'),
		});

		expect(items.map(({ json, pairedItem }) => [json.portId, pairedItem])).toEqual([
			['b', { item: 0 }],
			['a', { item: 0 }],
			['a', { item: 1 }],
		]);
	});

	test('asks again as often as Retries says', async () => {
		const account = await simulatedAccount({ ioPorts: portsOf(['a']) });
		account.simulator.setFault('ioports', [{ kind: 'status', status: 503 }]);

		const result = await statesOf(account, 'a', { options: { retries: 1 } });

		expect(jsonOf(result)).toEqual([low('a')]);
		expect(askedIds(account)).toHaveLength(2);
	});
});

describe('Without the role I/O Relay Operator', () => {
	const operatorless = async () =>
		await simulatedAccount({
			accounts: [{ ...DEFAULT_ACCOUNT, ioOperator: false }],
			ioPorts: portsOf(['a']),
		});

	test('the workflow stops and both roles are named', async () => {
		const { error } = await statesOf(await operatorless(), 'a', { onError: 'stopWorkflow' });

		for (const text of [error?.message, error?.description]) {
			expect(text).toContain('API User and I/O Relay Operator');
		}
		expect(error?.message).toContain(
			'(status 403): “The user does not have the I/O Relay Operator',
		);
		expect(error?.itemIndex).toBe(0);
	});

	test.each([
		['continueRegularOutput', 'items', 'failedItems'],
		['continueErrorOutput', 'failedItems', 'items'],
	] as const)('each port says so under %s', async (onError, branch, other) => {
		const result = await statesOf(await operatorless(), 'a,b', { onError });

		expect(result.error).toBeUndefined();
		expect(result[branch].map(({ json, pairedItem }) => [json, pairedItem])).toEqual(
			['a', 'b'].map((portId) => [
				{
					portId,
					error: expect.stringContaining('needs both roles, API User and I/O Relay Operator'),
					reason: 'forbidden',
				},
				{ item: 0 },
			]),
		);
		expect(result[other]).toEqual([]);
	});
});

describe('Of several ports one unknown', () => {
	test('stops the workflow with its ID, where the workflow stops on errors', async () => {
		const account = await simulatedAccount({ ioPorts: portsOf(['a']) });

		const { error, items } = await statesOf(account, 'a,b', { onError: 'stopWorkflow' });

		expect(error?.message).toBe('I/O port b gave no state: Arcules does not know this I/O port');
		expect(error?.description).toContain('Check the port ID');
		expect(items).toEqual([]);
	});

	test('goes to the error branch, and the others to the first', async () => {
		const account = await simulatedAccount({ ioPorts: portsOf(['a', 'c']) });

		const result = await statesOf(account, 'a,b,c', { onError: 'continueErrorOutput' });

		expect(jsonOf(result)).toEqual([low('a'), low('c')]);
		expect(result.failedItems.map(({ json }) => json.portId)).toEqual(['b']);
		expect(result.hints).toEqual([
			'1 of 3 I/O ports gave no state: b (not known to Arcules). Their items are on the error branch.',
		]);
	});
});
