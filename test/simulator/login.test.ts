import { decode } from 'jsonwebtoken';

import {
	closeAll,
	deviceId,
	get,
	login,
	picturePath,
	postLogin,
	readJson,
	start,
	waitMs,
} from './client';

afterEach(closeAll);

describe('login', () => {
	it('gives a signed token that expires when the options say', async () => {
		const simulator = await start({ tokenLifetimeSeconds: 120 });
		const claims = decode(await login(simulator), { json: true });
		const secondsLeft = (claims?.exp ?? 0) - Date.now() / 1000;
		expect(secondsLeft).toBeGreaterThan(118);
		expect(secondsLeft).toBeLessThanOrEqual(121);
	});

	it('never gives the same token twice', async () => {
		const simulator = await start();
		const tokens = await Promise.all([login(simulator), login(simulator), login(simulator)]);
		expect(new Set(tokens).size).toBe(3);
	});

	it('refuses a wrong password, an unknown account and a body that is not JSON', async () => {
		const simulator = await start();
		const wrong = await postLogin(simulator, { email: 'demo@example.com', password: 'no' });
		expect([wrong.status, await readJson(wrong)]).toEqual([
			401,
			{ message: 'Invalid email or password' },
		]);
		expect((await postLogin(simulator, { email: 'x@example.com', password: '' })).status).toBe(401);
		const broken = await fetch(`${simulator.baseUrl}/login`, { method: 'POST', body: '{' });
		expect(broken.status).toBe(400);
	});

	it('refuses in the words that the options give', async () => {
		const wrongPassword = { status: 400, body: '<b>No</b>', contentType: 'text/html' };
		const simulator = await start({ refusals: { wrongPassword } });
		const answer = await postLogin(simulator, { email: 'demo@example.com', password: 'no' });
		expect(answer.status).toBe(400);
		expect(answer.headers.get('content-type')).toBe('text/html');
		expect(await answer.text()).toBe('<b>No</b>');
	});

	it('takes a changed password and leaves tokens in force', async () => {
		const simulator = await start();
		const token = await login(simulator);
		simulator.setPassword('demo@example.com', 'changed');
		expect((await postLogin(simulator)).status).toBe(401);
		const account = { email: 'demo@example.com', password: 'changed' };
		expect((await postLogin(simulator, account)).status).toBe(200);
		expect((await get(simulator, '/devices', token)).status).toBe(200);
	});
});

describe('tokens', () => {
	it('are needed for devices, pictures and the account', async () => {
		const simulator = await start();
		for (const path of ['/devices', picturePath(deviceId(simulator)), '/account']) {
			expect((await get(simulator, path)).status).toBe(401);
			expect((await get(simulator, path, 'made-up')).status).toBe(401);
		}
		const account = await get(simulator, '/account', await login(simulator));
		expect(await readJson(account)).toEqual({ email: 'demo@example.com' });
	});

	it('expire after their lifetime', async () => {
		const simulator = await start({ tokenLifetimeSeconds: 0.3 });
		const token = await login(simulator);
		expect((await get(simulator, '/devices', token)).status).toBe(200);
		await waitMs(350);
		expect((await get(simulator, '/devices', token)).status).toBe(401);
	});

	it('expire all at once when told to', async () => {
		const simulator = await start();
		const token = await login(simulator);
		simulator.expireTokens();
		expect((await get(simulator, '/devices', token)).status).toBe(401);
		expect((await get(simulator, '/devices', await login(simulator))).status).toBe(200);
	});
});

describe('an account without the API User role', () => {
	const account = { email: 'viewer@example.com', password: 'viewer', apiUser: false };

	it('is refused at the devices', async () => {
		const simulator = await start({ accounts: [account] });
		const { jwtToken } = await readJson(await postLogin(simulator, account));
		expect((await get(simulator, '/devices', String(jwtToken))).status).toBe(403);
	});

	it('is refused at the login when the options say so', async () => {
		const simulator = await start({ accounts: [account], missingRoleAt: 'login' });
		expect((await postLogin(simulator, account)).status).toBe(403);
	});
});

it('answers 404 in JSON to everything else', async () => {
	const simulator = await start();
	const answers = [
		await get(simulator, '/nothing'),
		await fetch(`${simulator.baseUrl}/devices`, { method: 'POST' }),
		await fetch(`${simulator.baseUrl}/login`),
		await get(simulator, '/thumbnail/%zz/live'),
	];
	for (const answer of answers) {
		expect(answer.status).toBe(404);
		expect(await readJson(answer)).toHaveProperty('message');
	}
});
