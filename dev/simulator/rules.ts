// Fires a rule: calls a webhook as the action "Call Webhook" of a rule in the portal is documented to do. How a signature
// is written is not documented, so every plausible form is offered.
import { createHmac } from 'node:crypto';

/** What goes in front of a signature, how it is written, and with which hash. */
export const SIGNATURE_FORMS = {
	hex: (mac) => mac('sha256').toString('hex'),
	upperHex: (mac) => mac('sha256').toString('hex').toUpperCase(),
	base64: (mac) => mac('sha256').toString('base64'),
	base64url: (mac) => mac('sha256').toString('base64url'),
	prefixedHex: (mac) => `sha256=${mac('sha256').toString('hex')}`,
	prefixedBase64: (mac) => `sha256=${mac('sha256').toString('base64')}`,
	sha1Hex: (mac) => mac('sha1').toString('hex'),
	prefixedSha1Hex: (mac) => `sha1=${mac('sha1').toString('hex')}`,
	sha512Hex: (mac) => mac('sha512').toString('hex'),
} as const satisfies Record<string, (mac: (hash: string) => Buffer) => string>;

/** How a signature is written. */
export type SignatureForm = keyof typeof SIGNATURE_FORMS;

/** A call of a webhook. */
export interface RuleCall {
	readonly url: string;
	/** Sent as it is when it is a text or bytes, else as JSON. */
	readonly body?: unknown;
	/** Sent as `Authorization: Bearer …`. */
	readonly apiKey?: string | undefined;
	/** Signs the body. */
	readonly secret?: string | undefined;
	readonly signatureForm?: SignatureForm | undefined;
	/** Further headers, or others. */
	readonly headers?: Readonly<Record<string, string>>;
	readonly method?: string;
}

/** What the webhook answered. */
export interface RuleAnswer {
	readonly status: number;
	readonly body: string;
}

function bytesOf(body: unknown): Buffer {
	if (body instanceof Uint8Array) return Buffer.from(body);
	return Buffer.from(typeof body === 'string' ? body : (JSON.stringify(body) ?? ''));
}

/** Calls the webhook. */
export async function fireRule(call: RuleCall): Promise<RuleAnswer> {
	const { url, apiKey, secret, signatureForm = 'hex', headers, method = 'POST' } = call;
	const body = bytesOf(call.body);
	const mac = (hash: string) =>
		createHmac(hash, secret ?? '')
			.update(body)
			.digest();
	const response = await fetch(url, {
		method,
		headers: {
			'content-type': 'application/json',
			...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
			...(secret === undefined
				? {}
				: { 'x-arcules-signature': SIGNATURE_FORMS[signatureForm](mac) }),
			...headers,
		},
		...(method === 'GET' ? {} : { body: new Uint8Array(body) }),
	});
	return { status: response.status, body: await response.text() };
}
