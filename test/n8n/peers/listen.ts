/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in jest, not in n8n */
/**
 * Listens on a free port of loopback, and stops with all connections.
 */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface Listening {
	url: string;
	close(): Promise<void>;
}

export async function listenOnLoopback(server: Server): Promise<Listening> {
	const sockets = new Set<Socket>();
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port.');
	return {
		url: `http://127.0.0.1:${address.port}`,
		close: async () => {
			const closed = new Promise<void>((resolve) => server.close(() => resolve()));
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
}
