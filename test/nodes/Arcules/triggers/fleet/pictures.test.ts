/**
 * What the pictures of the cameras make the trigger say, poll by poll, against the simulator.
 */
import type { INodeExecutionData } from 'n8n-workflow';
import { pictureSentBy, simulatedAccount, stopSimulators } from '../../../../harness/simulated';
import { activateTrigger, type PolledTrigger } from '../../../../harness/trigger';
import { eventsOf, idOf, OFFLINE, watching } from '../../../../harness/watch';
import { pictureOf } from '../../../../harness/workflow';

afterEach(stopSimulators);

async function pollsOf(trigger: PolledTrigger, count: number): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	for (let poll = 0; poll < count; poll++) items.push(...(await trigger.poll()));
	return items;
}

test('a picture that stays the same is reported once, and that it changes again', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 1, picture: 'scene' });
	const trigger = activateTrigger(
		credentials,
		watching({ events: ['pictureFrozen', 'pictureMoving'], attachPicture: true }),
	);
	await trigger.poll();
	const id = idOf(simulator, 0);
	simulator.setFault(id, { kind: 'frozen' });
	const items: INodeExecutionData[] = [];
	// Within a second, the headers cannot tell a new picture from a cached one.
	while (items.length === 0) items.push(...(await trigger.poll()));
	const [frozen] = items;
	expect(frozen?.json).toMatchObject({ event: 'pictureFrozen', checks: 3, id });
	expect(await pictureOf(frozen)).toEqual(await pictureSentBy(simulator, id));
	expect(await pollsOf(trigger, 3)).toEqual([]);
	simulator.setFault(id, null);
	expect(eventsOf(await trigger.poll())).toEqual([['pictureMoving', id]]);
}, 30_000);

test('a picture whose comment changes is the very same', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 1 });
	const trigger = activateTrigger(credentials, watching({ events: ['pictureFrozen'] }));
	await trigger.poll();
	const id = idOf(simulator, 0);
	const jpeg = await pictureSentBy(simulator, id);
	const withComment = (text: string) => {
		const comment = Buffer.from(text);
		const header = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
		return Buffer.concat([jpeg.subarray(0, 2), header, comment, jpeg.subarray(2), comment]);
	};
	const items: INodeExecutionData[] = [];
	for (let minute = 0; minute < 10 && items.length === 0; minute++) {
		const base64 = withComment(`08:0${minute}`).toString('base64');
		simulator.setFault(id, { kind: 'bytes', base64 });
		items.push(...(await trigger.poll()));
	}
	expect(eventsOf(items)).toEqual([['pictureFrozen', id]]);
});

test('a still that the server hands out again is not frozen', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 1 });
	const trigger = activateTrigger(credentials, watching({ events: ['pictureFrozen'] }));
	simulator.setFault(idOf(simulator, 0), { kind: 'stale', seconds: 600 });
	expect(await pollsOf(trigger, 8)).toEqual([]);
});

test('a lens that is covered is reported once, and that it is free again', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 2, picture: 'scene' });
	const trigger = activateTrigger(
		credentials,
		watching({ events: ['pictureBlank', 'pictureBack', 'viewChanged'] }),
	);
	await trigger.poll();
	const id = idOf(simulator, 0);
	simulator.setScene(id, 'covered');
	expect(eventsOf(await pollsOf(trigger, 4))).toEqual([['pictureBlank', id]]);
	simulator.setScene(id, null);
	expect(eventsOf(await pollsOf(trigger, 4))).toEqual([['pictureBack', id]]);
}, 30_000);

describe('A view', () => {
	test.each([
		['turned', 'low'],
		['turned', 'medium'],
		['moved', 'medium'],
		['turned', 'high'],
	] as const)(
		'that was %s is reported once, with %s sensitivity',
		async (scene, sensitivity) => {
			const { simulator, credentials } = await simulatedAccount({ cameras: 2, picture: 'scene' });
			const trigger = activateTrigger(
				credentials,
				watching({ events: ['viewChanged'], sensitivity, attachPicture: true }),
			);
			expect(await pollsOf(trigger, 2)).toEqual([]);
			const id = idOf(simulator, 0);
			simulator.setScene(id, scene);
			const items = await pollsOf(trigger, 4);
			expect(eventsOf(items)).toEqual([['viewChanged', id]]);
			expect(items[0]?.binary?.data?.mimeType).toBe('image/jpeg');
		},
		30_000,
	);

	test.each(['night', 'fog'] as const)(
		'by %s is the same',
		async (scene) => {
			const { simulator, credentials } = await simulatedAccount({ cameras: 7, picture: 'scene' });
			const trigger = activateTrigger(credentials, watching({ events: ['viewChanged'] }));
			await trigger.poll();
			for (const { id } of simulator.devices) simulator.setScene(id, scene);
			expect(await pollsOf(trigger, 4)).toEqual([]);
		},
		30_000,
	);
});

test('the picture of a camera’s return is the one the server sent then, if it is wanted', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 2 });
	const camera = idOf(simulator, 0);
	const quick = { confirmAfter: 1, recoverAfter: 1 };
	const trigger = activateTrigger(credentials, watching({ ...quick, attachPicture: true }));
	const without = activateTrigger(credentials, watching(quick));
	await trigger.poll();
	await without.poll();
	simulator.setFault(camera, OFFLINE);
	expect((await trigger.poll())[0]?.binary).toBeUndefined();
	expect(await without.poll()).toHaveLength(1);
	simulator.setFault(camera, { kind: 'padded', bytes: 17 });

	const [up] = await trigger.poll();

	const sent = await pictureSentBy(simulator, camera);
	expect(await pictureOf(up)).toEqual(sent);
	expect(up?.binary?.data?.mimeType).toBe('image/jpeg');
	expect(up?.binary?.data?.fileName).toMatch(/^.+_\w{8}_.+Z\.jpg$/);
	expect((await without.poll())[0]?.binary).toBeUndefined();
});
