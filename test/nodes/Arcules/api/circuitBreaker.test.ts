/**
 * A run that meets nothing but one failure stops spending on the rest.
 */
import { CircuitBreaker } from '../../../../nodes/Arcules/api/circuitBreaker';
import { ArculesError, type Reason } from '../../../../nodes/Arcules/api/errors';

const failure = (reason: Reason) => new ArculesError(reason, reason, { description: '' });

function breakerAfter(reason: Reason, requests: number): CircuitBreaker {
	const breaker = new CircuitBreaker();
	for (let n = 0; n < requests; n++) {
		breaker.failed(failure(reason), `camera-${n}`);
		breaker.gaveUp();
	}
	return breaker;
}

test.each([
	['timeout', 2, 'closed'],
	['timeout', 3, 'noRetries'],
	['timeout', 99, 'noRetries'],
	['timeout', 100, 'open'],
	['network', 3, 'noRetries'],
	['rateLimited', 2, 'closed'],
	['rateLimited', 3, 'open'],
	['unavailable', 1_000, 'closed'],
	['unauthorized', 1_000, 'closed'],
] as const)('nothing but %s, %p times: %s', (reason, requests, state) => {
	expect(breakerAfter(reason, requests).state).toBe(state);
});

test('the same camera over and over is one camera', () => {
	const breaker = new CircuitBreaker();
	for (let n = 0; n < 5; n++) breaker.failed(failure('timeout'), 'camera');
	expect(breaker.state).toBe('closed');
	expect(breaker.isShared).toBe(false);
});

test('one answer among the failures, and the run goes on as before', () => {
	const breaker = breakerAfter('rateLimited', 10);
	breaker.answered();
	expect(breaker.state).toBe('closed');
	expect(breaker.isShared).toBe(false);
});

test('another failure among them is not nothing but one', () => {
	const breaker = breakerAfter('timeout', 50);
	breaker.failed(failure('notFound'), 'camera');
	expect(breaker.state).toBe('closed');
	breaker.failed(failure('timeout'), 'camera');
	expect(breaker.state).toBe('closed');
});

test('remembers the failure that everything met', () => {
	expect(breakerAfter('rateLimited', 3).lastFailure?.reason).toBe('rateLimited');
});
