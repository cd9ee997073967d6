import { closeAll, deviceId, get, login, picturePath, readBytes, start, waitMs } from './client';

afterEach(closeAll);

it('records every request in order, with its status', async () => {
	const simulator = await start();
	const token = await login(simulator);
	const id = deviceId(simulator);
	await readBytes(await get(simulator, '/devices?cursor=&limit=5', token));
	await readBytes(await get(simulator, picturePath(id), token));
	await readBytes(await get(simulator, '/other'));
	expect(simulator.requests).toMatchObject([
		{ method: 'POST', path: '/v1/login', target: 'login', status: 200, authorization: false },
		{ target: 'devices', query: { cursor: '', limit: '5' }, status: 200, token },
		{ target: 'thumbnail', channelId: id, status: 200, authorization: true },
		{ target: 'other', path: '/v1/other', status: 404, token: undefined },
	]);
	expect(simulator.stats()).toMatchObject({
		logins: 1,
		devices: 1,
		thumbnails: 1,
		requests: 4,
		rateLimited: 0,
	});
	simulator.resetRecords();
	expect(simulator.requests).toEqual([]);
	expect(simulator.stats()).toMatchObject({ requests: 0, connections: 0, mostInFlight: 0 });
});

it('counts the most requests that were in flight at once, and no more', async () => {
	const simulator = await start({ latencyMs: 60 });
	const token = await login(simulator);
	const path = picturePath(deviceId(simulator));
	const load = async () => {
		for (let call = 0; call < 3; call++) await readBytes(await get(simulator, path, token));
	};
	await Promise.all([load(), load(), load(), load(), load()]);
	expect(simulator.stats().mostInFlight).toBe(5);
	expect(simulator.stats().connections).toBeGreaterThanOrEqual(5);
});

it('does not count a request on that was abandoned', async () => {
	const simulator = await start();
	const token = await login(simulator);
	simulator.setFault('devices', { kind: 'hang' });
	const signal = AbortSignal.timeout(80);
	await expect(
		fetch(`${simulator.baseUrl}/devices`, {
			headers: { authorization: `Bearer ${token}` },
			signal,
		}),
	).rejects.toThrow();
	await waitMs(50);
	simulator.resetRecords();
	await login(simulator);
	expect(simulator.stats().mostInFlight).toBe(1);
});

it('takes at least the latency for every answer', async () => {
	const simulator = await start({ latencyMs: 120 });
	const startedAt = performance.now();
	await get(simulator, '/nothing');
	expect(performance.now() - startedAt).toBeGreaterThan(110);
});

describe('the rate limit', () => {
	it('answers 429 with the seconds to wait', async () => {
		const simulator = await start({ requestsPerMinute: 3 });
		const token = await login(simulator);
		const paths = ['/devices', picturePath(deviceId(simulator)), '/devices', '/devices'];
		const answers = [];
		for (const path of paths) answers.push(await get(simulator, path, token));
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
		const seconds = Number(answers.at(-1)?.headers.get('retry-after'));
		expect(seconds).toBeGreaterThan(55);
		expect(seconds).toBeLessThanOrEqual(60);
		expect(simulator.stats().rateLimited).toBe(1);
	});

	it('can say the time as a date, and a new token does not get round it', async () => {
		const simulator = await start({ requestsPerMinute: 1, retryAfterFormat: 'date' });
		await get(simulator, '/devices', await login(simulator));
		const answer = await get(simulator, '/devices', await login(simulator));
		expect(answer.status).toBe(429);
		const inMs = Date.parse(String(answer.headers.get('retry-after'))) - Date.now();
		expect(inMs).toBeGreaterThan(55_000);
		expect(inMs).toBeLessThanOrEqual(61_000);
	});

	it('lets requests through again as the window slides', async () => {
		const now = jest.spyOn(Date, 'now');
		const realNow = Date.now();
		const simulator = await start({ requestsPerMinute: 1 });
		const token = await login(simulator);
		const statuses = [];
		for (const laterMs of [0, 59_000, 60_001]) {
			now.mockReturnValue(realNow + laterMs);
			statuses.push((await get(simulator, '/devices', token)).status);
		}
		now.mockRestore();
		expect(statuses).toEqual([200, 429, 200]);
	});
});
