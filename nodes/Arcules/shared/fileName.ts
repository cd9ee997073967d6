/**
 * Names for picture files that no file system refuses and no two cameras share.
 */
import { invalidParameter } from '../api/errors';
import { shortText, withoutInvisible } from './foreignText';
import { localTime } from './localTime';
import { show } from './parameters';

/** With the start of the id, so that two cameras named "Lobby" do not overwrite each other. */
export const DEFAULT_FILE_NAME = '{name}_{id8}_{timestamp}';

/** Most file systems take 255 bytes; some room is left for what other nodes add. */
const MAX_FILE_NAME_BYTES = 200;

/** A long camera name must not push the id and the time out. */
const MAX_NAME_BYTES = 100;

const MAX_TEMPLATE_LENGTH = 500;

/** What the placeholders of a template stand for. */
export interface FileNameParts {
	/** Name of the camera, if it is known. */
	readonly name: string | undefined;
	readonly channelId: string;
	readonly capturedAt: Date;
	/** Of the workflow. */
	readonly timeZone: string;
}

/** Each placeholder, in whatever case, and its value. */
const PLACEHOLDERS: Readonly<Record<string, (parts: FileNameParts) => string>> = {
	name: ({ name }) => cut(name?.trim() || 'camera', MAX_NAME_BYTES),
	id: ({ channelId }) => channelId,
	id8: ({ channelId }) => channelId.slice(0, 8),
	timestamp: ({ capturedAt }) =>
		`${capturedAt.toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length)}Z`.replaceAll(':', '-'),
	date: ({ capturedAt, timeZone }) => localTime(capturedAt, timeZone).date,
	// Colons are refused by Windows.
	time: ({ capturedAt, timeZone }) => localTime(capturedAt, timeZone).time.replaceAll(':', '-'),
	ms: ({ capturedAt, timeZone }) => localTime(capturedAt, timeZone).ms,
};

const PLACEHOLDER = /\{([^{}]*)\}/g;

function valueOf(placeholder: string): ((parts: FileNameParts) => string) | undefined {
	const key = placeholder.toLowerCase();
	return Object.hasOwn(PLACEHOLDERS, key) ? PLACEHOLDERS[key] : undefined;
}

/**
 * Checks a template; an empty one is the default.
 *
 * @throws {ArculesError} when it is no text, too long, or has a placeholder that stands for nothing
 */
export function parseFileNameTemplate(value: unknown): string {
	if (value === '') return DEFAULT_FILE_NAME;
	if (typeof value !== 'string') {
		throw invalidParameter(
			`'File Name' must be a text, but is ${show(value)}`,
			'Check what the expression gives, or remove the option.',
		);
	}
	if (value.length > MAX_TEMPLATE_LENGTH) {
		throw invalidParameter(
			`'File Name' must have at most ${MAX_TEMPLATE_LENGTH} characters, but has ${value.length}`,
			'Shorten it, or check what the expression gives.',
		);
	}
	for (const [placeholder, name = ''] of value.matchAll(PLACEHOLDER)) {
		if (valueOf(name) !== undefined) continue;
		const known = Object.keys(PLACEHOLDERS).map((key) => `{${key}}`);
		throw invalidParameter(
			`'File Name' has the placeholder ${shortText(placeholder)}, which stands for nothing`,
			`Use any of ${known.join(', ')}.`,
		);
	}
	return value;
}

/**
 * Fills in a template.
 *
 * @param template a checked one, see {@link parseFileNameTemplate}
 * @returns a file name that ends in `.jpg`, without path separators or reserved names
 */
export function pictureFileName(template: string, parts: FileNameParts): string {
	const filled = template.replace(
		PLACEHOLDER,
		(placeholder, name: string) => valueOf(name)?.(parts) ?? placeholder,
	);
	const stem = filled.replace(/\.jpe?g$/i, '');
	const extension = filled.slice(stem.length) || '.jpg';
	return `${cut(safe(stem), MAX_FILE_NAME_BYTES - extension.length)}${extension}`;
}

/**
 * A function that makes each name it is given differ from all before: `Lobby.jpg`, `Lobby_2.jpg`. Names that differ in
 * case alone are one file to Windows and macOS.
 */
export function distinctNames(): (fileName: string) => string {
	const counts = new Map<string, number>();
	return function distinct(fileName: string): string {
		// Two writings of one accented letter are one file to macOS.
		const key = fileName.normalize('NFC').toLowerCase();
		const count = (counts.get(key) ?? 0) + 1;
		counts.set(key, count);
		return count === 1 ? fileName : distinct(fileName.replace(/(\.\w+)$/, `_${count}$1`));
	};
}

/** What Windows, macOS and Linux accept: the rules of Windows are the strictest. */
function safe(stem: string): string {
	// Cut first: the expressions for the ends take long over thousands of dots.
	const text = withoutInvisible(stem.slice(0, 2 * MAX_FILE_NAME_BYTES).replace(/\s+/g, ' '))
		.replace(/[<>:"/\\|?*]/g, '_')
		// A leading dash would be read as an option by a command line.
		.replace(/^[ .-]+|[ .]+$/g, '');
	const isReserved = /^(con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(\.|$)/i.test(text);
	return isReserved ? `_${text}` : text || 'camera';
}

/** Cuts between characters, so that at most `maxBytes` of UTF-8 remain. */
function cut(text: string, maxBytes: number): string {
	let bytes = 0;
	let kept = '';
	for (const character of text) {
		bytes += Buffer.byteLength(character);
		if (bytes > maxBytes) break;
		kept += character;
	}
	return kept.trimEnd();
}
