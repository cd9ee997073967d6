// Decides which names out of an account's answers may be shown: those of headers, fields and claims, and kinds of content.
// Whoever sends them may have put anything there, an id for the name of a field, say.
import { containsSecret } from '../../nodes/Arcules/api/secrets';
import type { Findings } from './findings';

/** Shown wherever they stand: documented fields of a device, registered claims of a token, and usual headers. */
const HARMLESS = new Set(
	`id name type locationId gatewayId iat exp nbf sub aud iss jti
	age cache-control connection content-encoding content-length content-type date etag expires keep-alive last-modified
	location pragma retry-after server set-cookie strict-transport-security transfer-encoding vary via`.split(
		/\s+/,
	),
);

const NAME = /^[A-Za-z][A-Za-z_-]{0,29}$/;
const ID_LIKE = /[\da-f]{8}|[\da-f]{4}-[\da-f]{4}/i;
const MEDIA_TYPE = /^[a-z]+\/[a-z][a-z.+-]{0,39}$/;
/** A shorter value of the account is too common a word. */
const MIN_VALUE_LENGTH = 3;
const MAX_DEPTH = 5;

/** Names that may be shown, in alphabetical order, and how many may not. */
export interface ShownNames {
	readonly shown: readonly string[];
	readonly hidden: number;
}

/** Tells names that say how the API works from those that say something of the account. */
export class Discretion {
	private readonly secrets: readonly string[];

	private readonly values: readonly string[];

	constructor({ credential, devices, firstPosition }: Findings) {
		const { email, password, jwtToken, issuedFor } = credential;
		this.secrets = [email, password, jwtToken, issuedFor, firstPosition?.next].flatMap((value) =>
			typeof value === 'string' && value !== '' ? [value] : [],
		);
		const values = new Set(devices.flatMap((device) => textsIn(device, MAX_DEPTH)));
		this.values = [...values].filter((value) => value.length >= MIN_VALUE_LENGTH);
	}

	/** Whether the name may be shown. */
	allows(name: string): boolean {
		return HARMLESS.has(name) || (NAME.test(name) && !ID_LIKE.test(name) && !this.tells(name));
	}

	/** The names that may be shown. */
	sift(names: Iterable<string>): ShownNames {
		const all = [...new Set(names)];
		const shown = all.filter((name) => this.allows(name)).sort();
		return { shown, hidden: all.length - shown.length };
	}

	/** What a `Content-Type` says, without its parameters. */
	mediaType(header: string | undefined): string {
		if (header === undefined) return 'none';
		const type = (header.split(';', 1)[0] ?? '').trim().toLowerCase();
		return MEDIA_TYPE.test(type) && !this.tells(type) ? type : 'an odd one';
	}

	private tells(text: string): boolean {
		const folded = text.toLowerCase();
		return (
			containsSecret(text, this.secrets) ||
			this.values.some((value) => folded.includes(value.toLowerCase()))
		);
	}
}

/** All texts in a value that say something of the account; types say what kind of thing there is. */
function textsIn(value: unknown, depth: number): string[] {
	if (typeof value === 'string') return [value.trim()];
	if (typeof value !== 'object' || value === null || depth === 0) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		key === 'type' ? [] : textsIn(inner, depth - 1),
	);
}

/** Names in a sentence: `a`, `b`, and how many more there are. */
export function inWords({ shown, hidden }: ShownNames): string {
	const named = shown.map((name) => `\`${name}\``);
	if (hidden > 0) named.push(`${hidden} not shown, because the name may be a value`);
	return named.length === 0 ? 'none' : named.join(', ');
}
