/**
 * The recipes of the README that a rule of Arcules starts, imported as they are, published, and called by a rule.
 */
import { randomUUID } from 'node:crypto';
import type { StoredCredential } from '../../dev/n8n/client';
import { itemsOf, type Execution } from '../../dev/n8n/execution';
import { at, textAt } from '../../dev/n8n/json';
import { type Device, startSimulator } from '../../dev/simulator';
import { readExample } from './driver/examples';
import { openForAll } from './driver/lifetime';
import { servedPictures, sha256 } from './driver/pictures';
import { PROOF, ruleCredential, RuleWorkflow } from './driver/ruleWorkflow';
import { NEWEST, TestN8n } from './driver/testN8n';
import { openChatModel } from './peers/chatModel';
import { openMailbox } from './peers/mailbox';
import { openSlack, SLACK_CREDENTIAL } from './peers/slack';

const simulator = openForAll(() => startSimulator({ cameras: 2 }));
const mailbox = openForAll(openMailbox);
const slack = openForAll(openSlack);
const model = openForAll(openChatModel);
const n8n = openForAll(() => TestN8n.start(NEWEST, slack().settings));

let chosen: StoredCredential[];
/** What the cameras show, by their ids. */
let served: Map<string, Buffer>;

beforeAll(async () => {
	const { client } = n8n();
	const others = [
		ruleCredential(PROOF),
		mailbox().credential,
		SLACK_CREDENTIAL,
		model().credential,
	];
	chosen = [await n8n().connect(simulator())];
	for (const other of others) chosen.push(await client.createCredential(other));
});

beforeEach(async () => {
	simulator().clearFaults();
	served = await servedPictures(simulator());
});

/** Imports an example, publishes it, and answers with what fires its rule and waits for the end. */
async function publishRecipe(name: string): Promise<(camera: Device) => Promise<Execution>> {
	const recipe = await readExample(name, chosen);
	// The editor gives it one when it imports the workflow.
	const webhookId = randomUUID();
	const nodes = recipe.nodes.map((node) =>
		node.type.endsWith('RuleTrigger') ? { ...node, webhookId } : node,
	);
	const rule = await RuleWorkflow.publishAs(n8n(), webhookId, { ...recipe, nodes });
	let count = 0;
	return async ({ id }) => {
		expect(await rule.fire({ ...PROOF, body: { deviceId: id } })).toEqual({
			status: 200,
			body: '',
		});
		const [latest] = await n8n().client.finishedExecutions(rule.id, { count: ++count });
		return await n8n().client.getExecution(String(latest?.id));
	};
}

function cameras(): [good: Device, dead: Device] {
	const [good, dead] = simulator().devices;
	if (good === undefined || dead === undefined) throw new Error('There are no two cameras.');
	simulator().setFault(dead.id, { kind: 'offline' });
	return [good, dead];
}

test('Rule with picture to Slack: the picture of the camera, or a message that says why there is none', async () => {
	const [good, dead] = cameras();
	const fire = await publishRecipe('rule-picture-to-slack');

	expect((await fire(good)).error).toBeUndefined();
	expect((await fire(dead)).error).toBeUndefined();

	expect(slack().shared).toHaveLength(1);
	const [file] = slack().shared;
	expect(file?.comment).toBe(`A rule has fired: ${good.name}`);
	expect(sha256(file?.bytes)).toBe(sha256(served.get(good.id)));
	expect(slack().posted).toEqual([
		{
			channel: 'C0000000000',
			text: expect.stringContaining(`A rule has fired. Camera "${dead.name}" gave no picture: `),
		},
	]);
});

test('Rule with a person to mail: a mail with the picture only if the model sees a person', async () => {
	const [good, dead] = cameras();
	const fire = await publishRecipe('rule-person-to-mail');

	model().script({ text: 'NO. An empty lobby.' });
	const nobody = await fire(good);
	expect(nobody.error).toBeUndefined();
	expect(mailbox().mails).toEqual([]);
	const content = at(model().requests.at(-1), 'input', '0', 'content');
	const [, shown = ''] = textAt(content, '1', 'image_url').split(',');
	expect(sha256(Buffer.from(shown, 'base64'))).toBe(sha256(served.get(good.id)));

	model().script({ text: 'Yes. A person at the desk.' });
	const somebody = await fire(good);
	expect(somebody.error).toBeUndefined();
	expect(mailbox().mails).toHaveLength(1);
	const [mail] = mailbox().mails;
	expect(mail?.subject).toBe(`Somebody is there: ${good.name}`);
	expect(mail?.text?.trim()).toBe('Yes. A person at the desk.');
	expect(mail?.attachments.map((one) => sha256(one.content))).toEqual([
		sha256(served.get(good.id)),
	]);

	const asked = model().requests.length;
	const unseen = await fire(dead);
	expect(unseen.error).toBeUndefined();
	expect(itemsOf(unseen, 'Is There a Picture?', 1)).toHaveLength(1);
	expect(model().requests).toHaveLength(asked);
	expect(mailbox().mails).toHaveLength(1);
});
