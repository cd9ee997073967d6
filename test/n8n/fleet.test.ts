/**
 * A whole fleet: some cameras offline in a run, a thousand of them in the camera picker.
 */
import { REASON_WORDS } from '../../nodes/Arcules/shared/reasons';
import { getLive, getMany } from '../../dev/n8n/arcules';
import type { StoredCredential } from '../../dev/n8n/client';
import { listAt, optionalTextAt, textAt } from '../../dev/n8n/json';
import { credentialsOf } from '../../dev/n8n/workflow';
import { startSimulator, type Simulator } from '../../dev/simulator';
import { openForAll } from './driver/lifetime';
import { TestN8n, VERSIONS } from './driver/testN8n';

const PICTURE = { bytes: 20_000 };

describe.each(VERSIONS)('A fleet in n8n %s', (version) => {
	const n8n = openForAll(() => TestN8n.start(version));
	let simulator: Simulator;
	let account: StoredCredential;

	async function setUpFleet(cameras: number): Promise<void> {
		simulator = await startSimulator({ cameras, picture: PICTURE });
		account = await n8n().connect(simulator);
	}

	afterEach(async () => {
		await simulator.close();
	});

	test('of 30 cameras with 3 offline gives 30 items, 3 of which say why there is no picture', async () => {
		await setUpFleet(30);
		const offline = [4, 11, 29].map((index) => String(simulator.devices[index]?.id));
		for (const id of offline) simulator.setOffline(id, true);
		const pictures = getMany(account, { options: { retries: 0, includeDetails: true } });

		const run = await n8n().run(pictures);

		expect(run.execution.status).toBe('success');
		const items = run.items(pictures);
		expect(items.map(({ json }) => json['id'])).toEqual(simulator.devices.map(({ id }) => id));
		for (const { json, binary } of items) {
			const isOffline = offline.includes(String(json['id']));
			expect(Object.keys(binary)).toEqual(isOffline ? [] : ['data']);
			expect(json).toMatchObject(
				isOffline
					? {
							error: `Camera "${String(json['name'])}" gave no picture: Arcules could not deliver it right now (status 503): “The camera is offline”. Check in the Arcules portal that the camera is online. A camera behind a gateway needs the gateway online too.`,
							pictureStatus: 'failed',
							pictureReason: 'unavailable',
							pictureDetails: { httpStatus: 503, attempts: 1 },
						}
					: {
							pictureStatus: 'ok',
							pictureDetails: { mimeType: 'image/jpeg', fileSize: PICTURE.bytes },
						},
			);
		}
		const names = offline.map((id) => simulator.devices.find((camera) => camera.id === id)?.name);
		const hint = `3 of 30 cameras gave no picture: ${names.map((name) => `${name} (${REASON_WORDS.unavailable})`).join(', ')}. The next node may stop at these: On Error → Continue (using error output) gives them a branch of their own.`;
		expect(run.execution.runs[pictures.name]?.[0]?.hints).toMatchObject([{ message: hint }]);
	});

	/** What the editor asks when the picker is opened, scrolled to the end or searched. */
	async function pick(search: { filter?: string; paginationToken?: string } = {}) {
		const { parameters, type, typeVersion } = getLive(account);
		return await n8n().client.ask('POST', '/dynamic-node-parameters/resource-locator-results', {
			path: 'parameters.channelId',
			methodName: 'searchChannels',
			nodeTypeAndVersion: { name: type, version: typeVersion },
			currentNodeParameters: parameters,
			credentials: credentialsOf(account),
			...search,
		});
	}

	const idsIn = (answer: unknown) =>
		listAt(answer, 'results').map((result) => textAt(result, 'value'));

	test('of 1,000 cameras is shown page by page in the camera picker, each camera once', async () => {
		await setUpFleet(1_000);

		const first = await pick();
		expect(idsIn(first)).toEqual(simulator.devices.slice(0, 100).map(({ id }) => id));
		expect(simulator.stats().devices).toBe(1);

		const ids = idsIn(first);
		let token = optionalTextAt(first, 'paginationToken');
		while (token !== undefined) {
			const page = await pick({ paginationToken: token });
			ids.push(...idsIn(page));
			token = optionalTextAt(page, 'paginationToken');
		}
		expect(ids).toEqual(simulator.devices.map(({ id }) => id));
		expect(simulator.stats()).toMatchObject({ logins: 1, devices: 10 });
	});

	test('of 1,000 cameras can be searched for one on the last page, by name and by ID', async () => {
		await setUpFleet(1_000);
		const late = String(simulator.devices[987]?.id);
		simulator.updateDevice(late, { name: 'Helipad' });

		const byName = await pick({ filter: 'heliPAD' });
		expect(listAt(byName, 'results')).toEqual([{ name: 'Helipad', value: late }]);
		expect(idsIn(await pick({ filter: late }))).toEqual([late]);
		expect(idsIn(await pick({ filter: 'no such camera' }))).toEqual([]);
	});

	test('gives the picture of a camera chosen in the picker, under the name that was shown', async () => {
		await setUpFleet(3);
		const id = String(simulator.devices[1]?.id);
		const chosen = { __rl: true, mode: 'list', value: id, cachedResultName: 'Back Door' };
		const picture = getLive(account, { channelId: chosen });

		const run = await n8n().run(picture);

		const [item] = run.items(picture);
		expect(item?.json).toMatchObject({
			pictureStatus: 'ok',
			channelId: id,
			cameraName: 'Back Door',
		});
		expect(item?.binary['data']?.fileName).toMatch(/^Back Door_/);
	});
});
