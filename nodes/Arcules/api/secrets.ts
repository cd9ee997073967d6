/**
 * Recognises a secret in foreign text, however it is written there.
 */
import { writingsOf } from './writings';

/** So many characters of a secret in a row are taken for the secret; a shorter secret must be there whole. */
const MIN_MATCH_LENGTH = 8;

/** Fewer letters and digits than this are no sign of a secret. */
const MIN_PLAIN_LENGTH = 6;

/** A text as it is compared with another one. */
type Form = (text: string) => string;

/**
 * By way of upper case, where letters such as `ı` and `i` are one; composed once more, since some letters fall apart in
 * upper case, and with one sigma, since lower case has another one at the end of a word.
 */
const folded: Form = (text) =>
	text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC').replaceAll('ς', 'σ');

/** Nothing that is not seen, such as spaces and characters of no width. */
const unspaced: Form = (text) => folded(text).replace(/[\s\p{C}]+/gu, '');

/** Letters and digits alone: whatever stands between them. */
const plain: Form = (text) => folded(text).replace(/[^\p{L}\p{N}]+/gu, '');

/** How long a secret must at least be, in each form, to be told from other words. */
const FORMS: ReadonlyArray<readonly [form: Form, minLength: number]> = [
	[folded, 1],
	[unspaced, 1],
	[plain, MIN_PLAIN_LENGTH],
];

/** Whether a text, bounded by the caller (the work grows with its length), holds one of the secrets. */
export type SecretsFinder = (text: string) => boolean;

/**
 * Looks for secrets, or eight characters of one in a row, in any case, forwards or backwards: as they are, or escaped for
 * JSON, a URI or HTML, in base64 or hex, or with something between their characters.
 *
 * @returns for many texts, since what is looked for is the same in each
 */
export function secretsFinder(secrets: readonly string[]): SecretsFinder {
	const forwards = secrets.filter((secret) => secret !== '');
	if (forwards.length === 0) return () => false;
	const known = forwards.flatMap((secret) => [secret, [...secret].reverse().join('')]);
	const shortest = Math.min(...known.map((secret) => folded(secret).length));
	const forms = FORMS.map(([form, minLength]) => {
		const wanted = known.map(form).filter((secret) => secret.length >= minLength);
		return { form, holdsAny: finderOf(wanted) };
	});
	return (text) => {
		const writings = writingsOf(text, Math.min(MIN_MATCH_LENGTH, shortest));
		return forms.some(({ form, holdsAny }) => [...new Set(writings.map(form))].some(holdsAny));
	};
}

/** {@link secretsFinder} for one text. */
export function containsSecret(text: string, secrets: readonly string[]): boolean {
	return secretsFinder(secrets)(text);
}

function finderOf(secrets: readonly string[]): SecretsFinder {
	const fragments = new Set(secrets.flatMap(fragmentsOf));
	const short = secrets.filter((secret) => secret.length < MIN_MATCH_LENGTH);
	return (text) =>
		short.some((secret) => text.includes(secret)) ||
		(fragments.size > 0 && fragmentsOf(text).some((fragment) => fragments.has(fragment)));
}

function fragmentsOf(text: string): string[] {
	const count = Math.max(0, text.length - MIN_MATCH_LENGTH + 1);
	return Array.from({ length: count }, (_, at) => text.slice(at, at + MIN_MATCH_LENGTH));
}
