// The panel of an opened node: its parameters in the middle, what came out of it on the right.
import pRetry from 'p-retry';
import type { Locator } from 'playwright-core';
import { waitFor } from '../../../dev/n8n/waitFor';
import { CredentialDialog } from './credentialDialog';
import { type Box, boxOf, PagePart, pictureIn, type ShownPicture } from './page';

/** How far to the left the output may grow, in pixels. */
const LEFT_EDGE = 120;
/** How far from the right edge of an input what is dropped there comes behind its text, in pixels. */
const LINE_END = 12;
const LIST_OPENS_MS = 1_000;
/** Until what was dropped stands there. */
const DROP_DEADLINE_MS = 15_000;

export class NodePanel extends PagePart {
	private readonly panel = this.page.getByTestId('ndv');

	/** The middle: the buttons above, and the parameters. */
	readonly settings = this.panel.locator('.node-settings');

	readonly parameters = this.panel.getByTestId('node-parameters');

	/** What stands below all other parameters. */
	readonly addOption = this.parameters.getByTestId('collection-parameter-add').last();

	/** Runs this step; of a trigger that is called, makes n8n listen. */
	readonly executeButton = this.page.getByTestId('node-execute-button');

	/** The left: what the steps before have put out. */
	readonly input = this.panel.getByTestId('ndv-input-panel');

	readonly output = this.panel.getByTestId('output-panel');

	/** What an open list offers, of cameras or of tables, or what is there instead. */
	readonly listed = this.page.getByTestId('rlc-item');

	readonly listError = this.page.getByTestId('rlc-error-container');

	/** The closed list: the name of what is chosen. */
	readonly listInput = this.page.locator(
		'input[data-test-id=rlc-input], [data-test-id=rlc-input] input',
	);

	/** What n8n says of a run that failed: the message, and below it what to check. */
	readonly errorMessage = this.output.getByTestId('node-error-message');

	readonly errorDescription = this.output.getByTestId('node-error-description');

	/** The note above the output items. */
	readonly hint = this.output.getByTestId('node-hint');

	/** Of the table that shows the items. */
	readonly columns = this.output.locator('thead th');

	/** The first cell of each of its rows. */
	readonly rows = this.output.locator('tbody td:first-child');

	readonly itemCount = this.output.getByTestId('run-data-item-count');

	/** The picture that is being viewed. */
	readonly picture = this.output.locator('.binary-data-window img');

	/** The mark on the canvas of a node that is not ready to run. */
	private readonly issue = this.page.getByTestId('node-issues');

	/** What is chosen in a list of choices. */
	async chosen(parameter: string): Promise<string> {
		return await this.parameter(parameter).locator('input').inputValue();
	}

	/** Chooses from a list of choices. */
	async choose(parameter: string, option: string): Promise<void> {
		await this.parameter(parameter).locator('input').click();
		// Below the name may stand a description.
		await this.page.getByRole('option', { name: new RegExp(`^\\s*${option}`) }).click();
	}

	/** Gives failures an output of their own, in the node's settings. */
	async addErrorOutput(): Promise<void> {
		await this.settings.getByTestId('tab-settings').click();
		await this.choose('onError', 'Continue \\(using error output\\)');
	}

	/** Gives each column the field of the same name. */
	async mapAutomatically(): Promise<void> {
		await this.parameters.getByTestId('mapping-mode-select').click();
		await this.page.getByRole('option', { name: 'Map Automatically' }).click();
	}

	async type(parameter: string, text: string): Promise<void> {
		await this.parameter(parameter).locator('input, textarea').fill(text);
	}

	/** Turns a switch on. */
	async switchOn(parameter: string): Promise<void> {
		const shown = this.parameters.getByTestId(`parameter-input-${parameter}`);
		await shown.locator('.el-switch, [role=switch]').first().click();
	}

	/** Chooses a stored credential in the last of the places for one. */
	async chooseCredential(name: string): Promise<void> {
		const offered = this.page
			.getByTestId(/^node-credentials-select-item-/)
			.filter({ hasText: name, visible: true });
		// n8n closes the list again when it marks the place as empty meanwhile.
		await waitFor(`credential ${name}`, async () => {
			if (await offered.isVisible()) return true;
			await this.page.getByPlaceholder('Select Credential').last().click();
			await this.page.waitForTimeout(LIST_OPENS_MS);
			return false;
		});
		await offered.click();
	}

	/** Adds one of the options that stand below all other parameters. */
	async add(option: string): Promise<void> {
		await this.addOption.click();
		await this.page.getByRole('option', { name: option, exact: true }).click();
	}

	/** The same of an option whose choices n8n asks another service for. */
	async addLoaded(option: string): Promise<void> {
		const loaded = this.page.waitForResponse(/dynamic-node-parameters/);
		await this.add(option);
		await loaded;
	}

	/** Shows the fields of the input, where n8n shows its files first. */
	async showInputFields(): Promise<void> {
		await this.input.getByTestId('radio-button-schema').click();
	}

	/** Drags a field of the input onto a parameter, which makes n8n write the expression. */
	async drag(field: string, parameter: string): Promise<void> {
		const target = this.parameter(parameter);
		await target.scrollIntoViewIfNeeded();
		await this.dragTo(target, field, ({ width }) => width / 2);
	}

	/** Types a text that stays as it is, and drags a field to its end. */
	async typeAndDrag(parameter: string, text: string, field: string): Promise<void> {
		await this.type(parameter, text);
		await this.parameter(parameter).hover();
		const container = this.parameters.getByTestId(`${parameter}-parameter-input-options-container`);
		await container.getByTestId('radio-button-expression').click();
		const line = this.parameter(parameter).locator('.cm-content');
		// The editor takes an expression over a moment later, and what is closed before is lost.
		const written = `${text}{{ $json.${field} }}`;
		await Promise.all([
			this.page.waitForRequest((request) => request.postData()?.includes(written) === true),
			this.dragTo(line, field, ({ width }) => width - LINE_END),
		]);
	}

	/** Drags once more where the parameter has not taken the field, as was seen once on a busy machine. */
	private async dragTo(
		target: Locator,
		field: string,
		offset: (box: Box) => number,
	): Promise<void> {
		const dragOnce = async () => {
			await this.input.locator(`[data-target=mappable][data-name=${field}]`).first().hover();
			await this.page.mouse.down();
			const box = await boxOf(target);
			const [x, y] = [box.x + offset(box), box.y + box.height / 2];
			await this.page.mouse.move(x, y, { steps: 15 });
			// One more, for an editor that is still busy with the others when the button is let go.
			await this.page.mouse.move(x + 1, y);
			await this.page.mouse.up();
			await target.getByText(`$json.${field}`).waitFor({ timeout: DROP_DEADLINE_MS });
		};
		await pRetry(dragOnce, { retries: 2, minTimeout: 0 });
	}

	async close(): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
		await this.panel.waitFor({ state: 'hidden' });
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

	async openList(): Promise<void> {
		await this.listInput.click();
		await this.listed.or(this.listError).first().waitFor();
	}

	/** Scrolls to the end of the list, and waits until there are more. */
	async scrollOn(): Promise<void> {
		const count = await this.listed.count();
		await this.listed.last().scrollIntoViewIfNeeded();
		await this.listed.nth(count).waitFor({ state: 'attached' });
	}

	/** Types into the search above the camera list, and waits until the list shows what it finds. */
	async searchCameras(text: string): Promise<void> {
		await this.page.getByTestId('rlc-search').fill(text);
		const others = this.listed.filter({ hasNotText: new RegExp(text, 'i') });
		await others.first().waitFor({ state: 'hidden' });
		await this.listed.first().waitFor();
	}

	async chooseFromList(name: string): Promise<void> {
		await this.listed.getByText(name, { exact: true }).click();
		await this.listed.first().waitFor({ state: 'hidden' });
	}

	async pasteCameraUrl(url: string): Promise<void> {
		await this.page.getByTestId('rlc-mode-selector').click();
		await this.page.getByRole('option', { name: 'By URL' }).click();
		await this.issue.waitFor();
		await this.listInput.fill(url);
	}

	/** Executes this step, and the ones before it, to its end. */
	async execute(): Promise<void> {
		// n8n takes over what was typed only a moment later, and refuses to run until then.
		await this.issue.waitFor({ state: 'hidden' });
		await this.executeButton.click();
		const succeeded = this.output.getByTestId('node-run-status-success');
		await succeeded.or(this.output.getByTestId('node-run-status-danger')).waitFor();
	}

	/** Shows the picture of the first item that has one. */
	async viewPicture(): Promise<ShownPicture> {
		await this.output.getByTestId('radio-button-binary').click();
		await this.output.getByTestId('ndv-view-binary-data').first().click();
		return await pictureIn(this.picture);
	}

	async showTable(): Promise<void> {
		await this.output.getByTestId('radio-button-table').click();
		await this.rows.first().waitFor();
	}

	async showJson(): Promise<void> {
		await this.output.getByTestId('radio-button-json').click();
	}

	/** Makes the rows as high as this column needs, which cuts the texts of the others short. */
	async collapseRowsTo(column: string): Promise<void> {
		const head = this.columns.filter({ hasText: new RegExp(`^\\s*${column}\\s*$`) });
		await head.hover();
		await head.getByRole('button', { name: 'Collapse rows' }).click();
	}

	/** Drags the parameters to the left, so that the output gets most of the window. */
	async widenOutput(): Promise<void> {
		const handle = this.page.getByTestId('panel-drag-button');
		await handle.hover();
		await this.page.mouse.down();
		await this.page.mouse.move(LEFT_EDGE, (await handle.boundingBox())?.y ?? 0, { steps: 10 });
		await this.page.mouse.up();
	}

	/** The input of one parameter; a panel's settings may have another of the same name behind it. */
	private parameter(name: string): Locator {
		return this.settings.getByTestId(`parameter-input-${name}`).first();
	}

	private async openedDialog(): Promise<CredentialDialog> {
		const dialog = new CredentialDialog(this.page);
		await dialog.field('email').waitFor();
		return dialog;
	}
}
