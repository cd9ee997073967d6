// Where this user's installs of n8n are kept between runs.
/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { homedir } from 'node:os';
import path from 'node:path';

const OWN_FOLDER = 'n8n-nodes-arcules';

/** The folder in the user's cache that belongs to this project. */
export const cacheFolder = (): string => path.join(userCache(), OWN_FOLDER);

function userCache(): string {
	const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
	if (XDG_CACHE_HOME) return XDG_CACHE_HOME;
	if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Caches');
	if (process.platform === 'win32' && LOCALAPPDATA) return LOCALAPPDATA;
	return path.join(homedir(), '.cache');
}
