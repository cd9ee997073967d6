// An execution as n8n reports it.
import { parse } from 'flatted';
import type { IBinaryData, INodeExecutionData, IRunData, IRunExecutionData } from 'n8n-workflow';
import { at, isRecord, optionalTextAt, textAt } from './json';

/** One file of an item: kept elsewhere under `id`, or as base64 in `data`. */
export type BinaryReference = IBinaryData;

/** One item that came out of a node. */
export interface Item extends INodeExecutionData {
	binary: Record<string, BinaryReference>;
}

interface ExecutionError {
	message: string;
	description: string | undefined;
	/** The name of the node that failed. */
	node: string | undefined;
}

/** An execution as n8n lists it. */
export interface ExecutionSummary {
	id: string;
	workflowId: string;
	/** `new`, `running`, `waiting`, `success`, `error`, `crashed` or `canceled`. */
	status: string;
	startedAt: string | undefined;
	stoppedAt: string | undefined;
}

/** An execution with what every node put out. */
export interface Execution extends ExecutionSummary {
	error: ExecutionError | undefined;
	/** Runs by node name. */
	runs: IRunData;
}

/** Whether nothing more will happen in this execution. */
export const isFinished = ({ status }: ExecutionSummary): boolean =>
	!['new', 'running', 'waiting', 'unknown'].includes(status);

/** All items that a node's first output, or another one, gave in its last run. */
export const itemsOf = (execution: Execution, node: string, output = 0): Item[] =>
	(execution.runs[node]?.at(-1)?.data?.['main']?.[output] ?? []).map(withBinary);

const withBinary = (item: INodeExecutionData): Item => ({ ...item, binary: item.binary ?? {} });

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
	const { resultData }: IRunExecutionData = parse(textAt(answer, 'data'));
	const { error, runData } = resultData;
	return { ...readExecutionSummary(answer), error: readError(error), runs: runData };
}

function readError(error: unknown): ExecutionError | undefined {
	if (!isRecord(error)) return undefined;
	return {
		message: optionalTextAt(error, 'message') ?? 'no message',
		description: optionalTextAt(error, 'description'),
		node: optionalTextAt(error, 'node', 'name'),
	};
}
