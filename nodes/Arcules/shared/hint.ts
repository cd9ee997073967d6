/**
 * What the node says above its output.
 */
import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';
import { onErrorOf } from './onError';

/** More would not be read. */
const MAX_NAMED = 5;

/** @param message n8n renders it as HTML, so whatever stands in it must have been through `shortHtml` */
export function outputHint(type: 'info' | 'warning', message: string): NodeExecutionHint {
	return { type, message, location: 'outputPane' };
}

/** The first few of many names, and how many others there are. */
export function listed(names: readonly string[]): string {
	const others = names.length - MAX_NAMED;
	return [...names.slice(0, MAX_NAMED), ...(others > 0 ? [`${others} more`] : [])].join(', ');
}

/** What to do about failed items among good ones. */
export function reportAdvice(context: IExecuteFunctions): string {
	return onErrorOf(context) === 'errorOutput'
		? 'Their items are on the error branch.'
		: 'The next node may stop at these: On Error → Continue (using error output) gives them a branch of their own.';
}
