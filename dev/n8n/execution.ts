// An execution as n8n reports it, read into the few fields that callers look at.
import { parseFlatted } from './flatted';
import { at, isRecord, listAt, optionalTextAt, recordAt, textAt, type JsonRecord } from './json';

/** One file of an item: kept elsewhere under `id`, or as base64 in `data`. */
export interface BinaryReference {
	id?: string | undefined;
	data: string;
	mimeType?: string | undefined;
	fileName?: string | undefined;
	fileSize?: string | undefined;
}

/** One item that came out of a node. */
export interface Item {
	json: JsonRecord;
	binary: Record<string, BinaryReference>;
	pairedItem: unknown;
}

/** One run of one node. */
export interface NodeRun {
	status: string | undefined;
	durationMs: number | undefined;
	/** Items by output: the main branch first, then the error branch where there is one. */
	outputs: Item[][];
	error?: ExecutionError | undefined;
	hints: string[];
}

export interface ExecutionError {
	message: string;
	description?: string | undefined;
	node?: string | undefined;
}

/** An execution as n8n lists it. */
export interface ExecutionSummary {
	id: string;
	workflowId: string;
	/** `new`, `running`, `waiting`, `success`, `error`, `crashed` or `canceled`. */
	status: string;
	startedAt?: string | undefined;
	stoppedAt?: string | undefined;
}

/** An execution with what every node put out. */
export interface Execution extends ExecutionSummary {
	error?: ExecutionError | undefined;
	/** Runs by node name. */
	runs: Record<string, NodeRun[]>;
}

const UNFINISHED_STATUSES = new Set(['new', 'running', 'waiting', 'unknown']);

/** Whether nothing more will happen in this execution. */
export const isFinished = ({ status }: ExecutionSummary): boolean =>
	!UNFINISHED_STATUSES.has(status);

/** All items that a node's first output gave in its last run. */
export const itemsOf = (execution: Execution, node: string): Item[] =>
	execution.runs[node]?.at(-1)?.outputs[0] ?? [];

/** Reads one entry of n8n's list of executions. */
export const readExecutionSummary = (answer: unknown): ExecutionSummary => ({
	id: String(at(answer, 'id')),
	workflowId: textAt(answer, 'workflowId'),
	status: textAt(answer, 'status'),
	startedAt: optionalTextAt(answer, 'startedAt'),
	stoppedAt: optionalTextAt(answer, 'stoppedAt'),
});

/** Reads n8n's answer about one execution, data included. */
export function readExecution(answer: unknown): Execution {
	const result = at(parseFlatted(textAt(answer, 'data')), 'resultData');
	const runs = Object.entries(recordAt(result, 'runData'));
	return {
		...readExecutionSummary(answer),
		error: readError(at(result, 'error')),
		runs: Object.fromEntries(runs.map(([node, list]) => [node, listAt(list).map(readRun)])),
	};
}

function readRun(run: unknown): NodeRun {
	const durationMs = at(run, 'executionTime');
	return {
		status: optionalTextAt(run, 'executionStatus'),
		durationMs: typeof durationMs === 'number' ? durationMs : undefined,
		outputs: listAt(run, 'data', 'main').map((output) => listAt(output).map(readItem)),
		error: readError(at(run, 'error')),
		hints: listAt(run, 'hints').map((hint) => textAt(hint, 'message')),
	};
}

function readError(error: unknown): ExecutionError | undefined {
	if (!isRecord(error)) return undefined;
	return {
		message: optionalTextAt(error, 'message') ?? 'no message',
		description: optionalTextAt(error, 'description'),
		node: optionalTextAt(error, 'node', 'name'),
	};
}

function readItem(item: unknown): Item {
	const binary = Object.entries(recordAt(item, 'binary'));
	return {
		json: recordAt(item, 'json'),
		binary: Object.fromEntries(binary.map(([name, file]) => [name, readBinaryReference(file)])),
		pairedItem: at(item, 'pairedItem'),
	};
}

const readBinaryReference = (file: unknown): BinaryReference => ({
	id: optionalTextAt(file, 'id'),
	data: optionalTextAt(file, 'data') ?? '',
	mimeType: optionalTextAt(file, 'mimeType'),
	fileName: optionalTextAt(file, 'fileName'),
	fileSize: optionalTextAt(file, 'fileSize'),
});
