/**
 * "Fetch Test Event": one sample of each chosen event.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonParse } from 'n8n-workflow';
import { EVENTS } from '../../../../../nodes/Arcules/triggers/fleet/events';
import { credentialFor, simulatedAccount, stopSimulators } from '../../../../harness/simulated';
import { ALL_EVENTS, eventsOf, idOf, OFFLINE, watching } from '../../../../harness/watch';
import { ROOT } from '../../../../harness/sources';
import { activateTrigger } from '../../../../harness/trigger';

const PREVIEW = join(ROOT, 'nodes/Arcules/__schema__/v1.0.0.json');

afterEach(stopSimulators);

test('gives one of each chosen event, on real cameras, marked as a test, and touches nothing', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 12 });
	const trigger = activateTrigger(credentials, watching({ events: ALL_EVENTS }));

	const items = await trigger.poll('manual');

	expect(items.map(({ json }) => json.event)).toEqual(ALL_EVENTS);
	for (const { json, binary } of items) {
		expect(json.isTest).toBe(true);
		expect(json.message).toMatch(/^Test, not an alarm: .+\.$/);
		expect(json.eventName).toBe(
			Object.entries(EVENTS).find(([key]) => key === json.event)?.[1].name,
		);
		expect(binary).toBeUndefined();
	}
	expect(trigger.memory).toEqual({});
	expect(simulator.stats()).toMatchObject({ devices: 1, thumbnails: 0 });
});

test('has the fields that the editor shows before the first run, and no other', async () => {
	const { credentials } = await simulatedAccount({ cameras: 12 });
	const trigger = activateTrigger(credentials, watching({ events: ALL_EVENTS }));
	const items = await trigger.poll('manual');
	const typeOf = (value: unknown) => ({ type: Array.isArray(value) ? 'array' : typeof value });
	const fields = items.flatMap(({ json }) => Object.entries(json));
	expect(jsonParse(readFileSync(PREVIEW, 'utf8'))).toEqual({
		type: 'object',
		properties: Object.fromEntries(fields.map(([name, value]) => [name, typeOf(value)])),
		version: 1,
	});
});

test('has every field filled', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 12 });
	const events = ['cameraDown', 'gatewayUp', 'deviceChanged', 'pictureFrozen'];
	const items = await activateTrigger(credentials, watching({ events })).poll('manual');
	const [down, up, changed, frozen] = items.map(({ json }) => json);
	expect(down).toEqual({
		event: 'cameraDown',
		eventName: 'Camera Down',
		message: expect.stringContaining('has given no picture since'),
		at: expect.any(String),
		cameraName: simulator.devices[0]?.name,
		downSince: expect.any(String),
		downMinutes: 60,
		reason: 'unavailable',
		httpStatus: 503,
		checks: 2,
		lastPictureAt: expect.any(String),
		...simulator.devices[0],
		isTest: true,
	});
	expect(up).toMatchObject({ count: 2, gatewayId: simulator.devices[0]?.gatewayId });
	expect(up?.stillDown).toHaveLength(1);
	expect(changed?.changes).toHaveProperty('name');
	expect(frozen).toMatchObject({ since: expect.any(String), minutes: 60, checks: 2 });
});

test('has a picture where the event has one and the user wants it', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 3 });
	simulator.setFault(idOf(simulator, 0), OFFLINE);
	const parameters = watching({ attachPicture: true });
	const items = await activateTrigger(credentials, parameters).poll('manual');
	expect(eventsOf(items)).toEqual([
		['cameraDown', idOf(simulator, 0)],
		['cameraUp', idOf(simulator, 1)],
	]);
	expect(items.map(({ binary }) => binary?.data?.mimeType)).toEqual([undefined, 'image/jpeg']);
	expect(simulator.stats().thumbnails).toBe(2);
});

test('shows other devices when only the list is watched', async () => {
	const { credentials } = await simulatedAccount({ cameras: 0, otherDevices: 1 });
	const parameters = watching({ events: ['deviceRemoved'] });
	const [item] = await activateTrigger(credentials, parameters).poll('manual');
	expect(item?.json).toMatchObject({ event: 'deviceRemoved', type: 'audio' });
	expect(item?.json.message).toMatch(/^Test, not an alarm: Device "/);
});

test('says what is wrong with the account, or that no camera matches', async () => {
	const { simulator, credentials } = await simulatedAccount();
	const refused = activateTrigger(credentialFor(simulator, { password: 'wrong' }), watching());
	await expect(refused.poll('manual')).rejects.toThrow('Arcules refused the email or password');
	const unmatched = activateTrigger(credentials, watching({ filters: { name: 'nowhere' } }));
	await expect(unmatched.poll('manual')).rejects.toThrow('No camera matched');
});
