/**
 * The package as npm would publish it, installed in n8n as a community node.
 */
import { cacheFolder } from '../../dev/n8n/cacheFolder';
import { at, listAt, recordAt } from '../../dev/n8n/json';
import { startSimulator, type Simulator } from '../../dev/simulator';
import { realN8n, type RealN8n } from './driver/realN8n';
import { VERSIONS } from './driver/versions';

const NODE = 'n8n-nodes-arcules.arcules';
const TOOL = 'n8n-nodes-arcules.arculesTool';
const CREDENTIAL = 'arculesApi';

describe.each(VERSIONS)('The package installed in n8n %s', (version) => {
	let n8n: RealN8n;
	let simulator: Simulator;

	beforeAll(async () => {
		simulator = await startSimulator({ cameras: 2, picture: { bytes: 20_000 } });
		n8n = await realN8n(version);
	});

	afterAll(async () => {
		await n8n?.stop();
		await simulator?.close();
	});

	/** The types that n8n tells its editor about, by name. */
	async function typesIn(file: string): Promise<Map<unknown, unknown>> {
		const { status, bytes } = await n8n.client.getFile(file);
		expect(status).toBe(200);
		const types: unknown = JSON.parse(bytes.toString('utf8'));
		return new Map(listAt(types).map((type) => [at(type, 'name'), type]));
	}

	test('brings its node, the same node as a tool for AI agents, and its credential', async () => {
		expect(await n8n.client.hasNodeType(NODE)).toBe(true);

		const nodes = await typesIn('/types/nodes.json');
		expect(nodes.get(NODE)).toMatchObject({
			displayName: 'Arcules',
			credentials: [{ name: CREDENTIAL, required: true }],
			codex: { alias: expect.arrayContaining(['camera']) },
		});
		expect(nodes.get(TOOL)).toMatchObject({ outputs: ['ai_tool'] });

		const credentials = await typesIn('/types/credentials.json');
		expect(credentials.get(CREDENTIAL)).toMatchObject({
			displayName: 'Arcules API',
			supportedNodes: expect.arrayContaining([NODE]),
		});
	});

	test.each([
		['node', '/types/nodes.json', NODE],
		['credential', '/types/credentials.json', CREDENTIAL],
	])('shows the icon of the %s in the light and the dark theme', async (_what, file, type) => {
		const iconUrl = recordAt((await typesIn(file)).get(type), 'iconUrl');
		expect(Object.keys(iconUrl).sort()).toEqual(['dark', 'light']);

		const icons = await Promise.all(
			[iconUrl['light'], iconUrl['dark']].map(
				async (url) => await n8n.client.getFile(`/${String(url)}`),
			),
		);
		for (const { status, contentType, bytes } of icons) {
			expect(status).toBe(200);
			expect(contentType).toContain('image/svg+xml');
			expect(bytes.toString('utf8')).toMatch(/^(<\?xml[^>]*>\s*)?<svg[\s>]/);
		}
		expect(icons[0]?.bytes.equals(icons[1]?.bytes ?? Buffer.alloc(0))).toBe(false);
	});

	test('loads and runs without a warning or an error in the log', async () => {
		const arcules = await n8n.connect(simulator);
		expect(await arcules.test()).toMatchObject({ status: 'OK' });
		const { execution } = await n8n.run(arcules.listDevices(), arcules.getLive());
		expect(execution.status).toBe('success');

		// At its usual level n8n names a package only to complain about it. Its own files lie in our cache folder.
		const log = n8n.log().replaceAll(cacheFolder(), '').split('\n');
		expect(log).toContainEqual(expect.stringContaining('Editor is now accessible'));
		expect(log.filter((line) => /arcules/i.test(line))).toEqual([]);
	});
});
