/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// An HTTP server on the loopback address that can be closed at once, open connections included.
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/** A server that is listening. */
export interface HttpServer {
	readonly port: number;
	/** Destroys all connections; resolves when the port is free again. */
	readonly close: () => Promise<void>;
}

const HOST = '127.0.0.1';
// Longer than clients keep idle connections, so that they are never closed under a request.
const KEEP_ALIVE_TIMEOUT_MS = 60_000;

/** Starts listening; rejects when the port is taken. */
export async function listen(
	port: number,
	onRequest: RequestListener,
	onConnection: () => void,
): Promise<HttpServer> {
	const sockets = new Set<Socket>();
	const server = createServer({ keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS }, onRequest);
	server.on('connection', (socket) => {
		onConnection();
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	server.listen(port, HOST);
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port');
	const close = async () => {
		if (!server.listening) return;
		const closed = once(server, 'close');
		server.close();
		for (const socket of sockets) socket.destroy();
		await closed;
	};
	return { port: address.port, close };
}
