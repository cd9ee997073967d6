/**
 * The items that the trigger emits: flat, one for each event, so that a mail can be written from it without looking
 * anything up.
 */
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { type Device, nameOf } from '../../api/devices';
import type { LiveThumbnail } from '../../api/thumbnail';
import { DEFAULT_FILE_NAME } from '../../shared/fileName';
import { storePicture } from '../../shared/pictureFile';
import { EVENTS } from './events';
import { messageOf } from './message';
import type { KnownCamera, Occurrence, OutageOccurrence } from './occurrences';
import type { CameraRecord } from './state';
import type { TimeWords } from './timeWords';

/** The fields of an item: ours in front, then those of the device, untouched. */
export function jsonOf(occurrence: Occurrence, words: TimeWords): IDataObject {
	const { event } = occurrence;
	const own = {
		event,
		eventName: EVENTS[event].name,
		message: messageOf(occurrence, words),
		at: isoTime(words.nowMs),
		...fieldsOf(occurrence, words),
	};
	const device = occurrence.kind === 'outage' ? {} : occurrence.device;
	return { ...own, ...device, ...own };
}

function fieldsOf(occurrence: Occurrence, words: TimeWords): IDataObject {
	switch (occurrence.kind) {
		case 'outage':
			return outageFields(occurrence, words);
		case 'down':
			return { ...cameraName(occurrence.device), ...downFields(occurrence.record, words) };
		case 'device': {
			const name = cameraName(occurrence.device);
			if (occurrence.event !== 'deviceChanged') return name;
			return { ...name, changes: { ...occurrence.changes } };
		}
		case 'camera': {
			const { event, device, sinceMs, checks } = occurrence;
			const times =
				event === 'cameraUp'
					? downTimes(sinceMs, words)
					: { since: isoTime(sinceMs), minutes: words.minutesSince(sinceMs) };
			return { ...cameraName(device), ...times, checks };
		}
	}
}

function downTimes(sinceMs: number, words: TimeWords): IDataObject {
	return { downSince: isoTime(sinceMs), downMinutes: words.minutesSince(sinceMs) };
}

/** Only what there is. */
function downFields({ health, lastPictureMs }: CameraRecord, words: TimeWords): IDataObject {
	const { outage, failure } = health;
	const checks = outage.kind === 'off' ? undefined : outage.checks;
	return {
		...(outage.kind === 'off' ? {} : downTimes(outage.sinceMs, words)),
		...(failure === undefined ? {} : { reason: failure.reason }),
		...(failure?.httpStatus === undefined ? {} : { httpStatus: failure.httpStatus }),
		...(checks === undefined ? {} : { checks }),
		...(lastPictureMs === 0 ? {} : { lastPictureAt: isoTime(lastPictureMs) }),
	};
}

function outageFields(occurrence: OutageOccurrence, words: TimeWords): IDataObject {
	const { outage, cameras, stillDown } = occurrence;
	const { gatewayId, sinceMs } = outage;
	const itemOf = ({ device, record }: KnownCamera) => ({
		...cameraName(device),
		...device,
		...downFields(record, words),
	});
	return {
		...(gatewayId === null ? {} : { gatewayId }),
		...downTimes(sinceMs, words),
		count: cameras.length,
		cameras: cameras.map(itemOf),
		...(stillDown.length === 0 ? {} : { stillDown: stillDown.map(itemOf) }),
	};
}

function cameraName(device: Device): IDataObject {
	const name = nameOf(device);
	return name === undefined ? {} : { cameraName: name };
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
