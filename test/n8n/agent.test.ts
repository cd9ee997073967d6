/**
 * The node as a tool of n8n's AI Agent: what the agent hands on to its model.
 */
import { getLive, getMany, getPortState, listDevices } from '../../dev/n8n/arcules';
import { at, listAt } from '../../dev/n8n/json';
import type { Step } from '../../dev/n8n/workflow';
import { startSimulator } from '../../dev/simulator';
import { openForAll } from './driver/lifetime';
import { agent, continuing } from './driver/steps';
import { TestN8n, VERSIONS } from './driver/testN8n';
import { messagesOf, openChatModel } from './peers/chatModel';

describe.each(VERSIONS)('An AI agent in n8n %s', (version) => {
	const simulator = openForAll(() => startSimulator({ cameras: 3, picture: { bytes: 20_000 } }));
	const model = openForAll(openChatModel);
	const n8n = openForAll(() => TestN8n.start(version));

	/** Lets the model call the tool once, and answers with what the model was told of its result. */
	async function toolResult(tool: Step, input = {}): Promise<unknown> {
		const { requests, credential, script } = model();
		const toolName = tool.name.replaceAll(' ', '_');
		script({ tool: toolName, arguments: input }, { text: 'All is quiet.' });
		const before = requests.length;
		const step = agent(await n8n().client.createCredential(credential), tool);

		const run = await n8n().run(step);

		expect(run.execution.error).toBeUndefined();
		expect(at(run.items(step)[0]?.json, 'output')).toBe('All is quiet.');
		const [first, second] = requests.slice(before);
		const offered = listAt(first, 'tools').map((offer) => at(offer, 'function', 'name'));
		expect(offered).toEqual([toolName]);
		const results = messagesOf(second, 'tool');
		expect(results).toHaveLength(1);
		return JSON.parse(String(results[0]));
	}

	test('learns from the tool which cameras there are', async () => {
		const account = await n8n().connect(simulator());

		expect(await toolResult(listDevices(account))).toEqual(simulator().devices);
	});

	test('learns from the tool which cameras gave a picture and which did not', async () => {
		const account = await n8n().connect(simulator());
		const [offline, ...online] = simulator().devices;
		simulator().setOffline(String(offline?.id), true);

		expect(await toolResult(getMany(account))).toMatchObject([
			{
				...offline,
				error: expect.stringContaining('gave no picture'),
				pictureStatus: 'failed',
				pictureReason: 'unavailable',
			},
			...online.map((camera) => ({ ...camera, pictureStatus: 'ok', channelId: camera.id })),
		]);
	});

	test('gets the picture of the camera that the model has chosen', async () => {
		const account = await n8n().connect(simulator());
		const id = String(simulator().devices[1]?.id);
		const chosen = "={{ $fromAI('channel', 'ID of the camera', 'string') }}";
		const tool = getLive(account, { channelId: { __rl: true, mode: 'id', value: chosen } });

		expect(await toolResult(tool, { channel: id })).toMatchObject([
			{ channel: id, pictureStatus: 'ok', channelId: id },
		]);
		expect(simulator().requests.at(-1)).toMatchObject({ channelId: id, status: 200 });
	});

	test('learns from the tool the states of the ports that the model has asked for', async () => {
		const account = await n8n().connect(simulator());
		simulator().setIoPort('door', { state: 'high' });
		const tool = continuing(getPortState(account, "={{ $fromAI('ports', 'IDs of ports') }}"));

		expect(await toolResult(tool, { ports: 'door, gate' })).toMatchObject([
			{ portId: 'door', state: 'high' },
			{ portId: 'gate', reason: 'notFound', error: expect.stringContaining('gave no state') },
		]);
	});

	test('learns from the tool why it has no pictures when the password is wrong', async () => {
		const refused = await n8n().connect(simulator(), { password: 'wrong' });

		expect(await toolResult(continuing(getMany(refused)))).toMatchObject([
			{
				error: expect.stringContaining('Arcules refused the email or password'),
				pictureStatus: 'failed',
				pictureReason: 'unauthorized',
			},
		]);
	});
});
