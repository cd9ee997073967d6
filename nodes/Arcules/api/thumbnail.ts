/**
 * The live picture of one camera, handed on only when it is a whole JPEG.
 */
import { createHash } from 'node:crypto';
import type { Analysis } from '../picture/analysis';
import { analyzeJpeg } from '../picture/analyzeJpeg';
import { checkJpeg } from '../picture/jpeg';
import type { Connection } from './connection';
import { ArculesError } from './errors';
import type { ApiResponse } from './request';
import { type BodyKind, kindOf, quoted, serverMessage } from './response';
import { httpDateMs } from './retry';
import { type EndpointTexts, TOO_MANY_REQUESTS } from './statusError';

const TEXTS: EndpointTexts = {
	unauthorized: {
		happened: 'refuses this camera, although the account has signed in',
		check:
			'In the Arcules portal, check that the site and location of this camera are assigned to the account, and that the camera shows a live picture there.',
	},
	forbidden: {
		happened: 'does not let this account see this camera',
		check:
			'In the Arcules portal, check that the account has the API User role and that the site and location of this camera are assigned to it.',
	},
	notFound: {
		happened: 'does not know this camera',
		check:
			'Check the channel ID: it is the ID of a device of type video, and follows “selected=” in the address of the Arcules portal. The account must have access to the site and location of the camera.',
	},
	rateLimited: {
		happened: TOO_MANY_REQUESTS,
		check: 'Lower Requests per Minute, or run the workflow less often.',
	},
	unavailable: {
		happened: 'could not deliver it right now',
		check:
			'Check in the Arcules portal that the camera is online. A camera behind a gateway needs the gateway online too.',
	},
};

/** What is accepted as a live picture. */
export interface PictureRules {
	/** The oldest picture that passes for a live one; `undefined` for any. */
	readonly maxAgeSeconds?: number | undefined;
	/** Whether to look into the picture, which also proves that its scan is whole; by default it is done. */
	readonly analyzes?: boolean | undefined;
}

/** A picture that was checked, and what the server said about it. */
export interface LiveThumbnail {
	readonly jpeg: Buffer;
	readonly widthPixels: number;
	readonly heightPixels: number;
	/** Of the bytes, in hex: equal hashes mean a frozen picture. */
	readonly sha256: string;
	/** When the answer had arrived. */
	readonly capturedAt: Date;
	/** Headers `Date`, `Last-Modified` and `Age`, where the server sent them. */
	readonly serverDate: string | undefined;
	readonly lastModified: string | undefined;
	readonly ageSeconds: number | undefined;
	readonly attempts: number;
	/** What the picture shows, where it was looked into. */
	/** What can be seen; absent when it was not asked for, or the picture is of a kind that cannot be walked. */
	readonly analysis?: Analysis | undefined;
}

/**
 * Gets the picture that a camera sees now.
 *
 * @param channelId a checked id, see `parseChannelId`
 * @param signal ends the request
 * @throws {ArculesError} when there is no picture, or what came is not one whole JPEG
 */
export async function liveThumbnail(
	connection: Connection,
	channelId: string,
	signal: AbortSignal,
	rules: PictureRules = {},
): Promise<LiveThumbnail> {
	const { value, attempts } = await connection.request(
		{
			endpoint: 'thumbnail',
			method: 'GET',
			url: `${connection.baseUrl}/thumbnail/${encodeURIComponent(channelId)}/live`,
			accept: 'image/jpeg',
			texts: TEXTS,
			parse: (response) => parsePicture(response, rules),
		},
		signal,
	);
	return { ...value, attempts };
}

function parsePicture(response: ApiResponse, rules: PictureRules): Omit<LiveThumbnail, 'attempts'> {
	const { bytes, header, arrivedAt } = response;
	const found = rules.analyzes === false ? checkJpeg(bytes) : analyzeJpeg(bytes);
	if (found.kind === 'incomplete' || found.kind === 'notAJpeg') {
		throw notAPicture(found.kind, response);
	}
	const lastModifiedMs = httpDateMs(header('last-modified'));
	const age = header('age');
	const ageSeconds = age !== undefined && /^\d{1,10}$/.test(age) ? Number(age) : undefined;
	const serverDateMs = httpDateMs(header('date'));
	throwIfStale(rules, ageSeconds, lastModifiedMs, serverDateMs ?? arrivedAt.getTime());
	return {
		jpeg: bytes,
		widthPixels: found.width,
		heightPixels: found.height,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		capturedAt: arrivedAt,
		serverDate: isoTime(serverDateMs),
		lastModified: isoTime(lastModifiedMs),
		ageSeconds,
		analysis: found.kind === 'analyzed' ? found.analysis : undefined,
	};
}

/** A picture is as old as the older of the two says; both are compared with the clock of the server. */
function throwIfStale(
	{ maxAgeSeconds }: PictureRules,
	ageSeconds: number | undefined,
	lastModifiedMs: number | undefined,
	serverNowMs: number,
): void {
	if (maxAgeSeconds === undefined) return;
	const modifiedSecondsAgo =
		lastModifiedMs === undefined ? 0 : Math.round((serverNowMs - lastModifiedMs) / 1000);
	const oldest = Math.max(ageSeconds ?? 0, modifiedSecondsAgo);
	if (oldest <= maxAgeSeconds) return;
	throw new ArculesError('stale', `the picture is ${oldest} seconds old`, {
		description: `Max Age accepts pictures of up to ${maxAgeSeconds} seconds. Check in the Arcules portal whether the camera shows a live picture.`,
		httpStatus: 200,
		isTransient: true,
	});
}

/** A camera that is busy often says so with status 200: such an answer is asked for again like a 503. */
function notAPicture(kind: 'incomplete' | 'notAJpeg', response: ApiResponse): ArculesError {
	const details = { httpStatus: response.status, isTransient: true };
	if (kind === 'incomplete') {
		return new ArculesError('incomplete', 'only a part of the picture came', {
			...details,
			description:
				'The bytes start like a JPEG but do not end like one. The camera may have a poor connection; try again.',
		});
	}
	return new ArculesError('notAnImage', whatCameInstead(response), {
		...details,
		description:
			'Arcules said that all is well, but sent no JPEG. Check in the Arcules portal that the camera shows a live picture, and that no proxy or login page stands between n8n and Arcules.',
	});
}

const INSTEAD: Readonly<Record<BodyKind, string>> = {
	empty: 'the answer was empty',
	html: 'a web page came instead of a picture',
	xml: 'a message came instead of a picture',
	json: 'a message came instead of a picture',
	text: 'a message came instead of a picture',
	binary: 'what came is not a JPEG picture',
};

function whatCameInstead({ bytes, secrets }: ApiResponse): string {
	return `${INSTEAD[kindOf(bytes)]}${quoted(serverMessage(bytes, secrets))}`;
}

function isoTime(timeMs: number | undefined): string | undefined {
	return timeMs === undefined ? undefined : new Date(timeMs).toISOString();
}
