/**
 * Names for picture files that no file system refuses and no two cameras share.
 */

/** With the start of the id, so that two cameras named "Lobby" do not overwrite each other. */
export const DEFAULT_FILE_NAME = '{name}_{id8}_{timestamp}';

/** Most file systems take 255 bytes; some room is left for what other nodes add. */
const MAX_FILE_NAME_BYTES = 200;

/** A long camera name must not push the id and the time out. */
const MAX_NAME_BYTES = 100;

/** What the placeholders of a template stand for. */
export interface FileNameParts {
	/** Name of the camera, if it is known. */
	readonly name: string | undefined;
	readonly channelId: string;
	readonly capturedAt: Date;
}

/**
 * Fills in a template.
 *
 * @param template with `{name}`, `{id}`, `{id8}` and `{timestamp}`, in whatever case
 * @returns a file name that ends in `.jpg`, without path separators or reserved names
 */
export function pictureFileName(template: string, parts: FileNameParts): string {
	const values = new Map([
		['name', cut(parts.name?.trim() || 'camera', MAX_NAME_BYTES)],
		['id', parts.channelId],
		['id8', parts.channelId.slice(0, 8)],
		['timestamp', fileTimestamp(parts.capturedAt)],
	]);
	const filled = template.replace(
		/\{(\w+)\}/g,
		(placeholder, key: string) => values.get(key.toLowerCase()) ?? placeholder,
	);
	const stem = filled.replace(/\.jpe?g$/i, '');
	const extension = filled.slice(stem.length) || '.jpg';
	return `${cut(safe(stem), MAX_FILE_NAME_BYTES - extension.length)}${extension}`;
}

/** Seconds are enough, and colons are refused by Windows. */
function fileTimestamp(time: Date): string {
	return time
		.toISOString()
		.replace(/\.\d+Z$/, 'Z')
		.replaceAll(':', '-');
}

/** What Windows, macOS and Linux accept: the rules of Windows are the strictest. */
function safe(stem: string): string {
	const text = stem
		.replace(/\s+/g, ' ')
		.replace(/[<>:"/\\|?*\p{Cc}\p{Cs}]/gu, '_')
		.replace(/^[ .]+|[ .]+$/g, '');
	const isReserved = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(\.|$)/i.test(text);
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
