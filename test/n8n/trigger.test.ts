/**
 * Arcules Trigger, activated in n8n and polled by its classic timer every few seconds.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { jsonParse } from 'n8n-workflow';
import type { StoredCredential, WorkflowDefinition } from '../../dev/n8n/client';
import { waitFor } from '../../dev/n8n/waitFor';
import { credentialsOf } from '../../dev/n8n/workflow';
import { startSimulator } from '../../dev/simulator';
import { openForAll, openForEach } from './driver/lifetime';
import { TestN8n, VERSIONS } from './driver/testN8n';
import { everySeconds, TRIGGER, Watch, WATCH_DEADLINE_MS, watchingWorkflow } from './driver/watch';
import { openMailbox } from './peers/mailbox';

const PICTURE = { bytes: 20_000 };
/** So slow that every camera in turn takes longer than a test. */
const SLOW_FLEET = { cameras: 120, pageSize: 50, latencyMs: 500, picture: PICTURE } as const;
const ONE_BY_ONE = { retries: 0, requestsPerMinute: 0, concurrency: 1 };
const AT_ONCE_MS = 10_000;

describe.each(VERSIONS)('Arcules Trigger in n8n %s', (version) => {
	const n8n = openForAll(() => TestN8n.start(version));
	const simulator = openForEach(() => startSimulator({ cameras: 4, picture: PICTURE }));
	let watch: Watch | undefined;

	afterEach(async () => {
		await watch?.end();
		watch = undefined;
	});

	async function watchFor(events: string[]): Promise<Watch> {
		const workflow = watchingWorkflow(await n8n().connect(simulator()), { events });
		watch = await Watch.begin(n8n(), simulator(), workflow);
		return watch;
	}

	test('emits once that a camera went dark and once that it is back, over a restart of n8n', async () => {
		const watched = await watchFor(['cameraDown', 'cameraUp']);
		const camera = simulator().devices[1];
		await watched.checks(1);

		simulator().setOffline(String(camera?.id), true);
		await watched.checks(3);
		expect(await watched.events()).toEqual([`cameraDown ${camera?.name}`]);

		await n8n().restart();
		await watched.checks(2);
		expect(await watched.events()).toEqual([`cameraDown ${camera?.name}`]);

		simulator().setOffline(String(camera?.id), false);
		await watched.checks(2);
		expect(await watched.events()).toEqual([
			`cameraDown ${camera?.name}`,
			`cameraUp ${camera?.name}`,
		]);
	});

	test('emits once that a device is added, renamed, moved and removed, and nothing else', async () => {
		const watched = await watchFor([
			'cameraDown',
			'cameraUp',
			'deviceAdded',
			'deviceChanged',
			'deviceRemoved',
		]);
		await watched.checks(4);
		expect(await watched.events()).toEqual([]);

		const camera = { id: 'new', name: 'New', type: 'video', locationId: 'l', gatewayId: 'g' };
		simulator().addDevice(camera);
		await watched.checks(2);
		simulator().updateDevice('new', { name: 'Renamed' });
		await watched.checks(2);
		simulator().updateDevice('new', { locationId: 'elsewhere' });
		await watched.checks(2);
		simulator().removeDevice('new');
		await watched.checks(2);

		expect(await watched.events()).toEqual([
			'deviceAdded New',
			'deviceChanged Renamed',
			'deviceChanged Renamed',
			'deviceRemoved Renamed',
		]);
	});

	describe('in the example that mails', () => {
		const mailbox = openForEach(openMailbox);
		const subjects = () => mailbox().mails.map(({ subject }) => subject ?? '');

		const mailAbout = async (subject: string) =>
			await waitFor(
				`mail: ${subject}`,
				() => mailbox().mails.find((mail) => mail.subject === subject),
				{ deadlineMs: WATCH_DEADLINE_MS },
			);

		test('an outage is one mail, its reminders are one each, and so is its end; trying it out is no alarm', async () => {
			const arcules = await n8n().connect(simulator());
			const smtp = await n8n().client.createCredential(mailbox().credential);
			const example = filledIn(await readExample(), arcules, smtp);
			const id = await n8n().client.createWorkflow(example);
			const executionId = await n8n().client.runManually(id, TRIGGER);
			expect((await n8n().client.executionById(id, executionId)).status).toBe('success');
			expect(subjects()).toEqual(['Test: 3 events of cameras']);
			const lines = (mailbox().mails[0]?.text ?? '').trim().split('\n');
			expect(lines).toEqual(Array(3).fill(expect.stringMatching(/^Test, not an alarm: /)));

			watch = await Watch.begin(n8n(), simulator(), example);
			await watch.checks(1);
			const camera = simulator().devices[2];
			simulator().setOffline(String(camera?.id), true);
			const down = await mailAbout(`Camera Down: ${camera?.name}`);
			const sentence = `^Camera "${camera?.name}" has given no picture since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d: offline or busy \\(status 503\\)\\.\\s*$`;
			expect(down.text).toMatch(new RegExp(sentence));
			await mailAbout(`Camera Still Down: ${camera?.name}`);
			simulator().setOffline(String(camera?.id), false);
			await mailAbout(`Camera Up: ${camera?.name}`);
			for (const { id: each } of simulator().devices) simulator().setOffline(each, true);
			await mailAbout('Fleet Down');
			for (const { id: each } of simulator().devices) simulator().setOffline(each, false);
			await mailAbout('Fleet Up');

			expect(subjects().filter((subject) => !subject.startsWith('Camera Still Down'))).toEqual([
				'Test: 3 events of cameras',
				`Camera Down: ${camera?.name}`,
				`Camera Up: ${camera?.name}`,
				'Fleet Down',
				'Fleet Up',
			]);
		});
	});

	describe('of a fleet that takes long', () => {
		const slow = openForEach(() => startSimulator(SLOW_FLEET));
		const looks = () => slow().requests.filter(({ target }) => target === 'thumbnail');

		/** Waits until the watch has begun to look at its cameras. */
		async function lookedAt(count: number): Promise<void> {
			const wait = { deadlineMs: WATCH_DEADLINE_MS };
			await waitFor(`${count} looks`, () => looks().length >= count, wait);
		}

		test('a check is ended when the workflow is published anew, and the newer version takes over at once', async () => {
			const account = await n8n().connect(slow());
			const events = ['cameraDown'];
			const first = watchingWorkflow(account, { events, options: ONE_BY_ONE });
			watch = await Watch.begin(n8n(), slow(), first);
			// More than the poll at activation, which is short.
			await lookedAt(15);

			const chosen = String(slow().devices.at(-1)?.id);
			const cameras = { cameras: 'selected', cameraIds: [chosen] };
			const second = watchingWorkflow(account, { events, options: ONE_BY_ONE, ...cameras });
			await n8n().client.updateWorkflow(watch.workflowId, second);
			await n8n().client.activate(watch.workflowId);
			const publishedMs = Date.now();

			const ofNewer = () => looks().filter(({ channelId }) => channelId === chosen);
			await waitFor('looks of the newer version', () => ofNewer().length >= 2);
			const takenMs = ofNewer()[0]?.at ?? Infinity;
			expect(takenMs - publishedMs).toBeLessThan(AT_ONCE_MS);
			const others = looks().filter(({ at, channelId }) => at > takenMs && channelId !== chosen);
			expect(others).toEqual([]);
		});

		test('holds up neither its own activation nor the start of other workflows', async () => {
			const before = await n8n().deploy([]);
			const workflow = watchingWorkflow(await n8n().connect(slow()), { options: ONE_BY_ONE });
			watch = await Watch.begin(n8n(), slow(), workflow);
			const after = await n8n().deploy([]);
			await lookedAt(3);

			await n8n().restart();
			const startedMs = Date.now();
			await Promise.all([before.call(), after.call()]);

			expect(Date.now() - startedMs).toBeLessThan(AT_ONCE_MS);
		});
	});
});

const EXAMPLE = path.join(__dirname, '../../examples/camera-health-watch.json');
const REMINDER_SECONDS = 12;

const readExample = async (): Promise<WorkflowDefinition> =>
	jsonParse<WorkflowDefinition>(await readFile(EXAMPLE, 'utf8'));

/** What the sticky note in the example asks the user to do, and a shorter time from check to check and reminder. */
function filledIn(
	example: WorkflowDefinition,
	arcules: StoredCredential,
	smtp: StoredCredential,
): WorkflowDefinition {
	const changes = {
		pollTimes: everySeconds(3),
		remindAfter: REMINDER_SECONDS / 3600,
		options: { retries: 0, requestsPerMinute: 0 },
	};
	const nodes = example.nodes.map((node) => {
		if (node.name === TRIGGER) {
			const parameters = { ...node.parameters, ...changes };
			return { ...node, parameters, credentials: credentialsOf(arcules) };
		}
		return node.name === 'Send Email' ? { ...node, credentials: credentialsOf(smtp) } : node;
	});
	return { ...example, nodes };
}
