/**
 * The stand-in for the Arcules API: pages, tokens, rate limit, pictures, and its end. What is done to it has a file of its
 * own.
 */
import { decode } from 'jsonwebtoken';
import sharp from 'sharp';
import {
	DEFAULT_ACCOUNT,
	oddDevices,
	SCENES,
	startSimulator,
	type Simulator,
	type SimulatorOptions,
} from '../dev/simulator';
import { call, jsonOf, picturePath, signIn, tokenOf } from './harness/apiClient';

const HOUR_MS = 3_600_000;
const running: Simulator[] = [];

async function start(options: SimulatorOptions = {}): Promise<Simulator> {
	const simulator = await startSimulator({ cameras: 5, picture: { bytes: 20_000 }, ...options });
	running.push(simulator);
	return simulator;
}

/** A simulator, and what `GET` answers there to one signed-in client. */
async function signedIn(options: SimulatorOptions = {}) {
	const simulator = await start(options);
	const token = await tokenOf(simulator);
	const get = async (path: string) => await call(simulator, { path, token });
	return { simulator, token, get, status: async (path: string) => (await get(path)).status };
}

afterEach(async () => {
	await Promise.all(running.splice(0).map(async (simulator) => await simulator.close()));
});

describe('the device list', () => {
	it.each<[string, SimulatorOptions, string]>([
		['as bare cursors', {}, '/v1/devices?cursor='],
		['in a parameter of another name', { cursorParameter: 'after' }, '/v1/devices?after='],
		['as addresses', { nextAs: 'url' }, ''],
		['without an echo of what was asked for', { echoCurrent: false }, '/v1/devices?cursor='],
	])('gives every device once, with cursors %s', async (_, options, prefix) => {
		const { simulator, get } = await signedIn({ pageSize: 2, ...options });
		const ids: string[] = [];
		let path: string | undefined = '/v1/devices';
		let asked = '';
		while (path !== undefined) {
			const { devices, page } = Object(jsonOf(await get(path)));
			ids.push(...devices.map(({ id }: { id: string }) => id));
			expect(page.current).toBe(options.echoCurrent === false ? '' : asked);
			asked = page.next;
			path = asked === null ? undefined : `${prefix}${asked}`.replace(/^http:..[^/]*/, '');
		}
		expect(ids).toEqual(simulator.devices.map(({ id }) => id));
	});

	it('ignores or rejects a parameter that it does not know, and rejects a cursor that it never gave', async () => {
		const ignoring = await signedIn();
		const { get } = await signedIn({ unknownParameter: 'reject' });
		expect(jsonOf(await ignoring.get('/v1/devices?page=x'))).toMatchObject({
			devices: expect.any(Array),
		});
		expect((await get('/v1/devices?page=x')).status).toBe(400);
		expect((await get('/v1/devices?cursor=x')).status).toBe(400);
	});

	it('follows what is added, changed and removed, and spreads other devices between the cameras', async () => {
		const { simulator, status } = await signedIn({ cameras: 3, otherDevices: 1 });
		expect(simulator.devices.map(({ type }) => type)).toEqual(['video', 'video', 'audio', 'video']);
		const [first, , , last] = simulator.devices;
		simulator.updateDevice(String(first?.id), { name: 'Renamed' });
		simulator.removeDevice(String(last?.id));
		simulator.addDevice({ id: 'new', name: 'New', type: 'video', locationId: '', gatewayId: '' });
		expect(simulator.devices.map(({ name }) => name)).toEqual([
			'Renamed',
			'Loading Dock',
			'Speaker 1',
			'New',
		]);
		expect(await status('/v1/thumbnail/new/live')).toBe(200);
		expect(await status(`/v1/thumbnail/${last?.id}/live`)).toBe(404);
		expect(() => simulator.removeDevice('nowhere')).toThrow('There is no device nowhere');
	});

	it('serves odd devices like any other', async () => {
		const { simulator, get, status } = await signedIn({ cameras: oddDevices() });
		expect(jsonOf(await get('/v1/devices'))['devices']).toEqual(simulator.devices);
		for (const index of simulator.devices.keys()) {
			expect(await status(picturePath(simulator, index))).toBe(200);
		}
	});
});

describe('tokens', () => {
	it('are needed, and end with their lifetime by the clock of the simulator', async () => {
		const { simulator, status } = await signedIn();
		expect((await call(simulator, { path: '/v1/devices' })).status).toBe(401);
		expect(await status('/v1/devices')).toBe(200);
		simulator.advanceClock(HOUR_MS + 1);
		expect(await status('/v1/devices')).toBe(401);
		const date = String((await signIn(simulator)).headers.date);
		expect(Date.parse(date) - Date.now()).toBeGreaterThan(HOUR_MS - 5_000);
	});

	it.each<[string, SimulatorOptions, object | null]>([
		['are JWTs', {}, { exp: expect.any(Number), iat: expect.any(Number) }],
		['say not when they end', { token: { exp: false } }, { exp: undefined }],
		['say not when they were issued', { token: { iat: false } }, { iat: undefined }],
		[
			'lie about their end',
			{ token: { claimedLifetimeSeconds: -60 } },
			{ exp: expect.any(Number) },
		],
		['are opaque', { token: { form: 'opaque' } }, null],
	])('%s when the options say so', async (_, options, claims) => {
		const { token, status } = await signedIn(options);
		const decoded = decode(token, { json: true });
		if (claims === null) expect(decoded).toBeNull();
		else expect({ exp: undefined, iat: undefined, ...decoded }).toMatchObject(claims);
		expect(await status('/v1/devices')).toBe(200);
	});

	it.each<[SimulatorOptions['expiredAs'], number, string]>([
		[498, 498, 'expired'],
		['json', 200, 'session is over'],
		['html', 200, '<!DOCTYPE html>'],
		['loginPage', 302, ''],
		[{ status: 419, body: 'Page expired', headers: { 'x-a': 'b' } }, 419, 'Page expired'],
	])('that are over are refused as %j', async (expiredAs, status, words) => {
		const { simulator, get } = await signedIn({ expiredAs });
		simulator.expireTokens(2);
		await get('/v1/devices');
		expect((await get('/v1/devices')).status).toBe(200);
		const refused = await get('/v1/devices');
		expect([refused.status, refused.body.toString()]).toEqual([
			status,
			expect.stringContaining(words),
		]);
	});

	it('of an account end with its next sign-in, where there is one session for each', async () => {
		const { simulator, status } = await signedIn({ oneSessionPerAccount: true });
		await signIn(simulator);
		expect(await status('/v1/devices')).toBe(401);
	});

	it('are refused to a wrong password, an old one, and a body that is no JSON', async () => {
		const simulator = await start();
		simulator.setPassword(DEFAULT_ACCOUNT.email, 'new');
		expect((await signIn(simulator)).status).toBe(401);
		expect((await signIn(simulator, { ...DEFAULT_ACCOUNT, password: 'new' })).status).toBe(200);
		const broken = { path: '/v1/login', method: 'POST', body: '{' };
		expect((await call(simulator, broken)).status).toBe(400);
	});

	it.each(['login', 'devices'] as const)(
		'of an account without the role are refused at %s',
		async (missingRoleAt) => {
			const account = { email: 'viewer@example.com', password: 'viewer', apiUser: false };
			const simulator = await start({ accounts: [account], missingRoleAt });
			const answer = await signIn(simulator, account);
			expect(answer.status).toBe(missingRoleAt === 'login' ? 403 : 200);
			if (missingRoleAt === 'login') return;
			const token = String(jsonOf(answer)['jwtToken']);
			expect((await call(simulator, { path: '/v1/devices', token })).status).toBe(403);
		},
	);
});

describe('I/O ports', () => {
	it('are a map of the ids asked for, without those that are unknown', async () => {
		const ioPorts = { a: { state: 'low', lastUpdated: 1726183188281 } };
		const { simulator, get, status } = await signedIn({ ioPorts });
		simulator.setIoPort('b', { state: 'undefined' });
		expect(jsonOf(await get('/v1/ioports?portIds=b,x,a'))).toEqual({
			b: { state: 'undefined', lastUpdated: expect.any(Number) },
			...ioPorts,
		});
		expect(await status('/v1/ioports')).toBe(400);
	});

	it('need a role of their own', async () => {
		const { status } = await signedIn({ accounts: [{ ...DEFAULT_ACCOUNT, ioOperator: false }] });
		expect([await status('/v1/ioports?portIds=a'), await status('/v1/devices')]).toEqual([
			403, 200,
		]);
	});
});

describe('the rate limit', () => {
	it.each(['seconds', 'date'] as const)(
		'tells when to come back in %s, and lets go after a minute',
		async (retryAfterFormat) => {
			const { simulator, get, status } = await signedIn({ requestsPerMinute: 2, retryAfterFormat });
			expect([await status('/v1/devices'), await status(picturePath(simulator))]).toEqual([
				200, 200,
			]);
			const limited = await get('/v1/devices');
			const retryAfter = String(limited.headers['retry-after']);
			const seconds =
				retryAfterFormat === 'seconds'
					? Number(retryAfter)
					: (Date.parse(retryAfter) - Date.now()) / 1000;
			expect(limited.status).toBe(429);
			expect(seconds).toBeGreaterThan(55);
			expect(seconds).toBeLessThan(62);
			expect(simulator.stats().rateLimited).toBe(1);
			simulator.advanceClock(60_001);
			expect(await status('/v1/devices')).toBe(200);
		},
	);
});

describe('what is recorded', () => {
	it('is every request in order, and how many were in flight at once', async () => {
		const { simulator, token, get } = await signedIn({ latencyMs: 60 });
		await Promise.all([get('/v1/devices?limit=5'), get(picturePath(simulator)), get('/other')]);
		expect(simulator.requests).toMatchObject([
			{ target: 'login', method: 'POST', status: 200, authorization: false },
			{ target: 'devices', query: { limit: '5' }, status: 200, token },
			{ target: 'thumbnail', channelId: simulator.devices[0]?.id, status: 200 },
			{ target: 'other', path: '/other', status: 404 },
		]);
		const counts = { logins: 1, devices: 1, thumbnails: 1, requests: 4, mostInFlight: 3 };
		expect(simulator.stats()).toMatchObject(counts);
		simulator.resetRecords();
		expect(simulator.stats()).toMatchObject({ requests: 0, connections: 0, mostInFlight: 0 });
	});
});

describe('pictures', () => {
	it.each([900, 5_000, 20_000, 150_000, 2_000_003])(
		'of %d bytes are valid from the first to the last',
		async (bytes) => {
			const { simulator, get } = await signedIn({ picture: { bytes } });
			const { body } = await get(picturePath(simulator));
			expect(body.length).toBe(bytes);
			expect(body.indexOf(Buffer.from([0xff, 0xd9]))).toBe(bytes - 2);
			await sharp(body, { failOn: 'warning' }).raw().toBuffer();
		},
	);

	it('of a few bytes are refused', async () => {
		await expect(startSimulator({ picture: { bytes: 10 } })).rejects.toThrow('too small');
	});

	it('of a scene have 1280 by 720 pixels, say when they were taken, and differ from each other', async () => {
		const { simulator, get } = await signedIn({ picture: 'scene' });
		const [first, second] = [await get(picturePath(simulator)), await get(picturePath(simulator))];
		expect(await sharp(first.body).metadata()).toMatchObject({
			format: 'jpeg',
			width: 1280,
			height: 720,
		});
		expect(first.headers).toMatchObject({
			'content-type': 'image/jpeg',
			'cache-control': 'no-store',
			'last-modified': expect.stringMatching(/GMT$/),
		});
		expect(first.body.equals(second.body)).toBe(false);
	});

	it.each(SCENES)('show a camera that sees "%s"', async (scene) => {
		const { simulator, get } = await signedIn();
		simulator.setScene(String(simulator.devices[0]?.id), scene, false);
		const { channels } = await sharp((await get(picturePath(simulator))).body).stats();
		const spread = Math.max(...channels.map(({ stdev }) => stdev));
		const isBlank = ['black', 'white', 'oneColour', 'covered'].includes(scene);
		expect(spread < 5).toBe(isBlank);
	});
});

describe('close', () => {
	it('ends calls that never end, frees the port, and can be called twice', async () => {
		const { simulator, token } = await signedIn();
		const faults = [
			{ kind: 'hang' },
			{ kind: 'endless' },
			{ kind: 'drip', intervalMs: 5 },
			{ kind: 'slow', delayMs: 600_000 },
			{ kind: 'multipart' },
		] as const;
		const calls = faults.map(async (fault, index) => {
			simulator.setFault(String(simulator.devices[index]?.id), fault);
			return await call(simulator, { path: picturePath(simulator, index), token });
		});
		while (simulator.stats().thumbnails < faults.length) await new Promise(setImmediate);
		await simulator.close();
		await simulator.close();
		expect((await Promise.all(calls)).map(({ end }) => end)).toEqual(Array(5).fill('cut'));
		await start({ port: simulator.port });
		await expect(startSimulator({ port: simulator.port })).rejects.toMatchObject({
			code: 'EADDRINUSE',
		});
	});
});
