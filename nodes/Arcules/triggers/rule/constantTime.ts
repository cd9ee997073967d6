/**
 * Comparing what a caller sent with a secret, so that the time it takes tells nothing about the secret.
 */
import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether two texts are the same, byte for byte.
 *
 * `timingSafeEqual` wants equal lengths, and to return early for others would tell the length: both sides are hashed first.
 */
export function equalInConstantTime(given: string | Buffer, secret: string | Buffer): boolean {
	return timingSafeEqual(sha256(given), sha256(secret));
}

function sha256(value: string | Buffer): Buffer {
	return createHash('sha256').update(value).digest();
}
