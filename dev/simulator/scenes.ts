// What a camera may show: one of seven stills, or what is left of it when the camera is covered, turned or blind.
import path from 'node:path';

import sharp, { type Sharp } from 'sharp';

import { HEIGHT_PX, WIDTH_PX } from './overlay';

/** The ways in which a camera may see. */
export const SCENES = [
	'usual',
	'night',
	'fog',
	'noise',
	'turned',
	'moved',
	'covered',
	'black',
	'white',
	'oneColour',
] as const;

/** The way in which a camera sees; `usual` is its still. */
export type Scene = (typeof SCENES)[number];

/** A picture without compression, three bytes to a pixel. */
export type RawPicture = Readonly<{ data: Buffer; width: number; height: number }>;

const STILLS_FOLDER = path.join(__dirname, 'stills');
const SIZE = { width: WIDTH_PX, height: HEIGHT_PX };
const STILLS_BY_NAME: ReadonlyArray<readonly [name: RegExp, still: string]> = [
	[/parking|car ?park|garage/i, 'parking'],
	[/dock|shipping|receiving/i, 'dock'],
	[/lobby|reception|entrance|cafeteria/i, 'lobby'],
	[/server|data/i, 'serverRoom'],
	[/corridor|hall|stair|elevator/i, 'corridor'],
	[/street|gate|road|driveway/i, 'street'],
	[/warehouse|aisle|storage|stock/i, 'warehouse'],
];
// It has numbers over its gates.
const NEVER_MIRRORED = /dock\.jpg$/;
const TURN_PX = 448;
const MOVE_PX = 160;
const COVER_BLUR_SIGMA = 60;
// So that cameras with the same still do not show the same picture: three quarters of it, from one corner.
const CLOSER = { left: 0, top: 90, width: 960, height: 540 };

/** The file of the still that goes with a camera's name; any still when the name says nothing. */
export function stillFile(name: string, seed: number): string {
	const named = STILLS_BY_NAME.find(([pattern]) => pattern.test(name));
	const still = named ?? STILLS_BY_NAME[seed % STILLS_BY_NAME.length];
	return path.join(STILLS_FOLDER, `${still?.[1] ?? 'lobby'}.jpg`);
}

function plain(background: string): Sharp {
	return sharp({ create: { ...SIZE, channels: 3, background } });
}

function noise(): Sharp {
	const grain = { type: 'gaussian', mean: 110, sigma: 60 } as const;
	return sharp({ create: { ...SIZE, channels: 3, background: '#6e6e6e', noise: grain } });
}

// What comes into view is not in the still: the rim of what is seen stands in for it, mirrored.
function shifted(still: Sharp, byPx: number): Sharp {
	return still
		.extract({ left: byPx, top: 0, width: WIDTH_PX - byPx, height: HEIGHT_PX })
		.extend({ right: byPx, extendWith: 'mirror' });
}

function changed(still: Sharp, scene: Scene): Sharp {
	switch (scene) {
		case 'usual':
			return still;
		case 'night':
			return still.modulate({ saturation: 0.15 }).linear(0.22, 2);
		case 'fog':
			return still.blur(3).linear(0.3, 150);
		case 'noise':
			return noise();
		case 'turned':
			return shifted(still, TURN_PX);
		case 'moved':
			return shifted(still, MOVE_PX);
		case 'covered':
			return still.blur(COVER_BLUR_SIGMA).linear(0.08, 6);
		case 'black':
			return plain('#000000');
		case 'white':
			return plain('#fbfbfb');
		case 'oneColour':
			return plain('#1f3fa8');
	}
}

async function rawOf(pipeline: Sharp): Promise<RawPicture> {
	const { data, info } = await pipeline
		.removeAlpha()
		.raw({ depth: 'uchar' })
		.toBuffer({ resolveWithObject: true });
	return { data, width: info.width, height: info.height };
}

/** A sharp pipeline that begins with these pixels. */
export function fromRaw({ data, width, height }: RawPicture): Sharp {
	return sharp(data, { raw: { width, height, channels: 3 } });
}

/**
 * The scene before name and clock are drawn over it.
 * @param file a still
 * @param variant 0 to 3: as it is, mirrored, closer, closer and mirrored
 */
export async function renderScene(
	file: string,
	variant: number,
	scene: Scene,
): Promise<RawPicture> {
	const still = sharp(file);
	if (variant % 2 === 1 && !NEVER_MIRRORED.test(file)) still.flop();
	if (variant >= 2) still.extract(CLOSER).resize(SIZE);
	const view = await rawOf(still);
	return scene === 'usual' ? view : await rawOf(changed(fromRaw(view), scene));
}
