/**
 * A poll: its parameters, its lock, and the test step in the editor.
 */
import { CHECK_DEADLINE_MS } from '../../../../../nodes/Arcules/triggers/fleet/lock';
import { credentialFor, simulatedAccount, stopSimulators } from '../../../../harness/simulated';
import { eventsOf, idOf, OFFLINE, watching } from '../../../../harness/watch';
import { activateTrigger } from '../../../../harness/workflow';

afterEach(stopSimulators);

describe('The test step in the editor', () => {
	test('shows the fleet as it is, and touches nothing', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 15 });
		simulator.setFault(idOf(simulator, 1), OFFLINE);
		const trigger = activateTrigger(credentials, watching({ attachPicture: true }));

		const items = await trigger.poll('manual');

		expect(eventsOf(items).slice(0, 3)).toEqual([
			['cameraUp', idOf(simulator, 0)],
			['cameraDown', idOf(simulator, 1)],
			['cameraUp', idOf(simulator, 2)],
		]);
		expect(items).toHaveLength(10);
		expect(items.every(({ json }) => json.isTest === true)).toBe(true);
		expect(items[0]?.binary?.data?.mimeType).toBe('image/jpeg');
		expect(trigger.memory).toEqual({});
	});

	test('shows devices when only these are watched', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 2 });
		const trigger = activateTrigger(credentials, watching({ events: ['deviceRemoved'] }));
		expect(eventsOf(await trigger.poll('manual'))).toEqual([
			['deviceAdded', idOf(simulator, 0)],
			['deviceAdded', idOf(simulator, 1)],
		]);
		expect(simulator.stats().thumbnails).toBe(0);
	});

	test('says what is wrong with the account', async () => {
		const { simulator } = await simulatedAccount();
		const trigger = activateTrigger(credentialFor(simulator, { password: 'wrong' }), watching());
		await expect(trigger.poll('manual')).rejects.toThrow('Arcules refused the email or password');
		simulator.setFault('devices', { kind: 'status', status: 401 });
		const refused = activateTrigger(credentialFor(simulator), watching());
		await expect(refused.poll('manual')).rejects.toThrow('Arcules refused the account');
	});
});

describe('A check', () => {
	test('does not run beside itself', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 4, latencyMs: 50 });
		const trigger = activateTrigger(credentials, watching());
		const both = await Promise.all([trigger.poll(), trigger.poll()]);
		expect(both).toEqual([[], []]);
		expect(simulator.stats()).toMatchObject({ devices: 1, thumbnails: 4 });
	});

	test('that hangs is given up in the end, says so, and remembers nothing', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: 2 });
		simulator.setFault('*thumbnail', { kind: 'hang' });
		const inTime = AbortSignal.timeout.bind(AbortSignal);
		const timeout = jest
			.spyOn(AbortSignal, 'timeout')
			.mockImplementation((ms) => inTime(ms === CHECK_DEADLINE_MS ? 100 : ms));
		const trigger = activateTrigger(credentials, watching({ options: { timeout: 30 } }));

		await expect(trigger.poll()).rejects.toThrow('The check was not finished after 60 minutes');

		expect(trigger.memory).toEqual({});
		timeout.mockRestore();
	});

	test.each([
		[{ events: [] }, 'No event is chosen'],
		[{ events: ['nonsense'] }, 'No event is chosen'],
		[{ confirmAfter: 0 }, "'Confirm After' must be a whole number"],
		[{ events: ['pictureFrozen'], frozenAfter: 1 }, "'Frozen After' must be a whole number"],
		[{ options: { timeout: -1 } }, "'Timeout' must be a number"],
		[{ filters: { name: true } }, "'Name Contains' must be"],
	])('refuses %p before anything is sent', async (changes, message) => {
		const { simulator, credentials } = await simulatedAccount();
		await expect(activateTrigger(credentials, watching(changes)).poll()).rejects.toThrow(message);
		expect(simulator.stats().requests).toBe(0);
	});
});
