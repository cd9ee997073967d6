/**
 * Calls a simulator as a client of the API would, and shows what comes over the wire: nothing is unpacked, no redirect is
 * followed, and a connection that breaks is a result.
 */
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { DEFAULT_ACCOUNT, type Simulator } from '../../dev/simulator';

/** What came. */
export interface WireAnswer {
	/** 0 when there was no answer. */
	status: number;
	headers: IncomingHttpHeaders;
	body: Buffer;
	/** Whether it came whole, broke off, or nothing more came while the client was patient. */
	end: 'whole' | 'cut' | 'silent';
}

/** What is asked. */
export interface WireCall {
	path: string;
	method?: string;
	token?: string;
	body?: string;
	patienceMs?: number;
}

const PATIENCE_MS = 5_000;

/** Sends one request. */
export async function call({ port }: Simulator, asked: WireCall): Promise<WireAnswer> {
	const { path, method = 'GET', token, body, patienceMs = PATIENCE_MS } = asked;
	const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
	return await new Promise((resolve) => {
		const chunks: Buffer[] = [];
		let answered: IncomingMessage | undefined;
		const finish = (end: WireAnswer['end']) => {
			clearTimeout(timer);
			outgoing.destroy();
			const { statusCode: status = 0, headers: received = {} } = answered ?? {};
			resolve({ status, headers: received, body: Buffer.concat(chunks), end });
		};
		const outgoing = request({ host: '127.0.0.1', port, path, method, headers }, (incoming) => {
			answered = incoming;
			incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
			incoming.on('end', () => finish('whole'));
			incoming.on('error', () => finish('cut'));
		});
		const timer = setTimeout(() => finish('silent'), patienceMs);
		outgoing.on('error', () => finish('cut'));
		outgoing.end(body);
	});
}

/** The answer's JSON. */
export function jsonOf({ body }: WireAnswer): Record<string, unknown> {
	return Object(JSON.parse(body.toString()));
}

/** Sends a sign-in. */
export async function signIn(
	simulator: Simulator,
	{ email, password }: { email: string; password: string } = DEFAULT_ACCOUNT,
): Promise<WireAnswer> {
	const body = JSON.stringify({ email, password });
	return await call(simulator, { path: '/v1/login', method: 'POST', body });
}

/** Signs in and gives the token. */
export async function tokenOf(simulator: Simulator): Promise<string> {
	return String(jsonOf(await signIn(simulator))['jwtToken']);
}

/** The path of a camera's live picture, by the camera's place in the list. */
export function picturePath({ devices }: Simulator, index = 0): string {
	const device = devices[index];
	if (device === undefined) throw new Error(`There is no device ${index}`);
	return `/v1/thumbnail/${encodeURIComponent(device.id)}/live`;
}
