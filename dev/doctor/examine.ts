// Asks an account what nobody has documented, through the node's own code on n8n's own engine: signs in, lists the devices,
// takes three pictures, and one of them a second time at once.
import { randomUUID } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IExecuteFunctions, INodeType } from 'n8n-workflow';
import { parseChannelId } from '../../nodes/Arcules/api/channelId';
import { Connection } from '../../nodes/Arcules/api/connection';
import { fetchDevicePage } from '../../nodes/Arcules/api/devicePage';
import { CAMERA_TYPE } from '../../nodes/Arcules/api/devices';
import { ArculesError, type Reason, settle } from '../../nodes/Arcules/api/errors';
import { devicePages } from '../../nodes/Arcules/api/paging';
import { DEFAULT_SETTINGS, type RequestSettings } from '../../nodes/Arcules/api/settings';
import { liveThumbnail } from '../../nodes/Arcules/api/thumbnail';
import { createWorkflow, runWorkflow, Source } from '../engine/engine';
import { ARCULES_CREDENTIAL_TYPE } from '../names';
import { type Findings, isPicture, type Look } from './findings';
import { ListeningStore, Recorder, type SeenAnswer } from './recorder';

/** Enough to see how paging works; a large fleet is not listed to its end. */
const MAX_PAGES = 20;
const PICTURES = 3;
/** Cameras without a picture make room for others, up to this many. */
const MAX_CAMERAS = 6;

/** Nothing is waited for: what fails is told. */
const SETTINGS: RequestSettings = {
	...DEFAULT_SETTINGS,
	concurrency: 1,
	retries: 0,
	timeoutMs: 10_000,
};

const NODE_TYPE = 'n8n-nodes-arcules.doctor';

type Draft = { -readonly [Key in keyof Findings]: Findings[Key] };

/** Examines an account; a failure is among the findings. */
export async function examine(
	account: ICredentialDataDecryptedObject,
	signal: AbortSignal,
	settings = SETTINGS,
): Promise<Findings> {
	const recorder = new Recorder();
	const credentials = new ListeningStore({ ...account, jwtToken: '', issuedFor: '' }, recorder);
	const draft = emptyDraft(recorder);
	const work = async (context: IExecuteFunctions) => {
		const failed = await settle(async () => {
			const connection = await Connection.open(recorder.listenTo(context), settings);
			await examination(connection, recorder, draft, signal);
		});
		if (failed instanceof ArculesError) draft.failure = failed;
	};
	await runInEngine(work, credentials);
	return { ...draft, credential: credentials.stored ?? {} };
}

const emptyDraft = ({ answers }: Recorder): Draft => ({
	answers,
	credential: {},
	pageSizes: [],
	devices: [],
	firstPosition: undefined,
	cursorParameter: undefined,
	isCut: false,
	echoesCursor: undefined,
	looks: [],
	again: undefined,
	unknownCamera: undefined,
	failure: undefined,
});

/** Runs a task as a node of a workflow, in the context that n8n gives to nodes. */
async function runInEngine(
	work: (context: IExecuteFunctions) => Promise<void>,
	credentials: ListeningStore,
): Promise<void> {
	const node: INodeType = {
		description: { ...new Source().description, credentials: [{ name: ARCULES_CREDENTIAL_TYPE }] },
		execute: async function (this: IExecuteFunctions) {
			await work(this);
			return [[]];
		},
	};
	const file = {
		name: 'Doctor',
		nodes: [
			{
				id: 'doctor',
				name: 'Doctor',
				type: NODE_TYPE,
				typeVersion: 1,
				position: [0, 0] satisfies [number, number],
				parameters: {},
				credentials: { [ARCULES_CREDENTIAL_TYPE]: { id: '1', name: 'Arcules account' } },
			},
		],
		connections: {},
	};
	const workflow = createWorkflow(file, { [NODE_TYPE]: node });
	const { data } = await runWorkflow(workflow, { start: 'Doctor', credentials });
	const { error } = data.resultData;
	if (error) throw new Error(error.message);
}

async function examination(
	connection: Connection,
	recorder: Recorder,
	draft: Draft,
	signal: AbortSignal,
): Promise<void> {
	// What was listed before a failure has pictures all the same.
	const failed = await settle(async () => await list(connection, draft, signal));
	if (failed instanceof ArculesError) draft.failure = failed;
	if (draft.devices.length === 0) return;
	await askForEcho(connection, draft, signal);
	await takePictures(connection, draft, signal);
	recorder.camera = 'unknown camera';
	draft.unknownCamera = await look(connection, randomUUID(), signal);
}

async function list(connection: Connection, draft: Draft, signal: AbortSignal): Promise<void> {
	for await (const { devices, position } of devicePages(connection, signal)) {
		if (draft.pageSizes.length === 0) draft.firstPosition = position;
		draft.pageSizes = [...draft.pageSizes, devices.length];
		draft.devices = [...draft.devices, ...devices];
		draft.cursorParameter ??= position?.parameter;
		draft.isCut = position !== undefined && draft.pageSizes.length >= MAX_PAGES;
		if (draft.isCut) return;
	}
	draft.cursorParameter ??= lastParameter(draft.answers);
}

/** With two pages, only the request for the last one tells. */
function lastParameter(answers: readonly SeenAnswer[]): string | undefined {
	return answers.findLast(({ call }) => call === 'devices')?.parameters[0];
}

/** Asks for the second page once more, to see what it says of itself. */
async function askForEcho(
	connection: Connection,
	draft: Draft,
	signal: AbortSignal,
): Promise<void> {
	const { firstPosition, cursorParameter } = draft;
	if (firstPosition === undefined || cursorParameter === undefined) return;
	const { next } = firstPosition;
	const base = `${connection.baseUrl}/devices`;
	const isAddress = URL.canParse(next) || next.startsWith('/') || next.startsWith('?');
	const query = `${cursorParameter}=${encodeURIComponent(next)}`;
	const url = isAddress ? new URL(next, base).href : `${base}?${query}`;
	const page = await settle(async () => await fetchDevicePage(connection, url, signal));
	if (!(page instanceof ArculesError)) draft.echoesCursor = page.current === next;
}

async function takePictures(
	connection: Connection,
	draft: Draft,
	signal: AbortSignal,
): Promise<void> {
	const cameras = draft.devices.filter(({ type }) => type === CAMERA_TYPE).slice(0, MAX_CAMERAS);
	for (const { id } of cameras) {
		if (draft.looks.filter(isPicture).length >= PICTURES) return;
		const found = await look(connection, id, signal);
		draft.looks = [...draft.looks, found];
		if (isPicture(found) && draft.again === undefined) {
			draft.again = await look(connection, id, signal);
		}
	}
}

async function look(connection: Connection, id: unknown, signal: AbortSignal): Promise<Look> {
	const found = await settle(
		async () => await liveThumbnail(connection, parseChannelId(id), signal),
	);
	if (!(found instanceof ArculesError)) return found;
	const { reason, httpStatus }: { reason: Reason; httpStatus: number | undefined } = found;
	return { reason, httpStatus };
}
