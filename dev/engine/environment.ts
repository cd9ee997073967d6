/**
 * What n8n-core reads when its modules load, so this has to be imported before it: a user folder of this process
 * alone, and none of the user's own n8n settings. `reflect-metadata` carries n8n's dependency injection.
 */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const userFolder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-arcules-'));

for (const name of Object.keys(process.env)) if (name.startsWith('N8N_')) delete process.env[name];
Object.assign(process.env, {
	N8N_USER_FOLDER: userFolder,
	N8N_ENCRYPTION_KEY: 'unused: credentials stay in memory',
	N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
	N8N_LOG_LEVEL: 'silent',
});

// n8n's request helper sends even requests to this machine to a proxy from the environment, unless told not to.
const noProxy = [process.env.NO_PROXY ?? process.env.no_proxy, '127.0.0.1'].filter(Boolean).join();
Object.assign(process.env, { NO_PROXY: noProxy, no_proxy: noProxy });

/** Removes what the engine has stored. Happens by itself when the process exits, but not when a test file ends. */
export const removeUserFolder = (): void => rmSync(userFolder, { recursive: true, force: true });

process.once('exit', removeUserFolder);
