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
import { hasApiKey } from './apiKey';
import { readCredential, type WebhookCredential } from './credential';
import { itemOf, withStoredBody } from './items';
import { SETTINGS, withPicture } from './picture';
import { readBody, type Request } from './readBody';
import { ignore, isRefusal, type Refusal, REFUSALS, refuse } from './refusal';
import { Repeats } from './repeats';
import { SIGNATURE_HEADER, type Verdict, verifySignature } from './signature';

const repeats = new Repeats();

/**
 * Takes a call. n8n answers with 200 and an empty body as soon as it has stored the execution, before that begins.
 *
 * @throws when the credential cannot be read: n8n makes a failed execution of it, so that somebody hears of it
 */
export async function receive(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const receivedAt = new Date();
	const request = this.getRequestObject();
	const credential = await readCredential(this);
	const refusal = refusalOfKey(request, credential);
	// Nothing of the body is read for somebody who lacks the key.
	const body = refusal ?? (await readBody(request));
	if (isRefusal(body)) return refuse(this, body);

	const signature = verdictOn(request, body, credential);
	if (isRefused(this, signature, credential)) {
		return refuse(this, isSigned(request) ? REFUSALS.notVerified : REFUSALS.notSigned);
	}
	const ignoresRepeats = this.getNodeParameter(`${SETTINGS}.ignoreRepeats`, false) === true;
	if (ignoresRepeats && signature.verified && repeats.isRepeat(placeOf(this), body)) {
		return ignore(this);
	}
	const keepsRawBody = this.getNodeParameter(`${SETTINGS}.rawBody`, false) === true;
	const call = { receivedAt, request, body, signature };
	return { workflowData: [[itemOf(call, credential, keepsRawBody)]] };
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

function refusalOfKey(request: Request, { apiKey }: WebhookCredential): Refusal | undefined {
	if (apiKey === '' || hasApiKey(request.headers.authorization, apiKey)) return undefined;
	return request.headers.authorization === undefined ? REFUSALS.noKey : REFUSALS.wrongKey;
}

function verdictOn(request: Request, body: Buffer, { secret }: WebhookCredential): Verdict {
	if (secret !== '') return verifySignature(request.get(SIGNATURE_HEADER), body, secret);
	return { verified: false, reason: 'The node has no secret to check a signature with' };
}

function isRefused(
	context: IWebhookFunctions,
	{ verified }: Verdict,
	{ secret }: WebhookCredential,
): boolean {
	return secret !== '' && !verified && context.getNodeParameter('onUnverified', '') !== 'pass';
}

function isSigned(request: Request): boolean {
	return request.get(SIGNATURE_HEADER) !== undefined;
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
