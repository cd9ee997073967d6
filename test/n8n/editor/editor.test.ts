/**
 * What a low-code user does with the node in the editor of a real n8n, told as stories.
 */
import { listAt, textAt } from '../../../dev/n8n/json';
import { DEFAULT_ACCOUNT } from '../../../dev/simulator';
import { ARCULES_CREDENTIAL_TYPE } from '../../../dev/start/workflow';
import { cameraNamed, growFleet, lastCameraAsked } from './fleet';
import { pictureIn } from './images';
import { createMailAccount, mailWorkflow } from './mailWorkflow';
import { regionDownTo, screenshot } from './screenshots';
import { setStage, type Stage } from './stage';
import { story } from './story';

const CAMERAS = 12;
const PICTURE_SIZE = { widthPixels: 1280, heightPixels: 720 };
const SETUP_DEADLINE_MS = 900_000;

let stage: Stage;
const onStage = () => stage;

beforeAll(async () => {
	stage = await setStage(CAMERAS);
}, SETUP_DEADLINE_MS);

afterAll(async () => {
	await stage?.close();
}, SETUP_DEADLINE_MS);

/** The Arcules credentials that are stored in n8n. */
async function storedAccounts(): Promise<Array<{ id: string; name: string }>> {
	const stored = listAt(await stage.client.ask('GET', '/credentials'));
	return stored
		.filter((entry) => textAt(entry, 'type') === ARCULES_CREDENTIAL_TYPE)
		.map((entry) => ({ id: textAt(entry, 'id'), name: textAt(entry, 'name') }));
}

describe('Somebody new to the node', () => {
	afterAll(async () => {
		for (const { id } of await storedAccounts()) {
			await stage.client.ask('DELETE', `/credentials/${id}`);
		}
	});

	story('finds it by what it is for', onStage, async (editor) => {
		await editor.newWorkflow();
		await editor.searchNodes('camera');
		await editor.results.filter({ hasText: 'Arcules' }).waitFor();
		expect(await editor.results.first().innerText()).toMatch(/^Arcules\b/);
	});

	story('finds it by its name and adds it to a workflow', onStage, async (editor) => {
		await editor.newWorkflow();
		await editor.searchNodes('arcules');
		const found = editor.results.filter({ hasText: 'Arcules' });
		await found.waitFor();
		expect(await editor.results.count()).toBe(1);
		// n8n merges a node and its trigger into one entry, under the description of the trigger.
		expect(await found.innerText()).toContain('Pictures and health of Arcules cameras');
		const icon = found.locator('img').first();
		expect(await icon.getAttribute('src')).toMatch(/arcules\.svg$/);
		expect((await pictureIn(icon)).widthPixels).toBeGreaterThan(0);

		await screenshot(
			editor.page,
			'node-panel',
			async () => await regionDownTo([editor.nodeCreator], [found]),
		);

		await editor.chooseNode('Arcules');
		await screenshot(
			editor.page,
			'actions',
			async () => await regionDownTo([editor.nodeCreator], [editor.results.last()]),
		);
		const panel = await editor.chooseAction('Get live thumbnail');
		expect(await panel.chosen('resource')).toBe('Thumbnail');
		expect(await panel.chosen('operation')).toBe('Get Live Thumbnail');
		expect(await editor.drawn()).toEqual({ nodes: 2, connections: 1 });
	});

	story(
		'is told when the password is wrong, and corrects it',
		onStage,
		async (editor, { simulator }) => {
			const panel = await editor.newWorkflowWith('Get live thumbnail');
			const dialog = await panel.connect();
			expect(await dialog.field('baseUrl').inputValue()).toBe('https://msapi.arcules.com/v1');

			simulator.resetRecords();
			await dialog.fillIn({
				...DEFAULT_ACCOUNT,
				password: 'not-the-password',
				baseUrl: simulator.baseUrl,
			});
			await dialog.save();
			await dialog.showWhatWentWrong();
			await dialog.frame.getByText('Arcules refused the email or password').waitFor();
			expect(simulator.stats().logins).toBe(1);

			await dialog.field('password').fill(DEFAULT_ACCOUNT.password);
			await dialog.save();
			await dialog.untilClosed();
			expect(simulator.stats().logins).toBe(2);

			const reopened = await panel.editCredential();
			await reopened.untilAccepted();
			expect(await reopened.field('password').getAttribute('type')).toBe('password');
			await screenshot(
				editor.page,
				'credential',
				// The address below is that of the simulator.
				async () => await regionDownTo([reopened.frame], [reopened.field('password')]),
			);
		},
	);
});

describe('Somebody with a credential', () => {
	beforeAll(async () => {
		const editor = await stage.openEditor();
		const panel = await editor.newWorkflowWith('List devices');
		const dialog = await panel.connect();
		await dialog.fillIn({ ...DEFAULT_ACCOUNT, baseUrl: stage.simulator.baseUrl });
		await dialog.save();
		await dialog.untilClosed();
		await editor.page.close();
	}, SETUP_DEADLINE_MS);

	story('picks a camera and sees its picture', onStage, async (editor, { simulator }) => {
		const panel = await editor.newWorkflowWith('Get live thumbnail');
		await panel.openCameraList();
		expect(await panel.listedCameras.allInnerTexts()).toEqual(
			simulator.devices.map(({ name }) => name),
		);
		await panel.chooseCamera('Loading Dock');
		expect(await panel.chosenCamera()).toBe('Loading Dock');
		await screenshot(
			editor.page,
			'parameters',
			async () => await regionDownTo([panel.settings], [panel.addOption]),
		);

		await panel.execute();
		await panel.widenOutput();
		expect(await panel.viewPicture()).toEqual(PICTURE_SIZE);
		expect(lastCameraAsked(simulator)).toBe(cameraNamed(simulator, 'Loading Dock').id);
		await screenshot(
			editor.page,
			'picture',
			async () =>
				await regionDownTo([panel.settings, panel.output], [panel.addOption, panel.picture]),
		);
	});

	story('finds one camera among a thousand', onStage, async (editor, { simulator }) => {
		const added = growFleet(simulator, 1000);
		const needle = added.at(-50)?.id ?? '';
		simulator.updateDevice(needle, { name: 'The Needle' });
		try {
			const panel = await editor.newWorkflowWith('Get live thumbnail');
			await panel.openCameraList();
			await panel.scrollOn();
			expect(await panel.listedCameras.count()).toBeLessThan(1000);
			await panel.searchCameras('needle');
			expect(await panel.listedCameras.allInnerTexts()).toEqual(['The Needle']);
			await panel.chooseCamera('The Needle');
			await panel.execute();
			expect(await panel.viewPicture()).toEqual(PICTURE_SIZE);
			expect(lastCameraAsked(simulator)).toBe(needle);
		} finally {
			for (const { id } of added) simulator.removeDevice(id);
		}
	});

	story('is told why there are no cameras to pick from', onStage, async (editor, { simulator }) => {
		const message = 'The user does not have the API User role';
		simulator.setFault('devices', { kind: 'status', status: 403, body: { message } });
		try {
			const panel = await editor.newWorkflowWith('Get live thumbnail');
			await panel.openCameraList();
			expect(await panel.listError.innerText()).toContain(message);
			expect(await panel.listError.innerText()).toContain('In the Arcules portal, check');
		} finally {
			simulator.setFault('devices', null);
		}
	});

	story('pastes an address of the portal', onStage, async (editor, { simulator }) => {
		const { id } = cameraNamed(simulator, 'Parking North');
		const panel = await editor.newWorkflowWith('Get live thumbnail');
		await panel.pasteCameraUrl(`https://manage.arcules.com/devices?selected=${id}`);
		await panel.execute();
		expect(await panel.viewPicture()).toEqual(PICTURE_SIZE);
		expect(lastCameraAsked(simulator)).toBe(id);
	});

	story(
		'is told that a camera is offline, and what to check',
		onStage,
		async (editor, { simulator }) => {
			const { id } = cameraNamed(simulator, 'Server Room');
			simulator.setOffline(id, true);
			try {
				const panel = await editor.newWorkflowWith('Get live thumbnail');
				await panel.openCameraList();
				await panel.chooseCamera('Server Room');
				await panel.execute();
				const message = await panel.error.message.innerText();
				expect(message).toMatch(/^Camera .Server Room. gave no picture: .*The camera is offline/);
				expect(await panel.error.description.innerText()).toContain(
					'Check in the Arcules portal that the camera is online',
				);
			} finally {
				simulator.setOffline(id, false);
			}
		},
	);

	story('sees how many cameras gave no picture', onStage, async (editor, { simulator }) => {
		const offline = ['Loading Dock', 'Reception'].map((name) => cameraNamed(simulator, name).id);
		for (const id of offline) simulator.setOffline(id, true);
		try {
			const panel = await editor.newWorkflowWith('Get many live thumbnails');
			await panel.execute();
			expect(await panel.hint.innerText()).toContain('2 of 12 cameras gave no picture');
			expect(await panel.itemCount.innerText()).toBe('12 items');
			await panel.widenOutput();
			await screenshot(
				editor.page,
				'get-many',
				async () => await regionDownTo([panel.settings, panel.output], [panel.addOption]),
			);
		} finally {
			for (const id of offline) simulator.setOffline(id, false);
		}
	});

	story(
		'sees the node between others on the canvas',
		onStage,
		async (editor, { client, simulator }) => {
			const [account] = await storedAccounts();
			if (account === undefined) throw new Error('The credential is gone.');
			const smtp = await createMailAccount(client);
			const camera = cameraNamed(simulator, 'Main Entrance');
			await editor.openWorkflow(await client.createWorkflow(mailWorkflow(camera, account, smtp)));
			expect(await editor.drawn()).toEqual({ nodes: 3, connections: 2 });
			expect(await editor.issues.count()).toBe(0);
			const icon = editor.nodes.filter({ hasText: 'Get Live Thumbnail' }).locator('img');
			expect((await pictureIn(icon)).widthPixels).toBeGreaterThan(0);
			await screenshot(editor.page, 'workflow', async () => await editor.workflowRegion());
		},
	);
});
