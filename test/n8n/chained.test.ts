/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in jest, not in n8n */
/**
 * The pictures in the hands of n8n's own nodes: mailed, posted, written, zipped, shown to a vision model, served. What
 * arrives is compared with what the cameras show, byte by byte.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { at, textAt } from '../../dev/n8n/json';
import { DEFAULT_ACCOUNT, startSimulator, type Simulator } from '../../dev/simulator';
import type { ArculesAccount } from './driver/arcules';
import {
	aggregateFiles,
	askVisionModel,
	httpRequest,
	pictureAsText,
	respondWithPicture,
	writeFile,
	zipFiles,
} from './driver/n8nSteps';
import { realN8n, type RealN8n } from './driver/realN8n';
import { servedPictures } from './driver/servedPictures';
import { VERSIONS } from './driver/versions';
import { openChatModel, type ChatModel } from './peers/chatModel';
import { openMailbox, sendEmail, type Mailbox } from './peers/mailbox';
import { openSlack, SLACK_CREDENTIAL, uploadToSlack, type Slack } from './peers/slack';
import { unzip } from './peers/zip';

const CAMERAS = 4;

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const sorted = (texts: Iterable<string>) => [...texts].sort();

describe.each(VERSIONS)('The pictures in n8n %s', (version) => {
	let n8n: RealN8n;
	let arcules: ArculesAccount;
	let simulator: Simulator;
	let mailbox: Mailbox;
	let slack: Slack;
	let model: ChatModel;
	let folder: string;
	/** What the cameras show, by their ids. */
	let served: Map<string, Buffer>;

	beforeAll(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'pictures-'));
		simulator = await startSimulator({ cameras: CAMERAS });
		served = await servedPictures(simulator);
		mailbox = await openMailbox();
		slack = await openSlack();
		model = await openChatModel();
		n8n = await realN8n(version, { ...slack.settings, N8N_RESTRICT_FILE_ACCESS_TO: folder });
		arcules = await n8n.connect(simulator);
	});

	afterAll(async () => {
		await n8n?.stop();
		await Promise.all([simulator, mailbox, slack, model].map(async (peer) => await peer?.close()));
		await rm(folder, { recursive: true, force: true });
	});

	const servedHashes = () => sorted([...served.values()].map(sha256));
	const nameOf = (id: string) => String(simulator.devices.find((device) => device.id === id)?.name);

	/** One camera, as the input of Get Live Thumbnail. */
	const oneCamera = () => {
		const [id, bytes] = [...served][1] ?? ['', Buffer.alloc(0)];
		const channelId = { __rl: true, mode: 'id', value: id };
		return { bytes, getLive: arcules.getLive({ channelId }) };
	};

	test('of the cameras differ, or the comparisons below would prove nothing', () => {
		expect(new Set(servedHashes()).size).toBe(CAMERAS);
	});

	test('arrive in the mail, one mail per camera', async () => {
		const credential = await n8n.createCredential(mailbox.credential);

		const run = await n8n.run(arcules.getMany(), sendEmail(credential));

		expect(run.execution.error).toBeUndefined();
		expect(mailbox.mails).toHaveLength(CAMERAS);
		const bySubject = new Map(mailbox.mails.map((mail) => [mail.subject, mail]));
		for (const [id, bytes] of served) {
			const mail = bySubject.get(nameOf(id));
			expect(mail?.text?.trim()).toBe(sha256(bytes));
			expect(mail?.attachments).toHaveLength(1);
			const [attachment] = mail?.attachments ?? [];
			expect(attachment?.contentType).toBe('image/jpeg');
			expect(attachment?.filename).toBe(
				run.items('Get Many Live Thumbnails').find(({ json }) => json['id'] === id)?.binary['data']
					?.fileName,
			);
			expect(sha256(attachment?.content ?? Buffer.alloc(0))).toBe(sha256(bytes));
		}
	});

	test('arrive in a Slack channel', async () => {
		const credential = await n8n.createCredential(SLACK_CREDENTIAL);
		const { bytes, getLive } = oneCamera();

		const run = await n8n.run(getLive, uploadToSlack(credential));

		expect(run.execution.error).toBeUndefined();
		expect(slack.shared).toHaveLength(1);
		const [file] = slack.shared;
		expect(file).toMatchObject({
			name: run.items(getLive)[0]?.binary['data']?.fileName,
			announcedBytes: bytes.length,
			channel: 'C0CAMERAS',
		});
		expect(sha256(file?.bytes ?? Buffer.alloc(0))).toBe(sha256(bytes));
	});

	test('are written to disk, each under a name of its own', async () => {
		const run = await n8n.run(arcules.getMany(), writeFile(folder));

		expect(run.execution.error).toBeUndefined();
		const names = await readdir(folder);
		expect(names).toHaveLength(CAMERAS);
		const written = await Promise.all(
			names.map(async (name) => await readFile(path.join(folder, name))),
		);
		expect(sorted(written.map(sha256))).toEqual(servedHashes());
	});

	test('are what a webhook answers with, as image/jpeg', async () => {
		const { bytes, getLive } = oneCamera();
		const workflow = await n8n.deploy([getLive, respondWithPicture()], 'responseNode');

		const { answer } = await workflow.run();

		expect(answer).toMatchObject({ status: 200, contentType: 'image/jpeg' });
		expect(sha256(answer.bytes)).toBe(sha256(bytes));
	});

	test('are zipped into one archive, under their own names', async () => {
		const zip = zipFiles();

		const run = await n8n.run(arcules.getMany(), aggregateFiles(), zip);

		expect(run.execution.error).toBeUndefined();
		const files = unzip(await n8n.picture(run.items(zip)[0], 'archive'));
		const names = run
			.items('Get Many Live Thumbnails')
			.map(({ binary }) => String(binary['data']?.fileName));
		expect(sorted(files.keys())).toEqual(sorted(names));
		expect(sorted([...files.values()].map(sha256))).toEqual(servedHashes());
	});

	test('are shown to a vision model as they are', async () => {
		model.script({ text: 'A lobby.' });
		const { bytes, getLive } = oneCamera();
		const ask = askVisionModel(model.baseUrl);

		const run = await n8n.run(getLive, pictureAsText(), ask);

		expect(textAt(run.items(ask)[0]?.json, 'choices', '0', 'message', 'content')).toBe('A lobby.');
		const shown = textAt(
			model.requests.at(-1),
			'messages',
			'0',
			'content',
			'1',
			'image_url',
			'url',
		);
		expect(shown).toMatch(/^data:image\/jpeg;base64,/);
		expect(sha256(Buffer.from(shown.split(',')[1] ?? '', 'base64'))).toBe(sha256(bytes));
	});

	describe('and the rest of the Arcules API', () => {
		const askForAccount = () => httpRequest(`${simulator.baseUrl}/account`, arcules.credential);

		test('is reached by the HTTP Request node with the same credential and token', async () => {
			simulator.resetRecords();
			const ask = askForAccount();

			const run = await n8n.run(arcules.listDevices(), { ...ask, name: 'Account' });

			expect(run.execution.error).toBeUndefined();
			expect(run.items('Account').map(({ json }) => json)).toEqual(
				Array(CAMERAS).fill({ email: DEFAULT_ACCOUNT.email }),
			);
			const tokens = new Set(simulator.requests.map(({ token }) => token));
			expect(tokens.size).toBe(1);
			expect(simulator.stats().logins).toBe(0);
		});

		test('is reached by it with a new token when the old one has expired', async () => {
			simulator.resetRecords();
			simulator.expireTokens();
			const ask = askForAccount();

			const run = await n8n.run(ask);

			expect(at(run.items(ask)[0]?.json, 'email')).toBe(DEFAULT_ACCOUNT.email);
			expect(simulator.stats().logins).toBe(1);
		});

		test('is reached by it without handing the token to another server', async () => {
			const other = await startSimulator({ cameras: 1 });
			try {
				const run = await n8n.run(httpRequest(`${other.baseUrl}/account`, arcules.credential));

				expect(run.execution.status).toBe('error');
				expect(other.stats().requests).toBe(0);
			} finally {
				await other.close();
			}
		});
	});
});
