/**
 * The API key of a rule, which Arcules sends as `Authorization: Bearer <key>`.
 */
import { equalInConstantTime } from './constantTime';

/**
 * Whether a header `Authorization` has the key.
 *
 * @param header as Node.js gives it: each byte as one character
 */
export function hasApiKey(header: string | undefined, apiKey: string): boolean {
	const [, key = ''] = /^\s*bearer +(.*)$/i.exec(header ?? '') ?? [];
	const given = Buffer.from(key.trimEnd(), 'latin1');
	// Letters beyond ASCII may come in either encoding. Both are compared, whatever the first one gives.
	const matches = [Buffer.from(apiKey, 'utf8'), Buffer.from(apiKey, 'latin1')].map((bytes) =>
		equalInConstantTime(given, bytes),
	);
	return key !== '' && matches.includes(true);
}
