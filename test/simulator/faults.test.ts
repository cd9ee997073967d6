import type { FaultPlan, Simulator } from '../../dev/simulator';
import {
	closeAll,
	deviceId,
	get,
	login,
	picturePath,
	postLogin,
	readBytes,
	readJson,
	start,
	waitMs,
} from './client';

const PICTURE_BYTES = 20_000;
const SILENCE_MS = 250;

let simulator: Simulator;
let token: string;

beforeEach(async () => {
	simulator = await start({ cameras: 2 });
	token = await login(simulator);
});
afterEach(closeAll);

async function picture(init: RequestInit = {}, index = 0): Promise<Response> {
	return await get(simulator, picturePath(deviceId(simulator, index)), token, init);
}

async function pictureWith(plan: FaultPlan, init?: RequestInit): Promise<Response> {
	simulator.setFault(deviceId(simulator), plan);
	return await picture(init);
}

function shortly(): RequestInit {
	return {
		headers: { authorization: `Bearer ${token}` },
		signal: AbortSignal.timeout(SILENCE_MS),
	};
}

// How much came until the call timed out; without end when the body ended by itself.
async function bytesUntilSilence(response: Response): Promise<number> {
	const reader = response.body?.getReader();
	let bytes = 0;
	try {
		for (;;) {
			const chunk = await reader?.read();
			if (chunk?.value === undefined) return Infinity;
			bytes += chunk.value.length;
		}
	} catch {
		return bytes;
	}
}

describe('a fault', () => {
	it('lasts until it is cleared', async () => {
		const broken = { kind: 'status', status: 500 } as const;
		expect((await pictureWith(broken)).status).toBe(500);
		expect((await picture()).status).toBe(500);
		expect((await pictureWith(null)).status).toBe(200);
	});

	it('in a list happens to one call each, then all is well', async () => {
		const plan = [{ kind: 'status', status: 500 }, null, { kind: 'offline' }, 'ok'] as const;
		const statuses = [(await pictureWith(plan)).status];
		for (let call = 1; call < 6; call++) statuses.push((await picture()).status);
		expect(statuses).toEqual([500, 200, 503, 200, 200, 200]);
	});

	it('happens to its own camera only, or to all', async () => {
		await pictureWith({ kind: 'offline' });
		expect((await picture({}, 1)).status).toBe(200);
		simulator.setFault('*thumbnail', { kind: 'status', status: 502 });
		expect((await picture()).status).toBe(503);
		expect((await picture({}, 1)).status).toBe(502);
	});

	it('happens to login and devices too', async () => {
		simulator.setFault('login', { kind: 'html' });
		simulator.setFault('devices', [{ kind: 'halfJpeg' }]);
		expect(await (await postLogin(simulator)).text()).toMatch('<!DOCTYPE html>');
		await expect((await get(simulator, '/devices', token)).json()).rejects.toThrow();
		expect((await get(simulator, '/devices', token)).status).toBe(200);
	});
});

describe('instead of the picture', () => {
	it('"status" sends any status, body and headers', async () => {
		const headers = { 'retry-after': '7' };
		const answer = await pictureWith({ kind: 'status', status: 429, body: { a: 1 }, headers });
		expect(answer.status).toBe(429);
		expect(answer.headers.get('retry-after')).toBe('7');
		expect(await readJson(answer)).toEqual({ a: 1 });
	});

	it('"html" sends a page, "json" JSON and "jsonAsJpeg" JSON that calls itself a JPEG', async () => {
		const types = [];
		for (const kind of ['html', 'json', 'jsonAsJpeg'] as const) {
			const answer = await pictureWith({ kind });
			types.push([answer.status, answer.headers.get('content-type'), (await answer.text())[0]]);
		}
		expect(types).toEqual([
			[200, 'text/html', '<'],
			[200, 'application/json', '{'],
			[200, 'image/jpeg', '{'],
		]);
	});

	it('"empty" sends no bytes', async () => {
		const answer = await pictureWith({ kind: 'empty' });
		expect([answer.status, (await readBytes(answer)).length]).toEqual([200, 0]);
	});

	it('"halfJpeg" sends half of it as if it were all', async () => {
		const bytes = await readBytes(await pictureWith({ kind: 'halfJpeg' }));
		expect(bytes.length).toBe(PICTURE_BYTES / 2);
	});

	it('"cutJpeg" closes the connection half way', async () => {
		const answer = await pictureWith({ kind: 'cutJpeg' });
		expect(answer.headers.get('content-length')).toBe(String(PICTURE_BYTES));
		await expect(readBytes(answer)).rejects.toThrow();
	});

	it('"drip" sends a byte at a time without an end', async () => {
		const answer = await pictureWith({ kind: 'drip', intervalMs: 20 }, shortly());
		const bytes = await bytesUntilSilence(answer);
		expect(bytes).toBeGreaterThan(2);
		expect(bytes).toBeLessThan(15);
	});

	it('"endless" sends some of it and then nothing', async () => {
		const answer = await pictureWith({ kind: 'endless' }, shortly());
		expect(answer.headers.get('content-length')).toBe(String(PICTURE_BYTES));
		expect(await bytesUntilSilence(answer)).toBe(PICTURE_BYTES / 2);
	});

	it('"huge" streams so many bytes that begin like a JPEG, without a length', async () => {
		const answer = await pictureWith({ kind: 'huge', bytes: 3_000_001 });
		expect(answer.headers.get('content-length')).toBeNull();
		const bytes = await readBytes(answer);
		expect([bytes.length, bytes.readUInt16BE(0)]).toEqual([3_000_001, 0xffd8]);
	});

	it('"huge" stops when the client leaves', async () => {
		const answer = await pictureWith({ kind: 'huge', bytes: 1e12 });
		await answer.body?.cancel();
		expect((await pictureWith(null)).status).toBe(200);
	});

	it('"reset" destroys the connection', async () => {
		await expect(pictureWith({ kind: 'reset' })).rejects.toThrow('fetch failed');
		expect(simulator.requests.at(-1)).toMatchObject({ target: 'thumbnail', status: 0 });
	});

	it('"hang" never answers', async () => {
		const call = pictureWith({ kind: 'hang' }, shortly());
		await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
	});

	it('"slow" sends the picture later', async () => {
		const startedAt = performance.now();
		const answer = await pictureWith({ kind: 'slow', delayMs: 150 });
		expect((await readBytes(answer)).length).toBe(PICTURE_BYTES);
		expect(performance.now() - startedAt).toBeGreaterThan(140);
	});

	it('"redirect" points elsewhere', async () => {
		const headers = { authorization: `Bearer ${token}` };
		const plan = { kind: 'redirect', location: 'https://example.com/', status: 307 } as const;
		const answer = await pictureWith(plan, { headers, redirect: 'manual' });
		expect([answer.status, answer.headers.get('location')]).toEqual([307, 'https://example.com/']);
	});

	it('"padded" sends it with zeros after it', async () => {
		const bytes = await readBytes(await pictureWith({ kind: 'padded', bytes: 512 }));
		expect(bytes.length).toBe(PICTURE_BYTES + 512);
		expect(bytes.subarray(PICTURE_BYTES - 2, PICTURE_BYTES + 1).toString('hex')).toBe('ffd900');
	});
});

it('"frozen" repeats the same picture under fresh headers until it is cleared', async () => {
	simulator = await start({ cameras: 1, picture: 'scene' });
	token = await login(simulator);
	const first = await pictureWith({ kind: 'frozen' });
	await waitMs(1100);
	const second = await picture();
	const frozen = await readBytes(first);
	expect(frozen.equals(await readBytes(second))).toBe(true);
	expect(second.headers.get('last-modified')).not.toBe(first.headers.get('last-modified'));
	expect(frozen.equals(await readBytes(await pictureWith(null)))).toBe(false);
});
