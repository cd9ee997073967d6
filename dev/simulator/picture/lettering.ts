/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Text as SVG outlines, because a machine that runs this may have no fonts at all.
import { readFileSync } from 'node:fs';

import { parse, type Font } from 'opentype.js';

const FONT_FILE = '@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-500-normal.woff';

let loadedFont: Font | undefined;

function font(): Font {
	if (loadedFont === undefined) {
		const file = readFileSync(require.resolve(FONT_FILE));
		const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.length);
		loadedFont = parse(bytes);
	}
	return loadedFont;
}

/** How many pixels the text is wide. */
export function textWidthPx(text: string, sizePx: number): number {
	return font().getAdvanceWidth(text, sizePx);
}

/** The text's outline as SVG path data, its baseline starting at the point. */
export function textPath(text: string, xPx: number, baselinePx: number, sizePx: number): string {
	return font().getPath(text, xPx, baselinePx, sizePx).toPathData(1);
}
