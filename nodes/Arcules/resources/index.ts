/**
 * Finds the operation the user has picked, runs it item by item, and settles On Error for all operations.
 */
import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type NodeExecutionHint,
	NodeOperationError,
	updateDisplayOptions,
} from 'n8n-workflow';
import { ArculesError, settle } from '../api/errors';
import { mapConcurrently } from '../concurrency/mapConcurrently';
import { outputHint } from '../shared/hint';
import { markFailed, onErrorOf, toNodeError } from '../shared/onError';
import { device } from './device';
import { ioPort } from './ioPort';
import type { Operation, OperationRun, Outcome, Resource } from './operation';
import { thumbnail } from './thumbnail';

const RESOURCES: readonly Resource[] = [device, ioPort, thumbnail];

const defaultResource = thumbnail.option.value;

/** The parameters of the node, from "Resource" down. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: RESOURCES.map(({ option }) => ({ ...option })),
		default: defaultResource,
	},
	...RESOURCES.flatMap(propertiesOf),
];

function propertiesOf({ option: { value: resource }, operations }: Resource): INodeProperties[] {
	const defaultOperation = operations[0].option.value;
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [resource] } },
			options: operations.map(({ option }) => ({ ...option })),
			default: defaultOperation,
		},
		...operations.flatMap(({ option, fields }) =>
			updateDisplayOptions({ show: { resource: [resource], operation: [option.value] } }, fields),
		),
	];
}

/** An expression that names the operation, or what it is set to, below the node on the canvas. */
export const subtitle = `={{ ({ ${RESOURCES.flatMap(({ operations }) => operations)
	.map(
		({ option, subtitle: instead }) => `${option.value}: ${instead ?? JSON.stringify(option.name)}`,
	)
	.join(', ')} })[$parameter["operation"]] }}`;

export async function executeOperation(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const operation = findOperation(this);
	const onError = onErrorOf(this);
	const stop = new AbortController();
	const run = operation.start(this, stop.signal);

	const results = await mapConcurrently(
		this.getInputData(),
		run.concurrency,
		async (item, itemIndex): Promise<readonly Outcome[]> => {
			const result = await settle(async () => await run.execute(item, itemIndex));
			const failure = result instanceof ArculesError ? result : result.refusal;
			if (failure !== undefined && onError === 'stop' && !isCancelled(this, failure)) {
				stop.abort();
				throw toNodeError(this.getNode(), failure, itemIndex);
			}
			return result instanceof ArculesError
				? [operation.failedItem(item, result)]
				: result.outcomes;
		},
	);

	const hints = hintsOf(run);
	if (hints.length > 0) this.addExecutionHints(...hints);
	const rows = onError === 'errorOutput' ? results : (run.align?.(results) ?? results);
	return [
		rows.flatMap((outcomes, itemIndex) =>
			outcomes.map((outcome) => {
				const item = toItem(outcome, itemIndex);
				if (outcome.error === undefined || onError !== 'errorOutput') return item;
				return markFailed(item, toNodeError(this.getNode(), outcome.error, itemIndex));
			}),
		),
	];
}

/** Somebody who stops an execution knows that it was stopped: no workflow for errors is to be started by it. */
function isCancelled(context: IExecuteFunctions, { reason }: ArculesError): boolean {
	return reason === 'cancelled' && context.getExecutionCancelSignal()?.aborted === true;
}

/** Each input item may have a hint of its own. */
const MAX_HINTS = 10;

/** Each hint once, and not more of them than somebody would read. */
function hintsOf(run: OperationRun): NodeExecutionHint[] {
	const all = [...new Map(run.hints().map((hint) => [hint.message, hint])).values()];
	const others = all.length - MAX_HINTS;
	if (others <= 1) return all;
	return [...all.slice(0, MAX_HINTS), outputHint('info', `${others} more hints like these`)];
}

function toItem({ json, binary }: Outcome, itemIndex: number): INodeExecutionData {
	return { json, ...(binary && { binary }), pairedItem: { item: itemIndex } };
}

function findOperation(context: IExecuteFunctions): Operation {
	const resource = String(context.getNodeParameter('resource', 0));
	const operation = String(context.getNodeParameter('operation', 0));
	const found = RESOURCES.find(({ option }) => option.value === resource)?.operations.find(
		({ option }) => option.value === operation,
	);
	if (found !== undefined) return found;
	throw new NodeOperationError(
		context.getNode(),
		`The operation "${operation}" of "${resource}" does not exist`,
		{ description: 'Choose a resource and an operation from the lists in the node.' },
	);
}
