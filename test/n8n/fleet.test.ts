/**
 * A whole fleet: some cameras offline in a run, a thousand of them in the camera picker.
 */
import { listAt, optionalTextAt, textAt } from '../../dev/n8n/json';
import { startSimulator, type Simulator } from '../../dev/simulator';
import { GET_LIVE, GET_MANY, type ArculesAccount } from './driver/arcules';
import { realN8n, type RealN8n } from './driver/realN8n';
import { VERSIONS } from './driver/versions';

const SMALL_PICTURE = { bytes: 20_000 };

describe.each(VERSIONS)('A fleet in n8n %s', (version) => {
	let n8n: RealN8n;
	const simulators: Simulator[] = [];

	beforeAll(async () => {
		n8n = await realN8n(version);
	});

	afterEach(async () => {
		await Promise.all(simulators.splice(0).map(async (simulator) => await simulator.close()));
	});

	afterAll(async () => {
		await n8n?.stop();
	});

	async function fleetOf(cameras: number) {
		const simulator = await startSimulator({ cameras, picture: SMALL_PICTURE });
		simulators.push(simulator);
		return { simulator, arcules: await n8n.connect(simulator) };
	}

	test('of 30 cameras with 3 offline gives 30 items, 3 of which say why there is no picture', async () => {
		const { simulator, arcules } = await fleetOf(30);
		const offline = [4, 11, 29].map((index) => String(simulator.devices[index]?.id));
		for (const id of offline) simulator.setOffline(id, true);

		const run = await n8n.run(arcules.getMany());

		expect(run.execution.status).toBe('success');
		const items = run.items(GET_MANY);
		expect(items.map(({ json }) => json['id'])).toEqual(simulator.devices.map(({ id }) => id));
		for (const { json, binary } of items) {
			const isOffline = offline.includes(String(json['id']));
			expect(Object.keys(binary)).toEqual(isOffline ? [] : ['data']);
			expect(json).toMatchObject(
				isOffline
					? {
							error: `Camera "${String(json['name'])}" gave no picture: Arcules could not deliver it right now (status 503): “The camera is offline”`,
							thumbnail: { status: 'failed', reason: 'unavailable', httpStatus: 503, attempts: 1 },
						}
					: { thumbnail: { status: 'ok', mimeType: 'image/jpeg', fileSize: SMALL_PICTURE.bytes } },
			);
		}
	});

	test('keeps with the run the hint about the cameras that gave no picture', async () => {
		const { simulator, arcules } = await fleetOf(5);
		const offline = simulator.devices[2];
		simulator.setOffline(String(offline?.id), true);

		const run = await n8n.run(arcules.getMany());

		expect(run.hints(GET_MANY)).toEqual([
			`1 of 5 cameras gave no picture: ${simulator.devices[2]?.name} (unavailable). Their items say why in the field “error”.`,
		]);
	});

	/** What the editor asks when the picker is opened, scrolled to the end or searched. */
	async function pick(arcules: ArculesAccount, filter?: string, paginationToken?: string) {
		const { parameters, type, typeVersion, credential } = arcules.getLive();
		return await n8n.client.ask('POST', '/dynamic-node-parameters/resource-locator-results', {
			path: 'parameters.channelId',
			methodName: 'searchChannels',
			nodeTypeAndVersion: { name: type, version: typeVersion },
			currentNodeParameters: parameters,
			credentials: credential && {
				[credential.type]: { id: credential.id, name: credential.name },
			},
			...(filter !== undefined && { filter }),
			...(paginationToken !== undefined && { paginationToken }),
		});
	}

	const idsIn = (answer: unknown) =>
		listAt(answer, 'results').map((result) => textAt(result, 'value'));

	test('of 1,000 cameras is shown page by page in the camera picker, each camera once', async () => {
		const { simulator, arcules } = await fleetOf(1_000);

		const first = await pick(arcules);
		expect(idsIn(first)).toEqual(simulator.devices.slice(0, 100).map(({ id }) => id));
		expect(simulator.stats().devices).toBe(1);

		const ids = idsIn(first);
		let token = optionalTextAt(first, 'paginationToken');
		while (token !== undefined) {
			const page = await pick(arcules, undefined, token);
			ids.push(...idsIn(page));
			token = optionalTextAt(page, 'paginationToken');
		}
		expect(ids).toEqual(simulator.devices.map(({ id }) => id));
		expect(simulator.stats()).toMatchObject({ logins: 1, devices: 10 });
	});

	test('of 1,000 cameras can be searched for one on the last page, by name and by ID', async () => {
		const { simulator, arcules } = await fleetOf(1_000);
		const late = String(simulator.devices[987]?.id);
		simulator.updateDevice(late, { name: 'Helipad' });

		const byName = await pick(arcules, 'heliPAD');
		expect(listAt(byName, 'results')).toEqual([{ name: 'Helipad', value: late }]);
		expect(idsIn(await pick(arcules, late))).toEqual([late]);
		expect(idsIn(await pick(arcules, 'no such camera'))).toEqual([]);
	});

	test('gives the picture of a camera chosen in the picker, under the name that was shown', async () => {
		const { simulator, arcules } = await fleetOf(3);
		const camera = simulator.devices[1];

		const run = await n8n.run(
			arcules.getLive({
				channelId: {
					__rl: true,
					mode: 'list',
					value: String(camera?.id),
					cachedResultName: 'Back Door',
				},
			}),
		);

		const [item] = run.items(GET_LIVE);
		expect(item?.json).toMatchObject({ thumbnail: { status: 'ok', channelId: camera?.id } });
		expect(item?.binary['data']?.fileName).toMatch(/^Back Door_/);
	});
});
