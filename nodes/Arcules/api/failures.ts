/**
 * The failures that no endpoint has words of its own for.
 */
import { ArculesError, findArculesError } from './errors';
import { explainNetworkError } from './network';
import { MAX_BODY_BYTES } from './transport';

/** The failure of everything, once nothing is served with a token that was just issued. */
export function accountRefused(error: ArculesError): ArculesError {
	return error
		.withMessage(
			`Arcules refused the account, although it had just signed in. Check in the Arcules portal that it still exists, has the API User role, and is not a single sign-on account`,
		)
		.with({ description: `What Arcules answered: ${error.message}`, concernsAccount: true });
}

/** The failure of everything, once the credential is not the one any more that the execution began with. */
export function editedMeanwhile(): ArculesError {
	return new ArculesError(
		'unauthorized',
		'The Arcules credential was edited while this execution ran, so it was ended. Run the workflow again',
		{
			description: 'Nothing more was sent with the email and password from before the edit.',
			concernsAccount: true,
		},
	);
}

/**
 * @param thrown by n8n's request helper when there was no answer, or by the sign-in
 * @param timeoutMs the deadline of the request
 */
export function noResponse(thrown: unknown, baseUrl: string, timeoutMs: number): ArculesError {
	const refused = findArculesError(thrown);
	if (refused !== undefined) return refused;
	const { kind, explanation, isTransient } = explainNetworkError(thrown);
	const { host } = new URL(baseUrl);
	switch (kind) {
		case 'timeout':
			return timedOut(timeoutMs);
		case 'notAnImage':
			return new ArculesError('notAnImage', 'the answer could not be unpacked', {
				description: `${explanation} Check that no proxy stands between n8n and ${host}.`,
				isTransient,
			});
		case 'network':
			return new ArculesError('network', `the connection to ${host} failed`, {
				description: `${explanation} Check the connection of the machine n8n runs on.`.trim(),
				isTransient,
			});
	}
}

export function timedOut(timeoutMs: number): ArculesError {
	return new ArculesError('timeout', `no complete answer came within ${timeoutMs / 1000} seconds`, {
		description:
			'Check in the Arcules portal that it is online. If it is only slow, raise Timeout in the options of the node.',
		isTransient: true,
	});
}

export function cancelled(): ArculesError {
	return new ArculesError('cancelled', 'it was stopped before the answer was complete', {
		description:
			'The execution was cancelled, or something else in it failed and the node stops on errors.',
	});
}

export function tooLarge(httpStatus: number): ArculesError {
	const megabytes = Math.round(MAX_BODY_BYTES / 1024 / 1024);
	return new ArculesError('tooLarge', `the answer is larger than ${megabytes} MiB`, {
		description:
			'The download was abandoned. If it is a picture, lower the recording resolution of the camera.',
		httpStatus,
	});
}

/** What is said of a request that was not sent, because all requests before it met the same failure. */
export function notSent(lastFailure: ArculesError): ArculesError {
	return lastFailure
		.withMessage(`it was not asked, because all requests before it failed: ${lastFailure.message}`)
		.with({ attempts: 0 });
}
