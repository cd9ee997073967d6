/**
 * One request through n8n's own request helper, which signs in and adds the token; with a deadline and a size cap, which
 * the helper does not have.
 */
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	INodeCredentialsDetails,
	IPollFunctions,
} from 'n8n-workflow';
import { field } from '../../../credentials/answer';
import { readBody, type TOO_LARGE } from './body';
import type { Subject } from './errors';
import { unlessAborted } from './wait';

export const CREDENTIAL_TYPE = 'arculesApi';

/** The n8n contexts in which the API can be reached. */
export type RequestContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** What is asked for. */
export interface Question {
	readonly subject: Subject;
	/** A whole URL. */
	readonly url: string;
	readonly accept: 'application/json' | 'image/jpeg';
	/** The download is abandoned above this. */
	readonly maxBytes: number;
}

/** An answer of whatever status. */
export interface RawAnswer {
	readonly status: number;
	/** The value of a header, by its name in lower case. */
	readonly header: (name: string) => string | undefined;
	readonly body: Buffer | typeof TOO_LARGE;
}

/**
 * Asks once.
 *
 * @param credential n8n puts a new token in there when it signs in
 * @param chosen the credential's id and name, under which n8n stores that token
 * @param timeoutMs without any byte; `signal` bounds the whole
 * @param signal ends the request, its body and the wait for a sign-in
 * @throws whatever n8n's helper throws when there is no answer; a `SignInError` somewhere in its causes when the sign-in
 * failed
 */
export async function exchange(
	context: RequestContext,
	question: Question,
	credential: ICredentialDataDecryptedObject,
	chosen: INodeCredentialsDetails | undefined,
	timeoutMs: number,
	signal: AbortSignal,
): Promise<RawAnswer> {
	const options: IHttpRequestOptions = {
		method: 'GET',
		url: question.url,
		headers: { accept: question.accept, 'cache-control': 'no-cache' },
		// Statuses are read by the caller: n8n would throw the server's own words away.
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		encoding: 'stream',
		timeout: timeoutMs,
		abortSignal: signal,
		sendCredentialsOnCrossOriginRedirect: false,
	};
	const { id, name } = chosen ?? {};
	const response: unknown = await unlessAborted(
		context.helpers.httpRequestWithAuthentication.call(
			withCancelSignal(context, signal),
			CREDENTIAL_TYPE,
			options,
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
	const header = headerReader(field(response, 'headers'));
	const declaredBytes = Number(header('content-length') ?? Number.NaN);
	const body = await readBody(
		field(response, 'body'),
		question.maxBytes,
		Number.isNaN(declaredBytes) ? undefined : declaredBytes,
		signal,
	);
	return { status: Number(field(response, 'statusCode')), header, body };
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
		const value = field(headers, name);
		return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
	};
}
