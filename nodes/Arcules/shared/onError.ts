/**
 * The node setting "On Error", and how n8n wants a failure for each of its values.
 */
import {
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	NodeApiError,
} from 'n8n-workflow';
import type { ArculesError } from '../api/errors';
import { escapeTags } from './foreignText';

/** The node setting "On Error": Stop Workflow, Continue, Continue (using error output). */
export type OnError = 'stop' | 'continue' | 'errorOutput';

/** Reads the setting; nodes made before n8n 1.0 carry the older "Continue On Fail". */
export function onErrorOf(context: IExecuteFunctions): OnError {
	if (context.getNode().onError === 'continueErrorOutput') return 'errorOutput';
	return context.continueOnFail() ? 'continue' : 'stop';
}

/** The failure as n8n shows it: a message, and below it what to check. */
export function toNodeError(node: INode, error: ArculesError, itemIndex: number): NodeApiError {
	const { message, httpStatus } = error;
	// Names of cameras and words of a server may stand in it.
	const description = escapeTags(error.description);
	const options = { message, description, itemIndex };
	// Made of plain words: n8n keeps what an error wraps, and a request in there could hold a token.
	return new NodeApiError(
		node,
		{ message, description },
		httpStatus === undefined ? options : { ...options, httpCode: String(httpStatus) },
	);
}

/**
 * Marks an item as failed, so that "Continue (using error output)" sends it to the error branch with all its fields.
 *
 * n8n sends an item there that has an `error`, but replaces its json with the error's message when the property is
 * enumerable.
 */
export function markFailed(item: INodeExecutionData, error: NodeApiError): INodeExecutionData {
	return Object.defineProperty(item, 'error', { value: error, enumerable: false });
}
