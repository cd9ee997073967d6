/**
 * Whether a call may pass: it has the API key, a body within bounds, and the signature.
 */
import { hasApiKey } from './apiKey';
import type { WebhookCredential } from './credential';
import { readBody, type Request } from './readBody';
import { isRefusal, type Refusal, REFUSALS } from './refusal';
import { SIGNATURE_HEADER, type Verdict, verifySignature } from './signature';

/** What a call that may pass has proven, and to whom. */
export interface Proof {
	readonly body: Buffer;
	readonly signature: Verdict;
	readonly credential: WebhookCredential;
}

/** Where the credential comes from. */
export interface CredentialSource {
	/** As it was a moment ago, which is enough to let somebody in. */
	readonly recent: () => Promise<WebhookCredential>;
	/** As it is now, which is asked for before anybody is refused. */
	readonly fresh: () => Promise<WebhookCredential>;
}

/**
 * Judges a call.
 *
 * @param passesUnverified whether a call may pass without the right signature
 * @throws when the credential cannot be read
 */
export async function prove(
	request: Request,
	passesUnverified: boolean,
	credentials: CredentialSource,
): Promise<Proof | Refusal> {
	let body: Promise<Buffer | Refusal> | undefined;
	const bodyOnce = async () => await (body ??= readBody(request));
	const judge = async (credential: WebhookCredential) =>
		await judgeBy(credential, request, passesUnverified, bodyOnce);
	const first = await judge(await credentials.recent());
	// The credential may have been edited since.
	return maySayOtherwise(first, request) ? await judge(await credentials.fresh()) : first;
}

/** Whether another credential could lead to another verdict that matters to the sender. */
function maySayOtherwise(verdict: Proof | Refusal, request: Request): boolean {
	if (isRefusal(verdict)) return verdict.status === 401;
	return !verdict.signature.verified && isSigned(request);
}

async function judgeBy(
	credential: WebhookCredential,
	request: Request,
	passesUnverified: boolean,
	bodyOnce: () => Promise<Buffer | Refusal>,
): Promise<Proof | Refusal> {
	const { apiKey, secret } = credential;
	const { authorization } = request.headers;
	if (apiKey !== '' && !hasApiKey(authorization, apiKey)) {
		return authorization === undefined ? REFUSALS.noKey : REFUSALS.wrongKey;
	}
	// Nothing of the body is read for somebody who lacks the key.
	const body = await bodyOnce();
	if (isRefusal(body)) return body;
	if (secret === '') return { body, signature: UNCHECKED, credential };
	const signature = verifySignature(request.get(SIGNATURE_HEADER), body, secret);
	if (signature.verified || passesUnverified) return { body, signature, credential };
	return isSigned(request) ? REFUSALS.notVerified : REFUSALS.notSigned;
}

const UNCHECKED: Verdict = {
	verified: false,
	reason: 'The node has no secret to check a signature with',
};

function isSigned(request: Request): boolean {
	return request.get(SIGNATURE_HEADER) !== undefined;
}
