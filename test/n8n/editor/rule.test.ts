/**
 * Somebody whose workflow is to start when a rule of Arcules fires, in the editor of a real n8n.
 */
import { simulatedCredential } from '../../../dev/n8n/arcules';
import { waitFor } from '../../../dev/n8n/waitFor';
import { fireRule, startSimulator } from '../../../dev/simulator';
import { openForAll } from '../driver/lifetime';
import { PROOF, ruleCredential } from '../driver/ruleWorkflow';
import { NEWEST, TestN8n } from '../driver/testN8n';
import { openBrowser, story } from './browser';
import type { NodePanel } from './nodePanel';
import { countInside } from './page';
import { regionDownTo, regionOf, screenshot } from './screenshots';

const SETUP_TIMEOUT_MS = 900_000;

const simulator = openForAll(() => startSimulator({ cameras: 12 }));
const n8n = openForAll(() => TestN8n.start(NEWEST), SETUP_TIMEOUT_MS);
const browser = openForAll(() => openBrowser(n8n()), SETUP_TIMEOUT_MS);

beforeAll(async () => {
	await n8n().client.createCredential(ruleCredential(PROOF));
	await n8n().client.createCredential(simulatedCredential(simulator().baseUrl));
}, SETUP_TIMEOUT_MS);

/** Presses "Execute step", and lets the rule fire once n8n listens. */
async function fetchTestEvent(panel: NodePanel, url: string): Promise<void> {
	await panel.executeButton.click();
	await panel.page.getByText('Listening for test event').waitFor();
	const [camera] = simulator().devices;
	const body = { event: 'motion', deviceId: camera?.id };
	const fired = async () => (await fireRule({ url, ...PROOF, body })).status === 200;
	await waitFor('test event', fired);
	await panel.itemCount.getByText('1 item').waitFor();
}

describe('Somebody with a rule', () => {
	story('finds the trigger by what it is for', browser, async (editor) => {
		await editor.newWorkflow();
		await editor.searchNodes('arcules rule');
		const found = editor.results.filter({ hasText: 'Arcules Rule' });
		await found.waitFor();
		expect(await found.innerText()).toContain(
			'Start a workflow at once when a rule of Arcules fires',
		);
	});

	story('has a test event shown, and then its picture', browser, async (editor) => {
		const { page } = editor;
		const panel = await editor.newWorkflowFrom('Arcules Rule Trigger');
		await page.getByTitle('Click to display webhook URLs').click();
		const shownUrl = page.getByText(/webhook-test/);
		const url = (await shownUrl.innerText()).trim();
		expect(new URL(url).pathname).toMatch(/^\/webhook-test\/[\w-]+\/webhook$/);
		await panel.parameters.getByText('add the action “Call Webhook”').waitFor();
		await screenshot(page, 'rule-trigger', () => regionDownTo([panel.settings], [panel.addOption]));

		await fetchTestEvent(panel, url);
		await panel.showTable();
		const bodyColumn = panel.columns.filter({ hasText: /^\s*body\s*$/ });
		expect(await countInside(panel.output, bodyColumn)).toBe(1);

		await panel.switchOn('attachPicture');
		await panel.type('channelIdPath', 'body.deviceId');
		await panel.chooseCredential('Arcules account');
		await fetchTestEvent(panel, url);
		await panel.showJson();
		await panel.output.getByText('pictureTakenAt').waitFor();
		await screenshot(page, 'rule-event', () => regionOf([panel.settings, panel.output]));
		expect(await panel.viewPicture()).toEqual({ widthPixels: 1280, heightPixels: 720 });
	});
});
