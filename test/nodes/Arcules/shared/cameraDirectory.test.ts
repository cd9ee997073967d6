/**
 * Cameras by their names: mode By Name and the option Look Up Name of Get Live Thumbnail.
 */
import {
	getLiveThumbnail,
	type PictureParameters,
	simulatedAccount,
	stopSimulators,
} from '../../../harness/simulated';
import { runNode, type RunOptions } from '../../../harness/workflow';

afterEach(stopSimulators);

const CAMERA = { type: 'video', locationId: 'l', gatewayId: 'g' };
const FLEET = [
	{ ...CAMERA, id: 'id-1', name: ' Main Straße ' },
	{ ...CAMERA, id: 'id-2', name: 'Dock' },
	{ ...CAMERA, id: 'id-3', name: 'dock' },
	{ ...CAMERA, id: 'id-4', name: '' },
	{ ...CAMERA, id: 'id-5', name: 'Speaker', type: 'audio' },
];

const byName = (value: string) => ({ channelId: { __rl: true, mode: 'name', value } });

async function run(changes: PictureParameters, more: Partial<RunOptions> = {}) {
	const { simulator, credentials } = await simulatedAccount({ cameras: FLEET, pageSize: 2 });
	const parameters = getLiveThumbnail({ ...changes });
	return { simulator, ...(await runNode({ credentials, parameters, ...more })) };
}

describe('By Name', () => {
	test.each([
		['Main Straße', 'id-1', 'Main Straße'],
		['  MAIN STRASSE ', 'id-1', 'Main Straße'],
		['id-2', 'id-2', 'Dock'],
	])('%j is the camera %s', async (value, channelId, cameraName) => {
		const { items, error } = await run(byName(value));
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ pictureStatus: 'ok', channelId, cameraName });
	});

	test('lists the devices once for many items, and answers without an id in the input', async () => {
		const names = ['Main Straße', 'main strasse', 'MAIN STRASSE'];
		const { items, simulator } = await run(byName('={{ $json.wanted }}'), {
			items: names.map((wanted) => ({ json: { wanted } })),
		});
		expect(items.map(({ json }) => json.cameraName)).toEqual(Array(3).fill('Main Straße'));
		expect(simulator.stats()).toMatchObject({ devices: 3, thumbnails: 3 });
	});

	test.each([
		['Dock', '2 cameras are named "Dock"', 'Their IDs: id-2, id-3.'],
		['Doc', 'No camera is named "Doc"', 'Similar names: Dock, dock.'],
		['Roof', 'No camera is named "Roof"', 'The cameras are: Main Straße, Dock, dock.'],
		['Speaker', 'No camera is named "Speaker"', 'The cameras are:'],
		['={{ "" }}', '\'Camera\' must be the name of a camera, but is ""', 'portal'],
	])('%j is refused with what it could have been', async (value, message, description) => {
		const { error, simulator } = await run(byName(value));
		expect(error?.message).toBe(message);
		expect(error?.description).toContain(description);
		expect(simulator.stats().thumbnails).toBe(0);
	});

	test('fails with the words of the listing when there is none', async () => {
		const { simulator, credentials } = await simulatedAccount();
		simulator.setFault('devices', { kind: 'status', status: 404 });
		const { items, hints } = await runNode({
			credentials,
			onError: 'continueRegularOutput',
			parameters: getLiveThumbnail(byName('Lobby')),
		});
		expect(items[0]?.json).toMatchObject({
			pictureStatus: 'failed',
			error: expect.stringContaining('The devices could not be listed'),
		});
		expect(hints).toEqual([]);
	});
});

describe('Look Up Name', () => {
	const byId = { channelId: { __rl: true, mode: 'id', value: '={{ $json.at }}' } };
	const items = ['id-1', 'id-2', 'id-4', 'id-9'].map((at) => ({ json: { at } }));

	test('names the cameras that the list names, with one listing', async () => {
		const { items: out, simulator } = await run(
			{ ...byId, options: { lookUpName: true } },
			{ items, onError: 'continueRegularOutput' },
		);
		expect(out.map(({ json }) => json.cameraName)).toEqual([
			'Main Straße',
			'Dock',
			undefined,
			undefined,
		]);
		expect(simulator.stats().devices).toBe(3);
	});

	test('lists nothing where it is off, or where the name is known', async () => {
		const known = [{ json: { at: 'id-2', id: 'id-2', name: 'Mine' } }];
		const off = await run(byId, { items: items.slice(0, 2) });
		const on = await run({ ...byId, options: { lookUpName: true } }, { items: known });
		expect(off.items[0]?.json).not.toHaveProperty('cameraName');
		expect(on.items[0]?.json.cameraName).toBe('Mine');
		expect([off.simulator.stats().devices, on.simulator.stats().devices]).toEqual([0, 0]);
	});

	test('costs no picture when the list cannot be had', async () => {
		const { simulator, credentials } = await simulatedAccount({ cameras: FLEET });
		simulator.setFault('devices', { kind: 'status', status: 404 });
		const parameters = getLiveThumbnail({ ...byId, options: { lookUpName: true } });
		const { items: out } = await runNode({ credentials, parameters, items: items.slice(0, 1) });
		expect(out[0]?.json).toMatchObject({ pictureStatus: 'ok', channelId: 'id-1' });
	});
});

describe('A fixed camera', () => {
	const picked = {
		channelId: { __rl: true, mode: 'list', value: 'id-2', cachedResultName: 'Dock <1>' },
	};
	const items = [{ json: { id: 'id-1', name: 'Main' } }, { json: { id: 'id-4' } }];

	test('with several items is said to be the camera of all pictures', async () => {
		const { items: out, hints } = await run(picked, { items });
		expect(out.map(({ json }) => json.cameraName)).toEqual(['Dock <1>', 'Dock <1>']);
		expect(hints).toEqual([
			"All 2 pictures are of one camera, Dock &lt;1&gt;, because 'Camera' is fixed. To get the camera of each item, drag its id from the input onto 'Camera'.",
		]);
	});

	test('with one item needs no hint', async () => {
		const { hints } = await run(picked, { items: items.slice(0, 1) });
		expect(hints).toEqual([]);
	});
});
