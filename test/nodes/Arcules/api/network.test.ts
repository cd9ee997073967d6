/**
 * What a broken connection means.
 */
import { explainNetworkError } from '../../../../nodes/Arcules/api/network';

const CLOSED = 'The server closed the connection before the answer was complete.';
const CERTIFICATE = expect.stringContaining('NODE_EXTRA_CA_CERTS');
const NOT_HTTP = 'What answered there does not speak HTTP as it should.';

test.each([
	['ECONNRESET', CLOSED, true],
	['EPIPE', CLOSED, true],
	['ERR_BAD_RESPONSE', CLOSED, true],
	['ERR_STREAM_PREMATURE_CLOSE', CLOSED, true],
	['EAI_AGAIN', 'The name of the server could not be looked up right now.', true],
	['ENETUNREACH', 'The network could not be reached.', true],
	['ENETDOWN', 'The network could not be reached.', true],
	['ENOTFOUND', 'There is no server with this name.', false],
	['ECONNREFUSED', 'The server refused the connection.', true],
	['EHOSTUNREACH', 'No way to the server was found.', true],
	['EHOSTDOWN', 'No way to the server was found.', true],
	['ETIMEDOUT', 'No connection could be made: the server did not answer at all.', true],
	['EPROTO', NOT_HTTP, false],
	['HPE_INVALID_CONSTANT', NOT_HTTP, false],
	['CERT_HAS_EXPIRED', CERTIFICATE, false],
	['ERR_TLS_CERT_ALTNAME_INVALID', CERTIFICATE, false],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', CERTIFICATE, false],
	['EODD', '', false],
])('%s: “%s”, and may pass by itself: %p', (code, explanation, isTransient) => {
	const failure = explainNetworkError(Object.assign(new Error('no words for users'), { code }));
	expect(failure).toEqual({ kind: 'network', explanation, isTransient });
});

test.each(['ECONNABORTED', 'ERR_CANCELED', 'ESOCKETTIMEDOUT', 'ABORT_ERR'])(
	'%s is a missed deadline',
	(code) => {
		expect(explainNetworkError({ code })).toEqual({
			kind: 'timeout',
			explanation: '',
			isTransient: true,
		});
	},
);

test.each(['Z_DATA_ERROR', 'Z_BUF_ERROR', 'ERR_BROTLI_DECODER_ERROR'])(
	'%s is a picture that cannot be unpacked, not a broken connection',
	(code) => {
		expect(explainNetworkError({ code })).toMatchObject({ kind: 'notAnImage', isTransient: true });
	},
);

test('the innermost of the causes decides, since n8n wraps axios’ error and axios that of Node.js', () => {
	const wrapped = {
		code: 'EODD',
		cause: { code: 'ERR_BAD_REQUEST', cause: { code: 'ENOTFOUND' } },
	};
	expect(explainNetworkError(wrapped).explanation).toBe('There is no server with this name.');
	expect(explainNetworkError({ code: 'ENOTFOUND', cause: new Error('x') }).explanation).toBe(
		'There is no server with this name.',
	);
});

test('the code is found where n8n 1.123 keeps it, which drops the causes', () => {
	expect(explainNetworkError({ httpCode: 'ECONNRESET' })).toMatchObject({
		explanation: CLOSED,
		isTransient: true,
	});
});

test('without a code n8n’s own words are shown', () => {
	const refused = new Error('Domain not allowed: example.com');
	expect(explainNetworkError(refused)).toEqual({
		kind: 'network',
		explanation: 'Domain not allowed: example.com',
		isTransient: false,
	});
});
