/**
 * All pictures and failures of a fleet in one item, made for one mail or message.
 */
import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';
import { localTime } from '../../shared/localTime';
import type { Outcome } from '../operation';
import { contactSheet } from './contactSheet';
import type { CameraOutcome } from '../../shared/pictureItem';
import { REASON_WORDS } from '../../shared/reasons';
import { type Report, summaryOf } from './report';

/** How the pictures' fields are made from the field of a single picture. */
const DEFAULT_FIELD = 'data';

/**
 * @param outcomes in the order of the list
 * @param showsFailures whether the cameras without a picture are listed; they are counted in any case
 */
export function oneItem(
	outcomes: readonly CameraOutcome[],
	showsFailures: boolean,
	field: string | undefined,
	timeZone: string,
): Outcome {
	const prefix = field ?? DEFAULT_FIELD;
	const binary: IBinaryKeyData = {};
	const cameras: IDataObject[] = [];
	const pictures: Array<Report['pictures'][number]> = [];
	for (const { json, label = '', picture, binary: files } of outcomes) {
		if (picture === undefined) continue;
		const pictureField = `${prefix}_${cameras.length + 1}`;
		const file = files?.[prefix];
		if (file !== undefined) binary[pictureField] = file;
		cameras.push({ ...json, pictureField });
		pictures.push({ ...picture, label, pictureField });
	}
	const failed = outcomes.flatMap(({ label = '', json, error }) =>
		error === undefined ? [] : [{ label, json, why: REASON_WORDS[error.reason] }],
	);
	const checkedAt = new Date();
	const report: Report = {
		total: outcomes.length,
		pictures,
		failures: showsFailures ? failed : [],
		checkedAt: localTime(checkedAt, timeZone),
		timeZone,
		timeOf: (moment) => localTime(moment, timeZone),
	};
	return {
		json: {
			total: outcomes.length,
			ok: cameras.length,
			failed: failed.length,
			checkedAt: checkedAt.toISOString(),
			pictureFields: Object.keys(binary).join(','),
			summary: summaryOf(report),
			html: contactSheet(report),
			cameras,
			failedCameras: showsFailures ? failed.map(({ json }) => json) : [],
		},
		...(Object.keys(binary).length > 0 && { binary }),
	};
}
