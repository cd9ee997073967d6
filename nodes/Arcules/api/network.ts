/**
 * What a broken connection means, by the codes that Node.js and axios give their errors.
 */
import { property, serverMessage } from './response';

/** A request that got no answer. */
export interface NetworkFailure {
	readonly kind: 'timeout' | 'network' | 'notAnImage';
	/** A sentence for the user, or an empty string. */
	readonly explanation: string;
	/** Whether the same request may succeed in a moment. */
	readonly isTransient: boolean;
}

const CLOSED = 'The server closed the connection before the answer was complete.';
const NO_ROUTE = 'No way to the server was found.';
const NOT_HTTP = 'What answered there does not speak HTTP as it should.';
const BAD_CERTIFICATE =
	'The certificate of the server is not trusted. If a proxy in your network inspects encrypted traffic, give n8n its certificate with the environment variable NODE_EXTRA_CA_CERTS.';
/** n8n's helper unpacks by the label alone, and the bytes are lost to it then. */
const BADLY_PACKED = 'The answer is labelled as compressed, but cannot be unpacked.';

type Explained = Readonly<Record<string, readonly [explanation: string, isTransient: boolean]>>;

/** `ETIMEDOUT` is of the operating system: no connection was made, whatever the deadline of the request. */
const NETWORK: Explained = {
	ECONNRESET: [CLOSED, true],
	EPIPE: [CLOSED, true],
	ERR_BAD_RESPONSE: [CLOSED, true],
	ERR_STREAM_PREMATURE_CLOSE: [CLOSED, true],
	EAI_AGAIN: ['The name of the server could not be looked up right now.', true],
	ENETUNREACH: ['The network could not be reached.', true],
	ENETDOWN: ['The network could not be reached.', true],
	ETIMEDOUT: ['No connection could be made: the server did not answer at all.', true],
	ECONNREFUSED: ['The server refused the connection.', true],
	EHOSTUNREACH: [NO_ROUTE, true],
	EHOSTDOWN: [NO_ROUTE, true],
	ENOTFOUND: ['There is no server with this name.', false],
	EPROTO: [NOT_HTTP, false],
};

const TIMEOUTS = ['ECONNABORTED', 'ERR_CANCELED', 'ESOCKETTIMEDOUT', 'ABORT_ERR'];

/** Explains what n8n's request helper threw when there was no answer. */
export function explainNetworkError(thrown: unknown): NetworkFailure {
	const code = codeOf(thrown);
	if (TIMEOUTS.includes(code)) return { kind: 'timeout', explanation: '', isTransient: true };
	const known = NETWORK[code];
	if (known !== undefined) {
		const [explanation, isTransient] = known;
		return { kind: 'network', explanation, isTransient };
	}
	if (/^(Z|ERR_BROTLI|ERR__ERROR)_/.test(code)) {
		return { kind: 'notAnImage', explanation: BADLY_PACKED, isTransient: true };
	}
	return { kind: 'network', explanation: explanationOf(code, thrown), isTransient: false };
}

function explanationOf(code: string, thrown: unknown): string {
	if (/CERT|TLS|SSL|SIGNATURE/.test(code)) return BAD_CERTIFICATE;
	if (code.startsWith('HPE_')) return NOT_HTTP;
	// Without a code it was n8n that refused, for example a host outside the allowed domains of the credential.
	return code === '' ? serverMessage(Buffer.from(String(property(thrown, 'message'))), []) : '';
}

/** n8n wraps axios' error, and axios that of Node.js: the innermost code is the cause. */
function codeOf(thrown: unknown): string {
	const inner = property(thrown, 'cause');
	const innerCode = inner === undefined ? '' : codeOf(inner);
	// n8n 1.123 drops the causes, and keeps the code as `httpCode`.
	const code = property(thrown, 'code') ?? property(thrown, 'httpCode');
	return innerCode !== '' || typeof code !== 'string' ? innerCode : code;
}
