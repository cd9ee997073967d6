/**
 * What the caller has to prove: the API key and the secret of the credential.
 */
import {
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type IWebhookFunctions,
	NodeOperationError,
} from 'n8n-workflow';

const WEBHOOK_CREDENTIAL_TYPE = 'arculesWebhookApi';

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

/**
 * How old a credential may be: n8n sets up a sandbox for expressions each time one is read, which takes longer than all else
 * that a call needs.
 */
export const CREDENTIAL_AGE_MS = 1_000;

interface Kept {
	readonly credential: Promise<WebhookCredential>;
	readonly readAtMs: number;
}

const kept = new Map<string, Kept>();

/** The credential as it was within the last second. Who is refused by it must be judged by {@link freshCredential}. */
export async function recentCredential(context: IWebhookFunctions): Promise<WebhookCredential> {
	const found = kept.get(placeOf(context));
	const isRecent = found !== undefined && performance.now() - found.readAtMs < CREDENTIAL_AGE_MS;
	return await (isRecent ? found.credential : freshCredential(context));
}

/** The credential as it is now; kept for {@link recentCredential}. */
export async function freshCredential(context: IWebhookFunctions): Promise<WebhookCredential> {
	const nowMs = performance.now();
	for (const [place, { readAtMs }] of kept) {
		if (nowMs - readAtMs >= CREDENTIAL_AGE_MS) kept.delete(place);
	}
	const place = placeOf(context);
	const credential = readCredential(context);
	kept.set(place, { credential, readAtMs: nowMs });
	// A failure is not kept.
	credential.catch(() => kept.delete(place));
	return await credential;
}

/** Another choice of credential in the node is another place. */
function placeOf(context: IWebhookFunctions): string {
	const { id, credentials } = context.getNode();
	const chosen = credentials?.[WEBHOOK_CREDENTIAL_TYPE]?.id;
	return JSON.stringify([context.getWorkflow().id, id, context.getMode(), chosen]);
}
