/**
 * What happened in one plain sentence, so that a mail needs nothing else.
 */
import { CAMERA_TYPE, type Device, nameOf } from '../../api/devices';
import { shortText } from '../../shared/foreignText';
import { REASON_WORDS } from '../../shared/reasons';
import type { Changes } from './list';
import type { KnownCamera, Occurrence, OutageOccurrence } from './occurrences';
import { counted, type TimeWords } from './timeWords';

/** The sentence for an item; foreign names in it are cut. */
export function messageOf(occurrence: Occurrence, words: TimeWords): string {
	switch (occurrence.kind) {
		case 'device':
			return deviceMessage(occurrence);
		case 'camera':
			return cameraMessage(occurrence, words);
		case 'down':
			return downMessage(occurrence, words);
		case 'outage':
			return outageMessage(occurrence, words);
	}
}

function deviceMessage(occurrence: Extract<Occurrence, { kind: 'device' }>): string {
	const device = labelOf(occurrence.device);
	switch (occurrence.event) {
		case 'deviceAdded':
			return `${device} is new among the watched devices.`;
		case 'deviceRemoved':
			return `${device} is no longer in the list of devices.`;
		case 'deviceChanged':
			return `${device} was changed: ${changesInWords(occurrence.changes)}.`;
	}
}

const FIELD_WORDS = {
	name: 'name',
	type: 'type',
	locationId: 'location',
	gatewayId: 'gateway',
} as const satisfies Record<keyof Changes, string>;

function changesInWords(changes: Changes): string {
	return Object.entries(FIELD_WORDS)
		.flatMap(([field, word]) => {
			const change = Object.entries(changes).find(([key]) => key === field)?.[1];
			if (change === undefined) return [];
			return [`${word} from ${shown(change.before)} to ${shown(change.after)}`];
		})
		.join(', ');
}

function cameraMessage(
	{ event, device, sinceMs }: Extract<Occurrence, { kind: 'camera' }>,
	words: TimeWords,
): string {
	const camera = labelOf(device);
	const since = `since ${words.at(sinceMs)}`;
	const forSoLong = `${since}, for ${words.durationSince(sinceMs)}`;
	switch (event) {
		case 'cameraUp':
			return `${camera} gives pictures again; it was down ${forSoLong}.`;
		case 'pictureFrozen':
			return `${camera} has sent the very same picture ${since}.`;
		case 'pictureMoving':
			return `${camera} sends new pictures again; its picture was frozen ${forSoLong}.`;
		case 'pictureBlank':
			return `${camera} has shown nothing but one colour ${since}: its lens may be covered, or it is dark.`;
		case 'pictureBack':
			return `${camera} shows something again; its picture was blank ${forSoLong}.`;
		case 'viewChanged':
			return `${camera} has shown another view ${since}: it may have been turned or moved.`;
	}
}

function downMessage(
	{ event, device, record }: Extract<Occurrence, { kind: 'down' }>,
	words: TimeWords,
): string {
	const camera = labelOf(device);
	const { failure, outage } = record.health;
	const sinceMs = outage.kind === 'off' ? words.nowMs : outage.sinceMs;
	const status = failure?.httpStatus === undefined ? '' : ` (status ${failure.httpStatus})`;
	const why = failure === undefined ? '' : `: ${REASON_WORDS[failure.reason]}${status}`;
	const since = `since ${words.at(sinceMs)}`;
	return event === 'cameraDown'
		? `${camera} has given no picture ${since}${why}.`
		: `${camera} is still down ${since}, for ${words.durationSince(sinceMs)}${why}.`;
}

function outageMessage(occurrence: OutageOccurrence, words: TimeWords): string {
	const { event, outage, cameras, stillDown } = occurrence;
	const since = `since ${words.at(outage.sinceMs)}`;
	const forSoLong = `${since}, for ${words.durationSince(outage.sinceMs)}`;
	// No call gives the name of a gateway, and nobody knows it by its ID: its cameras tell which one it is.
	const where = outage.gatewayId === null ? '' : ' of one gateway';
	const those = `${counted(cameras.length, 'camera')}${where}`;
	const isOne = cameras.length === 1;
	const all = isOne ? those : `All ${those}`;
	switch (event) {
		case 'gatewayDown':
		case 'fleetDown':
			return `${all} ${isOne ? 'has' : 'have'} given no picture ${since}: ${namesOf(cameras)}.`;
		case 'cameraStillDown':
			return `${those} ${isOne ? 'is' : 'are'} still down ${forSoLong}: ${namesOf(cameras)}.`;
		case 'gatewayUp':
		case 'fleetUp': {
			const who = stillDown.length === 0 ? all : those;
			const rest = stillDown.length === 0 ? '' : `; still down: ${namesOf(stillDown)}`;
			const back = isOne ? 'gives pictures again; it was' : 'give pictures again; they were';
			return `${who} ${back} down ${forSoLong}: ${namesOf(cameras)}${rest}.`;
		}
	}
}

const MAX_NAMED = 5;

/** `Dock, Lobby and 3 more` */
function namesOf(cameras: readonly KnownCamera[]): string {
	const names = cameras.slice(0, MAX_NAMED).map(({ device }) => shown(cameraNameOf(device)));
	const more = cameras.length - names.length;
	return more === 0 ? names.join(', ') : `${names.join(', ')} and ${more} more`;
}

function labelOf(device: Device): string {
	const kind = device.type === CAMERA_TYPE ? 'Camera' : 'Device';
	return `${kind} ${shown(cameraNameOf(device))}`;
}

function cameraNameOf(device: Device): string {
	return nameOf(device) ?? String(device.id);
}

function shown(text: string | null): string {
	return text === null ? 'none' : `"${shortText(text)}"`;
}
