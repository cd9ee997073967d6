// What a camera writes over its picture: name, id, date and time, and that it records.
import { textPath, textWidthPx } from './lettering';
import { HEIGHT_PX, WIDTH_PX } from './view';

const MARGIN_PX = 32;
const LARGE_PX = 30;
const SMALL_PX = 20;
const BASELINE_PX = 54;
const SHORT_ID_LENGTH = 8;
const LONGEST_NAME = 32;
const BOTTOM_PX = HEIGHT_PX - 30;

// White with a dark edge stays readable on any picture, as on a real camera.
function lettering(data: string): string {
	return (
		`<path d="${data}" fill="none" stroke="#000" stroke-opacity=".55" stroke-width="4" stroke-linejoin="round"/>` +
		`<path d="${data}" fill="#f6f8f8"/>`
	);
}

function shortened(name: string): string {
	return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`;
}

/** The part that stays the same: the camera's name and the start of its channel id. */
export function fixedDisplay(name: string, channelId: string): string {
	const id = `CH ${channelId.slice(0, SHORT_ID_LENGTH)}`;
	return (
		lettering(textPath(shortened(name), MARGIN_PX, BASELINE_PX, LARGE_PX)) +
		lettering(textPath(id, MARGIN_PX, BOTTOM_PX, SMALL_PX))
	);
}

/** The part that runs: date and time in UTC, and the blinking REC light. */
export function runningDisplay(at: Date): string {
	const [date = '', time = ''] = at.toISOString().split('T');
	const clock = `${date} ${time.slice(0, 8)} UTC`;
	const clockX = WIDTH_PX - MARGIN_PX - textWidthPx(clock, LARGE_PX);
	const recX = WIDTH_PX - MARGIN_PX - textWidthPx('REC', SMALL_PX);
	const isLit = at.getUTCSeconds() % 2 === 0;
	const light = `<circle cx="${recX - 16}" cy="${BOTTOM_PX - 7}" r="7.5" fill="#ff3b30" opacity="${isLit ? 1 : 0.35}"/>`;
	return (
		lettering(textPath(clock, clockX, BASELINE_PX, LARGE_PX)) +
		lettering(textPath('REC', recX, BOTTOM_PX, SMALL_PX)) +
		light
	);
}
