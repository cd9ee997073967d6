/**
 * The dialog in which a credential is filled in, saved and tested.
 */
import type { Locator, Page } from 'playwright-core';

export class CredentialDialog {
	/** The whole dialog. */
	readonly frame: Locator;

	private readonly accepted: Locator;

	private constructor(page: Page) {
		this.frame = page.getByTestId('editCredential-modal');
		this.accepted = this.frame.getByText('Connection tested successfully');
	}

	/** Waits for the end of a test that goes well; n8n puts "Retry" there when it is over. */
	async untilAccepted(): Promise<void> {
		await this.accepted.waitFor();
		await this.frame.getByRole('button', { name: 'Retry' }).waitFor();
	}

	static async opened(page: Page): Promise<CredentialDialog> {
		const dialog = new CredentialDialog(page);
		await dialog.field('email').waitFor();
		return dialog;
	}

	/** The input of one field. */
	field(name: 'email' | 'password' | 'baseUrl'): Locator {
		return this.frame.getByTestId(`parameter-input-${name}`).locator('input');
	}

	async fillIn(account: { email: string; password: string; baseUrl: string }): Promise<void> {
		await this.field('email').fill(account.email);
		await this.field('password').fill(account.password);
		await this.field('baseUrl').fill(account.baseUrl);
	}

	/** Saves the credential, which n8n tests at once. */
	async save(): Promise<void> {
		await this.frame.getByTestId('credential-save-button').click();
	}

	/** Opens the details of a test that failed; they are n8n's way to show the node's own words. */
	async showWhatWentWrong(): Promise<void> {
		await this.frame.getByText('More details').click();
	}

	/** n8n closes the dialog by itself once a new credential has passed its test. */
	async untilClosed(): Promise<void> {
		await this.frame.waitFor({ state: 'hidden' });
	}
}
