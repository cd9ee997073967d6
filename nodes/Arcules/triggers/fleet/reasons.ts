/**
 * Why a camera gave no picture, as it stands in a message.
 */
import type { Reason } from '../../api/errors';

const WORDS: Readonly<Record<Reason, string>> = {
	unauthorized: 'Arcules refuses this camera to the account',
	forbidden: 'the account may not see this camera',
	notFound: 'Arcules does not know this camera',
	rateLimited: 'Arcules refused it because of too many requests',
	unavailable: 'Arcules could not deliver it',
	timeout: 'no answer came in time',
	network: 'the connection to Arcules broke',
	notAnImage: 'something else than a picture came',
	incomplete: 'only a part of the picture came',
	stale: 'the picture was too old',
	tooLarge: 'the answer was too large',
	invalidChannelId: 'its ID is not one of a camera',
	invalidParameter: 'a parameter was invalid',
	internal: 'n8n failed',
	cancelled: 'the check was stopped',
};

export function reasonInWords(reason: Reason): string {
	return WORDS[reason];
}

export function isReason(value: unknown): value is Reason {
	return typeof value === 'string' && Object.hasOwn(WORDS, value);
}
