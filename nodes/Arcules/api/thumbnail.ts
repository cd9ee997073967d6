/**
 * The live picture of one camera, handed on only when it is a whole JPEG.
 */
import { createHash } from 'node:crypto';
import { jsonParse } from 'n8n-workflow';
import { checkJpeg } from '../picture/jpeg';
import type { ApiResponse, Connection } from './connection';
import { ArculesError } from './errors';
import { quoted, serverMessage } from './response';
import { type EndpointTexts, REFUSED_ACCOUNT, TOO_MANY_REQUESTS } from './statusError';

const TEXTS: EndpointTexts = {
	unauthorized: REFUSED_ACCOUNT,
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
): Promise<LiveThumbnail> {
	const response = await connection.request(
		{
			method: 'GET',
			url: `${connection.baseUrl}/thumbnail/${encodeURIComponent(channelId)}/live`,
			accept: 'image/jpeg',
			texts: TEXTS,
		},
		signal,
	);
	const { body, header, arrivedAt, attempts } = response;
	const check = checkJpeg(body);
	if (check.kind !== 'jpeg') throw notAPicture(check.kind, response);
	const age = header('age');
	return {
		jpeg: body,
		widthPixels: check.width,
		heightPixels: check.height,
		sha256: createHash('sha256').update(body).digest('hex'),
		capturedAt: arrivedAt,
		serverDate: isoDate(header('date')),
		lastModified: isoDate(header('last-modified')),
		ageSeconds: age !== undefined && /^\d+$/.test(age) ? Number(age) : undefined,
		attempts,
	};
}

function notAPicture(kind: 'incomplete' | 'notAJpeg', response: ApiResponse): ArculesError {
	const details = { httpStatus: response.status, attempts: response.attempts };
	if (kind === 'incomplete') {
		return new ArculesError('incomplete', 'only a part of the picture came', {
			...details,
			description:
				'The bytes start like a JPEG but do not end like one. The camera may have a poor connection; try again.',
		});
	}
	return new ArculesError('notAnImage', whatCameInstead(response.body), {
		...details,
		description:
			'Arcules said that all is well, but sent no JPEG. Check in the Arcules portal that the camera shows a live picture, and that no proxy or login page stands between n8n and Arcules.',
	});
}

function whatCameInstead(body: Buffer): string {
	if (body.length === 0) return 'the answer was empty';
	const start = body.subarray(0, 2_000).toString('utf8').trimStart();
	if (start.startsWith('<')) return 'a web page came instead of a picture';
	if (!/^[{[]/.test(start)) return 'what came is not a JPEG picture';
	const message = serverMessage(jsonParse<unknown>(start, { fallbackValue: {} }), '');
	return `a message came instead of a picture${quoted(message)}`;
}

/** HTTP dates are for machines; what is no date is left out. */
function isoDate(header: string | undefined): string | undefined {
	const timeMs = Date.parse(header ?? '');
	return Number.isNaN(timeMs) ? undefined : new Date(timeMs).toISOString();
}
