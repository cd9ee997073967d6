// Where the bytes of a thumbnail come from: a drawn scene, or one fixed file for benchmarks.
import sharp from 'sharp';

import type { Device } from './devices';
import { canPad, padJpeg } from './jpeg';
import type { PictureOption } from './options';
import { SceneRenderer } from './picture/scene-renderer';

/** Gives the picture of a camera at a moment. */
export type PictureSource = (camera: Device, at: Date) => Promise<Buffer>;

// The largest that leaves room for the padding is used.
const FIXED_SIZES_PX = [
	{ width: 1280, height: 720 },
	{ width: 320, height: 180 },
	{ width: 16, height: 9 },
];

async function fixedJpeg(bytes: number): Promise<Buffer> {
	for (const size of FIXED_SIZES_PX) {
		const create = { ...size, channels: 3 as const, background: '#46525c' };
		const jpeg = await sharp({ create }).jpeg().toBuffer();
		if (canPad(jpeg, bytes)) return padJpeg(jpeg, bytes);
	}
	throw new Error(`A JPEG of ${bytes} bytes is too small to be a picture`);
}

/** The pictures that the option asks for. */
export async function createPictureSource(option: PictureOption): Promise<PictureSource> {
	if (option === 'scene') {
		const renderer = new SceneRenderer();
		return async (camera, at) => await renderer.render(camera, at);
	}
	const picture = fixedJpeg(option.bytes);
	await picture;
	return async () => await picture;
}
