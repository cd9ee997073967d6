/**
 * Tells in the output pane that some cameras gave no picture, where a long list of items would hide it, or that there
 * were none.
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Reason } from '../../api/errors';

/** A camera that gave no picture. */
export interface FailedCamera {
	/** Its name, or its channel id when nobody knows it. */
	readonly label: string;
	readonly reason: Reason;
}

/** More would not be read. */
const MOST_NAMED = 5;

/** @param cameraCount how many cameras were asked for a picture */
export function hintAtFailures(
	context: IExecuteFunctions,
	failures: readonly FailedCamera[],
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
	const named = failures.slice(0, MOST_NAMED).map(({ label, reason }) => `${label} (${reason})`);
	const others = failures.length - named.length;
	const list = [...named, ...(others > 0 ? [`${others} more`] : [])].join(', ');
	context.addExecutionHints({
		message: `${failures.length} of ${cameraCount} cameras gave no picture: ${list}. Their items say why in the field “error”.`,
		type: 'warning',
		location: 'outputPane',
	});
}
