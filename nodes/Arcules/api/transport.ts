/**
 * One call of n8n's own request helper, which signs in and adds the token; with a deadline and a size cap, which the
 * helper does not have.
 */
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	INodeCredentialsDetails,
	IPollFunctions,
	JsonObject,
} from 'n8n-workflow';
import { abortable } from '../concurrency/signals';
import { readBody, type TOO_LARGE } from './body';
import { property } from './response';

export const CREDENTIAL_TYPE = 'arculesApi';

/** Pictures and lists are far below this; the API documents no maximum. */
export const MAX_BODY_BYTES = 25 * 1024 * 1024;

/** The n8n contexts in which the API can be reached. */
export type RequestContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** What goes over the wire. */
export interface HttpCall {
	readonly method: IHttpRequestMethods;
	/** A whole URL. */
	readonly url: string;
	readonly accept: 'application/json' | 'image/jpeg';
	/** Sent as JSON. */
	readonly body?: JsonObject;
}

/** An answer of whatever status. */
export interface RawResponse {
	readonly status: number;
	/** The value of a header, by its name in lower case. */
	readonly header: (name: string) => string | undefined;
	readonly body: Buffer | typeof TOO_LARGE;
}

/**
 * Sends one request and reads its answer.
 *
 * @param credential n8n puts a new token in there when it signs in
 * @param chosen the credential's id and name, under which n8n stores that token
 * @param timeoutMs without any byte; `signal` bounds the whole
 * @param signal ends the request, its body and the wait for a sign-in
 * @throws whatever n8n's helper throws when there is no answer; an `ArculesError` among its causes when the sign-in
 * failed
 */
export async function callHelper(
	context: RequestContext,
	call: HttpCall,
	credential: ICredentialDataDecryptedObject,
	chosen: INodeCredentialsDetails | undefined,
	timeoutMs: number,
	signal: AbortSignal,
): Promise<RawResponse> {
	const { method, url, accept, body } = call;
	const options: IHttpRequestOptions = {
		method,
		url,
		headers: { accept, 'cache-control': 'no-cache' },
		...(body === undefined ? {} : { body, json: true }),
		// Statuses are read by the caller: n8n would throw the server's own words away.
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		encoding: 'stream',
		timeout: timeoutMs,
		abortSignal: signal,
		sendCredentialsOnCrossOriginRedirect: false,
	};
	const { id = '', name = '' } = chosen ?? {};
	const response: unknown = await abortable(
		context.helpers.httpRequestWithAuthentication.call(
			withCancelSignal(context, signal),
			CREDENTIAL_TYPE,
			options,
			// Spares n8n reading and decrypting the credential for every request.
			{
				credentialsDecrypted: { id: id ?? '', name, type: CREDENTIAL_TYPE, data: credential },
			},
		),
		signal,
	);
	const header = headerReader(property(response, 'headers'));
	const declaredBytes = Number(header('content-length') ?? Number.NaN);
	return {
		status: Number(property(response, 'statusCode')),
		header,
		body: await readBody(
			property(response, 'body'),
			MAX_BODY_BYTES,
			Number.isNaN(declaredBytes) ? undefined : declaredBytes,
			signal,
		),
	};
}

/**
 * In an execution, n8n's helper replaces `abortSignal` with what this method gives, and would not end a request whose
 * deadline has passed.
 */
function withCancelSignal(context: RequestContext, signal: AbortSignal): RequestContext {
	return Object.create(context, { getExecutionCancelSignal: { value: () => signal } });
}

/** Node.js gives header names in lower case. */
function headerReader(headers: unknown): (name: string) => string | undefined {
	return (name) => {
		const value = property(headers, name);
		return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
	};
}
