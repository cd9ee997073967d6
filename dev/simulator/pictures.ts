// Where the bytes of a thumbnail come from: a still with name and clock, or one file of a given size.
import { createHash } from 'node:crypto';
import path from 'node:path';

import sharp from 'sharp';

import type { Device } from './devices';
import { canPad, padJpeg } from './jpeg';
import type { ResolvedOptions } from './options';
import { overlay } from './overlay';
import { fromRaw, renderScene, stillFile, type RawPicture, type Scene } from './scenes';

/** A camera's scene, and whether name and clock are drawn over it. */
export interface SceneSetting {
	readonly scene: Scene;
	readonly display: boolean;
}

const JPEG_QUALITY = 82;
const VARIANTS = 4;
// The largest and best that leaves room for the padding is used: a benchmark's picture is then as costly to look into
// as a real one of its size.
const FIXED_WIDTHS_PX = [1280, 640, 320, 160, 16];
const FIXED_QUALITIES = [94, 85, 70, 40];
const FIXED_STILL = path.join(__dirname, 'stills', 'lobby.jpg');

const fixedPictures = new Map<number, Promise<Buffer>>();

async function createFixedPicture(bytes: number): Promise<Buffer> {
	for (const width of FIXED_WIDTHS_PX) {
		for (const quality of FIXED_QUALITIES) {
			const jpeg = await sharp(FIXED_STILL).resize({ width }).jpeg({ quality }).toBuffer();
			if (canPad(jpeg, bytes)) return padJpeg(jpeg, bytes);
		}
	}
	throw new Error(`A JPEG of ${bytes} bytes is too small to be a picture`);
}

/** A valid picture of exactly this size, made once in a process. */
async function fixedPicture(bytes: number): Promise<Buffer> {
	const picture = fixedPictures.get(bytes) ?? createFixedPicture(bytes);
	fixedPictures.set(bytes, picture);
	return await picture;
}

function seedOf(id: string): number {
	return createHash('sha256').update(id).digest().readUInt32BE();
}

/** Takes the cameras' pictures. */
export class PictureSource {
	private readonly scenes = new Map<string, SceneSetting>();

	private readonly rendered = new Map<string, Promise<RawPicture>>();

	private constructor(private readonly fixed: Buffer | undefined) {}

	/** The source that the option asks for. */
	static async create(option: ResolvedOptions['picture']): Promise<PictureSource> {
		return new PictureSource(option === 'scene' ? undefined : await fixedPicture(option.bytes));
	}

	/** What a camera shows from now on; null gives it back what the options say. */
	setScene(id: string, setting: SceneSetting | null): void {
		if (setting === null) this.scenes.delete(id);
		else this.scenes.set(id, setting);
	}

	/** The camera's picture at this moment. */
	async take(camera: Device, at: Date): Promise<Buffer> {
		const setting = this.scenes.get(camera.id);
		if (setting === undefined && this.fixed !== undefined) return this.fixed;
		const { scene, display } = setting ?? { scene: 'usual', display: true };
		const view = fromRaw(await this.view(camera, scene));
		if (display) view.composite(overlay(camera.name, camera.id, at));
		return await view.jpeg({ quality: JPEG_QUALITY }).toBuffer();
	}

	private async view({ id, name }: Device, scene: Scene): Promise<RawPicture> {
		const seed = seedOf(id);
		const file = stillFile(name, seed);
		const variant = seed % VARIANTS;
		const key = `${file} ${variant} ${scene}`;
		const view = this.rendered.get(key) ?? renderScene(file, variant, scene);
		this.rendered.set(key, view);
		return await view;
	}
}
