/**
 * The item of a call.
 */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { type ParsedBody, parseBody } from './body';
import { shownHeaders } from './headers';
import type { Proof } from './proof';
import type { Request } from './readBody';

/** The binary field of the raw body. */
const RAW_BODY_FIELD = 'rawBody';

/** A call that may pass. */
export interface Call extends Proof {
	readonly receivedAt: Date;
	readonly request: Request;
}

const EXTENSIONS: Readonly<Record<ParsedBody['mimeType'], string>> = {
	'application/json': 'json',
	'text/plain': 'txt',
	'application/octet-stream': 'bin',
};

/** @param keepsRawBody whether the item gets the body as a file, byte for byte */
export function itemOf(
	{ receivedAt, request, body, signature, credential: { apiKey, secret } }: Call,
	keepsRawBody: boolean,
): INodeExecutionData {
	const { value, mimeType } = parseBody(body);
	const json: IDataObject = {
		receivedAt: receivedAt.toISOString(),
		body: value,
		signature: { ...signature },
		// Last, because they fill half a table.
		headers: shownHeaders(request.headers, [apiKey, secret]),
	};
	if (!keepsRawBody) return { json };
	const fileName = `event.${EXTENSIONS[mimeType]}`;
	return {
		json,
		binary: { [RAW_BODY_FIELD]: { data: body.toString('base64'), mimeType, fileName } },
	};
}

/**
 * Puts the raw body where n8n keeps files.
 *
 * Only within the execution: what a webhook stores belongs to none, and n8n does not find it again in queue mode.
 */
export async function withStoredBody(
	context: IExecuteFunctions,
	item: INodeExecutionData,
): Promise<INodeExecutionData> {
	const inline = item.binary?.[RAW_BODY_FIELD];
	if (inline === undefined) return item;
	const { data, fileName, mimeType } = inline;
	const bytes = Buffer.from(data, 'base64');
	const file = await context.helpers.prepareBinaryData(bytes, fileName, mimeType);
	return { ...item, binary: { ...item.binary, [RAW_BODY_FIELD]: file } };
}
