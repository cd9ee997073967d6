/**
 * The pictures in the hands of n8n's own nodes: mailed, posted, written, zipped, shown to a vision model, served. What
 * arrives is compared with what the cameras show, byte by byte.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import { getLive, getMany, listDevices } from '../../dev/n8n/arcules';
import type { StoredCredential } from '../../dev/n8n/client';
import { textAt } from '../../dev/n8n/json';
import type { Step } from '../../dev/n8n/workflow';
import { DEFAULT_ACCOUNT, startSimulator } from '../../dev/simulator';
import { temporaryFolder } from './driver/folder';
import { openForAll } from './driver/lifetime';
import { servedPictures, sha256 } from './driver/pictures';
import {
	aggregateFiles,
	analyzeImage,
	askVisionModel,
	httpRequest,
	pictureAsText,
	respondWithPicture,
	setField,
	withErrorOutput,
	writeFile,
	zipFiles,
} from './driver/steps';
import { TestN8n, VERSIONS } from './driver/testN8n';
import { openChatModel } from './peers/chatModel';
import { openMailbox, sendEmail } from './peers/mailbox';
import { openSlack, SLACK_CREDENTIAL, uploadToSlack } from './peers/slack';

const CAMERAS = 4;

describe.each(VERSIONS)('The pictures in n8n %s', (version) => {
	const folder = openForAll(temporaryFolder);
	const simulator = openForAll(() => startSimulator({ cameras: CAMERAS }));
	const mailbox = openForAll(openMailbox);
	const slack = openForAll(openSlack);
	const model = openForAll(openChatModel);
	const n8n = openForAll(() =>
		TestN8n.start(version, { ...slack().settings, N8N_RESTRICT_FILE_ACCESS_TO: folder().path }),
	);
	let account: StoredCredential;
	/** What the cameras show, by their ids. */
	let served: Map<string, Buffer>;

	beforeAll(async () => {
		served = await servedPictures(simulator());
		account = await n8n().connect(simulator());
	});

	const servedHashes = () => [...served.values()].map(sha256).sort();

	/** One camera, as the input of Get Live Thumbnail. */
	const oneCamera = () => {
		const [id, bytes] = [...served][1] ?? [];
		const channelId = { __rl: true, mode: 'id', value: String(id) };
		return { bytes, picture: getLive(account, { channelId }) };
	};

	test('of the cameras differ, or the comparisons below would prove nothing', () => {
		expect(new Set(servedHashes()).size).toBe(CAMERAS);
	});

	test('arrive in the mail, one mail per camera', async () => {
		const credential = await n8n().client.createCredential(mailbox().credential);
		const pictures = getMany(account, { options: { includeDetails: true } });

		const run = await n8n().run(pictures, sendEmail(credential));

		expect(run.execution.error).toBeUndefined();
		const { mails } = mailbox();
		expect(mails).toHaveLength(CAMERAS);
		for (const { json, binary } of run.items(pictures)) {
			const hash = sha256(served.get(String(json['id'])));
			const mail = mails.find(({ subject }) => subject === json['name']);
			expect(mail?.text?.trim()).toBe(hash);
			expect(mail?.attachments).toHaveLength(1);
			const [attachment] = mail?.attachments ?? [];
			expect(attachment?.contentType).toBe('image/jpeg');
			expect(attachment?.filename).toBe(binary['data']?.fileName);
			expect(sha256(attachment?.content)).toBe(hash);
		}
	});

	test('arrive in a Slack channel', async () => {
		const credential = await n8n().client.createCredential(SLACK_CREDENTIAL);
		const { bytes, picture } = oneCamera();

		const run = await n8n().run(picture, uploadToSlack(credential));

		expect(run.execution.error).toBeUndefined();
		expect(slack().shared).toHaveLength(1);
		const [file] = slack().shared;
		expect(file).toMatchObject({
			name: run.items(picture)[0]?.binary['data']?.fileName,
			announcedBytes: bytes?.length,
			channel: 'C0CAMERAS',
		});
		expect(sha256(file?.bytes)).toBe(sha256(bytes));
	});

	test('are written to disk, each under a name of its own', async () => {
		const run = await n8n().run(getMany(account), writeFile(folder().path));

		expect(run.execution.error).toBeUndefined();
		const files = (await readdir(folder().path)).map((name) => path.join(folder().path, name));
		expect(files).toHaveLength(CAMERAS);
		const written = await Promise.all(files.map(async (file) => sha256(await readFile(file))));
		expect(written.sort()).toEqual(servedHashes());
	});

	test('are what a webhook answers with, as image/jpeg', async () => {
		const { bytes, picture } = oneCamera();
		const answer = { responseMode: 'responseNode' };
		const workflow = await n8n().deploy([picture, respondWithPicture], answer);

		const answered = await workflow.call();

		expect(answered).toMatchObject({ status: 200, contentType: 'image/jpeg' });
		expect(sha256(answered.bytes)).toBe(sha256(bytes));
	});

	test('are zipped into one archive, under their own names', async () => {
		const pictures = getMany(account);

		const run = await n8n().run(pictures, aggregateFiles, zipFiles);

		expect(run.execution.error).toBeUndefined();
		const files = unzipSync(await n8n().picture(run.items(zipFiles)[0], 'archive'));
		const names = run.items(pictures).map(({ binary }) => String(binary['data']?.fileName));
		expect(Object.keys(files).sort()).toEqual(names.sort());
		expect(Object.values(files).map(sha256).sort()).toEqual(servedHashes());
	});

	test('are shown to a vision model as they are', async () => {
		model().script({ text: 'A lobby.' });
		const { bytes, picture } = oneCamera();
		const ask = askVisionModel(model().baseUrl);

		const run = await n8n().run(picture, pictureAsText, ask);

		expect(textAt(run.items(ask)[0]?.json, 'choices', '0', 'message', 'content')).toBe('A lobby.');
		const content = ['messages', '0', 'content', '1', 'image_url', 'url'];
		const [header, shown] = textAt(model().requests.at(-1), ...content).split(',');
		expect(header).toBe('data:image/jpeg;base64');
		expect(sha256(Buffer.from(shown ?? '', 'base64'))).toBe(sha256(bytes));
	});

	describe('of a fleet of twelve in which two are dead', () => {
		const fleet = openForAll(() => startSimulator({ cameras: 12 }));
		const DEAD = [1, 8];
		const leavingOut = () => getMany(fleetAccount, { onCameraFailure: 'leaveOut' });
		const reporting = () => withErrorOutput(getMany(fleetAccount), setField('Failed', 'why', WHY));
		const WHY = '={{ $json.error }}';
		let fleetAccount: StoredCredential;

		beforeAll(async () => {
			fleetAccount = await n8n().connect(fleet());
			for (const index of DEAD) fleet().setOffline(String(fleet().devices[index]?.id), true);
		});

		const names = (isDead: boolean) =>
			fleet()
				.devices.filter((_device, index) => DEAD.includes(index) === isDead)
				.map(({ name }) => name);

		/** Runs what follows the pictures to its end, and answers with how many of them it was given. */
		async function given(pictures: Step, next: Step): Promise<number> {
			const run = await n8n().run(pictures, next);
			expect(run.execution.error).toBeUndefined();
			expect(run.items(pictures).map(({ json }) => json['cameraName'])).toEqual(names(false));
			const why = pictures.errorBranch
				? names(true).map((name) => expect.stringContaining(`Camera "${name}" gave no picture`))
				: [];
			expect(run.items({ name: 'Failed' }).map(({ json }) => json['why'])).toEqual(why);
			return run.items(next).length;
		}

		describe.each([
			['left out', leavingOut],
			['reported on the error output', reporting],
		])('and are %s', (_title, pictures) => {
			test('are all written to disk', async () => {
				const before = await readdir(folder().path);
				expect(await given(pictures(), writeFile(folder().path))).toBe(10);
				expect(await readdir(folder().path)).toHaveLength(before.length + 10);
			});

			test('are all posted in Slack', async () => {
				const credential = await n8n().client.createCredential(SLACK_CREDENTIAL);
				const before = slack().shared.length;
				expect(await given(pictures(), uploadToSlack(credential))).toBe(10);
				expect(slack().shared).toHaveLength(before + 10);
			});

			test('are all shown to a vision model', async () => {
				const credential = await n8n().client.createCredential(model().credential);
				const before = model().requests.length;
				expect(await given(pictures(), analyzeImage(credential))).toBe(10);
				expect(model().requests).toHaveLength(before + 10);
			});
		});
	});

	describe('and the rest of the Arcules API', () => {
		const askForAccount = (baseUrl = simulator().baseUrl) =>
			httpRequest('Account', `${baseUrl}/account`, account);

		test('is reached by the HTTP Request node with the same credential and token', async () => {
			simulator().resetRecords();
			const ask = askForAccount();

			const run = await n8n().run(listDevices(account), ask);

			expect(run.execution.error).toBeUndefined();
			expect(run.items(ask).map(({ json }) => json)).toEqual(
				Array(CAMERAS).fill({ email: DEFAULT_ACCOUNT.email }),
			);
			expect(new Set(simulator().requests.map(({ token }) => token)).size).toBe(1);
			expect(simulator().stats().logins).toBe(0);
		});

		test('is reached by it with a new token when the old one has expired', async () => {
			// n8n asks for a new token after every failed request; one that was good within ten seconds is handed back.
			await sleep(10_500);
			simulator().resetRecords();
			simulator().expireTokens();
			const ask = askForAccount();

			const run = await n8n().run(ask);

			expect(run.items(ask)[0]?.json['email']).toBe(DEFAULT_ACCOUNT.email);
			expect(simulator().stats().logins).toBe(1);
		});

		test('is reached by it without handing the token to another server', async () => {
			const other = await startSimulator({ cameras: 1 });
			try {
				const run = await n8n().run(askForAccount(other.baseUrl));

				expect(run.execution.status).toBe('error');
				expect(other.stats().requests).toBe(0);
			} finally {
				await other.close();
			}
		});
	});
});
