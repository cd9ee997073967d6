/** The simulator over HTTPS, at the end of a line on which everything takes its time. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { issueCertificate } from '../dev/certificate';
import { DEFAULT_ACCOUNT, startSimulator, type Simulator } from '../dev/simulator';

const ROUND_TRIP_MS = 100;
const PICTURE_BYTES = 300_000;

let folder: string;
let ca: Buffer;
let simulator: Simulator;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'secure-'));
	const { key, cert, authorityFile } = await issueCertificate(folder, ['127.0.0.1']);
	ca = await readFile(authorityFile);
	simulator = await startSimulator({
		picture: { bytes: PICTURE_BYTES },
		secure: { key, cert, roundTripMs: ROUND_TRIP_MS },
	});
});

afterAll(async () => {
	await simulator.close();
	await rm(folder, { recursive: true, force: true });
});

async function fetchOnce(path: string, trusted: Buffer | undefined, token = '') {
	const startedAt = performance.now();
	const headers = { authorization: `Bearer ${token}` };
	const url = `${simulator.secureBaseUrl}${path}`;
	const request = get(url, { ca: trusted, agent: false, headers });
	const [response] = await once(request, 'response');
	const body = await buffer(response);
	return { status: response.statusCode, body, tookMs: performance.now() - startedAt };
}

describe('over a secure line', () => {
	it('a whole answer takes the round trips of TCP, TLS and HTTP, and no more', async () => {
		const { status, tookMs } = await fetchOnce('/devices', ca);
		expect(status).toBe(401);
		expect(tookMs).toBeGreaterThan(3 * ROUND_TRIP_MS);
		expect(tookMs).toBeLessThan(8 * ROUND_TRIP_MS);
	});

	it('pictures arrive whole, and many at once in the time of a few', async () => {
		const body = JSON.stringify(DEFAULT_ACCOUNT);
		const signedIn = await fetch(`${simulator.baseUrl}/login`, { method: 'POST', body });
		const { jwtToken } = await signedIn.json();
		const thumbnail = `/thumbnail/${simulator.devices[0]?.id}/live`;
		const startedAt = performance.now();
		const answers = await Promise.all(
			Array.from({ length: 20 }, async () => await fetchOnce(thumbnail, ca, jwtToken)),
		);
		expect(performance.now() - startedAt).toBeLessThan(10 * 3 * ROUND_TRIP_MS);
		expect(answers.map((answer) => [answer.status, answer.body.length])).toEqual(
			Array.from({ length: 20 }, () => [200, PICTURE_BYTES]),
		);
	});

	it('who does not know the authority refuses the certificate', async () => {
		await expect(fetchOnce('/devices', undefined)).rejects.toThrow(/certificate/i);
	});

	it('without the option there is no such line', async () => {
		const plain = await startSimulator();
		expect(plain.secureBaseUrl).toBeUndefined();
		await plain.close();
	});
});
