/**
 * A small JPEG encoder for what sharp does not make: other samplings, separate scans, restart markers, missing tables.
 */
import { CodeWriter } from './codeWriter';
import {
	STANDARD_AC_TABLES,
	STANDARD_DC_TABLES,
} from '../../../../nodes/Arcules/picture/standardTables';

/** One component. */
export interface Channel {
	readonly horizontal: number;
	readonly vertical: number;
	/** The level at a pixel of the whole picture. */
	readonly levelAt: (x: number, y: number) => number;
	readonly id?: number;
}

export interface Drawing {
	readonly width: number;
	readonly height: number;
	readonly channels: readonly Channel[];
	/** MCUs from one restart marker to the next. */
	readonly restartInterval?: number;
	/** One scan for each component. */
	readonly hasSeparateScans?: boolean;
	/** The marker of the frame header; 0xC0 by default. */
	readonly process?: number;
	readonly lacksHuffmanTables?: boolean;
	readonly hasWideQuantizers?: boolean;
	/** Segments behind the SOI. */
	readonly preamble?: Buffer;
}

const QUANTIZER = 8;
const ZIGZAG = [
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
	13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52,
	45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/** Encodes the picture. */
export function encodeJpeg(drawing: Drawing): Buffer {
	const { channels, restartInterval = 0 } = drawing;
	const scans = drawing.hasSeparateScans ? channels.map((channel) => [channel]) : [channels];
	return Buffer.concat([
		Buffer.from([0xff, 0xd8]),
		drawing.preamble ?? Buffer.alloc(0),
		quantizers(drawing.hasWideQuantizers ?? false),
		frameHeader(drawing),
		...(drawing.lacksHuffmanTables ? [] : huffmanTables()),
		...(restartInterval > 0 ? [segment(0xdd, [restartInterval >> 8, restartInterval & 255])] : []),
		...scans.flatMap((scan) => [scanHeader(drawing, scan), scanData(drawing, scan)]),
		Buffer.from([0xff, 0xd9]),
	]);
}

/** A marker with its payload. */
export function segment(marker: number, payload: readonly number[]): Buffer {
	const length = payload.length + 2;
	return Buffer.from([0xff, marker, length >> 8, length & 255, ...payload]);
}

function quantizers(isWide: boolean): Buffer {
	const values = Array.from({ length: 64 }, () => (isWide ? [0, QUANTIZER] : [QUANTIZER])).flat();
	return segment(0xdb, [isWide ? 0x10 : 0, ...values]);
}

function idOf({ channels }: Drawing, channel: Channel): number {
	return channel.id ?? channels.indexOf(channel) + 1;
}

function frameHeader(drawing: Drawing): Buffer {
	const { width, height, channels, process = 0xc0 } = drawing;
	const components = channels.flatMap((channel) => [
		idOf(drawing, channel),
		channel.horizontal * 16 + channel.vertical,
		0,
	]);
	const size = [8, height >> 8, height & 255, width >> 8, width & 255, channels.length];
	return segment(process, [...size, ...components]);
}

function huffmanTables(): Buffer[] {
	const [dc, ac] = [STANDARD_DC_TABLES, STANDARD_AC_TABLES];
	return [0, 1].flatMap((slot) => [
		segment(0xc4, [slot, ...(dc[slot] ?? [])]),
		segment(0xc4, [0x10 + slot, ...(ac[slot] ?? [])]),
	]);
}

function slotOf({ channels }: Drawing, channel: Channel): number {
	return channels.indexOf(channel) === 0 ? 0 : 1;
}

function scanHeader(drawing: Drawing, scan: readonly Channel[]): Buffer {
	const components = scan.flatMap((channel) => {
		return [idOf(drawing, channel), slotOf(drawing, channel) * 0x11];
	});
	return segment(0xda, [scan.length, ...components, 0, 63, 0]);
}

function scanData(drawing: Drawing, scan: readonly Channel[]): Buffer {
	const { columns, rows } = mcusOf(drawing, scan);
	const { restartInterval = 0 } = drawing;
	const writer = new CodeWriter();
	const predictors = new Map<Channel, number>();
	for (let mcu = 0; mcu < columns * rows; mcu++) {
		if (restartInterval > 0 && mcu > 0 && mcu % restartInterval === 0) {
			writer.restart((mcu / restartInterval - 1) % 8);
			predictors.clear();
		}
		for (const channel of scan) {
			const slot = slotOf(drawing, channel);
			for (const block of blocksOf(
				drawing,
				scan,
				channel,
				mcu % columns,
				Math.floor(mcu / columns),
			)) {
				writer.block(block, predictors.get(channel) ?? 0, slot);
				predictors.set(channel, block[0] ?? 0);
			}
		}
	}
	return writer.end();
}

function largest(drawing: Drawing): { horizontal: number; vertical: number } {
	return {
		horizontal: Math.max(...drawing.channels.map(({ horizontal }) => horizontal)),
		vertical: Math.max(...drawing.channels.map(({ vertical }) => vertical)),
	};
}

function mcusOf(drawing: Drawing, scan: readonly Channel[]): { columns: number; rows: number } {
	const { horizontal, vertical } = largest(drawing);
	const [channel] = scan;
	if (scan.length > 1 || !channel) {
		return {
			columns: Math.ceil(drawing.width / 8 / horizontal),
			rows: Math.ceil(drawing.height / 8 / vertical),
		};
	}
	return {
		columns: Math.ceil(Math.ceil((drawing.width * channel.horizontal) / horizontal) / 8),
		rows: Math.ceil(Math.ceil((drawing.height * channel.vertical) / vertical) / 8),
	};
}

/** The quantised coefficients of a channel's blocks in an MCU, in zigzag order. */
function blocksOf(
	drawing: Drawing,
	scan: readonly Channel[],
	channel: Channel,
	column: number,
	row: number,
): number[][] {
	const { horizontal, vertical } = largest(drawing);
	const across = scan.length > 1 ? channel.horizontal : 1;
	const down = scan.length > 1 ? channel.vertical : 1;
	const scaleX = horizontal / channel.horizontal;
	const scaleY = vertical / channel.vertical;
	const level = (x: number, y: number) =>
		channel.levelAt(
			Math.min(drawing.width - 1, Math.floor(x * scaleX)),
			Math.min(drawing.height - 1, Math.floor(y * scaleY)),
		);
	return Array.from({ length: across * down }, (_, index) => {
		const left = (column * across + (index % across)) * 8;
		const top = (row * down + Math.floor(index / across)) * 8;
		return transformed((x, y) => level(left + x, top + y));
	});
}

const COSINES = Array.from({ length: 64 }, (_, index) => {
	const [frequency, at] = [index >> 3, index & 7];
	return Math.cos(((2 * at + 1) * frequency * Math.PI) / 16) * (frequency === 0 ? Math.SQRT1_2 : 1);
});

/** The forward DCT (T.81, A.3.3), quantised. */
function transformed(levelAt: (x: number, y: number) => number): number[] {
	const rows: number[] = [];
	for (let y = 0; y < 8; y++) {
		const levels = Array.from({ length: 8 }, (_, x) => levelAt(x, y) - 128);
		for (let u = 0; u < 8; u++) {
			rows.push(levels.reduce((sum, level, x) => sum + level * (COSINES[u * 8 + x] ?? 0), 0));
		}
	}
	return ZIGZAG.map((at) => {
		const [v, u] = [at >> 3, at & 7];
		let sum = 0;
		for (let y = 0; y < 8; y++) sum += (rows[y * 8 + u] ?? 0) * (COSINES[v * 8 + y] ?? 0);
		return Math.round(sum / 4 / QUANTIZER);
	});
}
