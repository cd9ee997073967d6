import { closeAll, deviceId, get, login, picturePath, readJson, start } from './client';

afterEach(closeAll);

async function started() {
	const simulator = await start();
	const token = await login(simulator);
	const control = `http://127.0.0.1:${simulator.port}/_simulator`;
	const id = deviceId(simulator);
	const send = async (method: string, target: string, body?: string) =>
		await fetch(`${control}/faults/${target}`, { method, ...(body ? { body } : {}) });
	const status = async () => (await get(simulator, picturePath(id), token)).status;
	return { simulator, control, id, send, status };
}

it('breaks and heals a camera by hand', async () => {
	const { id, send, status } = await started();
	expect((await send('PUT', id, '{"kind":"status","status":418}')).status).toBe(200);
	expect(await status()).toBe(418);
	expect((await send('DELETE', id)).status).toBe(200);
	expect(await status()).toBe(200);
	await send('PUT', '*thumbnail', '[{"kind":"offline"},"ok",null]');
	expect([await status(), await status()]).toEqual([503, 200]);
});

it.each([
	['{', 'must be sent as JSON'],
	['"offline"', 'A fault is an object'],
	['{"kind":"nonsense"}', '"kind" must be one of offline, html'],
	['{"kind":"slow"}', '"delayMs" must be a whole number'],
	['{"kind":"status","status":99}', '"status" must be between'],
	['{"kind":"redirect"}', '"location" must be a text'],
	['{"kind":"status","status":500,"headers":{"a":1}}', '"a" must be a text'],
])('says what is wrong with the fault %s', async (body, message) => {
	const { id, send } = await started();
	const answer = await send('PUT', id, body);
	expect(answer.status).toBe(400);
	expect((await readJson(answer))['message']).toMatch(message);
});

it('refuses a target that does not exist', async () => {
	const { send } = await started();
	const answer = await send('PUT', 'nowhere', '{"kind":"offline"}');
	expect(answer.status).toBe(404);
	expect((await readJson(answer))['message']).toMatch('There is no target nowhere');
});

it('shows the counts without counting itself', async () => {
	const { simulator, control, status } = await started();
	await status();
	const stats = await readJson(await fetch(`${control}/stats`));
	expect(stats).toMatchObject({ logins: 1, thumbnails: 1, requests: 2 });
	expect(simulator.requests).toHaveLength(2);
});
