/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in jest, not in n8n */
/**
 * Runs once, after all tests with a real n8n.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { tarball } from './driver/tarball';

export default async function globalTeardown(): Promise<void> {
	await rm(path.dirname(tarball()), { recursive: true, force: true });
}
