/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in jest, not in n8n */
/**
 * An HTTPS proxy on loopback that answers for some host names itself, and lets nothing out.
 */
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Settings } from '../driver/realN8n';
import { certificateFor } from './certificate';
import { listenOnLoopback } from './listen';

export interface Proxy {
	/** What makes n8n send its requests here; those to loopback still go straight. */
	readonly settings: Settings;
	close(): Promise<void>;
}

/** @param names the hosts that `answer` plays */
export async function openProxy(names: readonly string[], answer: RequestListener): Promise<Proxy> {
	const certificate = await certificateFor(names);
	const played = createTlsServer(certificate, answer);
	const server = createServer((_request, response) => response.writeHead(502).end());
	server.on('connect', ({ url }, socket) => {
		socket.on('error', () => socket.destroy());
		if (!names.includes(url?.split(':')[0] ?? '')) {
			socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
			return;
		}
		socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		played.emit('connection', socket);
	});
	const { url, close } = await listenOnLoopback(server);
	return {
		settings: { HTTPS_PROXY: url, https_proxy: url, NODE_EXTRA_CA_CERTS: certificate.file },
		close: async () => {
			await close();
			await certificate.remove();
		},
	};
}
