/**
 * The item of a call.
 */
import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import { type ParsedBody, parseBody } from './body';
import type { WebhookCredential } from './credential';
import { shownHeaders } from './headers';
import type { Request } from './readBody';
import type { Verdict } from './signature';

/** The binary field of the raw body. */
export const RAW_BODY_FIELD = 'rawBody';

/** A call that may pass. */
export interface Call {
	readonly receivedAt: Date;
	readonly request: Request;
	readonly body: Buffer;
	readonly signature: Verdict;
}

const EXTENSIONS: Readonly<Record<ParsedBody['mimeType'], string>> = {
	'application/json': 'json',
	'text/plain': 'txt',
	'application/octet-stream': 'bin',
};

/** @param keepsRawBody whether the item gets the body as a file, byte for byte */
export async function itemOf(
	context: IWebhookFunctions,
	{ receivedAt, request, body, signature }: Call,
	{ apiKey, secret }: WebhookCredential,
	keepsRawBody: boolean,
): Promise<INodeExecutionData> {
	const { value, mimeType } = parseBody(body);
	const json: IDataObject = {
		receivedAt: receivedAt.toISOString(),
		headers: shownHeaders(request.headers, [apiKey, secret]),
		body: value,
		signature: { ...signature },
	};
	if (!keepsRawBody) return { json };
	const fileName = `event.${EXTENSIONS[mimeType]}`;
	const file = await context.helpers.prepareBinaryData(body, fileName, mimeType);
	return { json, binary: { [RAW_BODY_FIELD]: file } };
}
