/**
 * What the caller has to prove: the API key and the secret of the credential.
 */
import {
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type IWebhookFunctions,
	NodeOperationError,
} from 'n8n-workflow';

export const WEBHOOK_CREDENTIAL_TYPE = 'arculesWebhookApi';

/** Empty texts where there is none. */
export interface WebhookCredential {
	readonly apiKey: string;
	readonly secret: string;
}

/**
 * Reads the credential; a node without one takes every call.
 *
 * @throws when one is chosen but cannot be read: the call must not pass for want of a key
 */
export async function readCredential(
	context: IWebhookFunctions | IExecuteFunctions,
): Promise<WebhookCredential> {
	const node = context.getNode();
	if (node.credentials?.[WEBHOOK_CREDENTIAL_TYPE] === undefined) return { apiKey: '', secret: '' };
	const given =
		await context.getCredentials<ICredentialDataDecryptedObject>(WEBHOOK_CREDENTIAL_TYPE);
	// An expression that gives nothing is not the same as a field that was never filled in.
	const { apiKey, secret } = { apiKey: '', secret: '', ...given };
	if (typeof apiKey !== 'string' || typeof secret !== 'string') {
		throw new NodeOperationError(node, 'The Arcules webhook credential cannot be used', {
			description:
				'API key and secret must be texts. Open the credential, and check what its expressions give.',
		});
	}
	// A header has no white space at its ends.
	return { apiKey: apiKey.trim(), secret };
}
