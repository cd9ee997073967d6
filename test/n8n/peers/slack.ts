// Slack on loopback: as much of its API as an upload of a file and a message need.
import express from 'express';
import type { Credential, StoredCredential } from '../../../dev/n8n/client';
import { at, optionalTextAt, textAt } from '../../../dev/n8n/json';
import type { Step } from '../../../dev/n8n/workflow';
import { openProxy, type Proxy } from './proxy';

const API_HOST = 'slack.com';
const FILES_HOST = 'files.slack.com';
const TOKEN = 'xoxb-test';

export const SLACK_CREDENTIAL: Credential = {
	name: 'Slack',
	type: 'slackApi',
	data: { accessToken: TOKEN, signatureSecret: '' },
};

/** The one that can be picked from a list; others can be named. */
export const CHANNEL = { id: 'C0CAMERAS', name: 'cameras' };

/** A file that was uploaded and then shared in a channel. */
export interface SharedFile {
	name: string;
	announcedBytes: number;
	bytes: Buffer;
	channel: string;
	/** What is said of it in the channel. */
	comment: string | undefined;
}

/** A message that was posted in a channel. */
export interface PostedMessage {
	channel: string;
	text: string;
}

export interface Slack extends Proxy {
	readonly shared: readonly SharedFile[];
	readonly posted: readonly PostedMessage[];
}

/** An upload in three steps, as Slack's API has it: ask for an address, send the bytes there, share the file. */
export async function openSlack(): Promise<Slack> {
	const uploads = new Map<string, Omit<SharedFile, 'channel' | 'comment'>>();
	const shared: SharedFile[] = [];
	const posted: PostedMessage[] = [];
	const app = express();

	app.use('/api', (request, response, next) => {
		if (request.headers.authorization === `Bearer ${TOKEN}`) next();
		else response.json({ ok: false, error: 'invalid_auth' });
	});
	app.get('/api/conversations.list', (_request, response) => {
		response.json({ ok: true, channels: [CHANNEL], response_metadata: { next_cursor: '' } });
	});
	app.get('/api/files.getUploadURLExternal', ({ query }, response) => {
		const id = `F${uploads.size + 1}`;
		const announcedBytes = Number(query.length);
		uploads.set(id, { name: String(query.filename), announcedBytes, bytes: Buffer.alloc(0) });
		const address = `https://${FILES_HOST}/upload/v1/${id}`;
		response.json({ ok: true, upload_url: address, file_id: id });
	});
	const bytes = express.raw({ type: () => true, limit: '50mb' });
	app.post('/upload/v1/:id', bytes, async ({ params, headers, body }, response) => {
		const upload = uploads.get(params.id);
		if (upload === undefined) return void response.sendStatus(404);
		upload.bytes = await uploadedFile(headers['content-type'] ?? '', body);
		response.type('text/plain').send(`OK - ${upload.bytes.length}`);
	});
	app.post('/api/files.completeUploadExternal', express.json(), ({ body }, response) => {
		const id = textAt(body, 'files', '0', 'id');
		const upload = uploads.get(id);
		if (upload === undefined) return void response.json({ ok: false, error: 'file_not_found' });
		const comment = optionalTextAt(body, 'initial_comment');
		shared.push({ ...upload, channel: String(at(body, 'channel_id')), comment });
		response.json({ ok: true, files: [{ id, title: upload.name }] });
	});

	app.post('/api/chat.postMessage', express.json(), ({ body }, response) => {
		posted.push({ channel: textAt(body, 'channel'), text: textAt(body, 'text') });
		response.json({ ok: true, channel: textAt(body, 'channel'), ts: '1.0', message: {} });
	});

	return { shared, posted, ...(await openProxy([API_HOST, FILES_HOST], app)) };
}

/** The one file of a form. */
async function uploadedFile(contentType: string, body: Uint8Array<ArrayBuffer>): Promise<Buffer> {
	const form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
	const file = form.get('file');
	if (file === null || typeof file === 'string') throw new Error('The form has no file.');
	return Buffer.from(await file.arrayBuffer());
}

/** n8n's own Slack node, told to post the picture to a channel. */
export const uploadToSlack = (credential: StoredCredential): Step => ({
	name: 'Slack',
	type: 'n8n-nodes-base.slack',
	typeVersion: 2.3,
	credential,
	parameters: {
		authentication: 'accessToken',
		resource: 'file',
		operation: 'upload',
		binaryPropertyName: 'data',
		options: { channelId: CHANNEL.id },
	},
});
