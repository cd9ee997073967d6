// The dialog in which a credential is filled in, saved and tested.
import type { Locator } from 'playwright-core';
import { PagePart } from './page';

export class CredentialDialog extends PagePart {
	/** The whole dialog; n8n closes it once a new credential has passed its test. */
	readonly frame = this.page.getByTestId('editCredential-modal');

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

	/** Waits for the end of a test that goes well; n8n puts "Retry" there when it is over. */
	async untilAccepted(): Promise<void> {
		await this.frame.getByText('Connection tested successfully').waitFor();
		await this.frame.getByRole('button', { name: 'Retry' }).waitFor();
	}
}
