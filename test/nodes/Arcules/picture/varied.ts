/**
 * JPEGs of every kind that can be walked over: sampled, scanned and restarted in different ways.
 */
import { join } from 'node:path';
import sharp, { type JpegOptions } from 'sharp';
import { encodeJpeg, type Channel, type Drawing } from './encodeJpeg';

const STILLS = join(__dirname, '../../../../dev/simulator/stills');

export const still = async (name: string, width: number, options: JpegOptions, isGrey = false) =>
	await sharp(join(STILLS, `${name}.jpg`))
		.resize(width)
		.toColourspace(isGrey ? 'b-w' : 'srgb')
		.jpeg(options)
		.toBuffer();

export const channel = (horizontal: number, vertical: number): Channel => ({
	horizontal,
	vertical,
	levelAt: (x, y) => 128 + 60 * Math.sin(x / 5) + 60 * Math.cos((y * x) / 300),
});

export const drawn = async (
	proportions: ReadonlyArray<[number, number]>,
	variant: Partial<Drawing>,
) =>
	encodeJpeg({
		width: 301,
		height: 203,
		channels: proportions.map(([across, down]) => channel(across, down)),
		...variant,
	});

export const VARIED: ReadonlyArray<readonly [name: string, make: () => Promise<Buffer>]> = [
	['a lobby', async () => await still('lobby', 480, { quality: 80 })],
	[
		'a street with standard tables',
		async () => await still('street', 480, { quality: 60, optimiseCoding: false }),
	],
	[
		'a car park, 4:4:4',
		async () => await still('parking', 400, { quality: 85, chromaSubsampling: '4:4:4' }),
	],
	['a grey warehouse', async () => await still('warehouse', 400, { quality: 75 }, true)],
	['a dock at a low quality', async () => await still('dock', 640, { quality: 20 })],
	// Its data are read in several pieces.
	['a large street', async () => await still('street', 1280, { quality: 90 })],
	['a corridor at the best quality', async () => await still('corridor', 320, { quality: 100 })],
	[
		'4:2:2 with restart markers',
		async () =>
			await drawn(
				[
					[2, 1],
					[1, 1],
					[1, 1],
				],
				{ restartInterval: 5 },
			),
	],
	[
		'4:2:0 in separate scans',
		async () =>
			await drawn(
				[
					[2, 2],
					[1, 1],
					[1, 1],
				],
				{ hasSeparateScans: true },
			),
	],
	[
		'4:1:1 without tables',
		async () =>
			await drawn(
				[
					[4, 1],
					[1, 1],
					[1, 1],
				],
				{ lacksHuffmanTables: true },
			),
	],
	['grey, restarted at each block', async () => await drawn([[1, 1]], { restartInterval: 1 })],
];
