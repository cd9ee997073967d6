/**
 * The reasons why a camera gave no picture, in a few words for people.
 */
import type { Reason } from '../api/errors';

export const REASON_WORDS: Readonly<Record<Reason, string>> = {
	unauthorized: 'refused to this account',
	forbidden: 'not allowed for this account',
	notFound: 'not known to Arcules',
	rateLimited: 'too many requests',
	unavailable: 'offline or busy',
	timeout: 'no answer in time',
	network: 'connection failed',
	notAnImage: 'sent no picture',
	incomplete: 'sent only a part of a picture',
	stale: 'picture too old',
	tooLarge: 'answer too large',
	invalidChannelId: 'has no usable ID',
	invalidParameter: 'a parameter is wrong',
	internal: 'n8n could not keep it',
	cancelled: 'stopped before it was done',
};

/** Whether a text is one of them, as it may be read from what was saved earlier. */
export function isReason(value: unknown): value is Reason {
	return typeof value === 'string' && Object.hasOwn(REASON_WORDS, value);
}
