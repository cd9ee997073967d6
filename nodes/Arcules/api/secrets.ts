/**
 * Recognises a secret in foreign text, however it is written there.
 */

/** So many characters of a secret in a row are taken for the secret; a shorter secret must be there whole. */
const MIN_MATCH_LENGTH = 8;

/** Writings may be nested, such as JSON in base64. */
const MAX_DECODINGS = 2;

/**
 * Whether `text` holds one of the secrets, or eight characters of one in a row, in any case: as it is, or escaped for
 * JSON, a URI or HTML, or in base64 or hex.
 *
 * @param text bounded by the caller: the work grows with its length
 */
export function containsSecret(text: string, secrets: readonly string[]): boolean {
	const known = secrets.filter((secret) => secret !== '').map((secret) => secret.toLowerCase());
	if (known.length === 0) return false;
	const fragments = new Set(known.flatMap(fragmentsOf));
	const short = known.filter((secret) => secret.length < MIN_MATCH_LENGTH);
	return writingsOf(text).some((writing) => {
		const folded = writing.toLowerCase();
		return (
			short.some((secret) => folded.includes(secret)) ||
			(fragments.size > 0 && fragmentsOf(folded).some((fragment) => fragments.has(fragment)))
		);
	});
}

function fragmentsOf(text: string): string[] {
	const count = Math.max(0, text.length - MIN_MATCH_LENGTH + 1);
	return Array.from({ length: count }, (_, at) => text.slice(at, at + MIN_MATCH_LENGTH));
}

/** The text itself, and everything it may be a writing of. */
function writingsOf(text: string): string[] {
	const writings = new Set([text]);
	for (let round = 0; round < MAX_DECODINGS; round++) {
		for (const writing of [...writings]) {
			for (const decode of DECODERS) writings.add(decode(writing));
		}
	}
	return [...writings];
}

const HTML_ENTITIES: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
};

const DECODERS: ReadonlyArray<(text: string) => string> = [
	(text) =>
		text
			.replace(/\\u([\da-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
			.replace(/\\([^u])/g, '$1'),
	(text) =>
		decodeBytes(text.replace(/\+/g, ' '), /(?:%[\da-f]{2})+/gi, (run) =>
			Buffer.from(run.replaceAll('%', ''), 'hex'),
		),
	(text) =>
		text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,5}));?/gi, (entity, dec, hex, name) => {
			if (typeof name === 'string') return HTML_ENTITIES[name.toLowerCase()] ?? entity;
			const code = typeof dec === 'string' ? parseInt(dec, 10) : parseInt(String(hex), 16);
			return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
		}),
	// A secret may begin anywhere within a run, so that all four alignments are read.
	...[0, 1, 2, 3].map(
		(offset) => (text: string) =>
			decodeBytes(text, /[\w+/-]{8,}/g, (run) => Buffer.from(run.slice(offset), 'base64')),
	),
	(text) => decodeBytes(text, /(?:[\da-f]{2}){4,}/gi, (run) => Buffer.from(run, 'hex')),
];

function decodeBytes(text: string, runs: RegExp, decode: (run: string) => Buffer): string {
	return text.replace(runs, (run) => decode(run).toString('utf8'));
}
