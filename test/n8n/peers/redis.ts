// A Redis of one test file, which holds n8n's queue.
import { freePort } from '../../../dev/n8n/instance';
import { startService, type Service } from './service';

/** @param folder a new one, for what it stores */
export async function startRedis(folder: string): Promise<Service> {
	const port = await freePort();
	const listen = ['--bind', '127.0.0.1', '--port', String(port)];
	const memoryOnly = ['--save', '', '--appendonly', 'no'];
	const { stop } = await startService(['redis-server', ...listen, ...memoryOnly], port, folder);
	return {
		settings: { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port) },
		stop,
	};
}
