/**
 * The pictures that the trigger's items carry.
 */
import { pictureSentBy, simulatedAccount, stopSimulators } from '../../../../harness/simulated';
import { idOf, OFFLINE, watching } from '../../../../harness/watch';
import { activateTrigger, pictureOf } from '../../../../harness/workflow';

afterEach(stopSimulators);

test('a picture that stays the same is reported once, until it changes', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 1 });
	const trigger = activateTrigger(
		credentials,
		watching({ events: ['pictureFrozen'], attachPicture: true }),
	);
	expect(await trigger.poll()).toEqual([]);
	expect(await trigger.poll()).toEqual([]);
	const [frozen] = await trigger.poll();
	expect(frozen?.json).toMatchObject({
		event: 'pictureFrozen',
		checks: 3,
		device: simulator.devices[0],
	});
	expect(await pictureOf(frozen)).toEqual(await pictureSentBy(simulator, idOf(simulator, 0)));
	expect(await trigger.poll()).toEqual([]);

	simulator.setFault(idOf(simulator, 0), { kind: 'padded', bytes: 3 });
	expect(await trigger.poll()).toEqual([]);
	expect(await trigger.poll()).toEqual([]);
	expect(await trigger.poll()).toHaveLength(1);
});

test('the picture of a camera’s return is the one the server sent then', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 1 });
	const camera = idOf(simulator, 0);
	const parameters = watching({ confirmAfter: 1, attachPicture: true });
	const trigger = activateTrigger(credentials, parameters);
	await trigger.poll();
	simulator.setFault(camera, OFFLINE);
	expect((await trigger.poll())[0]?.binary).toBeUndefined();
	simulator.setFault(camera, { kind: 'padded', bytes: 17 });

	const [up] = await trigger.poll();

	const sent = await pictureSentBy(simulator, camera);
	expect(sent).toHaveLength(20_017);
	expect(await pictureOf(up)).toEqual(sent);
	expect(up?.binary?.data?.mimeType).toBe('image/jpeg');
	expect(up?.binary?.data?.fileName).toMatch(/^.+_\w{8}_.+Z\.jpg$/);
});

test('no picture is attached unless the user wants it', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 1 });
	const trigger = activateTrigger(credentials, watching({ confirmAfter: 1 }));
	await trigger.poll();
	simulator.setFault(idOf(simulator, 0), OFFLINE);
	await trigger.poll();
	simulator.setFault(idOf(simulator, 0), null);
	const [up] = await trigger.poll();
	expect(up?.json.event).toBe('cameraUp');
	expect(up?.binary).toBeUndefined();
});
