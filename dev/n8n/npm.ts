// Runs npm, and installs npm packages into folders of the user's cache: once, completely or not at all.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import envPaths from 'env-paths';
import execa from 'execa';
import pRetry from 'p-retry';
import { lock } from 'proper-lockfile';
import { at } from './json';
import { asStep, type Progress, type ProgressStep } from './progress';

/** The folder in the user's cache that belongs to this project. */
export const CACHE_FOLDER = envPaths('n8n-nodes-arcules', { suffix: '' }).cache;

const QUIET_FLAGS = ['--no-audit', '--no-fund', '--no-update-notifier', '--no-color'];
/** What an outer npm tells its scripts about itself, and what would mislead an inner one. */
const OUTER_NPM =
	/^(npm_(lifecycle|package|command|execpath|node_execpath|config_local_prefix|config_ignore_scripts)|INIT_CWD)/i;
const LOCK_STALE_MS = 30_000;
const LOCK_RETRY_MS = 500;

export interface NpmOptions {
	cwd: string;
	env?: NodeJS.ProcessEnv | undefined;
	signal?: AbortSignal | undefined;
	onOutput?: ((text: string) => void) | undefined;
	/** What to do when it fails. */
	advice?: string | undefined;
}

/** Runs npm with these arguments; answers with its standard output. */
export async function runNpm(args: string[], options: NpmOptions): Promise<string> {
	const { cwd, env = process.env, signal, onOutput } = options;
	signal?.throwIfAborted();
	const inherited = Object.entries(env).filter(([name]) => !OUTER_NPM.test(name));
	const npm = execa('npm', [...args, ...QUIET_FLAGS], {
		cwd,
		env: Object.fromEntries(inherited),
		extendEnv: false,
		reject: false,
	});
	npm.stderr?.on('data', (chunk) => onOutput?.(String(chunk)));
	const cancel = () => npm.cancel();
	signal?.addEventListener('abort', cancel, { once: true });
	const { failed, stdout, stderr } = await npm;
	signal?.removeEventListener('abort', cancel);
	signal?.throwIfAborted();
	if (!failed) return stdout;
	const causes = stderr.split('\n').filter((line) => /^npm (error|ERR!)/.test(line));
	const { advice = `"npm ${args.join(' ')}" failed.` } = options;
	throw new Error([advice, ...causes].join('\n  '));
}

export interface NpmFolder {
	/** The folder's name in the cache. */
	name: string;
	/** What is installed, for those who watch, and what they should know about it. */
	product: string;
	note: string;
	/** The package.json to install from; a changed one means a new install. */
	manifest: object;
	/** What remains to be done in the folder before it counts as finished. */
	complete?: (folder: string, step: ProgressStep) => Promise<unknown>;
	env?: NodeJS.ProcessEnv;
	progress: Progress;
	signal?: AbortSignal | undefined;
}

/** Answers with the finished folder, which is installed first where it is missing or outdated. */
export async function installOnce(wanted: NpmFolder): Promise<string> {
	const folder = path.join(CACHE_FOLDER, wanted.name);
	if (await isFinished(folder, wanted)) return folder;
	await mkdir(CACHE_FOLDER, { recursive: true });
	const { product, note } = wanted;
	const titles = { doing: `Installing ${product} (${note})`, done: `Installed ${product}` };
	await asStep(wanted.progress, titles, async (step) => {
		const release = await takeLock(`${folder}.lock`, step, wanted.signal);
		try {
			if (!(await isFinished(folder, wanted))) await install(folder, wanted, step);
		} finally {
			await release();
		}
	});
	return folder;
}

/** Written last: a folder without it, or with another one, is never taken for a finished one. */
const markerIn = (folder: string): string => path.join(folder, 'finished.json');

const isFinished = async (folder: string, { manifest }: NpmFolder): Promise<boolean> =>
	existsSync(markerIn(folder)) &&
	(await readFile(markerIn(folder), 'utf8')) === JSON.stringify(manifest);

async function takeLock(
	lockfilePath: string,
	step: ProgressStep,
	signal?: AbortSignal,
): Promise<() => Promise<void>> {
	const take = async () =>
		await lock(lockfilePath, { lockfilePath, realpath: false, stale: LOCK_STALE_MS });
	return await pRetry(take, {
		forever: true,
		factor: 1,
		minTimeout: LOCK_RETRY_MS,
		onFailedAttempt: (error) => {
			signal?.throwIfAborted();
			if (at(error, 'code') !== 'ELOCKED') throw error;
			step.update('waiting for another start that installs it');
		},
	});
}

/** Install scripts stay off; what needs building is built by name afterwards. */
async function install(folder: string, wanted: NpmFolder, step: ProgressStep): Promise<void> {
	const { manifest, product, env, signal } = wanted;
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder);
	await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest, null, '\t'));
	let fetched = 0;
	const onOutput = (text: string) => {
		fetched += text.match(/^npm http/gm)?.length ?? 0;
		step.update(`${fetched.toLocaleString('en')} files fetched`);
	};
	const args = ['install', '--ignore-scripts', '--engine-strict=false', '--loglevel=http'];
	const advice = `${product} could not be installed. Check the internet connection and the free disk space, then start again.`;
	await runNpm(args, { cwd: folder, env, signal, onOutput, advice });
	await wanted.complete?.(folder, step);
	await writeFile(markerIn(folder), JSON.stringify(manifest));
}
