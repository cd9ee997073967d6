/**
 * What a low-code user does with the node in the editor of a real n8n, told as stories.
 */
import { at, listAt, textAt } from '../../../dev/n8n/json';
import { ARCULES_CREDENTIAL_TYPE } from '../../../dev/names';
import { DEFAULT_ACCOUNT, startSimulator, type Device } from '../../../dev/simulator';
import { readExample } from '../driver/examples';
import { PROOF, ruleCredential } from '../driver/ruleWorkflow';
import { openForAll } from '../driver/lifetime';
import { NEWEST, TestN8n } from '../driver/testN8n';
import { smtpCredential } from '../peers/mailbox';
import { SLACK_CREDENTIAL } from '../peers/slack';
import { openBrowser, story } from './browser';
import { Editor } from './editor';
import { countInside, pictureIn } from './page';
import { regionDownTo, regionOf, regionOfWorkflow, screenshot } from './screenshots';

const PICTURE_SIZE = { widthPixels: 1280, heightPixels: 720 };
/** Less room than the other stories have. */
const SMALL_LAPTOP = { width: 1366, height: 768 };
const SETUP_TIMEOUT_MS = 900_000;

/** The recipes of the README, in its order. */
const EXAMPLES = [
	'morning-report',
	'live-picture-to-slack',
	'failed-cameras-to-table',
	'save-to-s3',
	'ask-a-vision-model',
	'time-lapse-to-disk',
	'live-pictures',
	'camera-health-watch',
	'weekly-status-report',
	'io-port-change-to-slack',
	'rule-picture-to-slack',
	'rule-person-to-mail',
];

/** Of the services in them, which are not asked for anything. */
const OTHER_CREDENTIALS = [
	ruleCredential(PROOF),
	smtpCredential(2525),
	SLACK_CREDENTIAL,
	{
		name: 'S3',
		type: 's3',
		data: {
			endpoint: 'http://127.0.0.1',
			region: 'us-east-1',
			accessKeyId: 'key',
			secretAccessKey: 'key',
		},
	},
	{ name: 'Model', type: 'openAiApi', data: { apiKey: 'sk-test', url: 'http://127.0.0.1' } },
];

const simulator = openForAll(() => startSimulator({ cameras: 12 }));
const n8n = openForAll(() => TestN8n.start(NEWEST), SETUP_TIMEOUT_MS);
const browser = openForAll(() => openBrowser(n8n()), SETUP_TIMEOUT_MS);

/** The Arcules credentials that are stored in n8n. */
async function storedAccounts() {
	const stored = listAt(await n8n().client.ask('GET', '/credentials'));
	return stored
		.filter((entry) => at(entry, 'type') === ARCULES_CREDENTIAL_TYPE)
		.map((entry) => ({ id: textAt(entry, 'id'), name: textAt(entry, 'name') }));
}

/** The camera with this name; there must be one. */
function cameraNamed(name: string): Device {
	const camera = simulator().devices.find((device) => device.name === name);
	if (camera === undefined) throw new Error(`There is no camera named ${name}.`);
	return camera;
}

/** The camera whose picture was asked for last. */
const lastCameraAsked = () =>
	simulator().requests.findLast(({ target }) => target === 'thumbnail')?.channelId;

describe('Somebody new to the node', () => {
	afterAll(async () => {
		for (const { id } of await storedAccounts()) {
			await n8n().client.ask('DELETE', `/credentials/${id}`);
		}
	});

	story('finds it by what it is for', browser, async (editor) => {
		await editor.newWorkflow();
		await editor.searchNodes('camera');
		await editor.results.filter({ hasText: 'Arcules' }).first().waitFor();
		expect(await editor.results.first().innerText()).toMatch(/^Arcules\b/);
	});

	story('finds it by its name and adds it to a workflow', browser, async (editor) => {
		const { page, nodeCreator, results } = editor;
		await editor.newWorkflow();
		await editor.searchNodes('arcules');
		// The trigger for rules is an entry of its own.
		const found = results.filter({ hasText: 'Arcules' }).filter({ hasNotText: 'Arcules Rule' });
		await found.waitFor();
		expect(await results.count()).toBe(2);
		// n8n merges a node and its trigger into one entry, under the description of the trigger.
		expect(await found.innerText()).toContain('Get live pictures of Arcules cameras, or start');
		const icon = found.locator('img').first();
		expect(await icon.getAttribute('src')).toMatch(/arcules\.svg$/);
		expect((await pictureIn(icon)).widthPixels).toBeGreaterThan(0);
		await screenshot(page, 'node-panel', () => regionDownTo([nodeCreator], [results.last()]));

		await editor.chooseNode('Arcules');
		const panel = await editor.chooseAction('Get live thumbnail');
		expect(await panel.chosen('resource')).toBe('Thumbnail');
		expect(await panel.chosen('operation')).toBe('Get Live Thumbnail');
		expect(await editor.drawn()).toEqual({ nodes: 2, connections: 1 });
	});

	story('is told when the password is wrong, and corrects it', browser, async (editor) => {
		const { baseUrl } = simulator();
		const panel = await editor.newWorkflowWith('Get live thumbnail');
		const dialog = await panel.connect();
		expect(await dialog.field('baseUrl').inputValue()).toBe('https://msapi.arcules.com/v1');

		simulator().resetRecords();
		await dialog.fillIn({ ...DEFAULT_ACCOUNT, password: 'not-the-password', baseUrl });
		await dialog.save();
		// Below the details are the node's own words.
		await dialog.frame.getByText('More details').click();
		await dialog.frame.getByText('Arcules refused the email or password').waitFor();
		expect(simulator().stats().logins).toBe(1);

		await dialog.field('password').fill(DEFAULT_ACCOUNT.password);
		await dialog.save();
		await dialog.frame.waitFor({ state: 'hidden' });
		expect(simulator().stats().logins).toBe(2);

		const reopened = await panel.editCredential();
		await reopened.untilAccepted();
		const password = reopened.field('password');
		expect(await password.getAttribute('type')).toBe('password');
		// The address below is that of the simulator.
		await screenshot(editor.page, 'credential', () => regionDownTo([reopened.frame], [password]));
	});
});

describe('Somebody with a credential', () => {
	beforeAll(async () => {
		const page = await browser().newPage();
		const panel = await new Editor(page).newWorkflowWith('List devices');
		const dialog = await panel.connect();
		await dialog.fillIn({ ...DEFAULT_ACCOUNT, baseUrl: simulator().baseUrl });
		await dialog.save();
		await dialog.frame.waitFor({ state: 'hidden' });
		await page.close();
	}, SETUP_TIMEOUT_MS);

	story('picks a camera and sees its picture', browser, async (editor) => {
		const panel = await editor.newWorkflowWith('Get live thumbnail');
		await panel.openList();
		const names = simulator().devices.map(({ name }) => name);
		expect(await panel.listed.allInnerTexts()).toEqual(names);
		await panel.chooseFromList('Loading Dock');
		expect(await panel.listInput.inputValue()).toBe('Loading Dock');
		const { settings, addOption, output, picture } = panel;
		await screenshot(editor.page, 'parameters', () => regionDownTo([settings], [addOption]));

		await panel.execute();
		await panel.widenOutput();
		expect(await panel.viewPicture()).toEqual(PICTURE_SIZE);
		expect(lastCameraAsked()).toBe(cameraNamed('Loading Dock').id);
		await screenshot(editor.page, 'picture', () =>
			regionDownTo([settings, output], [addOption, picture]),
		);
	});

	story('finds one camera among a thousand', browser, async (editor) => {
		const place = { type: 'video', locationId: 'location', gatewayId: 'gateway' };
		const added = Array.from({ length: 988 }, (_, index) => `added-camera-${index}`);
		for (const id of added) simulator().addDevice({ ...place, id, name: `Storage Room ${id}` });
		const needle = String(added.at(-50));
		simulator().updateDevice(needle, { name: 'The Needle' });
		try {
			const panel = await editor.newWorkflowWith('Get live thumbnail');
			await panel.openList();
			await panel.scrollOn();
			expect(await panel.listed.count()).toBeLessThan(1000);
			await panel.searchCameras('needle');
			expect(await panel.listed.allInnerTexts()).toEqual(['The Needle']);
			await panel.chooseFromList('The Needle');
			await panel.execute();
			expect(await panel.viewPicture()).toEqual(PICTURE_SIZE);
			expect(lastCameraAsked()).toBe(needle);
		} finally {
			for (const id of added) simulator().removeDevice(id);
		}
	});

	story('is told why there are no cameras to pick from', browser, async (editor) => {
		const message = 'The user does not have the API User role';
		simulator().setFault('devices', { kind: 'status', status: 403, body: { message } });
		try {
			const panel = await editor.newWorkflowWith('Get live thumbnail');
			await panel.openList();
			expect(await panel.listError.innerText()).toContain(message);
			expect(await panel.listError.innerText()).toContain('In the Arcules portal, check');
		} finally {
			simulator().setFault('devices', null);
		}
	});

	story('pastes an address of the portal', browser, async (editor) => {
		const { id } = cameraNamed('Parking North');
		const panel = await editor.newWorkflowWith('Get live thumbnail');
		await panel.pasteCameraUrl(`https://manage.arcules.com/devices?selected=${id}`);
		await panel.execute();
		expect(await panel.viewPicture()).toEqual(PICTURE_SIZE);
		expect(lastCameraAsked()).toBe(id);
	});

	story('is told that a camera is offline, and what to check', browser, async (editor) => {
		const { id } = cameraNamed('Server Room');
		simulator().setOffline(id, true);
		try {
			const panel = await editor.newWorkflowWith('Get live thumbnail');
			await panel.openList();
			await panel.chooseFromList('Server Room');
			await panel.execute();
			const message = await panel.errorMessage.innerText();
			expect(message).toMatch(/^Camera .Server Room. gave no picture: .*The camera is offline/);
			expect(await panel.errorDescription.innerText()).toContain(
				'Check in the Arcules portal that the camera is online',
			);
		} finally {
			simulator().setOffline(id, false);
		}
	});

	story('sees in a table which cameras gave no picture, and why', browser, async (editor) => {
		const offline = ['Loading Dock', 'Reception'].map((name) => cameraNamed(name).id);
		await editor.page.setViewportSize(SMALL_LAPTOP);
		for (const id of offline) simulator().setOffline(id, true);
		try {
			const panel = await editor.newWorkflowWith('Get many live thumbnails');
			await panel.execute();
			expect(await panel.hint.innerText()).toContain('2 of 12 cameras gave no picture');
			expect(await panel.itemCount.innerText()).toBe('12 items');
			await panel.showTable();
			for (const name of ['cameraName', 'pictureStatus', 'error', 'pictureReason']) {
				const column = panel.columns.filter({ hasText: new RegExp(`^\\s*${name}\\s*$`) });
				expect(await countInside(panel.output, column)).toBe(1);
			}
			// Until then rows are as high as the ids are long in their narrow columns.
			await panel.collapseRowsTo('pictureStatus');
			await panel.widenOutput();
			expect(await countInside(panel.output, panel.rows)).toBe(12);
			const { settings, output } = panel;
			await screenshot(editor.page, 'get-many', () => regionOf([settings, output]));
		} finally {
			for (const id of offline) simulator().setOffline(id, false);
		}
	});

	story('sees the recipes on the canvas, ready to run', browser, async (editor) => {
		const { client } = n8n();
		const [account] = await storedAccounts();
		const arcules = { id: '', name: '', ...account, type: ARCULES_CREDENTIAL_TYPE };
		// Nobody listens there, and nothing is sent.
		const others = await Promise.all(
			OTHER_CREDENTIALS.map((other) => client.createCredential(other)),
		);
		for (const example of EXAMPLES) {
			const { nodes, ...workflow } = await readExample(example, [arcules, ...others]);
			const steps = nodes.filter(({ type }) => !type.endsWith('stickyNote'));
			await editor.openWorkflow(await client.createWorkflow({ ...workflow, nodes: steps }));

			expect((await editor.drawn()).nodes).toBe(steps.length);
			expect(await editor.issues.count()).toBe(0);
			for (const icon of await editor.nodes.locator('img').all()) {
				expect((await pictureIn(icon)).widthPixels).toBeGreaterThan(0);
			}
			await screenshot(editor.page, `recipe-${example}`, () => regionOfWorkflow(editor.nodes));
		}
	});
});
