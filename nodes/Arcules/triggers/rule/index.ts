/**
 * What the trigger does when Arcules calls: proves the caller, and starts the workflow with what was sent.
 */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { outputHint } from '../../shared/hint';
import { freshCredential, readCredential, recentCredential } from './credential';
import { itemOf, withStoredBody } from './items';
import { SETTINGS, withPicture } from './picture';
import { prove } from './proof';
import { ignore, isRefusal, refuse } from './refusal';
import { Repeats } from './repeats';

const repeats = new Repeats();

/**
 * Takes a call. n8n answers with 200 and an empty body as soon as it has stored the execution, before that begins.
 *
 * @throws when the credential cannot be read: n8n makes a failed execution of it, so that somebody hears of it
 */
export async function receive(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const receivedAt = new Date();
	const request = this.getRequestObject();
	const proof = await prove(request, this.getNodeParameter('onUnverified', '') === 'pass', {
		recent: async () => await recentCredential(this),
		fresh: async () => await freshCredential(this),
	});
	if (isRefusal(proof)) return refuse(this, proof);

	const { body, signature } = proof;
	const ignoresRepeats = this.getNodeParameter(`${SETTINGS}.ignoreRepeats`, false) === true;
	if (ignoresRepeats && signature.verified && repeats.isRepeat(placeOf(this), body)) {
		return ignore(this);
	}
	const keepsRawBody = this.getNodeParameter(`${SETTINGS}.rawBody`, false) === true;
	return { workflowData: [[itemOf({ receivedAt, request, ...proof }, keepsRawBody)]] };
}

/**
 * The first step of the execution that {@link receive} has started: stores the raw body, and adds the picture, where they
 * are wished for.
 */
export async function complete(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	if (this.getMode() === 'manual') await warnOfOpenDoor(this);
	const items = await Promise.all(
		this.getInputData().map(async (item) => await withStoredBody(this, item)),
	);
	if (this.getNodeParameter('attachPicture', 0, false) !== true) return [items];
	return [await Promise.all(items.map(async (item) => await withPicture(this, item)))];
}

/** A test in the editor must not swallow the same call to the published workflow. */
function placeOf(context: IWebhookFunctions): string {
	return [context.getWorkflow().id, context.getNode().id, context.getMode()].join('/');
}

async function warnOfOpenDoor(context: IExecuteFunctions): Promise<void> {
	const { apiKey, secret } = await readCredential(context);
	if (apiKey !== '' || secret !== '') return;
	context.addExecutionHints(
		outputHint(
			'warning',
			'Anybody who knows the address can start this workflow. Enter an API key or a secret in the rule, and the same in an Arcules Webhook API credential of this node.',
		),
	);
}
