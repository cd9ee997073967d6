/**
 * What a picture tells about its camera, as far as the chosen events need it.
 */
import { createHash } from 'node:crypto';
import type { LiveThumbnail } from '../../api/thumbnail';
import { pictureParts } from '../../picture/segments';
import type { PictureSeen } from './compare';

/** What is to be found out, because it takes time. */
export interface PictureNeeds {
	/** The hash of the picture alone. */
	readonly hash: boolean;
	/** Whether it is blank, and what it shows. */
	readonly analysis: boolean;
}

/** 48 bits are plenty to tell two pictures of one camera apart, and keep the state of a large fleet small. */
const HASH_LENGTH = 8;

export function pictureFacts(picture: LiveThumbnail, needs: PictureNeeds): PictureSeen {
	return {
		kind: 'picture',
		arrivedMs: picture.capturedAt.getTime(),
		takenMs: takenMs(picture),
		hash: needs.hash ? hashOf(picture.jpeg) : undefined,
		isBlank: picture.analysis?.isBlank,
		sceneHash: picture.analysis?.sceneHash,
	};
}

function hashOf(jpeg: Buffer): string {
	const hash = createHash('sha256');
	for (const part of pictureParts(jpeg)) hash.update(part);
	return hash.digest('base64url').slice(0, HASH_LENGTH);
}

/**
 * When the server says that the picture was taken, in the time of this machine: both headers are compared with the clock
 * of the server.
 */
function takenMs(picture: LiveThumbnail): number | undefined {
	const { ageSeconds, lastModified, serverDate, capturedAt } = picture;
	const arrivedMs = capturedAt.getTime();
	const ages: number[] = [];
	if (ageSeconds !== undefined) ages.push(ageSeconds * 1000);
	if (lastModified !== undefined) {
		const serverNowMs = serverDate === undefined ? arrivedMs : Date.parse(serverDate);
		ages.push(serverNowMs - Date.parse(lastModified));
	}
	return ages.length === 0 ? undefined : arrivedMs - Math.max(0, ...ages);
}
