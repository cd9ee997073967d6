// Installs npm packages into a folder of the user's cache: once, completely or not at all.
/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from './cacheFolder';
import { withAdvice } from './command';
import { readIfThere } from './files';
import { withLock } from './lock';
import { runNpm } from './npm';
import { asStep, type Progress, type ProgressStep } from './progress';

const FINISHED_MARKER = 'finished.json';
const UNFINISHED = '.unfinished-';

export interface NpmFolder {
	/** The folder's name in the cache. */
	name: string;
	/** What is installed, for those who watch. */
	product: string;
	/** What they should know about it. */
	note: string;
	/** The package.json to install from; a changed one means a new install. */
	manifest: object;
	/** What remains to be done in the folder before it counts as finished. */
	complete?: ((folder: string, step: ProgressStep) => Promise<void>) | undefined;
	env?: NodeJS.ProcessEnv | undefined;
	progress: Progress;
	signal?: AbortSignal | undefined;
}

/** Answers with the finished folder, which is installed first where it is missing or outdated. */
export async function installOnce(wanted: NpmFolder): Promise<string> {
	const folder = path.join(cacheFolder(), wanted.name);
	if (await isFinished(folder, wanted)) return folder;
	await mkdir(cacheFolder(), { recursive: true });
	const install = async (step: ProgressStep) => {
		if (!(await isFinished(folder, wanted))) await installAside(folder, wanted, step);
	};
	const { product, note, progress, signal } = wanted;
	const titles = { doing: `Installing ${product} (${note})`, done: `Installed ${product}` };
	await asStep(progress, titles, async (step) => {
		const onWait = () => step.update('waiting for another start that installs it');
		await withLock(`${folder}.lock`, async () => await install(step), { onWait, signal });
	});
	return folder;
}

const markerText = ({ manifest }: NpmFolder): string => JSON.stringify(manifest);

const isFinished = async (folder: string, wanted: NpmFolder): Promise<boolean> =>
	(await readIfThere(path.join(folder, FINISHED_MARKER))) === markerText(wanted);

/** Only a complete folder gets the real name: an interrupted install is never taken for one. */
async function installAside(folder: string, wanted: NpmFolder, step: ProgressStep): Promise<void> {
	await removeUnfinished(folder);
	const aside = await mkdtemp(`${folder}${UNFINISHED}`);
	try {
		await writeFile(path.join(aside, 'package.json'), JSON.stringify(wanted.manifest, null, '\t'));
		await npmInstall(aside, wanted, step);
		await wanted.complete?.(aside, step);
		await writeFile(path.join(aside, FINISHED_MARKER), markerText(wanted));
		await putInPlace(aside, folder, wanted);
	} catch (error) {
		step.update('cleaning up');
		await rm(aside, { recursive: true, force: true });
		throw error;
	}
}

/** A finished folder that came meanwhile stays: somebody may be using it. */
async function putInPlace(aside: string, folder: string, wanted: NpmFolder): Promise<void> {
	if (await isFinished(folder, wanted)) return await rm(aside, { recursive: true, force: true });
	await rm(folder, { recursive: true, force: true });
	await rename(aside, folder);
}

/** What a crash or a power cut left behind; the lock says that nobody is at work on it. */
async function removeUnfinished(folder: string): Promise<void> {
	const prefix = path.basename(folder) + UNFINISHED;
	const names = await readdir(path.dirname(folder));
	for (const name of names.filter((candidate) => candidate.startsWith(prefix))) {
		await rm(path.join(path.dirname(folder), name), { recursive: true, force: true });
	}
}

/** Install scripts stay off; what needs building is built by name afterwards. */
async function npmInstall(folder: string, wanted: NpmFolder, step: ProgressStep): Promise<void> {
	let fetched = 0;
	const countFetched = (line: string) => {
		if (!line.startsWith('npm http')) return;
		fetched += 1;
		step.update(`${fetched.toLocaleString('en')} files fetched`);
	};
	const args = ['install', '--ignore-scripts', '--engine-strict=false', '--loglevel=http'];
	const { env, product, signal } = wanted;
	await withAdvice(
		runNpm(args, { cwd: folder, env, onLine: countFetched, signal }),
		`${product} could not be installed. Check the internet connection and the free disk space, then start again.`,
	);
}
