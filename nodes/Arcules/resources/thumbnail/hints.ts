/**
 * Says above the output which cameras gave no picture, where a long list of items would hide it, or that there were none.
 */
import type { NodeExecutionHint } from 'n8n-workflow';
import { nothingMatched } from '../../shared/filters';
import type { Outcome } from '../operation';

/** More would not be read. */
const MAX_NAMED = 5;

/** The hints about the outcomes of all cameras. */
export function pictureHints(outcomes: readonly Outcome[]): NodeExecutionHint[] {
	if (outcomes.length === 0) return [nothingMatched('camera')];
	const failed = outcomes.flatMap(({ error }) =>
		error?.item.cameraLabel === undefined ? [] : [`${error.item.cameraLabel} (${error.reason})`],
	);
	if (failed.length === 0) return [];
	const others = failed.length - MAX_NAMED;
	const names = [...failed.slice(0, MAX_NAMED), ...(others > 0 ? [`${others} more`] : [])].join(
		', ',
	);
	return [
		{
			message: `${failed.length} of ${outcomes.length} cameras gave no picture: ${names}. Their items say why in the field “error”.`,
			type: 'warning',
			location: 'outputPane',
		},
	];
}
