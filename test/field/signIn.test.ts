/**
 * A sign-in that fails costs a run as few further ones as its retries, however many cameras wait for it.
 */
import {
	getLiveThumbnail,
	itemsOf,
	reasonsOf,
	simulatedAccount,
	stopSimulators,
} from '../harness/simulated';
import { runNode } from '../harness/workflow';

afterEach(stopSimulators);

test.each([
	[429, 'rateLimited'],
	[503, 'unavailable'],
])('answered %p, it is sent once for each round of retries', async (status, reason) => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 40 });
	simulator.setFault('login', { kind: 'status', status });

	const { items } = await runNode({
		credentials,
		items: itemsOf(simulator.devices),
		parameters: getLiveThumbnail({ options: { retries: 2, requestsPerMinute: 0 } }),
		onError: 'continueRegularOutput',
	});

	expect(reasonsOf(items)).toEqual(Array(40).fill(reason));
	expect(simulator.stats().logins).toBeLessThanOrEqual(3);
	expect(simulator.stats().thumbnails).toBe(0);
});

test('that succeeds at the second try gives every camera its picture', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 20 });
	simulator.setFault('login', [{ kind: 'status', status: 503 }]);

	const { items } = await runNode({
		credentials,
		items: itemsOf(simulator.devices),
		parameters: getLiveThumbnail(),
	});

	expect(reasonsOf(items)).toEqual(Array(20).fill('ok'));
	expect(simulator.stats().logins).toBe(2);
});

test('that is refused with a pause of years is sent again after a day, and the error says when', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 1 });
	const headers = { 'retry-after': '99999999999' };
	simulator.setFault('login', { kind: 'status', status: 401, headers });

	const { error } = await runNode({
		credentials,
		items: itemsOf(simulator.devices),
		parameters: getLiveThumbnail(),
	});

	const [, said] =
		/not sent again before (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC/.exec(error?.message ?? '') ?? [];
	const hours = (Date.parse(`${said}Z`) - Date.now()) / 3_600_000;
	expect(hours).toBeGreaterThan(23);
	expect(hours).toBeLessThanOrEqual(24);
});
