/**
 * The versions of n8n that the tests run on.
 */
import type { N8nVersion } from '../../../dev/n8n/install';

/** The newest, and the last of the line before, which many still run. */
export const VERSIONS: readonly N8nVersion[] = ['2.41.1', '1.123.81'];

export const NEWEST: N8nVersion = '2.41.1';
