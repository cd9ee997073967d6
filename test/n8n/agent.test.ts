/**
 * The node as a tool of n8n's AI Agent: what the agent hands on to its model.
 */
import { at, listAt } from '../../dev/n8n/json';
import { startSimulator, type Simulator } from '../../dev/simulator';
import { agent } from './driver/agent';
import type { ArculesAccount } from './driver/arcules';
import { realN8n, type RealN8n } from './driver/realN8n';
import { continuing, type Step } from './driver/steps';
import { VERSIONS } from './driver/versions';
import { openChatModel, said, type ChatModel } from './peers/chatModel';

const CAMERAS = 3;

describe.each(VERSIONS)('An AI agent in n8n %s', (version) => {
	let n8n: RealN8n;
	let arcules: ArculesAccount;
	let simulator: Simulator;
	let model: ChatModel;

	beforeAll(async () => {
		simulator = await startSimulator({ cameras: CAMERAS, picture: { bytes: 20_000 } });
		model = await openChatModel();
		n8n = await realN8n(version);
		arcules = await n8n.connect(simulator);
	});

	afterAll(async () => {
		await n8n?.stop();
		await Promise.all([simulator, model].map(async (peer) => await peer?.close()));
	});

	/** Lets the model call the tool once, and answers with what the model was told of its result. */
	async function toolResult(tool: Step, input = {}): Promise<unknown> {
		const toolName = tool.name.replaceAll(' ', '_');
		model.script({ tool: toolName, arguments: input }, { text: 'All is quiet.' });
		const before = model.requests.length;
		const step = agent(await n8n.createCredential(model.credential), tool);

		const run = await n8n.run(step);

		expect(run.execution.error).toBeUndefined();
		expect(at(run.items(step)[0]?.json, 'output')).toBe('All is quiet.');
		const [first, second] = model.requests.slice(before);
		const offered = listAt(first, 'tools').map((offer) => at(offer, 'function', 'name'));
		expect(offered).toEqual([toolName]);
		const results = said(second, 'tool');
		expect(results).toHaveLength(1);
		return JSON.parse(String(results[0]));
	}

	test('learns from the tool which cameras there are', async () => {
		expect(await toolResult(arcules.listDevices())).toEqual(simulator.devices);
	});

	test('learns from the tool which cameras gave a picture and which did not', async () => {
		const [offline, ...online] = simulator.devices;
		simulator.setOffline(String(offline?.id), true);

		expect(await toolResult(arcules.getMany())).toEqual([
			{
				...offline,
				error: expect.stringContaining('gave no picture'),
				thumbnail: expect.objectContaining({ status: 'failed', reason: 'unavailable' }),
			},
			...online.map((camera) => ({
				...camera,
				thumbnail: expect.objectContaining({ status: 'ok', channelId: camera.id }),
			})),
		]);
	});

	test('gets the picture of the camera that the model has chosen', async () => {
		const id = String(simulator.devices[1]?.id);
		const chosen = "={{ $fromAI('channel', 'ID of the camera', 'string') }}";
		const getLive = arcules.getLive({ channelId: { __rl: true, mode: 'id', value: chosen } });

		expect(await toolResult(getLive, { channel: id })).toEqual([
			{ channel: id, thumbnail: expect.objectContaining({ status: 'ok', channelId: id }) },
		]);
		expect(simulator.requests.at(-1)).toMatchObject({ channelId: id, status: 200 });
	});

	test('learns from the tool why it has no pictures when the password is wrong', async () => {
		const refused = await n8n.connect(simulator, { password: 'wrong' });

		expect(await toolResult(continuing(refused.getMany()))).toEqual([
			{
				error: expect.stringContaining('Arcules refused the email or password'),
				thumbnail: expect.objectContaining({ status: 'failed', reason: 'unauthorized' }),
			},
		]);
	});
});
