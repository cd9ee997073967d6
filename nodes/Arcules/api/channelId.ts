/**
 * Channel ids: what may be one, and where one stands in an address of the Arcules portal.
 */
import { ArculesError } from './errors';
import { leadsAstray, MAX_ID_LENGTH } from './opaqueId';

const EXAMPLE = '69eb770a-269d-4dec-9c68-0a55a156723e';

/**
 * Checks a channel id; it is opaque otherwise.
 *
 * @param value what the user typed or an expression gave
 * @returns the id, trimmed
 * @throws {ArculesError} `invalidChannelId`, before anything is sent
 */
export function parseChannelId(value: unknown): string {
	const isText = typeof value === 'string' || Number.isFinite(value);
	if (!isText && value !== undefined && value !== null) {
		throw invalid(
			`The channel ID is ${typeof value === 'number' ? String(value) : `of type ${typeof value}`}, not a text`,
			`A channel ID looks like ${EXAMPLE}. If an expression fills this in, let it give the id of the device, as in {{ $json.id }}`,
		);
	}
	const id = isText ? String(value).trim() : '';
	if (id === '') {
		throw invalid(
			'The channel ID is empty',
			'Choose a camera from the list. If an expression fills this in, check that the item before has the field.',
		);
	}
	if (id.length > MAX_ID_LENGTH) {
		throw invalid(
			`The channel ID is too long (${id.length} characters)`,
			`A channel ID looks like ${EXAMPLE}. Check what the expression gives.`,
		);
	}
	if (/^https?:/i.test(id)) {
		throw invalid(
			'The channel ID is a web address',
			'To use an address of the Arcules portal, choose By URL. Otherwise choose a camera from the list, or type its ID.',
		);
	}
	if (leadsAstray(id)) {
		throw invalid(
			'The channel ID has characters that no ID has',
			`A channel ID looks like ${EXAMPLE}: no spaces, slashes, question marks, hash or percent signs.`,
		);
	}
	return id;
}

/**
 * Takes the channel id out of an address of the portal: what follows `selected=`. Whether that sits in the query or in
 * the hash is not documented, so both are looked at, in any address.
 *
 * @throws {ArculesError} `invalidChannelId`
 */
export function channelIdOfUrl(value: unknown): string {
	const text = typeof value === 'string' ? value : '';
	const found = /[?&#;]selected=([^&#;]*)/.exec(text)?.[1] ?? '';
	if (found === '') {
		throw invalid(
			'The address does not name a camera',
			'Open Devices in the Arcules portal, select the camera, and copy the whole address: it has “selected=” and an ID in it.',
		);
	}
	return parseChannelId(decode(found));
}

/** An escape that is not UTF-8 stays as it is, and is refused with the percent sign in it. */
function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function invalid(message: string, description: string): ArculesError {
	return new ArculesError('invalidChannelId', message, { description });
}
