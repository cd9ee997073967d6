/**
 * The recipes of the README, built in the editor of a real n8n by clicks and drags, published and run: nobody types an
 * expression.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { simulatedCredential } from '../../../dev/n8n/arcules';
import { itemsOf } from '../../../dev/n8n/execution';
import { at, listAt, textAt } from '../../../dev/n8n/json';
import { waitFor } from '../../../dev/n8n/waitFor';
import { startSimulator } from '../../../dev/simulator';
import { isNamedByNow, temporaryFolder, TIME_ZONE } from '../driver/folder';
import { openForAll } from '../driver/lifetime';
import { servedPictures, sha256 } from '../driver/pictures';
import { NEWEST, TestN8n } from '../driver/testN8n';
import { openChatModel } from '../peers/chatModel';
import { openMailbox } from '../peers/mailbox';
import { openS3 } from '../peers/s3';
import { CHANNEL, openSlack, SLACK_CREDENTIAL } from '../peers/slack';
import { actionCounter } from './actions';
import { openBrowser, story } from './browser';
import type { Editor } from './editor';

const SETUP_TIMEOUT_MS = 900_000;
/** Of the twelve cameras. */
const OFFLINE = ['Loading Dock', 'Reception'];
const PICTURE_FIELDS = Array.from({ length: 10 }, (_, index) => `data_${index + 1}`);
const BUCKET = 'cameras';
/** What the editor calls the nodes when they are added. */
const GET_LIVE = 'Get live thumbnail';
const GET_MANY = 'Get many live thumbnails';

/** All that comes out of Get Many, but `id`: a table has one of its own. */
const TABLE_COLUMNS = [
	'cameraName',
	'pictureStatus',
	'error',
	'pictureTakenAt',
	'pictureFileName',
	'pictureReason',
	'channelId',
	'name',
	'type',
	'locationId',
	'gatewayId',
];

const simulator = openForAll(() => startSimulator({ cameras: 12 }));
const folder = openForAll(temporaryFolder);
const mailbox = openForAll(openMailbox);
const slack = openForAll(openSlack);
const model = openForAll(openChatModel);
const s3 = openForAll(() => openS3(BUCKET));
const n8n = openForAll(
	() =>
		TestN8n.start(NEWEST, {
			...slack().settings,
			GENERIC_TIMEZONE: TIME_ZONE,
			N8N_RESTRICT_FILE_ACCESS_TO: folder().path,
		}),
	SETUP_TIMEOUT_MS,
);
const browser = openForAll(() => openBrowser(n8n()), SETUP_TIMEOUT_MS);

/** The SHA-256 of what each camera shows, by its name; of those off the air, before they were. */
let shown: Map<string, string>;

beforeAll(async () => {
	const { client } = n8n();
	// n8n chooses the only credential of a type by itself.
	const arcules = simulatedCredential(simulator().baseUrl);
	const others = [mailbox().credential, SLACK_CREDENTIAL, model().credential, s3().credential];
	for (const credential of [arcules, ...others]) await client.createCredential(credential);
}, SETUP_TIMEOUT_MS);

beforeEach(async () => {
	for (const name of OFFLINE) setOffline(name, false);
	const served = await servedPictures(simulator());
	shown = new Map(
		simulator().devices.map(({ id, name }) => [String(name), sha256(served.get(id))]),
	);
	for (const name of OFFLINE) setOffline(name, true);
});

function setOffline(cameraName: string, isOffline: boolean): void {
	const camera = simulator().devices.find(({ name }) => name === cameraName);
	simulator().setFault(String(camera?.id), isOffline ? { kind: 'offline' } : null);
}

/** Runs the workflow, once it is published; answers with its id. */
async function run(editor: Editor, id: string): Promise<string> {
	expect(at(await n8n().client.ask('GET', `/workflows/${id}`), 'active')).toBe(true);
	await editor.execute();
	return id;
}

const goodNames = () => [...shown.keys()].filter((name) => !OFFLINE.includes(name));

/** A data table with these columns of text, and `pictureIsBlank` if wished. */
async function createTable(name: string, texts: readonly string[], hasBlank = false) {
	const { client } = n8n();
	const projectId = textAt(await client.ask('GET', '/projects/personal'), 'id');
	const columns = texts.map((column) => ({ name: column, type: 'string' }));
	if (hasBlank) columns.push({ name: 'pictureIsBlank', type: 'boolean' });
	const tables = `/projects/${projectId}/data-tables`;
	const id = textAt(await client.ask('POST', tables, { name, columns }), 'id');
	return { rows: async () => listAt(await client.ask('GET', `${tables}/${id}/rows`), 'data') };
}

describe('Somebody who never saw an expression', () => {
	story('has a mail with all pictures sent every morning', browser, async (editor) => {
		const { act, published } = actionCounter('Morning report', editor);
		const trigger = await act(editor.newWorkflowFrom('Schedule Trigger'));
		await act(trigger.choose('triggerAtHour', '8am'));
		await trigger.close();
		const pictures = await act(editor.addNode('Arcules', GET_MANY));
		await act(pictures.choose('output', 'One Item for All'));
		await act(pictures.execute());
		await pictures.close();
		const mail = await act(editor.addNode('Send Email', 'Send an Email'));
		await mail.type('fromEmail', 'n8n@example.com');
		await mail.type('toEmail', 'guard@example.com');
		await act(mail.type('subject', 'The cameras this morning'));
		await act(mail.add('Attachments (Inline)'));
		await act(mail.showInputFields());
		await act(mail.drag('pictureFields', 'attachments'));
		await act(mail.drag('html', 'html'));
		await mail.close();
		await run(editor, await published({ atMost: 12 }));

		const sent = await waitFor('mail', () => mailbox().mails.at(-1));
		expect(sent.subject).toBe('The cameras this morning');
		expect(sent.attachments.map(({ cid }) => cid)).toEqual(PICTURE_FIELDS);
		for (const { contentDisposition, contentType } of sent.attachments) {
			expect([contentDisposition, contentType]).toEqual(['inline', 'image/jpeg']);
		}
		// The parser puts a picture where the mail refers to one by its content id.
		const html = String(sent.html);
		expect(html.match(/src="data:image\/jpeg;base64,/g)).toHaveLength(PICTURE_FIELDS.length);
		expect(html).not.toContain('src="cid:');
		expect(html).toContain('No picture from 2 cameras');
		for (const name of OFFLINE) expect(html).toContain(name);
	});

	story('keeps the state of all cameras in a data table', browser, async (editor) => {
		const table = await createTable('Cameras', TABLE_COLUMNS, true);
		await editor.newWorkflow();
		const pictures = await editor.addNode('Arcules', GET_MANY);
		await pictures.execute();
		await pictures.close();
		const insert = await editor.addNode('Data table', 'Insert row');
		await insert.openList();
		await insert.chooseFromList('Cameras');
		await insert.mapAutomatically();
		await insert.execute();

		const rows = await table.rows();
		expect(rows.map((row) => at(row, 'cameraName'))).toEqual(
			simulator().devices.map(({ name }) => name),
		);
		const failed = rows.filter((row) => at(row, 'pictureStatus') === 'failed');
		expect(failed.map((row) => at(row, 'cameraName'))).toEqual(OFFLINE);
		for (const row of failed) expect(at(row, 'error')).toMatch(/The camera is offline/);
	});

	story('has a picture posted in Slack, or why there is none', browser, async (editor) => {
		const { act, published } = actionCounter('Live picture to Slack', editor);
		const trigger = await act(editor.newWorkflowFrom('Schedule Trigger'));
		await act(trigger.choose('field', 'Hours'));
		await trigger.close();
		const picture = await act(editor.addNode('Arcules', GET_LIVE));
		await picture.openList();
		await act(picture.chooseFromList('Main Entrance'));
		await act(picture.addErrorOutput());
		await picture.close();
		const upload = await act(editor.addNode('Slack', 'Upload a file'));
		await act(upload.addLoaded('Channel Name or ID'));
		await act(upload.choose('channelId', CHANNEL.name));
		await act(upload.add('Initial Comment'));
		await act(upload.drag('cameraName', 'initialComment'));
		await upload.close();
		const message = await act(editor.addNodeTo('Error', GET_LIVE, 'Slack', 'Send a message'));
		await act(message.choose('select', 'Channel'));
		await message.openList();
		await act(message.chooseFromList(CHANNEL.name));
		await act(message.drag('error', 'text'));
		await message.close();
		await run(editor, await published({ atMost: 15 }));

		const file = await waitFor('file in Slack', () => slack().shared.at(-1));
		expect(file).toMatchObject({ channel: CHANNEL.id, comment: 'Main Entrance' });
		expect(sha256(file.bytes)).toBe(shown.get('Main Entrance'));

		setOffline('Main Entrance', true);
		await editor.execute();
		const posted = await waitFor('message in Slack', () => slack().posted.at(-1));
		setOffline('Main Entrance', false);
		expect(posted.channel).toBe(CHANNEL.id);
		expect(posted.text).toMatch(/^Camera "Main Entrance" gave no picture: /);
		expect(slack().shared).toHaveLength(1);
	});

	story('has failed cameras listed, and the pictures mailed', browser, async (editor) => {
		const table = await createTable('Failed cameras', ['camera', 'reason', 'error']);
		const before = mailbox().mails.length;
		const { act, published } = actionCounter('Failed cameras to a table', editor);
		const trigger = await act(editor.newWorkflowFrom('Schedule Trigger'));
		await act(trigger.choose('triggerAtHour', '8am'));
		await trigger.close();
		const pictures = await act(editor.addNode('Arcules', GET_MANY));
		await act(pictures.choose('output', 'One Item for All'));
		await act(pictures.addErrorOutput());
		await act(pictures.execute());
		await pictures.close();
		const mail = await act(editor.addNodeTo('Success', GET_MANY, 'Send Email', 'Send an Email'));
		await mail.type('fromEmail', 'n8n@example.com');
		await mail.type('toEmail', 'guard@example.com');
		await act(mail.type('subject', 'These are well'));
		await act(mail.add('Attachments (Inline)'));
		await act(mail.showInputFields());
		await act(mail.drag('pictureFields', 'attachments'));
		await act(mail.drag('html', 'html'));
		await mail.close();
		const insert = await act(editor.addNodeTo('Error', GET_MANY, 'Data table', 'Insert row'));
		await insert.openList();
		await act(insert.chooseFromList('Failed cameras'));
		await act(insert.drag('cameraName', 'camera'));
		await act(insert.drag('pictureReason', 'reason'));
		await act(insert.drag('error', 'error'));
		await insert.close();
		await run(editor, await published({ atMost: 18 }));

		const sent = await waitFor('mail', () => mailbox().mails[before]);
		expect(sent.attachments.map(({ content }) => sha256(content))).toEqual(
			goodNames().map((name) => shown.get(name)),
		);
		const rows = await waitFor('rows', async () => {
			const all = await table.rows();
			return all.length > 0 && all;
		});
		expect(rows).toEqual(
			OFFLINE.map((camera) =>
				expect.objectContaining({
					camera,
					reason: 'unavailable',
					error: expect.stringContaining(camera),
				}),
			),
		);
	});

	story('has the pictures kept in S3, in a folder for each camera', browser, async (editor) => {
		const { act, published } = actionCounter('Save pictures to S3', editor);
		const trigger = await act(editor.newWorkflowFrom('Schedule Trigger'));
		await act(trigger.choose('field', 'Hours'));
		await trigger.close();
		const pictures = await act(editor.addNode('Arcules', GET_MANY));
		await act(pictures.choose('onCameraFailure', 'Leave It Out'));
		await act(pictures.add('File Name'));
		await act(pictures.type('fileName', '{name}_{date}_{time}'));
		await pictures.close();
		const upload = await act(editor.addNode('S3', 'Upload a file'));
		await act(upload.type('bucketName', BUCKET));
		await act(upload.drag('pictureFileName', 'fileName'));
		await act(upload.add('Parent Folder Key'));
		await act(upload.drag('cameraName', 'parentFolderKey'));
		await upload.close();
		await run(editor, await published({ atMost: 12 }));

		const stored = await waitFor('pictures in the bucket', async () => {
			const objects = await s3().objects();
			return objects.size >= goodNames().length && [...objects];
		});
		for (const [key, bytes] of stored) {
			const camera = path.dirname(key);
			expect(isNamedByNow(path.basename(key), camera)).toBe(true);
			expect(sha256(bytes)).toBe(shown.get(camera));
		}
		expect(stored.map(([key]) => path.dirname(key)).sort()).toEqual(goodNames().sort());
	});

	story('asks a model what a camera sees', browser, async (editor) => {
		const { act, published } = actionCounter('Ask a vision model', editor);
		const trigger = await act(editor.newWorkflowFrom('Schedule Trigger'));
		await trigger.close();
		const picture = await act(editor.addNode('Arcules', GET_LIVE));
		await picture.openList();
		await act(picture.chooseFromList('Lobby'));
		await picture.close();
		const ask = await act(editor.addNode('OpenAI', 'Analyze image'));
		await ask.openList();
		await act(ask.chooseFromList('GPT-4O'));
		await act(ask.type('text', 'Is anybody in this picture?'));
		await act(ask.choose('inputType', 'Binary File'));
		await ask.close();
		model().script({ text: 'No. An empty lobby.' });
		const id = await run(editor, await published({ atMost: 8 }));

		const execution = await n8n().client.latestExecution(id);
		expect(JSON.stringify(itemsOf(execution, 'Analyze image'))).toContain('No. An empty lobby.');
		const content = at(model().requests.at(-1), 'input', '0', 'content');
		expect(textAt(content, '0', 'text')).toBe('Is anybody in this picture?');
		const [, image = ''] = textAt(content, '1', 'image_url').split(',');
		expect(sha256(Buffer.from(image, 'base64'))).toBe(shown.get('Lobby'));
	});

	story('has a picture written to disk again and again', browser, async (editor) => {
		const { act, published } = actionCounter('Time lapse to disk', editor);
		const trigger = await act(editor.newWorkflowFrom('Schedule Trigger'));
		await act(trigger.choose('field', 'Minutes'));
		await trigger.close();
		const picture = await act(editor.addNode('Arcules', GET_LIVE));
		await picture.openList();
		await act(picture.chooseFromList('Lobby'));
		await act(picture.add('File Name'));
		await act(picture.type('fileName', '{name}_{date}_{time}'));
		await act(picture.addErrorOutput());
		await picture.close();
		const disk = 'Read/Write Files from Disk';
		const write = await act(editor.addNode(disk, 'Write File to Disk'));
		await act(write.typeAndDrag('fileName', `${folder().path}/`, 'pictureFileName'));
		await write.close();
		await run(editor, await published({ atMost: 10 }));

		const file = await waitFor('file', async () => (await readdir(folder().path))[0]);
		expect(isNamedByNow(file, 'Lobby')).toBe(true);
		const written = await readFile(path.join(folder().path, file));
		expect(sha256(written)).toBe(shown.get('Lobby'));
	});
});
