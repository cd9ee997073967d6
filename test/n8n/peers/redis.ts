/**
 * A Redis of one test file, which holds n8n's queue.
 */
import { freePort } from '../../../dev/n8n/instance';
import type { Settings } from '../driver/realN8n';
import { startService } from './service';

export interface Backend {
	/** What makes n8n use it. */
	readonly settings: Settings;
	stop(): Promise<void>;
}

/** @param folder an empty one, for what it stores */
export async function startRedis(folder: string): Promise<Backend> {
	const port = await freePort();
	const options = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder];
	const memoryOnly = ['--save', '', '--appendonly', 'no'];
	const { stop } = await startService(['redis-server', ...options, ...memoryOnly], port, folder);
	return {
		settings: { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port) },
		stop,
	};
}
