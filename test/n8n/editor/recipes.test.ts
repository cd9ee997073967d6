/**
 * Everyday workflows, built in the editor of a real n8n by clicks and drags: nobody types an expression.
 */
import { simulatedCredential } from '../../../dev/n8n/arcules';
import { at, listAt, textAt } from '../../../dev/n8n/json';
import { waitFor } from '../../../dev/n8n/waitFor';
import { startSimulator } from '../../../dev/simulator';
import { openForAll } from '../driver/lifetime';
import { NEWEST, TestN8n } from '../driver/testN8n';
import { openMailbox } from '../peers/mailbox';
import { openBrowser, story } from './browser';

const SETUP_TIMEOUT_MS = 900_000;
/** Of the twelve cameras. */
const OFFLINE = ['Loading Dock', 'Reception'];
const PICTURE_FIELDS = Array.from({ length: 10 }, (_, index) => `data_${index + 1}`);
const MAX_ACTIONS = 12;

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
const mailbox = openForAll(openMailbox);
const n8n = openForAll(() => TestN8n.start(NEWEST), SETUP_TIMEOUT_MS);
const browser = openForAll(() => openBrowser(n8n()), SETUP_TIMEOUT_MS);

beforeAll(async () => {
	const { client } = n8n();
	// n8n chooses the only credential of a type by itself.
	await client.createCredential(simulatedCredential(simulator().baseUrl));
	await client.createCredential(mailbox().credential);
	for (const { id, name } of simulator().devices) {
		if (OFFLINE.includes(name)) simulator().setOffline(id, true);
	}
}, SETUP_TIMEOUT_MS);

/**
 * Counts what a recipe would tell in a line each: a node added, a choice, a text, a drag, a button. To get to a panel and
 * out of it, and to type sender and receiver, counts for nothing.
 */
function actionCounter() {
	let count = 0;
	return {
		count: () => count,
		act: async <T>(action: Promise<T>): Promise<T> => {
			count++;
			return await action;
		},
	};
}

/** A data table with these columns of text, and `pictureIsBlank`. */
async function createTable(name: string): Promise<{ rows: () => Promise<unknown[]> }> {
	const { client } = n8n();
	const projectId = textAt(await client.ask('GET', '/projects/personal'), 'id');
	const columns = TABLE_COLUMNS.map((column) => ({ name: column, type: 'string' }));
	columns.push({ name: 'pictureIsBlank', type: 'boolean' });
	const tables = `/projects/${projectId}/data-tables`;
	const id = textAt(await client.ask('POST', tables, { name, columns }), 'id');
	return { rows: async () => listAt(await client.ask('GET', `${tables}/${id}/rows`), 'data') };
}

describe('Somebody who never saw an expression', () => {
	story('has a mail with all pictures sent every morning', browser, async (editor) => {
		const { act, count } = actionCounter();
		const trigger = await act(editor.newWorkflowFrom('Schedule Trigger'));
		await act(trigger.choose('triggerAtHour', '8am'));
		await trigger.close();
		const pictures = await act(editor.addNode('Arcules', 'Get many live thumbnails'));
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
		const id = await act(editor.publish());
		expect(count()).toBeLessThanOrEqual(MAX_ACTIONS);
		expect(at(await n8n().client.ask('GET', `/workflows/${id}`), 'active')).toBe(true);

		await editor.execute();
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
		const table = await createTable('Cameras');
		await editor.newWorkflow();
		const pictures = await editor.addNode('Arcules', 'Get many live thumbnails');
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
});
