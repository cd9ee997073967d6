/**
 * Proves that the body of a call was signed with the secret of the rule.
 *
 * How Arcules writes `X-Arcules-Signature` is not documented in what could be read: the header is compared with the HMAC of
 * the raw body in every plausible writing. Whichever matches proves the sender, because nobody else can make any of them.
 */
import { createHmac } from 'node:crypto';
import { equalInConstantTime } from './constantTime';

export const SIGNATURE_HEADER = 'x-arcules-signature';

/** What the item says of the signature. */
export type Verdict =
	| { readonly verified: true; readonly form: string }
	| { readonly verified: false; readonly reason: string };

/** SHA-256 first: it is what the neighbours of Arcules use. */
const HASHES = ['sha256', 'sha512', 'sha1'] as const;

type Hash = (typeof HASHES)[number];

type Writing = 'hex' | 'base64' | 'base64url';

const WRITINGS: readonly Writing[] = ['hex', 'base64', 'base64url'];

/** `sha256=…` */
const PREFIX = /^(sha1|sha256|sha512)=/i;

/** No writing of an HMAC is as long as this. */
const MAX_LENGTH = 500;

/** A writing of the HMAC, and what it is called in the item. */
interface Form {
	readonly name: string;
	readonly expected: string;
	/** The header, as this form has it. */
	readonly given: string;
}

/**
 * Compares a signature with the HMACs of the body. All forms are compared every time, each in constant time.
 *
 * @param header the value of {@link SIGNATURE_HEADER}, if it was sent
 * @param body as it came over the wire
 */
export function verifySignature(header: string | undefined, body: Buffer, secret: string): Verdict {
	const given = (header ?? '').trim().slice(0, MAX_LENGTH);
	const matching = formsOf(given, body, secret).filter((form) =>
		equalInConstantTime(form.given, form.expected),
	);
	const [match] = matching;
	if (match !== undefined) return { verified: true, form: match.name };
	return {
		verified: false,
		reason:
			given === ''
				? `The call has no header ${SIGNATURE_HEADER}`
				: 'The signature matches none of the forms that are tried: the secret in the credential is not that of the rule, the body was changed on its way, or Arcules signs in a form that is not known here',
	};
}

function formsOf(header: string, body: Buffer, secret: string): Form[] {
	const prefix = PREFIX.exec(header)?.[0].toLowerCase() ?? '';
	const written = header.slice(prefix.length);
	return HASHES.flatMap((hash) => {
		const mac = createHmac(hash, secret).update(body).digest();
		return WRITINGS.flatMap((writing) =>
			['', `${hash}=`].map((before) => ({
				name: nameOf(hash, writing, before),
				expected: before + plain(mac.toString(writing), writing),
				given: prefix + plain(written, writing),
			})),
		);
	});
}

/** Hex is written in either case, base64 with or without padding. */
function plain(text: string, writing: Writing): string {
	return writing === 'hex' ? text.toLowerCase() : text.replace(/={0,2}$/, '');
}

function nameOf(hash: Hash, writing: Writing, prefix: string): string {
	const name = `HMAC-${hash.toUpperCase().replace('SHA', 'SHA-')} in ${writing}`;
	return prefix === '' ? name : `${name}, after ${prefix}`;
}
