/**
 * The panel of an opened node: its parameters in the middle, what came out of it on the right.
 */
import type { Locator, Page } from 'playwright-core';
import { CredentialDialog } from './credentialDialog';
import { pictureIn, type ShownPicture } from './images';

/** How far to the left the output may grow, in pixels. */
const LEFT_EDGE = 120;

export class NodePanel {
	/** The middle: the buttons above, and the parameters. */
	readonly settings: Locator;

	readonly parameters: Locator;

	/** What stands below all other parameters. */
	readonly addOption: Locator;

	readonly output: Locator;

	/** What the camera list offers while it is open. */
	readonly listedCameras: Locator;

	/** What is there instead of the cameras when they cannot be listed. */
	readonly listError: Locator;

	/** What n8n says of a run that failed: the message, and below it what to check. */
	readonly error: { readonly message: Locator; readonly description: Locator };

	/** The note above the output items. */
	readonly hint: Locator;

	readonly itemCount: Locator;

	/** The picture that is being viewed. */
	readonly picture: Locator;

	private constructor(private readonly page: Page) {
		const panel = page.getByTestId('ndv');
		this.settings = panel.locator('.node-settings');
		this.parameters = panel.getByTestId('node-parameters');
		this.addOption = this.parameters.getByTestId('collection-parameter-add').last();
		this.output = panel.getByTestId('output-panel');
		this.listedCameras = page.getByTestId('rlc-item');
		this.listError = page.getByTestId('rlc-error-container');
		this.error = {
			message: this.output.getByTestId('node-error-message'),
			description: this.output.getByTestId('node-error-description'),
		};
		this.hint = this.output.getByTestId('node-hint');
		this.itemCount = this.output.getByTestId('run-data-item-count');
		this.picture = this.output.locator('.binary-data-window img');
	}

	/** The panel that has just been opened. */
	static async opened(page: Page): Promise<NodePanel> {
		const panel = new NodePanel(page);
		await panel.parameters.waitFor();
		return panel;
	}

	/** What is chosen in a list of choices. */
	async chosen(parameter: string): Promise<string> {
		return await this.parameter(parameter).locator('input').inputValue();
	}

	/** Opens the dialog for the first credential of this type. */
	async connect(): Promise<CredentialDialog> {
		await this.page.getByRole('button', { name: 'Connect to Arcules' }).click();
		return await CredentialDialog.opened(this.page);
	}

	/** Opens the dialog of the chosen credential. */
	async editCredential(): Promise<CredentialDialog> {
		await this.page.getByTestId('credential-edit-button').click();
		return await CredentialDialog.opened(this.page);
	}

	async openCameraList(): Promise<void> {
		await this.cameraInput.click();
		await this.listedCameras.or(this.listError).first().waitFor();
	}

	/** Scrolls to the end of the list, and waits until there are more. */
	async scrollOn(): Promise<void> {
		const count = await this.listedCameras.count();
		await this.listedCameras.last().scrollIntoViewIfNeeded();
		await this.listedCameras.nth(count).waitFor({ state: 'attached' });
	}

	/** Types into the search above the camera list, and waits until the list shows what it finds. */
	async searchCameras(text: string): Promise<void> {
		await this.page.getByTestId('rlc-search').fill(text);
		const others = this.listedCameras.filter({ hasNotText: new RegExp(text, 'i') });
		await others.first().waitFor({ state: 'hidden' });
		await this.listedCameras.first().waitFor();
	}

	async chooseCamera(name: string): Promise<void> {
		await this.listedCameras.getByText(name, { exact: true }).click();
		await this.listedCameras.first().waitFor({ state: 'hidden' });
	}

	/** The camera whose name the closed list shows. */
	async chosenCamera(): Promise<string> {
		return await this.cameraInput.inputValue();
	}

	async pasteCameraUrl(url: string): Promise<void> {
		await this.page.getByTestId('rlc-mode-selector').click();
		await this.page.getByRole('option', { name: 'By URL' }).click();
		await this.issue.waitFor();
		await this.cameraInput.fill(url);
	}

	/** Executes this step, and the ones before it, to its end. */
	async execute(): Promise<void> {
		// n8n takes over what was typed only a moment later, and refuses to run until then.
		await this.issue.waitFor({ state: 'hidden' });
		await this.page.getByTestId('node-execute-button').click();
		const ended = ['success', 'danger'].map(
			(outcome) => `[data-test-id=node-run-status-${outcome}]`,
		);
		await this.output.locator(ended.join()).waitFor();
	}

	/** Shows the picture of the first item that has one. */
	async viewPicture(): Promise<ShownPicture> {
		await this.output.getByTestId('radio-button-binary').click();
		await this.output.getByTestId('ndv-view-binary-data').first().click();
		return await pictureIn(this.picture);
	}

	/** Drags the parameters to the left, so that the output gets most of the window. */
	async widenOutput(): Promise<void> {
		const handle = this.page.getByTestId('panel-drag-button');
		const box = await handle.boundingBox();
		if (box === null) throw new Error('The handle between the panels is not in sight.');
		const y = box.y + box.height / 2;
		await this.page.mouse.move(box.x + box.width / 2, y);
		await this.page.mouse.down();
		await this.page.mouse.move(LEFT_EDGE, y, { steps: 10 });
		await this.page.mouse.up();
	}

	private parameter(name: string): Locator {
		return this.parameters.getByTestId(`parameter-input-${name}`);
	}

	/** The mark on the canvas of a node that is not ready to run. */
	private get issue(): Locator {
		return this.page.getByTestId('node-issues');
	}

	private get cameraInput(): Locator {
		return this.page.locator('input[data-test-id=rlc-input], [data-test-id=rlc-input] input');
	}
}
