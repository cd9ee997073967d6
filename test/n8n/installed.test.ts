/**
 * The package as npm would publish it, installed in n8n as a community node.
 */
import { getLive, getPortState, listDevices } from '../../dev/n8n/arcules';
import { at, listAt, recordAt } from '../../dev/n8n/json';
import { CACHE_FOLDER } from '../../dev/n8n/npm';
import { ARCULES_CREDENTIAL_TYPE, ARCULES_NODE_TYPE } from '../../dev/names';
import { startSimulator } from '../../dev/simulator';
import { openForAll } from './driver/lifetime';
import { withErrorOutput } from './driver/steps';
import { TestN8n, VERSIONS } from './driver/testN8n';

const NODES = '/types/nodes.json';
const CREDENTIALS = '/types/credentials.json';

describe.each(VERSIONS)('The package installed in n8n %s', (version) => {
	const simulator = openForAll(() => startSimulator({ cameras: 2, picture: { bytes: 20_000 } }));
	const n8n = openForAll(() => TestN8n.start(version));

	/** What n8n tells its editor about a type. */
	async function typeIn(file: string, name: string): Promise<unknown> {
		const { status, bytes } = await n8n().client.send(file);
		expect(status).toBe(200);
		const types: unknown = JSON.parse(bytes.toString('utf8'));
		return listAt(types).find((type) => at(type, 'name') === name);
	}

	test('brings its node, the same node as a tool for AI agents, and its credential', async () => {
		expect(await typeIn(NODES, ARCULES_NODE_TYPE)).toMatchObject({
			displayName: 'Arcules',
			credentials: [{ name: ARCULES_CREDENTIAL_TYPE, required: true }],
			codex: { alias: expect.arrayContaining(['camera']) },
		});
		expect(await typeIn(NODES, `${ARCULES_NODE_TYPE}Tool`)).toMatchObject({ outputs: ['ai_tool'] });
		expect(await typeIn(CREDENTIALS, ARCULES_CREDENTIAL_TYPE)).toMatchObject({
			displayName: 'Arcules API',
			supportedNodes: expect.arrayContaining([ARCULES_NODE_TYPE]),
		});
	});

	test.each([
		['node', NODES, ARCULES_NODE_TYPE],
		['credential', CREDENTIALS, ARCULES_CREDENTIAL_TYPE],
	])('shows the icon of the %s in the light and the dark theme', async (_what, file, type) => {
		const iconUrl = recordAt(await typeIn(file, type), 'iconUrl');
		expect(Object.keys(iconUrl).sort()).toEqual(['dark', 'light']);

		const urls = Object.values(iconUrl).map((url) => `/${String(url)}`);
		const icons = await Promise.all(urls.map(async (url) => await n8n().client.send(url)));
		for (const { status, contentType, bytes } of icons) {
			expect(status).toBe(200);
			expect(contentType).toContain('image/svg+xml');
			expect(bytes.toString('utf8')).toMatch(/^(<\?xml[^>]*>\s*)?<svg[\s>]/);
		}
		expect(new Set(icons.map(({ bytes }) => bytes.toString('utf8'))).size).toBe(2);
	});

	test('gives the states of I/O ports, and the port without one by the error output', async () => {
		const port = { state: 'undefined', lastUpdated: 1726183188281 };
		simulator().setIoPort('known', port);
		const account = await n8n().connect(simulator());
		const states = withErrorOutput(getPortState(account, "={{ ['unknown', 'known'] }}"));

		const run = await n8n().run(states);

		expect(run.execution.error).toBeUndefined();
		const lastUpdated = '2024-09-12T23:19:48.281Z';
		expect(run.items(states).map(({ json }) => json)).toEqual([
			{ portId: 'known', state: 'undefined', lastUpdated, raw: port },
		]);
		expect(run.failedItems(states).map(({ json }) => json)).toMatchObject([
			{
				portId: 'unknown',
				reason: 'notFound',
				error: expect.stringMatching(
					/^I\/O port unknown gave no state: Arcules does not know this I\/O port\. Check the port ID/,
				),
			},
		]);
	});

	test('loads and runs without a warning or an error in the log', async () => {
		const account = await n8n().connect(simulator());
		expect(await n8n().client.testCredential(account)).toMatchObject({ status: 'OK' });
		const { execution } = await n8n().run(listDevices(account), getLive(account));
		expect(execution.status).toBe('success');

		// At its usual level n8n names a package only to complain about it. Its own files lie in our cache folder.
		const log = n8n().log().replaceAll(CACHE_FOLDER, '').split('\n');
		expect(log).toContainEqual(expect.stringContaining('Editor is now accessible'));
		expect(log.filter((line) => /arcules/i.test(line))).toEqual([]);
	});
});
