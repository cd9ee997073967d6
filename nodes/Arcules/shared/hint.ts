/**
 * What the node says above its output.
 */
import type { NodeExecutionHint } from 'n8n-workflow';

/** @param message n8n renders it as HTML, so whatever stands in it must have been through `shortHtml` */
export function outputHint(type: 'info' | 'warning', message: string): NodeExecutionHint {
	return { type, message, location: 'outputPane' };
}
