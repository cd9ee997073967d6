// What a camera writes over its picture: name, id, date and time, and that it records. Text is drawn as
// outlines of a font that comes with the project, because a machine that runs this may have no fonts at all.
import { readFileSync } from 'node:fs';

import { parse, type Font } from 'opentype.js';
import type { OverlayOptions } from 'sharp';

/** Size of all pictures. */
export const WIDTH_PX = 1280;
/** Size of all pictures. */
export const HEIGHT_PX = 720;

const FONT_FILE = '@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-500-normal.woff';
const MARGIN_PX = 32;
const LARGE_PX = 30;
const SMALL_PX = 20;
const TOP_BASELINE_PX = 54;
const TOP_STRIP_PX = 72;
const BOTTOM_STRIP_PX = 64;
const BOTTOM_BASELINE_PX = BOTTOM_STRIP_PX - 30;
const SHORT_ID_LENGTH = 8;
const MAX_NAME_LENGTH = 32;
const DIMMEST = 0.35;

let loadedFont: Font | undefined;

function font(): Font {
	if (loadedFont === undefined) {
		const file = readFileSync(require.resolve(FONT_FILE));
		loadedFont = parse(file.buffer.slice(file.byteOffset, file.byteOffset + file.length));
	}
	return loadedFont;
}

// White with a dark edge stays readable on any picture, as on a real camera.
function lettering(text: string, xPx: number, baselinePx: number, sizePx: number): string {
	const data = font().getPath(text, xPx, baselinePx, sizePx).toPathData(1);
	return (
		`<path d="${data}" fill="none" stroke="#000" stroke-opacity=".55" stroke-width="4" stroke-linejoin="round"/>` +
		`<path d="${data}" fill="#f6f8f8"/>`
	);
}

function rightAligned(text: string, sizePx: number): number {
	return WIDTH_PX - MARGIN_PX - font().getAdvanceWidth(text, sizePx);
}

function shortened(name: string): string {
	return name.length <= MAX_NAME_LENGTH ? name : `${name.slice(0, MAX_NAME_LENGTH - 1)}…`;
}

function strip(content: string, heightPx: number, topPx: number): OverlayOptions {
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH_PX}" height="${heightPx}">${content}</svg>`;
	return { input: Buffer.from(svg), left: 0, top: topPx };
}

/** What is written over the picture of this camera at this moment, as two strips: rendering a whole picture is slower. */
export function overlay(name: string, channelId: string, at: Date): OverlayOptions[] {
	const [date = '', time = ''] = at.toISOString().split('T');
	const clock = `${date} ${time.slice(0, 8)} UTC`;
	const top =
		lettering(shortened(name), MARGIN_PX, TOP_BASELINE_PX, LARGE_PX) +
		lettering(clock, rightAligned(clock, LARGE_PX), TOP_BASELINE_PX, LARGE_PX);
	const recX = rightAligned('REC', SMALL_PX);
	// The light fades within each second, so that two pictures of one second differ as two live pictures do.
	const light = 1 - (1 - DIMMEST) * (at.getUTCMilliseconds() / 1000);
	const id = `CH ${channelId.slice(0, SHORT_ID_LENGTH)}`;
	const bottom =
		lettering(id, MARGIN_PX, BOTTOM_BASELINE_PX, SMALL_PX) +
		lettering('REC', recX, BOTTOM_BASELINE_PX, SMALL_PX) +
		`<circle cx="${recX - 16}" cy="${BOTTOM_BASELINE_PX - 7}" r="7.5" fill="#ff3b30" opacity="${light}"/>`;
	return [strip(top, TOP_STRIP_PX, 0), strip(bottom, BOTTOM_STRIP_PX, HEIGHT_PX - BOTTOM_STRIP_PX)];
}
