/**
 * The built package, loaded as n8n loads it, and what a user would download.
 */
import { createRequire } from 'node:module';
import execa from 'execa';
import { PackageDirectoryLoader } from 'n8n-core';
import { ROOT, shippedSources } from './harness/sources';
import { withDefaults } from './harness/workflow';

const requireFrom = createRequire(__filename);

describe('The built package', () => {
	test('is loaded by n8n with its nodes, credentials, codex and icons', async () => {
		const loader = new PackageDirectoryLoader(ROOT);
		await loader.loadAll();

		expect(Object.keys(loader.nodeTypes)).toEqual([
			'arcules',
			'arculesRuleTrigger',
			'arculesTrigger',
		]);
		expect(Object.keys(loader.credentialTypes)).toEqual(['arculesApi', 'arculesWebhookApi']);
		const description = loader.nodeTypes.arcules?.type.description;
		expect(description).toMatchObject({
			displayName: 'Arcules',
			usableAsTool: true,
			iconUrl: {
				light: 'icons/n8n-nodes-arcules/dist/nodes/Arcules/arcules.svg',
				dark: 'icons/n8n-nodes-arcules/dist/nodes/Arcules/arcules.dark.svg',
			},
			codex: { alias: expect.arrayContaining(['camera']) },
		});
		expect(loader.credentialTypes.arculesApi?.type.iconUrl).toEqual({
			light: 'icons/n8n-nodes-arcules/dist/nodes/Arcules/arcules.svg',
			dark: 'icons/n8n-nodes-arcules/dist/nodes/Arcules/arcules.dark.svg',
		});
	});

	test('gives its classes to whoever requires it', () => {
		expect(Object.keys(requireFrom(ROOT))).toEqual([
			'Arcules',
			'ArculesApi',
			'ArculesRuleTrigger',
			'ArculesTrigger',
			'ArculesWebhookApi',
		]);
	});

	test('holds what belongs in it, and nothing else', async () => {
		const pack = ['pack', '--dry-run', '--json', '--ignore-scripts'];
		const { stdout } = await execa('npm', pack, { cwd: ROOT });
		const [{ files }]: [{ files: Array<{ path: string }> }] = JSON.parse(stdout);
		const paths = files.map(({ path }) => path);
		const modules = shippedSources().map((path) => `dist/${path.replace(/\.ts$/, '.js')}`);
		const icons = ['arcules.svg', 'arcules.dark.svg'];
		const codex = ['Arcules.node.json', 'ArculesRuleTrigger.node.json', 'ArculesTrigger.node.json'];
		const previews = [
			'v1.0.0',
			'v1.0.0/device/list',
			'v1.0.0/ioPort/getState',
			'v1.0.0/rule/event',
			'v1.0.0/rule/eventWithPicture',
			'v1.0.0/thumbnail/getLive',
			'v1.0.0/thumbnail/getManyLive',
		];
		const texts = ['LICENSE.md', 'README.md'];
		expect(paths.sort()).toEqual(
			[
				...texts,
				...modules,
				...[...icons, ...codex].map((name) => `dist/nodes/Arcules/${name}`),
				...previews.map((name) => `dist/nodes/Arcules/__schema__/${name}.json`),
				'index.js',
				'package.json',
			].sort(),
		);
	});
});

test('a new node asks for the live picture of a camera from the list', () => {
	expect(withDefaults({})).toEqual({
		resource: 'thumbnail',
		operation: 'getLive',
		channelId: { __rl: true, mode: 'list', value: '' },
		binaryPropertyName: 'data',
		options: {},
	});
});
