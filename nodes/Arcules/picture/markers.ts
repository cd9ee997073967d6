/**
 * The markers of a JPEG (ITU-T T.81, table B.1), and how to find them.
 */

export const SOI = 0xd8;
export const EOI = 0xd9;
export const SOS = 0xda;
export const DHT = 0xc4;
export const DQT = 0xdb;
export const DRI = 0xdd;
export const COM = 0xfe;
export const APP0 = 0xe0;
export const APP14 = 0xee;

const TEM = 0x01;
const RST0 = 0xd0;
const RST7 = 0xd7;
const APP15 = 0xef;

/** RST0 to RST7, which stand inside the entropy-coded data. */
export function isRestart(marker: number): boolean {
	return marker >= RST0 && marker <= RST7;
}

/** A marker without a length and a payload. */
export function isStandalone(marker: number): boolean {
	return marker === TEM || isRestart(marker);
}

/** APPn and COM: what is said about the picture, not the picture. */
export function isMetadata(marker: number): boolean {
	return marker === COM || (marker >= APP0 && marker <= APP15);
}

/** SOF0 to SOF15, without DHT (C4), JPG (C8) and DAC (CC), which lie among them. */
export function isFrameHeader(marker: number): boolean {
	return marker >= 0xc0 && marker <= 0xcf && ![DHT, 0xc8, 0xcc].includes(marker);
}

/**
 * The offset of the next marker: 0xFF followed by neither 0x00, which is data, nor another 0xFF, which is filling.
 * @returns -1 when there is none
 */
export function nextMarker(bytes: Uint8Array, from: number): number {
	let at = bytes[from] === 0xff ? from : bytes.indexOf(0xff, from);
	while (at !== -1 && at + 1 < bytes.length) {
		const code = bytes[at + 1];
		if (code !== 0x00 && code !== 0xff) return at;
		at = bytes.indexOf(0xff, at + 1);
	}
	return -1;
}
