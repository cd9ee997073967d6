import type { Simulator, SimulatorOptions } from '../../dev/simulator';
import { closeAll, deviceId, fieldsOf, get, login, picturePath, readJson, start } from './client';

afterEach(closeAll);

interface Page {
	readonly ids: string[];
	readonly previous: string | null;
	readonly current: string;
	readonly next: string | null;
}

function cursor(value: unknown): string | null {
	return value === null ? null : String(value);
}

async function readPage(response: Response): Promise<Page> {
	const { devices, page } = await readJson(response);
	const list: unknown[] = Array.isArray(devices) ? devices : [];
	const { previous, current, next } = fieldsOf(page);
	const ids = list.map((device) => String(fieldsOf(device)['id']));
	return { ids, previous: cursor(previous), current: String(current), next: cursor(next) };
}

async function started(options: SimulatorOptions) {
	const simulator = await start({ cameras: 5, pageSize: 2, ...options });
	const token = await login(simulator);
	const page = async (query = '') =>
		await readPage(await get(simulator, `/devices${query}`, token));
	return { simulator, token, page };
}

function ids({ devices }: Simulator): string[] {
	return devices.map(({ id }) => id);
}

describe('the device list', () => {
	it('fits in one page with the documented cursors', async () => {
		const { page } = await started({ pageSize: 100 });
		expect(await page()).toMatchObject({ previous: null, current: '', next: null });
	});

	it('comes in pages that follow their cursors to the end', async () => {
		const { simulator, page } = await started({});
		const first = await page();
		const second = await page(`?cursor=${first.next}`);
		const third = await page(`?cursor=${second.next}`);
		expect([...first.ids, ...second.ids, ...third.ids]).toEqual(ids(simulator));
		expect(second.current).toBe(first.next);
		expect(third.next).toBeNull();
		expect((await page(`?cursor=${second.previous}`)).ids).toEqual(first.ids);
	});

	it('takes its cursor in the parameter that the options name', async () => {
		const { simulator, page } = await started({ cursorParameter: 'pageToken' });
		const { next } = await page();
		expect((await page(`?pageToken=${next}`)).ids).toEqual(ids(simulator).slice(2, 4));
	});

	it('ignores an unknown parameter and gives the first page again', async () => {
		const { simulator, page } = await started({ cursorParameter: 'after' });
		const { next } = await page();
		expect(await page(`?cursor=${next}`)).toMatchObject({
			ids: ids(simulator).slice(0, 2),
			current: '',
		});
	});

	it('rejects an unknown parameter when the options say so', async () => {
		const { simulator, token } = await started({ unknownParameter: 'reject' });
		expect((await get(simulator, '/devices?page=x', token)).status).toBe(400);
	});

	it('rejects a cursor that it never gave', async () => {
		const { simulator, token } = await started({});
		expect((await get(simulator, '/devices?cursor=x', token)).status).toBe(400);
	});

	it('does not echo the cursor when the options say so', async () => {
		const { page } = await started({ echoCurrent: false });
		const { next } = await page();
		expect((await page(`?cursor=${next}`)).current).toBe('');
	});

	it('gives addresses that can be followed when the options say so', async () => {
		const { simulator, token, page } = await started({ nextAs: 'url', cursorParameter: 'p' });
		const { next } = await page();
		expect(next).toMatch(`${simulator.baseUrl}/devices?p=`);
		const headers = { authorization: `Bearer ${token}` };
		const second = await readPage(await fetch(String(next), { headers }));
		expect(second).toMatchObject({ ids: ids(simulator).slice(2, 4), current: next });
	});
});

describe('the devices', () => {
	it('are the same in every run, with names and deterministic ids', async () => {
		const [one, other] = [await start({ cameras: 30 }), await start({ cameras: 30 })];
		expect(one.devices).toEqual(other.devices);
		expect(new Set(ids(one)).size).toBe(30);
		expect(new Set(one.devices.map(({ name }) => name)).size).toBe(30);
		expect(deviceId(one)).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
	});

	it('include other types, which have no picture', async () => {
		const simulator = await start({ cameras: 6, otherDevices: 3 });
		const types = simulator.devices.map(({ type }) => type);
		expect(types.filter((type) => type === 'video')).toHaveLength(6);
		expect(types).toHaveLength(9);
		const other = simulator.devices.find(({ type }) => type !== 'video');
		const answer = await get(simulator, picturePath(other?.id ?? ''), await login(simulator));
		expect(answer.status).toBe(404);
	});

	it('can be given with further fields, added, changed and removed', async () => {
		const site = { locationId: 'l', gatewayId: 'g' };
		const given = { id: 'a', name: 'A', type: 'video', ...site, model: 'X1' };
		const simulator = await start({ cameras: [given] });
		expect(simulator.devices).toEqual([given]);
		simulator.addDevice({ ...given, id: 'b' });
		simulator.updateDevice('a', { name: 'Renamed' });
		expect(simulator.devices.map(({ name }) => name)).toEqual(['Renamed', 'A']);
		simulator.removeDevice('a');
		expect(ids(simulator)).toEqual(['b']);
		const token = await login(simulator);
		expect((await get(simulator, picturePath('a'), token)).status).toBe(404);
		expect((await get(simulator, picturePath('b'), token)).status).toBe(200);
	});

	it('refuse a picture while they are offline', async () => {
		const simulator = await start();
		const [id, token] = [deviceId(simulator), await login(simulator)];
		simulator.setOffline(id, true);
		expect((await get(simulator, picturePath(id), token)).status).toBe(503);
		simulator.setOffline(id, false);
		expect((await get(simulator, picturePath(id), token)).status).toBe(200);
	});
});
