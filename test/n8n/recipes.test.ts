/**
 * The recipes of the README, imported into a real n8n as they are, with credentials chosen, run from their triggers
 * against servers on loopback.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { StoredCredential } from '../../dev/n8n/client';
import { type Execution, itemsOf } from '../../dev/n8n/execution';
import { at, listAt, textAt } from '../../dev/n8n/json';
import { type Device, startSimulator } from '../../dev/simulator';
import { readExample } from './driver/examples';
import { isNamedByNow, temporaryFolder, TIME_ZONE } from './driver/folder';
import { openForAll } from './driver/lifetime';
import { servedPictures, sha256 } from './driver/pictures';
import { NEWEST, TestN8n, VERSIONS } from './driver/testN8n';
import { openChatModel } from './peers/chatModel';
import { openMailbox } from './peers/mailbox';
import { openS3 } from './peers/s3';
import { openSlack, SLACK_CREDENTIAL } from './peers/slack';

const BUCKET = 'cameras';

describe.each(VERSIONS)('The recipes in n8n %s', (version) => {
	const folder = openForAll(temporaryFolder);
	const simulator = openForAll(() => startSimulator({ cameras: 4 }));
	const mailbox = openForAll(openMailbox);
	const slack = openForAll(openSlack);
	const model = openForAll(openChatModel);
	const s3 = openForAll(() => openS3(BUCKET));
	const n8n = openForAll(() =>
		TestN8n.start(version, {
			...slack().settings,
			GENERIC_TIMEZONE: TIME_ZONE,
			N8N_RESTRICT_FILE_ACCESS_TO: folder().path,
		}),
	);

	let chosen: readonly StoredCredential[];
	/** What the cameras show, by their ids. */
	let served: Map<string, Buffer>;

	beforeAll(async () => {
		const { client } = n8n();
		const others = [mailbox().credential, SLACK_CREDENTIAL, model().credential, s3().credential];
		chosen = [await n8n().connect(simulator())];
		for (const other of others) chosen = [...chosen, await client.createCredential(other)];
	});

	beforeEach(async () => {
		cameras().forEach(({ id }) => simulator().setFault(id, null));
		served = await servedPictures(simulator());
	});

	const cameras = () => simulator().devices;

	const takeOffTheAir = (camera: Device | undefined) =>
		simulator().setFault(String(camera?.id), { kind: 'offline' });

	const shownBy = (name: string) =>
		served.get(cameras().find((one) => one.name === name)?.id ?? '');

	/** Imports an example, which can then be run as the editor does. */
	async function importRecipe(name: string, change?: (text: string) => string) {
		const { client } = n8n();
		const recipe = await readExample(name, chosen, change);
		const id = await client.createWorkflow(recipe);
		const trigger = String(recipe.nodes.find(({ type }) => type.endsWith('Trigger'))?.name);
		return {
			run: async (): Promise<Execution> =>
				await client.executionById(id, await client.runManually(id, trigger)),
		};
	}

	/** Imports an example, and runs it once. */
	const runRecipe = async (name: string, change?: (text: string) => string) =>
		await (await importRecipe(name, change)).run();

	/** Creates a data table, and picks it where the node of n8n 1.123, which knows no names, would not find it. */
	async function createTable(name: string, columns: readonly string[]) {
		const { client } = n8n();
		const project = textAt(await client.ask('GET', '/projects/personal'), 'id');
		const tables = `/projects/${project}/data-tables`;
		const texts = columns.map((column) => ({ name: column, type: 'string' }));
		const id = textAt(await client.ask('POST', tables, { name, columns: texts }), 'id');
		const named = new RegExp(`"mode": "name",\\s*"value": "${name}"`, 'g');
		return {
			rows: async () => listAt(await client.ask('GET', `${tables}/${id}/rows`), 'data'),
			pick: (recipe: string) =>
				version === NEWEST ? recipe : recipe.replace(named, `"mode": "list", "value": "${id}"`),
		};
	}

	test('Morning report: one mail with every picture in it, and the camera that gave none', async () => {
		const [dead, ...well] = cameras();
		takeOffTheAir(dead);

		const execution = await runRecipe('morning-report');

		expect(execution.error).toBeUndefined();
		expect(mailbox().mails).toHaveLength(1);
		const [mail] = mailbox().mails;
		expect(mail?.subject).toBe('Cameras: 3 of 4 gave a picture');
		expect(mail?.attachments.map(({ content }) => sha256(content))).toEqual(
			well.map(({ id }) => sha256(served.get(id))),
		);
		expect(mail?.attachments.map(({ cid }) => cid)).toEqual(['data_1', 'data_2', 'data_3']);
		const html = String(mail?.html);
		for (const { name } of well) expect(html).toContain(`<strong>${name}</strong>`);
		expect(html).toContain('No picture from 1 camera');
		expect(html).toContain(`<strong>${dead?.name}</strong></bdi>: offline or busy`);
	});

	test('Weekly status report: one mail with a table of all cameras, those without a picture first and with the reason', async () => {
		const [dead, odd, ...well] = cameras();
		takeOffTheAir(dead);
		simulator().updateDevice(String(odd?.id), { name: 'Gate <b>1</b> & 2' });
		const before = mailbox().mails.length;

		const execution = await runRecipe('weekly-status-report');

		expect(execution.error).toBeUndefined();
		expect(mailbox().mails).toHaveLength(before + 1);
		const mail = mailbox().mails.at(-1);
		expect(mail?.subject).toBe('Cameras this week: 3 of 4 give a picture');
		expect(mail?.attachments).toEqual([]);
		const rows = [...String(mail?.html).matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) =>
			[...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => cell),
		);
		const okNames = ['Gate &lt;b>1&lt;/b> &amp; 2', ...well.map(({ name }) => name)].sort();
		expect(rows).toEqual([
			['Camera', 'Status', 'Reason'],
			[
				dead?.name,
				'No picture',
				expect.stringContaining(`"${dead?.name}" gave no picture: Arcules could not deliver it`),
			],
			...okNames.map((name) => [name, 'OK', '']),
		]);
		simulator().updateDevice(String(odd?.id), { name: odd?.name });
	});

	describe('Live picture to Slack', () => {
		test('shows the picture in the channel, with the name of the camera', async () => {
			const execution = await runRecipe('live-picture-to-slack');

			expect(execution.error).toBeUndefined();
			expect(slack().posted).toEqual([]);
			expect(slack().shared).toHaveLength(1);
			const [file] = slack().shared;
			expect(file).toMatchObject({ channel: 'C0000000000', comment: 'Lobby' });
			expect(sha256(file?.bytes)).toBe(sha256(shownBy('Lobby')));
		});

		test('says in the channel why there is no picture', async () => {
			const before = slack().shared.length;
			takeOffTheAir(cameras()[0]);

			const execution = await runRecipe('live-picture-to-slack');

			expect(execution.error).toBeUndefined();
			expect(slack().shared).toHaveLength(before);
			expect(slack().posted).toEqual([
				{
					channel: 'C0000000000',
					text: expect.stringMatching(/^Camera "Lobby" gave no picture: Arcules could not deliver/),
				},
			]);
		});
	});

	test('Failed cameras to a table, good ones to a mail: each gets where it belongs', async () => {
		const table = await createTable('Failed cameras', ['camera', 'reason', 'error']);
		const [first, ...others] = cameras();
		const dead = others.at(-1);
		const well = [first, ...others].filter((camera) => camera !== dead);
		takeOffTheAir(dead);

		const execution = await runRecipe('failed-cameras-to-table', table.pick);

		expect(execution.error).toBeUndefined();
		expect(await table.rows()).toEqual([
			expect.objectContaining({
				camera: dead?.name,
				reason: 'unavailable',
				error: expect.stringContaining(`Camera "${dead?.name}" gave no picture`),
			}),
		]);
		const mail = mailbox().mails.at(-1);
		expect(mail?.subject).toBe('3 of 4 cameras are well');
		expect(mail?.attachments.map(({ content }) => sha256(content))).toEqual(
			well.map((camera) => sha256(served.get(String(camera?.id)))),
		);
	});

	test('I/O port change to Slack: each change is told once, and the first run tells nothing', async () => {
		const table = await createTable('IO ports', ['port', 'state']);
		const recipe = await importRecipe('io-port-change-to-slack', table.pick);
		const setPort = (id: string, state: string | null) =>
			simulator().setIoPort(id, state === null ? null : { state, lastUpdated: 1726183188281 });
		/** What one run tells. */
		const told = async () => {
			const before = slack().posted.length;
			const execution = await recipe.run();
			expect(execution.error).toBeUndefined();
			return slack().posted.slice(before);
		};
		const message = (text: unknown) => ({ channel: 'C0000000000', text });
		const firstIs = (state: string) =>
			message(`I/O port first-port-id is ${state}, updated at 2024-09-13 05:04:48`);
		setPort('first-port-id', 'low');
		setPort('second-port-id', 'low');

		expect(await told()).toEqual([]);
		expect(await told()).toEqual([]);
		setPort('first-port-id', 'high');
		expect(await told()).toEqual([firstIs('high')]);
		expect(await told()).toEqual([]);
		setPort('first-port-id', 'low');
		setPort('second-port-id', null);
		expect(await told()).toEqual([
			firstIs('low'),
			message(
				expect.stringMatching(
					/^I\/O port second-port-id gave no state: Arcules does not know this I\/O port\. Check the port ID/,
				),
			),
		]);
		expect(await told()).toEqual([]);
		setPort('second-port-id', 'low');
		expect(await told()).toHaveLength(1);
	});

	test('Save pictures to S3: each in the folder of its camera, under its local time', async () => {
		const [dead, ...well] = cameras();
		takeOffTheAir(dead);

		const execution = await runRecipe('save-to-s3');

		expect(execution.error).toBeUndefined();
		const stored = [...(await s3().objects())].sort();
		const names = well.map(({ name }) => String(name)).sort();
		expect(stored).toHaveLength(names.length);
		for (const [index, name] of names.entries()) {
			const [key, bytes] = stored[index] ?? ['', undefined];
			expect(path.dirname(key)).toBe(name);
			expect(isNamedByNow(path.basename(key), name)).toBe(true);
			expect(sha256(bytes)).toBe(sha256(shownBy(name)));
		}
	});

	test('Ask a vision model: the model is shown the picture as it is, and its answer comes out', async () => {
		model().script({ text: 'No. An empty lobby.' });

		const execution = await runRecipe('ask-a-vision-model');

		expect(execution.error).toBeUndefined();
		const content = at(model().requests.at(-1), 'input', '0', 'content');
		expect(textAt(content, '0', 'text')).toContain('Is anybody in this picture?');
		const [header, shown] = textAt(content, '1', 'image_url').split(',');
		expect(header).toBe('data:image/jpeg;base64');
		expect(sha256(Buffer.from(shown ?? '', 'base64'))).toBe(sha256(shownBy('Lobby')));
		const [answer] = itemsOf(execution, 'Analyze Image');
		expect(JSON.stringify(answer?.json)).toContain('No. An empty lobby.');
	});

	test('Time lapse to disk: the picture is written under its local time, and none when there is none', async () => {
		const inFolder = (text: string) =>
			text.replace('/home/node/.n8n-files/time-lapse', folder().path);

		const execution = await runRecipe('time-lapse-to-disk', inFolder);
		takeOffTheAir(cameras()[0]);
		const without = await runRecipe('time-lapse-to-disk', inFolder);

		expect(execution.error).toBeUndefined();
		expect(without.error).toBeUndefined();
		const files = await readdir(folder().path);
		expect(files).toHaveLength(1);
		const [file = ''] = files;
		expect(isNamedByNow(file, 'Lobby')).toBe(true);
		const written = await readFile(path.join(folder().path, file));
		expect(sha256(written)).toBe(sha256(shownBy('Lobby')));
	});
});
