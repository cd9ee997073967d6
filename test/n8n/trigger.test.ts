/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- runs in jest, not in n8n */
/**
 * Arcules Trigger, activated in n8n and polled by it every five seconds.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { jsonParse } from 'n8n-workflow';
import type { StoredCredential, WorkflowDefinition } from '../../dev/n8n/client';
import type { Item } from '../../dev/n8n/execution';
import { startSimulator, type Simulator } from '../../dev/simulator';
import { ARCULES_CREDENTIAL_TYPE } from '../../dev/start/workflow';
import { realN8n, type RealN8n } from './driver/realN8n';
import { VERSIONS } from './driver/versions';
import { openMailbox } from './peers/mailbox';

const TRIGGER = 'Arcules Trigger';
const EXAMPLE = path.join(__dirname, '../../examples/camera-health-watch.json');
const POLL_DEADLINE_MS = 120_000;
const LOOK_EVERY_MS = 200;
/** A check of four cameras takes far less, and the next begins after five seconds. */
const QUIET_MS = 1_500;

/** n8n refuses a `*` for the seconds, but takes several times: together they poll every five seconds. */
const EVERY_FIVE_SECONDS = {
	item: Array.from({ length: 12 }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * 5} * * * * *`,
	})),
};

describe.each(VERSIONS)('Arcules Trigger in n8n %s', (version) => {
	let n8n: RealN8n;
	let simulator: Simulator;

	beforeAll(async () => {
		n8n = await realN8n(version);
	});

	beforeEach(async () => {
		simulator = await startSimulator({ cameras: 4, picture: { bytes: 20_000 } });
	});

	afterEach(async () => {
		await simulator.close();
	});

	afterAll(async () => {
		await n8n?.stop();
	});

	async function watch(workflow: WorkflowDefinition): Promise<string> {
		const id = await n8n.client.createWorkflow(workflow);
		await n8n.client.activate(id);
		return id;
	}

	/** Waits for so many checks to begin and end. */
	async function checks(count: number): Promise<void> {
		const wanted = simulator.stats().devices + count;
		await until(() => simulator.stats().devices >= wanted, `n8n did not check ${count} times.`);
		let seen = -1;
		while (seen < simulator.stats().requests) {
			seen = simulator.stats().requests;
			await delay(QUIET_MS);
		}
	}

	/** The events of all executions so far, oldest first. */
	async function toldBy(workflowId: string): Promise<string[]> {
		const summaries = await n8n.client.listExecutions(workflowId, 50);
		const told: Array<{ id: number; events: string[] }> = [];
		for (const { id, status } of summaries) {
			expect(status).toBe('success');
			const { runs } = await n8n.client.getExecution(id);
			const items = runs[TRIGGER]?.[0]?.outputs.flat() ?? [];
			told.push({ id: Number(id), events: items.map(eventOf) });
		}
		return told.sort((a, b) => a.id - b.id).flatMap(({ events }) => events);
	}

	test('tells once of a camera that goes dark and once of its return, over a restart of n8n', async () => {
		const credential = (await n8n.connect(simulator)).credential;
		const id = await watch(watching(credential, ['cameraDown', 'cameraUp']));
		const camera = simulator.devices[1];
		await checks(1);

		simulator.setOffline(String(camera?.id), true);
		await checks(3);
		expect(await toldBy(id)).toEqual([`cameraDown ${camera?.name}`]);

		await n8n.restart();
		await checks(2);
		expect(await toldBy(id)).toEqual([`cameraDown ${camera?.name}`]);

		simulator.setOffline(String(camera?.id), false);
		await checks(2);
		expect(await toldBy(id)).toEqual([`cameraDown ${camera?.name}`, `cameraUp ${camera?.name}`]);
		await n8n.client.deactivate(id);
	});

	test('tells once of a device that is added, renamed, moved and removed, and of nothing else', async () => {
		const credential = (await n8n.connect(simulator)).credential;
		const events = ['cameraDown', 'cameraUp', 'deviceAdded', 'deviceChanged', 'deviceRemoved'];
		const id = await watch(watching(credential, events));
		await checks(10);
		expect(await toldBy(id)).toEqual([]);

		const camera = { id: 'new', name: 'New', type: 'video', locationId: 'l', gatewayId: 'g' };
		simulator.addDevice(camera);
		await checks(2);
		simulator.updateDevice('new', { name: 'Renamed' });
		await checks(2);
		simulator.updateDevice('new', { locationId: 'elsewhere' });
		await checks(2);
		simulator.removeDevice('new');
		await checks(2);

		expect(await toldBy(id)).toEqual([
			'deviceAdded New',
			'deviceChanged Renamed',
			'deviceChanged Renamed',
			'deviceRemoved Renamed',
		]);
		await n8n.client.deactivate(id);
	});

	test('mails which cameras went dark, since when and why, with the example workflow', async () => {
		const mailbox = await openMailbox();
		const smtp = await n8n.createCredential(mailbox.credential);
		const { credential } = await n8n.connect(simulator);
		const example = jsonParse<WorkflowDefinition>(await readFile(EXAMPLE, 'utf8'));
		const id = await watch(filledIn(example, credential, smtp));
		await checks(1);
		const dark = [simulator.devices[0], simulator.devices[2]];
		for (const camera of dark) simulator.setOffline(String(camera?.id), true);

		await until(() => mailbox.mails.length > 0, 'No mail arrived.');

		const [mail] = mailbox.mails;
		expect(mail?.subject).toBe('2 cameras down');
		for (const camera of dark) {
			expect(mail?.text).toMatch(
				new RegExp(
					`${camera?.name}: no picture since \\d{4}-\\S+Z \\(unavailable, status 503\\)\\. Last picture: \\d{4}-\\S+Z`,
				),
			);
		}
		await n8n.client.deactivate(id);
		await mailbox.close();
	});
});

async function until(isSo: () => boolean, complaint: string): Promise<void> {
	const deadline = Date.now() + POLL_DEADLINE_MS;
	while (!isSo()) {
		if (Date.now() > deadline) throw new Error(complaint);
		await delay(LOOK_EVERY_MS);
	}
}

function eventOf({ json }: Item): string {
	const device = json['device'];
	const name = typeof device === 'object' && device !== null && 'name' in device ? device.name : '';
	return `${String(json['event'])} ${String(name)}`;
}

function watching(credential: StoredCredential, events: string[]): WorkflowDefinition {
	return {
		name: 'Watch',
		nodes: [
			{
				id: 'trigger',
				name: TRIGGER,
				type: 'n8n-nodes-arcules.arculesTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {
					pollTimes: EVERY_FIVE_SECONDS,
					events,
					confirmAfter: 2,
					options: { retries: 0, requestsPerMinute: 0 },
				},
				credentials: credentialsOf(credential),
			},
			{
				id: 'end',
				name: 'End',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [200, 0],
				parameters: {},
			},
		],
		connections: { [TRIGGER]: { main: [[{ node: 'End', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

/** What the sticky note in the example asks the user to do, and a shorter interval. */
function filledIn(
	example: WorkflowDefinition,
	arcules: StoredCredential,
	smtp: StoredCredential,
): WorkflowDefinition {
	const nodes = example.nodes.map((node) => {
		if (node.name === TRIGGER) {
			const parameters = {
				...node.parameters,
				pollTimes: EVERY_FIVE_SECONDS,
				options: { retries: 0 },
			};
			return { ...node, parameters, credentials: credentialsOf(arcules) };
		}
		if (node.name === 'Send Email') return { ...node, credentials: credentialsOf(smtp) };
		return node;
	});
	return { ...example, nodes };
}

function credentialsOf({ type, id, name }: StoredCredential) {
	expect([ARCULES_CREDENTIAL_TYPE, 'smtp']).toContain(type);
	return { [type]: { id, name } };
}
