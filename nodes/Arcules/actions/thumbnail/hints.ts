/**
 * Tells in the output pane that some cameras gave no picture, where a long list of items would hide it, or that there
 * were none.
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { ArculesError } from '../../api/errors';

/** @param cameraCount how many cameras were asked for a picture */
export function hintAtFailures(
	context: IExecuteFunctions,
	failures: readonly ArculesError[],
	cameraCount: number,
): void {
	if (cameraCount === 0) {
		context.addExecutionHints({
			message:
				'No camera matched. The account sees only the sites and locations assigned to it in the Arcules portal.',
			type: 'warning',
			location: 'outputPane',
		});
	}
	if (failures.length === 0) return;
	const counts = new Map<string, number>();
	for (const { reason } of failures) counts.set(reason, (counts.get(reason) ?? 0) + 1);
	const reasons = [...counts].map(([reason, count]) => `${reason} (${count})`).join(', ');
	context.addExecutionHints({
		message: `${failures.length} of ${cameraCount} cameras gave no picture: ${reasons}. Their items say why in the field “error”.`,
		type: 'warning',
		location: 'outputPane',
	});
}
