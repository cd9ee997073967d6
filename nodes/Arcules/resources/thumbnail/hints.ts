/**
 * What the thumbnail operations say above the output: which cameras gave no picture, where a long list of items would
 * hide it, and what else the user would not see.
 */
import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';
import { shortHtml } from '../../shared/foreignText';
import { outputHint } from '../../shared/hint';
import { onErrorOf } from '../../shared/onError';
import type { CameraOutcome } from './item';
import { REASON_WORDS } from '../../shared/reasons';

/** More would not be read. */
const MAX_NAMED = 5;

/** @param advice what the user can do about the cameras that gave no picture */
export function pictureHints(
	outcomes: readonly CameraOutcome[],
	advice: string,
): NodeExecutionHint[] {
	const failed = outcomes.flatMap(({ label, error }) =>
		error === undefined || label === undefined
			? []
			: [`${shortHtml(label)} (${REASON_WORDS[error.reason]})`],
	);
	const blank = outcomes.flatMap(({ label, picture }) =>
		picture?.isBlank === true && label !== undefined ? [shortHtml(label)] : [],
	);
	const share = (count: number) =>
		`${count} of ${outcomes.length} ${outcomes.length === 1 ? 'camera' : 'cameras'}`;
	return [
		...(failed.length === 0
			? []
			: [
					outputHint(
						'warning',
						`${share(failed.length)} gave no picture: ${listed(failed)}. ${advice}`,
					),
				]),
		...(blank.length === 0
			? []
			: [
					outputHint(
						'warning',
						`${share(blank.length)} gave a blank picture: ${listed(blank)}. Check whether a lens is covered or a camera is broken.`,
					),
				]),
	];
}

function listed(names: readonly string[]): string {
	const others = names.length - MAX_NAMED;
	return [...names.slice(0, MAX_NAMED), ...(others > 0 ? [`${others} more`] : [])].join(', ');
}

/** What to do about failed items among good ones. */
export function reportAdvice(context: IExecuteFunctions): string {
	return onErrorOf(context) === 'errorOutput'
		? 'Their items are on the error branch.'
		: 'The next node may stop at these: On Error → Continue (using error output) gives them a branch of their own.';
}
