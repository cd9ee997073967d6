/**
 * Calls that are refused, and what their sender is told: nothing that a stranger could use.
 */
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

/** An answer to a call that starts nothing. */
export interface Refusal {
	readonly status: 400 | 401 | 408 | 413 | 415;
	readonly words: string;
}

export const REFUSALS = {
	noKey: {
		status: 401,
		words: 'The call has no API key. Enter the API key in the rule: it is sent as Bearer.',
	},
	wrongKey: {
		status: 401,
		words: 'The API key is wrong. It must be the one in the credential of the n8n node.',
	},
	notVerified: {
		status: 401,
		words:
			'The signature does not match. The secret of the rule must be the one in the credential.',
	},
	notSigned: {
		status: 401,
		words: 'The call is not signed. Enter the secret in the rule.',
	},
	tooLarge: {
		status: 413,
		words: 'The body is too large. At most 1 MiB is taken.',
	},
	tooSlow: {
		status: 408,
		words: 'The body did not arrive in time.',
	},
	brokenOff: {
		status: 400,
		words: 'The body is not complete.',
	},
	encoded: {
		status: 415,
		words: 'The body is compressed or in a form that is not taken. Send it as it is.',
	},
} as const satisfies Readonly<Record<string, Refusal>>;

export function isRefusal(value: object): value is Refusal {
	return 'status' in value && 'words' in value;
}

/** Answers the call; no workflow starts. */
export function refuse(
	context: IWebhookFunctions,
	{ status, words }: Refusal,
): IWebhookResponseData {
	const response = context.getResponseObject();
	response.status(status).type('text/plain');
	if (status === 401) response.set('WWW-Authenticate', 'Bearer');
	// Whoever sends so slowly would hold on to the connection.
	if (status === 408) response.set('Connection', 'close');
	response.send(words);
	return { noWebhookResponse: true };
}

/** Answers as if all were well, so that a sender does not try again; no workflow starts. */
export function ignore(context: IWebhookFunctions): IWebhookResponseData {
	context.getResponseObject().status(200).end();
	return { noWebhookResponse: true };
}
