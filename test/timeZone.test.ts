/**
 * Times that people read are those of the workflow, wherever n8n's machine stands.
 */
import {
	getLiveThumbnail,
	getManyLiveThumbnails,
	LOBBY,
	simulatedAccount,
	stopSimulators,
} from './harness/simulated';
import { activateTrigger } from './harness/trigger';
import { idOf, OFFLINE, watching } from './harness/watch';
import { runNode } from './harness/workflow';

/** Fourteen hours ahead of UTC, all year: another day for most of it. */
const timezone = 'Pacific/Kiritimati';
const AHEAD_MS = 14 * 60 * 60_000;

/** `2026-11-22 08:00`, as the clock on the wall there shows it. */
const onTheWall = (time: unknown): string =>
	new Date(Date.parse(String(time)) + AHEAD_MS).toISOString().slice(0, 16).replace('T', ' ');

afterEach(stopSimulators);

test('a file name has the date and time of the workflow, not of the machine', async () => {
	const { credentials } = await simulatedAccount({ cameras: [LOBBY] });
	const channelId = { __rl: true, mode: 'id', value: LOBBY.id };
	const options = { fileName: '{date} {time}' };

	const { items } = await runNode({
		credentials,
		parameters: getLiveThumbnail({ channelId, options }),
		timezone,
	});

	const expected = onTheWall(items[0]?.json.pictureTakenAt).replace(':', '-');
	expect(items[0]?.json.pictureFileName).toMatch(new RegExp(`^${expected}-\\d\\d\\.jpg$`));
});

test('a report of all cameras has the time of the workflow, and names its zone', async () => {
	const { credentials } = await simulatedAccount({ cameras: 2 });

	const { items } = await runNode({
		credentials,
		parameters: getManyLiveThumbnails({ output: 'oneItem' }),
		timezone,
	});

	const { checkedAt, html } = items[0]?.json ?? {};
	expect(html).toContain(`${onTheWall(checkedAt)} (${timezone})`);
});

test('a message of the trigger has the time of the workflow', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 2 });
	const trigger = activateTrigger(credentials, watching({ confirmAfter: 1 }), { timezone });
	await trigger.poll();
	simulator.setFault(idOf(simulator, 0), OFFLINE);

	const [down] = await trigger.poll();

	expect(down?.json.message).toContain(`since ${onTheWall(down?.json.downSince)}`);
});

test('a test event of the trigger has the time of the workflow', async () => {
	const { credentials } = await simulatedAccount({ cameras: 2 });
	const trigger = activateTrigger(credentials, watching(), { timezone });

	const [sample] = await trigger.poll('manual');

	expect(sample?.json.message).toContain(`since ${onTheWall(sample?.json.downSince)}`);
});
