// An HTTPS proxy on loopback that answers for some host names itself, and lets nothing out.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import execa from 'execa';
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
	const file = path.join(folder, 'certificate.pem');
	await writeCertificate(file, names);
	const pem = await readFile(file);
	const played = createTlsServer({ key: pem, cert: pem }, answer);
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
		settings: { HTTPS_PROXY: url, https_proxy: url, NODE_EXTRA_CA_CERTS: file },
		close: async () => {
			played.closeAllConnections();
			await close();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** A self-signed certificate for these names, good for a day, and its key. */
async function writeCertificate(file: string, names: readonly string[]): Promise<void> {
	const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1'];
	const alternatives = names.map((name) => `DNS:${name}`).join(',');
	const subject = ['-subj', `/CN=${names.join()}`, '-addext', `subjectAltName=${alternatives}`];
	await execa('openssl', [...request, ...subject, '-keyout', file, '-out', file]);
}
