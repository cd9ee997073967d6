// An HTTPS proxy on loopback that answers for some host names itself, and lets nothing out.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { issueCertificate } from '../../../dev/certificate';
import type { Settings } from '../driver/testN8n';
import { listenOnLoopback } from './listen';

export interface Proxy {
	/** What makes n8n send its requests here; those to loopback still go straight. */
	readonly settings: Settings;
	close(): Promise<void>;
}

/** @param names the hosts that `answer` plays */
export async function openProxy(names: readonly string[], answer: RequestListener): Promise<Proxy> {
	const folder = await mkdtemp(path.join(tmpdir(), 'certificate-'));
	const { key, cert, authorityFile } = await issueCertificate(folder, names);
	const played = createTlsServer({ key, cert }, answer);
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
		settings: { HTTPS_PROXY: url, https_proxy: url, NODE_EXTRA_CA_CERTS: authorityFile },
		close: async () => {
			played.closeAllConnections();
			await close();
			await rm(folder, { recursive: true, force: true });
		},
	};
}
