/**
 * Arcules Trigger, activated in n8n and polled by it every five seconds.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { jsonParse, type INodeParameters } from 'n8n-workflow';
import type { StoredCredential, WorkflowDefinition } from '../../dev/n8n/client';
import { itemsOf, type Item } from '../../dev/n8n/execution';
import { textAt } from '../../dev/n8n/json';
import { waitFor } from '../../dev/n8n/waitFor';
import { credentialsOf, workflowOf, type Step } from '../../dev/n8n/workflow';
import { ARCULES_NODE_TYPE } from '../../dev/names';
import { startSimulator } from '../../dev/simulator';
import { openForAll, openForEach } from './driver/lifetime';
import { TestN8n, VERSIONS } from './driver/testN8n';
import { openMailbox } from './peers/mailbox';

const TRIGGER = 'Arcules Trigger';
const EXAMPLE = path.join(__dirname, '../../examples/camera-health-watch.json');
const POLL_DEADLINE_MS = 120_000;
/** A check of four cameras takes far less, and the next begins after five seconds. */
const QUIET_MS = 1_500;

/** n8n refuses a `*` for the seconds, but takes several times: together they poll every five seconds. */
const EVERY_FIVE_SECONDS = {
	item: Array.from({ length: 12 }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * 5} * * * * *`,
	})),
};

const watching = (
	credential: StoredCredential,
	parameters: INodeParameters,
): WorkflowDefinition => {
	const trigger: Step = {
		name: TRIGGER,
		type: `${ARCULES_NODE_TYPE}Trigger`,
		typeVersion: 1,
		parameters: { pollTimes: EVERY_FIVE_SECONDS, confirmAfter: 2, ...parameters },
		credential,
	};
	const end: Step = { name: 'End', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
	return workflowOf('Watch', [trigger, end]);
};

const eventOf = ({ json }: Item): string => `${textAt(json, 'event')} ${textAt(json, 'name')}`;

describe.each(VERSIONS)('Arcules Trigger in n8n %s', (version) => {
	const n8n = openForAll(() => TestN8n.start(version));
	const simulator = openForEach(() => startSimulator({ cameras: 4, picture: { bytes: 20_000 } }));
	const mailbox = openForAll(openMailbox);
	let workflowId: string;

	afterEach(async () => {
		await n8n().client.deactivate(workflowId);
	});

	async function watch(workflow: WorkflowDefinition): Promise<void> {
		workflowId = await n8n().client.createWorkflow(workflow);
		await n8n().client.activate(workflowId);
	}

	async function watchFor(events: string[]): Promise<void> {
		const options = { retries: 0, requestsPerMinute: 0 };
		await watch(watching(await n8n().connect(simulator()), { events, options }));
	}

	/** Waits for so many checks to begin and end. */
	async function checks(count: number): Promise<void> {
		const wanted = simulator().stats().devices + count;
		const begun = () => simulator().stats().devices >= wanted;
		await waitFor(`${count} checks`, begun, { deadlineMs: POLL_DEADLINE_MS });
		let seen = -1;
		const isQuiet = () => {
			const before = seen;
			seen = simulator().stats().requests;
			return seen === before;
		};
		await waitFor('end of the check', isQuiet, { intervalMs: QUIET_MS });
	}

	/** The events of all executions so far, oldest first. */
	async function emitted(): Promise<string[]> {
		const summaries = await n8n().client.listExecutions(workflowId);
		const events: string[] = [];
		for (const { id, status } of summaries.sort((a, b) => Number(a.id) - Number(b.id))) {
			expect(status).toBe('success');
			events.push(...itemsOf(await n8n().client.getExecution(id), TRIGGER).map(eventOf));
		}
		return events;
	}

	test('emits once that a camera went dark and once that it is back, over a restart of n8n', async () => {
		await watchFor(['cameraDown', 'cameraUp']);
		const camera = simulator().devices[1];
		await checks(1);

		simulator().setOffline(String(camera?.id), true);
		await checks(3);
		expect(await emitted()).toEqual([`cameraDown ${camera?.name}`]);

		await n8n().restart();
		await checks(2);
		expect(await emitted()).toEqual([`cameraDown ${camera?.name}`]);

		simulator().setOffline(String(camera?.id), false);
		await checks(2);
		expect(await emitted()).toEqual([`cameraDown ${camera?.name}`, `cameraUp ${camera?.name}`]);
	});

	test('emits once that a device is added, renamed, moved and removed, and nothing else', async () => {
		await watchFor(['cameraDown', 'cameraUp', 'deviceAdded', 'deviceChanged', 'deviceRemoved']);
		await checks(10);
		expect(await emitted()).toEqual([]);

		const camera = { id: 'new', name: 'New', type: 'video', locationId: 'l', gatewayId: 'g' };
		simulator().addDevice(camera);
		await checks(2);
		simulator().updateDevice('new', { name: 'Renamed' });
		await checks(2);
		simulator().updateDevice('new', { locationId: 'elsewhere' });
		await checks(2);
		simulator().removeDevice('new');
		await checks(2);

		expect(await emitted()).toEqual([
			'deviceAdded New',
			'deviceChanged Renamed',
			'deviceChanged Renamed',
			'deviceRemoved Renamed',
		]);
	});

	test('mails which cameras went dark, since when and why, with the example workflow', async () => {
		const arcules = await n8n().connect(simulator());
		const smtp = await n8n().client.createCredential(mailbox().credential);
		const example = jsonParse<WorkflowDefinition>(await readFile(EXAMPLE, 'utf8'));
		await watch(filledIn(example, arcules, smtp));
		await checks(1);
		const dark = [simulator().devices[0], simulator().devices[2]];
		for (const camera of dark) simulator().setOffline(String(camera?.id), true);

		const mail = await waitFor('mail', () => mailbox().mails[0], { deadlineMs: POLL_DEADLINE_MS });

		expect(mail.subject).toBe('2 events of cameras');
		for (const camera of dark) {
			const sentence = `Camera "${camera?.name}" has given no picture since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d: offline or busy \\(status 503\\)\\.`;
			expect(mail.text).toMatch(new RegExp(sentence));
		}
	});
});

/** What the sticky note in the example asks the user to do, and a shorter interval. */
function filledIn(
	example: WorkflowDefinition,
	arcules: StoredCredential,
	smtp: StoredCredential,
): WorkflowDefinition {
	const changes = { pollTimes: EVERY_FIVE_SECONDS, options: { retries: 0 } };
	const nodes = example.nodes.map((node) => {
		if (node.name === TRIGGER) {
			const parameters = { ...node.parameters, ...changes };
			return { ...node, parameters, credentials: credentialsOf(arcules) };
		}
		return node.name === 'Send Email' ? { ...node, credentials: credentialsOf(smtp) } : node;
	});
	return { ...example, nodes };
}
