/**
 * Texts that somebody else has written, such as the names of cameras, made fit to stand in ours.
 */

/** What is left of a text in an error, a hint or a mail; nobody reads more. */
const MAX_CHARACTERS = 80;

/**
 * Characters that nobody sees: control characters, lone surrogates, and formatting ones. Bidi controls turn the words
 * around them, zero-width characters make two names look the same.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

export function withoutInvisible(text: string): string {
	return text.replace(INVISIBLE, '');
}

/** One line, without what nobody sees, cut to what a sentence can hold. */
export function shortText(text: string, maxCharacters = MAX_CHARACTERS): string {
	// Cut twice, so that no text is looked at in full: a character is two units at most, and some fall out.
	const line = withoutInvisible(text.slice(0, 4 * maxCharacters).replace(/\s/g, ' ')).trim();
	const characters = Array.from(line);
	if (characters.length <= maxCharacters) return line;
	return `${characters.slice(0, maxCharacters - 1).join('')}…`;
}

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/**
 * A whole text for the place below an error, which n8n's editor renders as HTML. Quotation marks stay: no text stands in
 * an attribute there.
 */
export function escapeTags(text: string): string {
	return text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? '');
}

/** A {@link shortText} for places where HTML is rendered: n8n's hints, and mails. */
export function shortHtml(text: string, maxCharacters = MAX_CHARACTERS): string {
	return shortText(text, maxCharacters).replace(
		/[&<>"']/g,
		(character) => ENTITIES[character] ?? '',
	);
}
