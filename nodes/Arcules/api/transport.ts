/**
 * One exchange with the server through n8n's own request helper, which signs in and adds the token; with a deadline and
 * a size cap, which the helper does not have, and without its redirects.
 */
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	INodeCredentialsDetails,
	IPollFunctions,
	IWebhookFunctions,
	JsonObject,
} from 'n8n-workflow';
import { abortable } from '../concurrency/signals';
import { type Body, readBody } from './body';
import { property } from './response';

export const CREDENTIAL_TYPE = 'arculesApi';

/** Pictures and lists are far below this; the API documents no maximum. */
export const MAX_BODY_BYTES = 25 * 1024 * 1024;

/** What else comes is read for its words only. */
const MAX_ERROR_BODY_BYTES = 64 * 1024;

const MAX_REDIRECTS = 5;

/** The n8n contexts in which the API can be reached. */
export type RequestContext =
	| IExecuteFunctions
	| ILoadOptionsFunctions
	| IPollFunctions
	| IWebhookFunctions;

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
export interface RawResponse extends Body {
	readonly status: number;
	/** The value of a header, by its name in lower case. */
	readonly header: (name: string) => string | undefined;
}

/** How a call reaches the server. */
export interface Channel {
	readonly context: RequestContext;
	/** n8n puts a new token in there when it signs in. */
	readonly credential: ICredentialDataDecryptedObject;
	/** The credential's id and name, under which n8n stores that token. */
	readonly chosen: INodeCredentialsDetails | undefined;
	/** The longest silence; the signal bounds the whole. */
	readonly timeoutMs: number;
	/** Ends the call, its body and the wait for a sign-in. */
	readonly signal: AbortSignal;
}

/**
 * Sends a request, follows redirects within its own origin, and reads the answer.
 *
 * @returns the last answer; a redirect to another origin as it came
 * @throws whatever n8n's helper throws when there is no answer, also when the sign-in failed
 */
export async function callHelper(call: HttpCall, channel: Channel): Promise<RawResponse> {
	let response = await sendCall(call, channel);
	for (let redirects = 0; redirects < MAX_REDIRECTS; redirects++) {
		const url = redirectTarget(call, response);
		if (url === undefined) break;
		response = await sendCall({ ...call, url }, channel);
	}
	return response;
}

/** Where a redirect leads, if it may be followed with the token: a GET, within the same origin. */
function redirectTarget({ method, url }: HttpCall, response: RawResponse): string | undefined {
	const location = response.header('location');
	if (method !== 'GET' || !isRedirect(response) || location === undefined) return undefined;
	if (!URL.canParse(location, url)) return undefined;
	const target = new URL(location, url);
	const isSafe = target.origin === new URL(url).origin && target.username + target.password === '';
	return isSafe ? target.href : undefined;
}

export function isRedirect({ status }: RawResponse): boolean {
	return [301, 302, 303, 307, 308].includes(status);
}

async function sendCall(call: HttpCall, channel: Channel): Promise<RawResponse> {
	const { context, credential, chosen, signal } = channel;
	const { id, name } = chosen ?? {};
	const response: unknown = await abortable(
		context.helpers.httpRequestWithAuthentication.call(
			withCancelSignal(context, signal),
			CREDENTIAL_TYPE,
			optionsOf(call, channel),
			// Spares n8n reading and decrypting the credential for every request.
			{
				credentialsDecrypted: {
					id: id ?? '',
					name: name ?? '',
					type: CREDENTIAL_TYPE,
					data: credential,
				},
			},
		),
		signal,
	);
	const header = headerReader(property(response, 'headers'));
	const status = Number(property(response, 'statusCode'));
	const maxBytes = status >= 200 && status < 300 ? MAX_BODY_BYTES : MAX_ERROR_BODY_BYTES;
	const body = await readBody(property(response, 'body'), maxBytes, header('content-type'), signal);
	return { status, header, ...body };
}

function optionsOf(
	{ method, url, accept, body }: HttpCall,
	{ timeoutMs, signal }: Channel,
): IHttpRequestOptions {
	return {
		method,
		url,
		headers: {
			accept,
			'cache-control': 'no-cache',
			// A JPEG is packed already; a server that packs all the same may label it wrongly.
			...(accept === 'image/jpeg' && { 'accept-encoding': 'identity' }),
		},
		...(body === undefined ? {} : { body, json: true }),
		// Statuses are read by the caller: n8n would throw the server's own words away.
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		encoding: 'stream',
		// n8n before 2.5 and 1.123.22 sends the token along with every redirect.
		disableFollowRedirect: true,
		timeout: timeoutMs,
		abortSignal: signal,
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
