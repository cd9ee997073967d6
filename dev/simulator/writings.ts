// The ways in which a server may write a secret that it echoes.

const ESCAPED_LENGTH = 4;
const CUT_LENGTH = 8;
const HTML_ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** All writings. */
export const WRITINGS = [
	'raw',
	'json',
	'unicode',
	'uri',
	'percent',
	'html',
	'htmlNumeric',
	'base64',
	'base64url',
	'hex',
	'upper',
	'lower',
	'cut',
	'reversed',
	'swapped',
] as const;

/** One of the writings. */
export type Writing = (typeof WRITINGS)[number];

function eachByte(text: string, write: (hex: string) => string): string {
	return Buffer.from(text).toString('hex').toUpperCase().replace(/../g, write);
}

function eachCodeUnit(text: string, write: (unit: number) => string): string {
	return Array.from({ length: text.length }, (_, at) => write(text.charCodeAt(at))).join('');
}

// A JSON object with its fields in the reverse order: the password of a sign-in stands first.
function swapped(text: string): string {
	try {
		const fields: object = Object(JSON.parse(text));
		return JSON.stringify(Object.fromEntries(Object.entries(fields).reverse()));
	} catch {
		return text;
	}
}

const WRITE: Readonly<Record<Writing, (text: string) => string>> = {
	raw: (text) => text,
	json: (text) => JSON.stringify(text).slice(1, -1),
	unicode: (text) =>
		eachCodeUnit(text, (unit) => `\\u${unit.toString(16).padStart(ESCAPED_LENGTH, '0')}`),
	uri: (text) => encodeURIComponent(text),
	percent: (text) => eachByte(text, (hex) => `%${hex}`),
	html: (text) => text.replace(/[&<>"']/g, (character) => HTML_ENTITIES[character] ?? character),
	htmlNumeric: (text) => eachCodeUnit(text, (unit) => `&#${unit};`),
	base64: (text) => Buffer.from(text).toString('base64'),
	base64url: (text) => Buffer.from(text).toString('base64url'),
	hex: (text) => Buffer.from(text).toString('hex'),
	upper: (text) => text.toUpperCase(),
	lower: (text) => text.toLowerCase(),
	cut: (text) => text.slice(0, CUT_LENGTH),
	reversed: (text) => [...text].reverse().join(''),
	swapped,
};

/** The text in this writing. */
export function write(text: string, writing: Writing): string {
	return WRITE[writing](text);
}
