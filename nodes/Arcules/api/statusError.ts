/**
 * What an HTTP status means. The API does not document its error statuses, so they are classified by class, and the
 * server's own words are passed on.
 */
import { ArculesError } from './errors';
import { quoted } from './response';
import { isTransientStatus } from './retry';

/** The reasons that a status can give. */
type StatusReason = 'unauthorized' | 'forbidden' | 'notFound' | 'rateLimited' | 'unavailable';

/** What an endpoint says for each reason: what happened ("Arcules …"), and what to check. */
export type EndpointTexts = Readonly<
	Record<StatusReason, { readonly happened: string; readonly check: string }>
>;

/** What every endpoint says happened when there are too many requests. */
export const TOO_MANY_REQUESTS = 'is receiving too many requests from this account';

/**
 * @param texts of the endpoint that was asked
 * @param message the server's own words, or an empty string
 */
export function statusError(
	texts: EndpointTexts,
	httpStatus: number,
	message: string,
): ArculesError {
	const reason = reasonOfStatus(httpStatus);
	const { happened, check } = detourOf(httpStatus) ?? texts[reason];
	return new ArculesError(reason, `Arcules ${happened} (status ${httpStatus})${quoted(message)}`, {
		description: check,
		httpStatus,
		isTransient: isTransientStatus(httpStatus),
	});
}

/** What somebody between n8n and Arcules answers, or a server that has moved: neither camera nor account is at fault. */
function detourOf(status: number): EndpointTexts[StatusReason] | undefined {
	if (status >= 300 && status < 400) {
		return {
			happened: 'sent n8n on to another address, to which it does not go with the token',
			check:
				'Check the Base URL of the credential: the API may have moved. A login page of the network between n8n and Arcules does this as well.',
		};
	}
	if (status !== 407 && status !== 511) return undefined;
	return {
		happened: 'was not reached: the network between it and n8n wants a sign-in of its own',
		check:
			'A proxy or a login page of the network answers in place of Arcules. Ask who runs the network to let n8n through.',
	};
}

/** 419, 440 and 498 are no standard, but what several products answer when a session is over. */
function reasonOfStatus(status: number): StatusReason {
	if ([401, 419, 440, 498].includes(status)) return 'unauthorized';
	if (status === 403) return 'forbidden';
	// An unknown id may be answered 400 or 422 as well: not documented.
	if ([400, 404, 410, 422].includes(status)) return 'notFound';
	if (status === 429) return 'rateLimited';
	return 'unavailable';
}
