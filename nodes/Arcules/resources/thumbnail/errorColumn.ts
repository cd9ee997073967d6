/**
 * Keeps `error` and `pictureReason` in sight: n8n's table takes its columns in the order in which fields first appear, so
 * that fields which only failed items have would come last, far to the right, whenever the first camera is a good one.
 */
import type { IDataObject } from 'n8n-workflow';
import type { Outcome } from '../operation';

/** Where an item has failed, the others get these fields in the same place, and empty. */
export function withErrorColumn(
	results: ReadonlyArray<readonly Outcome[]>,
): ReadonlyArray<readonly Outcome[]> {
	if (results.flat().every(({ error }) => error === undefined)) return results;
	return results.map((outcomes) =>
		outcomes.map((outcome) =>
			outcome.error === undefined ? { ...outcome, json: withNoError(outcome.json) } : outcome,
		),
	);
}

/** An own `error` of the device stays what it is. */
function withNoError(json: IDataObject): IDataObject {
	const { cameraName, pictureStatus, ...others } = json;
	// One item for all cameras has neither.
	if (pictureStatus === undefined) return json;
	return {
		...(cameraName !== undefined && { cameraName }),
		pictureStatus,
		error: null,
		pictureReason: null,
		...others,
	};
}
