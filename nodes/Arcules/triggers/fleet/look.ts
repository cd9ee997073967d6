/**
 * One look at a camera: its picture, or why there is none, and whom that is about.
 */
import { parseChannelId } from '../../api/channelId';
import type { Connection } from '../../api/connection';
import { ArculesError, type FailureSubject, settle } from '../../api/errors';
import { liveThumbnail, type LiveThumbnail } from '../../api/thumbnail';
import type { Observation } from './compare';
import { type PictureNeeds, pictureFacts } from './pictureFacts';

export type Look =
	| {
			readonly kind: 'picture';
			readonly observation: Observation;
			readonly picture: LiveThumbnail;
	  }
	/** The camera has failed; `isAnswered` when Arcules itself said so. */
	| { readonly kind: 'failed'; readonly observation: Observation; readonly isAnswered: boolean }
	/** May be the camera's failure, or that of the account or the connection: what else was served tells. */
	| { readonly kind: 'doubtful'; readonly error: ArculesError }
	/** The time was over before it was asked, or before it could answer. */
	| { readonly kind: 'none' };

const MEANINGS: Readonly<Record<FailureSubject, 'failed' | 'doubtful' | 'none' | 'checkFails'>> = {
	camera: 'failed',
	access: 'doubtful',
	quota: 'doubtful',
	connection: 'doubtful',
	execution: 'none',
	parameters: 'none',
	n8n: 'checkFails',
};

/**
 * @param timeoutMs the deadline of one attempt
 * @param signal ends the look
 * @throws {ArculesError} a failure that concerns the whole check
 */
export async function lookAt(
	connection: Connection,
	cameraId: string,
	needs: PictureNeeds,
	timeoutMs: number,
	signal: AbortSignal,
): Promise<Look> {
	const startMs = Date.now();
	const picture = await settle(
		async () =>
			await liveThumbnail(connection, parseChannelId(cameraId), signal, {
				analyzes: needs.analysis,
			}),
	);
	if (!(picture instanceof ArculesError)) {
		return { kind: 'picture', observation: pictureFacts(picture, needs), picture };
	}
	const { reason, httpStatus, attempts, subject, concernsAccount } = picture;
	if (concernsAccount) throw picture;
	if (reason === 'cancelled') {
		// A camera that never answers would otherwise never be known: the time of a check is over before all retries are.
		const isDeadlineMissed = attempts > 0 && Date.now() - startMs >= timeoutMs;
		return isDeadlineMissed ? failed({ reason: 'timeout', httpStatus: undefined }) : NO_LOOK;
	}
	switch (MEANINGS[subject]) {
		case 'failed':
			return attempts === 0 ? NO_LOOK : failed({ reason, httpStatus });
		case 'doubtful':
			return attempts === 0 ? NO_LOOK : { kind: 'doubtful', error: picture };
		case 'none':
			return NO_LOOK;
		case 'checkFails':
			throw picture;
	}
}

const NO_LOOK: Look = { kind: 'none' };

function failed(failure: Pick<ArculesError, 'reason' | 'httpStatus'>): Look {
	const { httpStatus } = failure;
	return {
		kind: 'failed',
		observation: { kind: 'noPicture', ...failure },
		isAnswered: httpStatus !== undefined,
	};
}
