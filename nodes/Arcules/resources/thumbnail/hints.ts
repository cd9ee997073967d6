/**
 * What the thumbnail operations say above the output: which cameras gave no picture, where a long list of items would
 * hide it, and what else the user would not see.
 */
import type { NodeExecutionHint } from 'n8n-workflow';
import { shortHtml } from '../../shared/foreignText';
import { listed, outputHint } from '../../shared/hint';
import type { CameraOutcome } from '../../shared/pictureItem';
import { REASON_WORDS } from '../../shared/reasons';

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
