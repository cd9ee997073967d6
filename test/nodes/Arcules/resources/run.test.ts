/**
 * What a run puts out beside its items: hints, the text below an error, and its end when somebody stops it.
 */
import {
	getLiveThumbnail,
	getManyLiveThumbnails,
	itemsOf,
	LOBBY,
	listDevices,
	simulatedAccount,
	stopSimulators,
} from '../../../harness/simulated';
import { runNode } from '../../../harness/workflow';

afterEach(stopSimulators);

test.each([
	['List Devices', 'devices', listDevices()],
	['Get Live Thumbnail', '*thumbnail', getLiveThumbnail()],
	['Get Many Live Thumbnails', 'login', getManyLiveThumbnails()],
])(
	'an execution that somebody stops ends as stopped, not as failed: %s',
	async (_name, target, parameters) => {
		const { simulator, credentials } = await simulatedAccount();
		simulator.setFault(target, { kind: 'hang' });
		const { run, items } = await runNode({
			credentials,
			parameters,
			items: itemsOf(simulator.devices),
			onStart: (cancel) => AbortSignal.timeout(200).addEventListener('abort', cancel),
		});
		expect(run.status).toBe('canceled');
		expect(items.map(({ json }) => json.pictureReason ?? 'cancelled')).toEqual(
			Array(3).fill('cancelled'),
		);
	},
);

test('many input items do not give more hints than somebody would read', async () => {
	const { simulator, credentials } = await simulatedAccount({ cameras: 30 });
	const { hints } = await runNode({
		credentials,
		items: itemsOf(simulator.devices),
		parameters: listDevices({ filters: { name: '={{ $json.id }}' } }),
	});
	expect(hints).toHaveLength(11);
	expect(hints[0]).toContain('did not match any of the 30 devices');
	expect(hints[10]).toBe('20 more hints like these');
});

test('a camera name cannot put a picture or a link below an error, where n8n renders HTML', async () => {
	const name = '<img src="https://tracker.example.com"> R&D <a href="/">Sign in again</a>';
	const { credentials } = await simulatedAccount({ cameras: [{ ...LOBBY, name }] });
	const channelId = { __rl: true, mode: 'name', value: 'nowhere' };
	const { error } = await runNode({ credentials, parameters: getLiveThumbnail({ channelId }) });
	expect(error?.description).toContain('&lt;img src="https://tracker.example.com"&gt; R&amp;D');
	expect(error?.description).not.toMatch(/[<>]/);
});
