// Devices as a hostile or merely odd account has them: names and ids that are code, markup or invisible, and fields that
// are called like those of a node's output.
import { CAMERA_TYPE, generatedCamera, type Device } from './devices';

const RIGHT_TO_LEFT_OVERRIDE = '\u202e';
const ZERO_WIDTH_SPACE = '\u200b';
const LONG_NAME_LENGTH = 5_000;

const NAMES = [
	'<img src="http://127.0.0.1:9/tracked"><b>Lobby</b>',
	'<a href="http://127.0.0.1:9/">Sign in again</a>',
	'"Dock" \'North\' `East` & \\ back',
	`Gate ${RIGHT_TO_LEFT_OVERRIDE}gpj.exe`,
	`Lob${ZERO_WIDTH_SPACE}by`,
	'-rf ..',
	'../../etc/passwd',
	'CON',
	'={{ $json.id }}',
	'{name}_{id}',
	'Hof\r\nBcc: everyone@example.com',
	'カメラ ☎ 🎥',
	'',
	'   ',
	'N'.repeat(LONG_NAME_LENGTH),
];
const IDS = [
	'__proto__',
	'constructor',
	'.hidden',
	'id with blank',
	'a/b',
	'..',
	'%2e%2e',
	'ünïcode',
];
const OWN_FIELDS = {
	error: 'Lens dirty',
	thumbnail: 'https://example.com/small.jpg',
	status: 'armed',
	pictureStatus: 'mine',
	channelId: 'another',
	binary: { data: 'mine' },
	pairedItem: 7,
	toString: 'text',
	nested: { deep: [1, null, { more: true }] },
};

/** A camera for each odd name, one for each odd id, and one with fields of its own. */
export function oddDevices(): Device[] {
	const named = NAMES.map((name, index) => ({ ...generatedCamera(index), name }));
	const identified = IDS.map((id, index) => ({
		...generatedCamera(NAMES.length + index),
		id,
		type: CAMERA_TYPE,
	}));
	return [
		...named,
		...identified,
		{ ...generatedCamera(NAMES.length + IDS.length), ...OWN_FIELDS },
	];
}
