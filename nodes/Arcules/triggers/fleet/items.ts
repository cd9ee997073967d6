/**
 * The items that the trigger emits.
 */
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { type Device, nameOf } from '../../api/devices';
import type { LiveThumbnail } from '../../api/thumbnail';
import { DEFAULT_FILE_NAME } from '../../shared/fileName';
import { storePicture } from '../../shared/pictureFile';
import type { FleetEvent } from './check';

/** One flat item, so that an email can be written from it without looking anything up. */
export function jsonOf(device: Device, what: FleetEvent['what'], nowMs: number): IDataObject {
	const at = isoTime(nowMs);
	switch (what.event) {
		case 'deviceAdded':
		case 'deviceRemoved':
			return { event: what.event, at, device };
		case 'deviceChanged':
			return { event: what.event, at, device, changes: { ...what.changes } };
		case 'cameraUp':
		case 'pictureFrozen':
			return {
				event: what.event,
				at,
				device,
				since: isoTime(what.sinceMs),
				checks: what.checks,
			};
		case 'cameraDown':
			return {
				event: what.event,
				at,
				device,
				since: isoTime(what.sinceMs),
				reason: what.reason,
				...(what.httpStatus === undefined ? {} : { httpStatus: what.httpStatus }),
				checks: what.checks,
				...(what.lastPictureMs === 0 ? {} : { lastPictureAt: isoTime(what.lastPictureMs) }),
			};
	}
}

function isoTime(timeMs: number): string {
	return new Date(timeMs).toISOString();
}

/** The picture of an event, as the field `data` of its item. */
export async function attachment(
	context: IPollFunctions,
	device: Device,
	picture: LiveThumbnail,
): Promise<Pick<INodeExecutionData, 'binary'>> {
	const camera = { name: nameOf(device), channelId: String(device.id) };
	const { file } = await storePicture(context, picture, camera, DEFAULT_FILE_NAME);
	return { binary: { data: file } };
}
