/**
 * Releasing: what the publisher has not filled in, or has forgotten, stops it; and what would be published passes n8n's own
 * analyser.
 */
import {
	appendFileSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import execa from 'execa';
import { changelogSection } from '../dev/release/changelog';
import { correctLinks, strayFiles } from '../dev/release/links';
import { obstacles } from '../dev/release/obstacles';
import { readManifest } from '../dev/release/publisher';
import { scan, withUnpacked } from '../dev/release/tarball';
import { ROOT } from './harness/sources';

const SOURCES = 'https://github.com/acme/n8n-nodes-arcules';
const NOTES = '# Changelog\n\n## 1.2.0 (2026-11-30)\n\n- A thing.\n\n## 1.1.0\n\n- Another.\n';
const MANIFEST = {
	name: 'n8n-nodes-arcules',
	version: '1.2.0',
	author: { name: 'Acme', email: 'node@acme.test' },
	homepage: `${SOURCES}#readme`,
	repository: { type: 'git', url: `git+${SOURCES}.git` },
};

/** Whoever runs the tests may sign their own commits. */
const IDENTITY = [
	'user.name=A',
	'user.email=a@example.com',
	'commit.gpgsign=false',
	'tag.gpgsign=false',
].flatMap((setting) => ['-c', setting]);

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A repository that is ready to be released, but for these changes. */
async function repository(
	changes: { manifest?: object; files?: Record<string, string>; tag?: string } = {},
): Promise<string> {
	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-arcules-repository-'));
	folders.push(folder);
	const files = {
		'package.json': JSON.stringify({ ...MANIFEST, ...changes.manifest }),
		'CHANGELOG.md': NOTES,
		'.gitignore': 'dist/\n',
		...changes.files,
	};
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
		writeFileSync(path.join(folder, name), text);
	}
	mkdirSync(path.join(folder, 'dist'));
	const git = async (...args: string[]) =>
		await execa('git', [...IDENTITY, ...args], {
			cwd: folder,
		});
	await git('init', '--quiet');
	await git('add', '--all');
	await git('commit', '--quiet', '--message', 'Begin');
	await git('tag', changes.tag ?? 'v1.2.0');
	return folder;
}

describe('A release', () => {
	test('meets no obstacle when all is filled in, committed, tagged and built', async () => {
		expect(await obstacles(await repository())).toEqual([]);
	});

	test.each([
		['an author nobody has', { author: { name: 'A', email: 'me@mail.example.com' } }, /"author"/],
		[
			'a repository nobody has',
			{
				repository: { type: 'git', url: 'git+https://github.com/n8n-nodes-arcules/anything.git' },
				homepage: 'https://github.com/n8n-nodes-arcules/anything#readme',
			},
			/"repository"/,
		],
		['another homepage', { homepage: 'https://github.com/other/place#readme' }, /"homepage"/],
		['a version without notes', { version: '1.3.0' }, /no section "## 1\.3\.0"/],
		['a version without a date', { version: '1.1.0' }, /no date for 1\.1\.0/],
	])('is stopped by %s', async (_what, manifest, sentence) => {
		const folder = await repository({ manifest });
		expect(await obstacles(folder)).toContainEqual(expect.stringMatching(sentence));
	});

	test('is stopped by a tag of another version', async () => {
		const found = await obstacles(await repository({ tag: 'v1.2.1' }));
		expect(found).toEqual([expect.stringContaining('has no tag v1.2.0')]);
	});

	test('is stopped by changes that are not committed', async () => {
		const folder = await repository();
		appendFileSync(path.join(folder, 'CHANGELOG.md'), '\n');
		expect(await obstacles(folder)).toEqual([expect.stringContaining('not committed')]);
	});

	test('is stopped where nothing was built', async () => {
		const folder = await repository();
		rmSync(path.join(folder, 'dist'), { recursive: true });
		expect(await obstacles(folder)).toEqual([expect.stringContaining('npm run build')]);
	});

	test('is stopped by links to another repository, which can be corrected at once', async () => {
		const files = {
			'docs/a.md':
				'[x](https://github.com/n8n-nodes-arcules/n8n-nodes-arcules/issues), https://n8n.io',
			'other.md':
				'https://github.com/acme/n8n-nodes-arcules-more and https://github.com/n8n-io/n8n',
			'.github/CODEOWNERS': '# All of it\n* @n8n-nodes-arcules\n',
		};
		const folder = await repository({ files });
		const found = await obstacles(folder);
		expect(found).toHaveLength(2);
		expect(found).toContainEqual(expect.stringMatching(/^docs\/a\.md links to another repository/));

		const changed = await correctLinks(readManifest(folder), folder);
		expect(changed.sort()).toEqual(['.github/CODEOWNERS', 'docs/a.md']);
		const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
		expect(read('docs/a.md')).toBe(`[x](${SOURCES}/issues), https://n8n.io`);
		expect(read('.github/CODEOWNERS')).toBe('# All of it\n* @acme\n');
		expect(read('other.md')).toBe(files['other.md']);
	});

	test('happens in no other place than a workflow of GitHub', async () => {
		const program = ['--import', 'tsx', path.join(ROOT, 'dev/release/main.ts')];
		const env = { GITHUB_ACTIONS: '', NO_COLOR: '1' };
		const { exitCode, stderr } = await execa(process.execPath, program, { env, reject: false });
		expect(exitCode).toBe(1);
		expect(stderr).toContain('workflow of GitHub');
	});
});

test('every link to this project leads where package.json says', async () => {
	expect((await strayFiles(readManifest())).map(({ file }) => file)).toEqual([]);
});

describe('The notes of a release', () => {
	test('are the section about the version, and nothing of the next', () => {
		expect(changelogSection(NOTES, '1.2.0')).toEqual({ remark: '2026-11-30', text: '- A thing.' });
		expect(changelogSection(NOTES, '1.1.0')).toEqual({ remark: undefined, text: '- Another.' });
	});

	test.each(['1.2', '1.2.00', '2.0.0'])('are missing for %s', (version) => {
		expect(changelogSection(NOTES, version)).toBeUndefined();
	});

	test('are missing when the section is empty', () => {
		expect(changelogSection('## 1.0.0\n\n## 0.9.0\n\n- A\n', '1.0.0')).toBeUndefined();
	});
});

describe("n8n's analyser of community packages", () => {
	jest.setTimeout(120_000);

	test('has nothing to say against the tarball, nor the sources', async () => {
		expect(await withUnpacked(async (folder) => await scan(folder))).toEqual({
			tarball: { passed: true },
			sources: { passed: true },
		});
	});

	test('finds what must not be in a tarball', async () => {
		const { tarball } = await withUnpacked(async (folder) => {
			appendFileSync(path.join(folder, 'index.js'), "\nrequire('node:fs');\n");
			return await scan(folder);
		});
		expect(tarball.passed).toBe(false);
		expect(tarball.details).toContain('index.js');
	});
});

test('npm builds before it publishes, even where scripts are kept off, and only with a proof of origin', () => {
	const { scripts, publishConfig }: { scripts: Record<string, string>; publishConfig: object } =
		JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
	expect(publishConfig).toMatchObject({ provenance: true, 'ignore-scripts': false });
	expect(scripts.prepack).toBe('npm run build');
	expect(scripts.prepublishOnly).toMatch(/npm run build .*npm run lint .*release -- --check/);
});
