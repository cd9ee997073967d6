/**
 * The failures that no endpoint has words of its own for.
 */
import { ArculesError } from '../../../../nodes/Arcules/api/errors';
import {
	accountRefused,
	cancelled,
	noResponse,
	notSent,
	timedOut,
	tooLarge,
} from '../../../../nodes/Arcules/api/failures';

const BASE_URL = 'https://msapi.arcules.com/v1';

test.each([
	['ECONNABORTED', 'timeout', true],
	['ESOCKETTIMEDOUT', 'timeout', true],
	['Z_DATA_ERROR', 'notAnImage', true],
	['ERR_BROTLI_DECODER', 'notAnImage', true],
	['ETIMEDOUT', 'network', true],
	['EAI_AGAIN', 'network', true],
	['SELF_SIGNED_CERT_IN_CHAIN', 'network', false],
	['HPE_INVALID_CONSTANT', 'network', false],
	['EODD', 'network', false],
])('%s is %s, and may pass by itself: %p', (code, reason, isTransient) => {
	const failure = noResponse(Object.assign(new Error('x'), { code }), BASE_URL, 2_000);
	expect(failure).toMatchObject({ reason, isTransient });
});

test('the cause of a broken connection says what to do', () => {
	const of = (code: string) => noResponse({ cause: { code } }, BASE_URL, 2_000).description;
	expect(of('SELF_SIGNED_CERT_IN_CHAIN')).toContain('NODE_EXTRA_CA_CERTS');
	expect(of('HPE_INVALID_CONSTANT')).toContain('does not speak HTTP');
	expect(of('Z_DATA_ERROR')).toContain('labelled as compressed');
	expect(of('EODD')).toBe('Check the connection of the machine n8n runs on.');
});

test('a failed sign-in speaks for itself', () => {
	const refused = new ArculesError('unauthorized', 'Refused', { description: '' });
	expect(noResponse({ cause: refused }, BASE_URL, 2_000)).toBe(refused);
});

test('each names what it knows', () => {
	expect(timedOut(1_500).message).toBe('no complete answer came within 1.5 seconds');
	expect(tooLarge(200)).toMatchObject({ reason: 'tooLarge', httpStatus: 200 });
	expect(cancelled()).toMatchObject({ reason: 'cancelled', attempts: 0 });
});

test('what was not sent tells of the failure of those before it, and counts no attempt', () => {
	const last = timedOut(1_000).with({ attempts: 2, retryAfterMs: 5_000 });
	expect(notSent(last)).toMatchObject({
		reason: 'timeout',
		attempts: 0,
		retryAfterMs: 5_000,
		message:
			'it was not asked, because all requests before it failed: no complete answer came within 1 seconds',
	});
});

test('a refused account keeps what Arcules answered', () => {
	const error = new ArculesError('unauthorized', 'Arcules says no', { description: '' });
	expect(accountRefused(error)).toMatchObject({
		concernsAccount: true,
		description: 'What Arcules answered: Arcules says no',
	});
});
