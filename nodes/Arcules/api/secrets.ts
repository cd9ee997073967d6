/**
 * Recognises a secret in foreign text, however it is written there.
 */

/** So many characters of a secret in a row are taken for the secret; a shorter secret must be there whole. */
const MIN_MATCH_LENGTH = 8;

/** Writings may be nested, such as JSON in base64. */
const MAX_DECODINGS = 2;

/**
 * Whether `text` holds one of the secrets, or eight characters of one in a row, in any case, forwards or backwards: as it
 * is, or escaped for JSON, a URI or HTML, or in base64 or hex.
 *
 * @param text bounded by the caller: the work grows with its length
 */
export function containsSecret(text: string, secrets: readonly string[]): boolean {
	const known = secrets
		.filter((secret) => secret !== '')
		.map(foldCase)
		.flatMap((secret) => [secret, [...secret].reverse().join('')]);
	if (known.length === 0) return false;
	const fragments = new Set(known.flatMap(fragmentsOf));
	const short = known.filter((secret) => secret.length < MIN_MATCH_LENGTH);
	const minLength = Math.min(MIN_MATCH_LENGTH, ...short.map((secret) => secret.length));
	return writingsOf(text, decodersFor(minLength)).some((writing) => {
		const folded = foldCase(writing);
		return (
			short.some((secret) => folded.includes(secret)) ||
			(fragments.size > 0 && fragmentsOf(folded).some((fragment) => fragments.has(fragment)))
		);
	});
}

/** By way of upper case, where letters such as `ı` and `i` are one. */
function foldCase(text: string): string {
	return text.toUpperCase().toLowerCase();
}

function fragmentsOf(text: string): string[] {
	const count = Math.max(0, text.length - MIN_MATCH_LENGTH + 1);
	return Array.from({ length: count }, (_, at) => text.slice(at, at + MIN_MATCH_LENGTH));
}

type Decoder = (text: string) => string;

/** The text itself, and everything it may be a writing of. */
function writingsOf(text: string, decoders: readonly Decoder[]): string[] {
	const writings = new Set([text]);
	for (let round = 0; round < MAX_DECODINGS; round++) {
		for (const writing of [...writings]) {
			for (const decode of decoders) writings.add(decode(writing));
		}
	}
	return [...writings];
}

/** @param minLength how many characters must be found: a run that is too short to hold them is not decoded */
function decodersFor(minLength: number): Decoder[] {
	const base64 = new RegExp(`[\\w+/-]{${Math.ceil((minLength * 4) / 3)},}`, 'g');
	const hex = new RegExp(`[\\da-f]{${2 * minLength},}`, 'gi');
	return [
		unescapeJson,
		unescapeUri,
		unescapeHtml,
		// A secret may begin anywhere within a run, so that every alignment is read.
		...[0, 1, 2, 3].map((offset) => decoderOf(base64, 'base64', offset)),
		...[0, 1].map((offset) => decoderOf(hex, 'hex', offset)),
	];
}

function decoderOf(runs: RegExp, encoding: 'base64' | 'hex', offset: number): Decoder {
	return (text) =>
		text.replace(runs, (run) => Buffer.from(run.slice(offset), encoding).toString('utf8'));
}

function unescapeJson(text: string): string {
	return text
		.replace(/\\u([\da-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
		.replace(/\\([^u])/g, '$1');
}

function unescapeUri(text: string): string {
	return text
		.replaceAll('+', ' ')
		.replace(/(?:%[\da-f]{2})+/gi, (run) =>
			Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
		);
}

const HTML_ENTITIES: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
};

function unescapeHtml(text: string): string {
	return text.replace(
		/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,5}));?/gi,
		(entity, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
			if (name !== undefined) return HTML_ENTITIES[name.toLowerCase()] ?? entity;
			const code = decimal === undefined ? parseInt(hex ?? '', 16) : parseInt(decimal, 10);
			return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
		},
	);
}
