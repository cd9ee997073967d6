// The panel of an opened node: its parameters in the middle, what came out of it on the right.
import { CredentialDialog } from './credentialDialog';
import { PagePart, pictureIn, type ShownPicture } from './page';

/** How far to the left the output may grow, in pixels. */
const LEFT_EDGE = 120;

export class NodePanel extends PagePart {
	private readonly panel = this.page.getByTestId('ndv');

	/** The middle: the buttons above, and the parameters. */
	readonly settings = this.panel.locator('.node-settings');

	readonly parameters = this.panel.getByTestId('node-parameters');

	/** What stands below all other parameters. */
	readonly addOption = this.parameters.getByTestId('collection-parameter-add').last();

	readonly output = this.panel.getByTestId('output-panel');

	/** What the camera list offers while it is open, or what is there instead. */
	readonly listedCameras = this.page.getByTestId('rlc-item');

	readonly listError = this.page.getByTestId('rlc-error-container');

	/** The closed camera list: the name of the chosen camera. */
	readonly cameraInput = this.page.locator(
		'input[data-test-id=rlc-input], [data-test-id=rlc-input] input',
	);

	/** What n8n says of a run that failed: the message, and below it what to check. */
	readonly errorMessage = this.output.getByTestId('node-error-message');

	readonly errorDescription = this.output.getByTestId('node-error-description');

	/** The note above the output items. */
	readonly hint = this.output.getByTestId('node-hint');

	readonly itemCount = this.output.getByTestId('run-data-item-count');

	/** The picture that is being viewed. */
	readonly picture = this.output.locator('.binary-data-window img');

	/** The mark on the canvas of a node that is not ready to run. */
	private readonly issue = this.page.getByTestId('node-issues');

	/** What is chosen in a list of choices. */
	async chosen(parameter: string): Promise<string> {
		const list = this.parameters.getByTestId(`parameter-input-${parameter}`);
		return await list.locator('input').inputValue();
	}

	/** Opens the dialog for the first credential of this type. */
	async connect(): Promise<CredentialDialog> {
		await this.page.getByRole('button', { name: 'Connect to Arcules' }).click();
		return await this.openedDialog();
	}

	/** Opens the dialog of the chosen credential. */
	async editCredential(): Promise<CredentialDialog> {
		await this.page.getByTestId('credential-edit-button').click();
		return await this.openedDialog();
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
		const succeeded = this.output.getByTestId('node-run-status-success');
		await succeeded.or(this.output.getByTestId('node-run-status-danger')).waitFor();
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
		await handle.hover();
		await this.page.mouse.down();
		await this.page.mouse.move(LEFT_EDGE, (await handle.boundingBox())?.y ?? 0, { steps: 10 });
		await this.page.mouse.up();
	}

	private async openedDialog(): Promise<CredentialDialog> {
		const dialog = new CredentialDialog(this.page);
		await dialog.field('email').waitFor();
		return dialog;
	}
}
