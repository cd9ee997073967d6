/**
 * The ways in which a text may be written so that a person, or a program, can still read it: escaped, encoded, or with
 * something between its characters.
 */

/** Writings may be nested, such as JSON in base64. */
const MAX_DECODINGS = 2;

type Decoder = (text: string) => string;

/**
 * The text itself, and everything it may be a writing of.
 *
 * @param text bounded by the caller: the work grows with its length
 * @param minLength a run of characters that is too short to stand for so many is not decoded
 */
export function writingsOf(text: string, minLength: number): string[] {
	const decoders = decodersFor(minLength);
	const writings = new Set([text]);
	for (let round = 0; round < MAX_DECODINGS; round++) {
		for (const writing of [...writings]) {
			for (const decode of decoders) writings.add(decode(writing));
		}
	}
	return [...writings];
}

function decodersFor(minLength: number): Decoder[] {
	const base64 = new RegExp(`[\\w+/-]{${Math.ceil((minLength * 4) / 3)},}`, 'g');
	const hex = new RegExp(`(?:[\\da-f][\\s:,-]{0,2}){${2 * minLength},}`, 'gi');
	const codes = new RegExp(`(?:\\d{2,3}[,;\\s]+){${minLength - 1},}\\d{2,3}`, 'g');
	return [
		unescapeJson,
		unescapeUri,
		unescapeHtml,
		unescapeQuotedPrintable,
		withoutTags,
		withoutSpaces,
		(text) => text.replace(codes, charactersOf),
		// A secret may begin anywhere within a run, so that every alignment is read.
		...[0, 1, 2, 3].map((offset) => decoderOf(base64, 'base64', offset)),
		...[0, 1].map((offset) => decoderOf(hex, 'hex', offset)),
	];
}

function decoderOf(runs: RegExp, encoding: 'base64' | 'hex', offset: number): Decoder {
	return (text) =>
		text.replace(runs, (run) => {
			const digits = encoding === 'hex' ? run.replace(/[^\da-f]/gi, '') : run;
			return Buffer.from(digits.slice(offset), encoding).toString('utf8');
		});
}

/** `112, 97, 115`, as a list of bytes or of characters is printed. */
function charactersOf(codes: string): string {
	return String.fromCodePoint(...codes.split(/[,;\s]+/).map(Number));
}

/** JSON, and what other languages escape in texts: `\u0041`, `\u{41}`, `\x41`, `\101`. */
function unescapeJson(text: string): string {
	return text.replace(
		/\\(?:u\{([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2})|([0-7]{2,3})|([^u]))/gi,
		(_, braced?: string, four?: string, two?: string, octal?: string, character = '') =>
			octal === undefined
				? characterOf(braced ?? four ?? two, 16, character)
				: characterOf(octal, 8, ''),
	);
}

/** Escapes of UTF-8, and the older `%u0041`; in one pass, since what an escape stands for is no escape itself. */
function unescapeUri(text: string): string {
	return text
		.replaceAll('+', ' ')
		.replace(/%u([\da-f]{4})|(?:%[\da-f]{2})+/gi, (run, hex?: string) =>
			hex === undefined
				? Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8')
				: characterOf(hex, 16, ''),
		);
}

/** `=41`, of mails. */
function unescapeQuotedPrintable(text: string): string {
	return text.replace(/(?:=[\da-f]{2})+/gi, (run) =>
		Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'),
	);
}

function withoutTags(text: string): string {
	return text.replace(/<[^<>]*>/g, '');
}

function withoutSpaces(text: string): string {
	return text.replace(/\s+/g, '');
}

/** The names that HTML has for what stands on a keyboard, in lower case. */
const HTML_ENTITIES: Readonly<Record<string, string>> = {
	amp: '&',
	apos: "'",
	ast: '*',
	bsol: '\\',
	colon: ':',
	comma: ',',
	commat: '@',
	dash: '-',
	dollar: '$',
	equals: '=',
	euro: '€',
	excl: '!',
	grave: '`',
	gt: '>',
	hat: '^',
	hyphen: '-',
	lbrace: '{',
	lbrack: '[',
	lcub: '{',
	lowbar: '_',
	lpar: '(',
	lsqb: '[',
	lt: '<',
	minus: '-',
	nbsp: ' ',
	newline: '\n',
	num: '#',
	percnt: '%',
	period: '.',
	plus: '+',
	pound: '£',
	quest: '?',
	quot: '"',
	rbrace: '}',
	rbrack: ']',
	rcub: '}',
	rpar: ')',
	rsqb: ']',
	sect: '§',
	semi: ';',
	sol: '/',
	szlig: 'ß',
	tab: '\t',
	underbar: '_',
	verbar: '|',
	vert: '|',
};

/** `&eacute;` is an `e` with this mark behind it. */
const HTML_ACCENTS: Readonly<Record<string, string>> = {
	acute: '\u0301',
	caron: '\u030c',
	cedil: '\u0327',
	circ: '\u0302',
	grave: '\u0300',
	ring: '\u030a',
	tilde: '\u0303',
	uml: '\u0308',
};

function unescapeHtml(text: string): string {
	return text.replace(
		/&(?:#0*(\d{1,7})|#x0*([\da-f]{1,6})|([a-z]{2,8}));?/gi,
		(entity, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
			if (name === undefined)
				return characterOf(decimal ?? hex, decimal === undefined ? 16 : 10, entity);
			const letter = name.charAt(0);
			const accent = HTML_ACCENTS[name.slice(1).toLowerCase()];
			if (accent !== undefined) return `${letter}${accent}`.normalize('NFC');
			return HTML_ENTITIES[name.toLowerCase()] ?? entity;
		},
	);
}

function characterOf(digits: string | undefined, radix: number, fallback: string): string {
	const code = parseInt(digits ?? '', radix);
	return code <= 0x10ffff ? String.fromCodePoint(code) : fallback;
}
