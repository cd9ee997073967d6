// What was learnt of pictures: sizes, kinds, and whether they come out of a cache.
import { readJpeg } from '../../nodes/Arcules/picture/jpeg';
import type { LiveThumbnail } from '../../nodes/Arcules/api/thumbnail';
import { type Findings, isPicture, type Look } from './findings';
import { NOT_SEEN } from './listing';

/** The markers of the frame header and what they stand for (ITU-T T.81, table B.1). */
const PROCESSES: Readonly<Record<number, string>> = {
	0xc0: 'baseline',
	0xc1: 'extended sequential',
	0xc2: 'progressive',
	0xc3: 'lossless',
};

/** A camera's picture in numbers, or the reason why there is none. */
export function stillInWords(look: Look): string {
	if (!isPicture(look)) return failureInWords(look);
	const { jpeg, widthPixels, heightPixels, analysis } = look;
	const size = `${widthPixels} × ${heightPixels}, ${jpeg.length.toLocaleString('en')} bytes`;
	return `${size}, ${kindOf(jpeg)}${analysis === undefined ? ', cannot be looked into' : ''}`;
}

export function failureInWords(look: Exclude<Look, LiveThumbnail>): string {
	const { reason, httpStatus } = look;
	return `\`${reason}\`${httpStatus === undefined ? '' : `, status ${httpStatus}`}`;
}

function kindOf(bytes: Buffer): string {
	const jpeg = readJpeg(bytes);
	if (jpeg.kind !== 'jpeg') return jpeg.kind;
	const { process, components } = jpeg.frame;
	const colours = components.length === 1 ? 'grey' : `${components.length} components`;
	return `${PROCESSES[process] ?? `process ${process.toString(16)}`}, ${colours}`;
}

/** How old the server says that a picture is, in seconds. */
function statedAgeSeconds({
	serverDate,
	lastModified,
	ageSeconds,
}: LiveThumbnail): number | undefined {
	if (lastModified === undefined) return ageSeconds;
	const now = serverDate === undefined ? Date.now() : Date.parse(serverDate);
	return Math.max(ageSeconds ?? 0, Math.round((now - Date.parse(lastModified)) / 1000));
}

/** Whether stills are cached, as far as two asks and the headers tell. */
export function cacheAnswer({ looks, again }: Findings): string {
	const first = looks.find(isPicture);
	if (first === undefined) return NOT_SEEN;
	const ages = looks.filter(isPicture).map(statedAgeSeconds);
	const known = ages.filter((age) => age !== undefined);
	const stated =
		known.length === 0
			? 'no answer says how old its picture is'
			: `by \`Age\` and \`Last-Modified\` the pictures are ${known.join(', ')} seconds old`;
	if (again === undefined || !isPicture(again)) return `${stated}; no second ask was served`;
	const apartMs = again.capturedAt.getTime() - first.capturedAt.getTime();
	const compared = again.sha256 === first.sha256 ? 'the same bytes' : 'other bytes';
	return `two asks of one camera, ${(apartMs / 1000).toFixed(1)} seconds apart, gave ${compared}; ${stated}`;
}
