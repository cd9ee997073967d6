// `npm start`: shows the node at work in a real n8n, with a picture of every camera of an account.
/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import path from 'node:path';
import { bringUp, runWorkflow, type Demo } from './bringUp';
import { CleanUp } from './cleanUp';
import { readOptions, type DemoOptions } from './options';
import { asStep } from '../n8n/progress';
import { savePictures, type PictureReport } from './pictures';
import { editorInvitation, missingSentence, pictureTable } from './report';
import { complain, say, terminalProgress } from './terminal';

const PICTURE_FOLDER = path.join(__dirname, '..', '..', 'output');
const LOG_LINES_SHOWN = 40;
const EXIT_FAILED = 1;
/** What shells expect of a program that was interrupted. */
const EXIT_INTERRUPTED = 130;

/** Runs the demo; answers with the exit code. */
async function main(options: DemoOptions, signal: AbortSignal): Promise<number> {
	const cleanUp = new CleanUp();
	try {
		const demo = await bringUp({ progress: terminalProgress, cleanUp, signal });
		const report = await takePictures(demo, signal);
		const complete = show(report);
		if (options.once) return complete ? 0 : EXIT_FAILED;
		return await stayUp(demo, signal);
	} catch (error) {
		if (signal.aborted) return EXIT_INTERRUPTED;
		complain(error instanceof Error ? error.message : String(error));
		return EXIT_FAILED;
	} finally {
		await stop(cleanUp);
	}
}

async function stop(cleanUp: CleanUp): Promise<void> {
	if (cleanUp.isEmpty()) return;
	const titles = { doing: 'Stopping', done: 'Stopped' };
	await asStep(terminalProgress, titles, async () => await cleanUp.run());
}

async function takePictures(demo: Demo, signal: AbortSignal): Promise<PictureReport> {
	const execution = await asStep(
		terminalProgress,
		{ doing: 'Running the workflow', done: 'Ran the workflow: List Devices → Get Live Thumbnail' },
		async () => await runWorkflow(demo, signal),
	);
	return await asStep(
		terminalProgress,
		{ doing: 'Saving and checking the pictures', done: 'Saved and checked the pictures' },
		async () => await savePictures(demo.client, execution, PICTURE_FOLDER),
	);
}

/** Answers whether every camera gave its picture. */
function show({ pictures, missing }: PictureReport): boolean {
	const cameraCount = pictures.length + missing.length;
	if (cameraCount === 0) {
		complain('The account shows no cameras. Check which sites and locations its user may see.');
		return false;
	}
	say();
	if (pictures.length > 0) say(pictureTable(pictures));
	if (missing.length > 0) complain(missingSentence(missing, cameraCount));
	say(
		`${pictures.length} of ${cameraCount} pictures are in ${path.relative('.', PICTURE_FOLDER)}.`,
	);
	say();
	return missing.length === 0;
}

async function stayUp(
	{ n8n, client, owner, workflowId }: Demo,
	signal: AbortSignal,
): Promise<number> {
	say(editorInvitation({ ...owner, address: `${client.url}/workflow/${workflowId}` }));
	const aborted = new Promise<void>((resolve) => {
		signal.addEventListener('abort', () => resolve(), { once: true });
		if (signal.aborted) resolve();
	});
	await Promise.race([aborted, n8n.ended]);
	say();
	if (signal.aborted) return 0;
	throw new Error(`n8n ended by itself. The last lines it printed:\n${n8n.log(LOG_LINES_SHOWN)}`);
}

/** Aborts with the first signal to stop; Ctrl-C reaches this program more than once under npm. */
function untilStopped(): AbortSignal {
	const stop = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => stop.abort());
	}
	return stop.signal;
}

void main(readOptions(process.argv.slice(2)), untilStopped()).then((exitCode) => {
	process.exit(exitCode);
});
