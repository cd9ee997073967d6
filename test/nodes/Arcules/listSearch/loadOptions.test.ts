/**
 * The dropdowns of cameras, locations, gateways and types, in n8n-core's own context, against the simulator.
 */
import {
	getCameras,
	getDeviceTypes,
	getGateways,
	getLocations,
} from '../../../../nodes/Arcules/listSearch/loadOptions';
import {
	credentialFor,
	getManyLiveThumbnails,
	listDevices,
	simulatedAccount,
	stopSimulators,
} from '../../../harness/simulated';
import { loadOptionsContext, runNode } from '../../../harness/workflow';

afterEach(stopSimulators);

const NORTH = { locationId: '7f3a0000-north', gatewayId: 'g1', type: 'video' };
const SOUTH = { locationId: 'south', gatewayId: 'g1', type: 'video' };
const DEVICES = [
	{ ...SOUTH, id: '1', name: 'Gate' },
	{ ...NORTH, id: '2', name: 'Lobby' },
	{ ...NORTH, id: '3', name: 'Dock' },
	{ ...NORTH, id: '4', name: 'Ramp' },
	{ ...NORTH, id: '5', name: 'Roof' },
	{ ...NORTH, id: '6', name: 'Horn', type: 'audio' },
	{ id: '7', name: 'Relay', type: 'io', locationId: 'yard', gatewayId: '' },
];

async function context(cameras: typeof DEVICES | number = DEVICES) {
	const { simulator, credentials } = await simulatedAccount({ cameras });
	return { simulator, credentials, dropdown: loadOptionsContext(credentials) };
}

test('locations are told by what is in them, the largest first', async () => {
	const { dropdown } = await context();
	expect(await getLocations.call(dropdown)).toEqual([
		{
			name: '4 cameras and 1 other device: Lobby, Dock, Ramp, … · 7f3a0000…',
			value: '7f3a0000-north',
		},
		{ name: '1 camera: Gate · south', value: 'south' },
		{ name: '1 device: Relay · yard', value: 'yard' },
	]);
});

test('gateways are told likewise, and devices without one are in none', async () => {
	const { dropdown } = await context();
	expect(await getGateways.call(dropdown)).toEqual([
		{ name: '5 cameras and 1 other device: Gate, Lobby, Dock, … · g1', value: 'g1' },
	]);
});

test('types stand by their own names, with their counts', async () => {
	const { dropdown } = await context();
	expect(await getDeviceTypes.call(dropdown)).toEqual([
		{ name: 'video · 5 cameras: Gate, Lobby, Dock, …', value: 'video' },
		{ name: 'audio · 1 device: Horn', value: 'audio' },
		{ name: 'io · 1 device: Relay', value: 'io' },
	]);
});

test('what a dropdown gives can be filtered by', async () => {
	const { dropdown, credentials } = await context();
	const [location] = await getLocations.call(dropdown);
	const filters = { locationId: String(location?.value) };

	const { items } = await runNode({ credentials, parameters: listDevices({ filters }) });

	expect(items.map(({ json }) => json.name)).toEqual(['Lobby', 'Dock', 'Ramp', 'Roof', 'Horn']);
});

test('cameras stand by name, and no other device among them', async () => {
	const { dropdown } = await context();
	const cameras = await getCameras.call(dropdown);
	expect(cameras.map(({ name }) => name)).toEqual(['Gate', 'Lobby', 'Dock', 'Ramp', 'Roof']);
});

test('a thousand cameras are listed; above, an entry says so, and is refused as a choice', async () => {
	const thousand = await context(1_000);
	expect(await getCameras.call(thousand.dropdown)).toHaveLength(1_000);

	const { dropdown, simulator, credentials } = await context(1_001);
	const cameras = await getCameras.call(dropdown);
	expect(cameras).toHaveLength(1_001);
	const note = cameras.at(-1);
	expect(note?.name).toMatch(/^Only the first 1000 cameras are listed\./);
	expect(simulator.stats().devices).toBe(10);

	const cameraIds = [String(note?.value)];
	const parameters = getManyLiveThumbnails({ cameras: 'selected', cameraIds });
	const { error } = await runNode({ credentials, parameters });
	expect(error?.message).toBe("'Camera Names or IDs' has an entry that only says there are more");
});

test('groups of a fleet that is too large are counted as far as ten pages go, which is said', async () => {
	const { dropdown } = await context(1_200);
	expect((await getDeviceTypes.call(dropdown)).map(({ name }) => name)).toEqual([
		expect.stringMatching(/^video · 1000 cameras: /),
		expect.stringMatching(/^Only the first 1000 devices were counted\./),
	]);
});

test('all dropdowns together leave most of the requests of a minute to executions', async () => {
	const { dropdown, simulator } = await context(1_500);
	for (let opened = 0; opened < 10; opened++) await getLocations.call(dropdown);
	expect(simulator.stats().devices).toBe(100);

	await expect(getLocations.call(dropdown)).rejects.toMatchObject({
		message: 'Arcules did not list the devices within 10 seconds',
		description: expect.stringContaining('executions'),
	});
	expect(simulator.stats().devices).toBe(100);
}, 30_000);

test('a refused account is told in a sentence', async () => {
	const { simulator } = await simulatedAccount();
	const credentials = credentialFor(simulator, { password: 'wrong' });
	await expect(getCameras.call(loadOptionsContext(credentials))).rejects.toMatchObject({
		message: expect.stringContaining('Arcules refused the email or password'),
	});
});
