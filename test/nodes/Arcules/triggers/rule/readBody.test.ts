/**
 * Reading a body within bounds of size and time.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { connect } from 'node:net';
import express from 'express';
import { BODY_DEADLINE_MS, readBody } from '../../../../../nodes/Arcules/triggers/rule/readBody';
import { isRefusal } from '../../../../../nodes/Arcules/triggers/rule/refusal';

const DEADLINE_MS = 300;
const DRIP_MS = 50;

let port = 0;
const app = express();
app.post('/', async (request, response) => {
	const body = await readBody(request, DEADLINE_MS);
	if (isRefusal(body)) response.status(body.status).send(body.words);
	else response.send(`${body.length} bytes`);
});
const server = createServer((request: IncomingMessage, response) => app(request, response));

beforeAll(async () => {
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const address = server.address();
	port = typeof address === 'object' ? (address?.port ?? 0) : 0;
});

afterAll(() => {
	server.close();
	server.closeAllConnections();
});

/** What is answered to a request that is written in these parts, one after the other. */
async function answerTo(head: string, parts: readonly string[]): Promise<string> {
	const socket = connect(port, '127.0.0.1');
	let answer = '';
	socket.on('data', (chunk) => void (answer += String(chunk)));
	socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${head}\r\n\r\n`);
	for (const part of parts) {
		socket.write(part);
		await new Promise((resolve) => setTimeout(resolve, DRIP_MS));
		if (answer.includes('\r\n\r\n')) break;
	}
	while (!answer.includes('\r\n\r\n')) await new Promise((resolve) => setTimeout(resolve, 10));
	socket.destroy();
	return answer;
}

test('a body that drips is refused when its time is over', async () => {
	const start = performance.now();
	const answer = await answerTo(
		'Content-Length: 1000',
		Array.from({ length: 1000 }, () => 'x'),
	);
	expect(answer).toMatch(/^HTTP\/1.1 408 /);
	expect(answer).toContain('The body did not arrive in time.');
	expect(performance.now() - start).toBeGreaterThanOrEqual(DEADLINE_MS - 5);
	expect(performance.now() - start).toBeLessThan(DEADLINE_MS + 1_000);
	expect(BODY_DEADLINE_MS).toBe(10_000);
});

test('a body that comes slowly, but in time, is taken', async () => {
	expect(await answerTo('Content-Length: 3', ['a', 'b', 'c'])).toMatch(/3 bytes$/);
});

test('a body in chunks is taken', async () => {
	const parts = ['2\r\nab\r\n', '1\r\nc\r\n', '0\r\n\r\n'];
	expect(await answerTo('Transfer-Encoding: chunked', parts)).toMatch(/3 bytes$/);
});

test('a length that is too large is refused before anything is read', async () => {
	expect(await answerTo('Content-Length: 1048577', [])).toMatch(/^HTTP\/1.1 413 /);
});

test.each(['identity', 'IDENTITY'])('the encoding %s is none', async (encoding) => {
	const head = `Content-Encoding: ${encoding}\r\nContent-Length: 2`;
	expect(await answerTo(head, ['ab'])).toMatch(/2 bytes$/);
});

test.each(['gzip', 'deflate', 'br', 'gzip, gzip'])(
	'the encoding %s is refused',
	async (encoding) => {
		const head = `Content-Encoding: ${encoding}\r\nContent-Length: 2`;
		expect(await answerTo(head, ['ab'])).toMatch(/^HTTP\/1.1 415 /);
	},
);

test('no body is an empty one', async () => {
	expect(await answerTo('Content-Length: 0', [])).toMatch(/0 bytes$/);
});
