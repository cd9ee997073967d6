/**
 * What a broken connection means, by the codes that Node.js and axios give their errors.
 */
import { property, serverMessage } from './response';

/** A request that got no answer. */
export interface NetworkFailure {
	readonly kind: 'timeout' | 'network';
	/** A sentence for the user, or an empty string. */
	readonly explanation: string;
	/** Whether the same request may succeed in a moment. */
	readonly isTransient: boolean;
}

const TIMEOUTS = ['ECONNABORTED', 'ERR_CANCELED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT', 'ABORT_ERR'];

const BROKEN: Readonly<Record<string, string>> = {
	ECONNRESET: 'The server closed the connection before the answer was complete.',
	EPIPE: 'The server closed the connection before the answer was complete.',
	ERR_BAD_RESPONSE: 'The server closed the connection before the answer was complete.',
	ERR_STREAM_PREMATURE_CLOSE: 'The server closed the connection before the answer was complete.',
	EAI_AGAIN: 'The name of the server could not be looked up right now.',
	ENETUNREACH: 'The network could not be reached.',
};

const UNREACHABLE: Readonly<Record<string, string>> = {
	ENOTFOUND: 'There is no server with this name.',
	ECONNREFUSED: 'The server refused the connection.',
	EHOSTUNREACH: 'No way to the server was found.',
	ERR_FR_TOO_MANY_REDIRECTS: 'The server sent the request round in a circle.',
};

/** Explains what n8n's request helper threw when there was no answer. */
export function explainNetworkError(thrown: unknown): NetworkFailure {
	const code = codeOf(thrown);
	if (TIMEOUTS.includes(code)) return { kind: 'timeout', explanation: '', isTransient: true };
	const broken = BROKEN[code];
	if (broken !== undefined) return { kind: 'network', explanation: broken, isTransient: true };
	if (/CERT|TLS|SSL|SIGNATURE/.test(code)) {
		return {
			kind: 'network',
			explanation: 'The certificate of the server is not valid.',
			isTransient: false,
		};
	}
	// Without a code it was n8n that refused, for example a host outside the allowed domains of the credential.
	const said = code === '' ? serverMessage(thrown, '') : '';
	return { kind: 'network', explanation: UNREACHABLE[code] ?? said, isTransient: false };
}

/** n8n wraps axios' error, and axios that of Node.js: the innermost code is the cause. */
function codeOf(thrown: unknown): string {
	const inner = property(thrown, 'cause');
	const innerCode = inner === undefined ? '' : codeOf(inner);
	// n8n 1.123 drops the causes, and keeps the code as `httpCode`.
	const code = property(thrown, 'code') ?? property(thrown, 'httpCode');
	return innerCode !== '' || typeof code !== 'string' ? innerCode : code;
}
