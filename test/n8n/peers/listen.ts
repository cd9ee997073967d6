// Listens on a free port of loopback.
import { once } from 'node:events';
import type { Server } from 'node:http';
import { freePort } from '../../../dev/n8n/instance';

export interface Listening {
	url: string;
	/** Stops, with all connections. */
	close(): Promise<void>;
}

export async function listenOnLoopback(server: Server): Promise<Listening> {
	const port = await freePort();
	await once(server.listen(port, '127.0.0.1'), 'listening');
	return {
		url: `http://127.0.0.1:${port}`,
		close: async () => {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}
