// Renders a camera's scene as a JPEG with a running clock.
import sharp from 'sharp';

import type { Device } from '../devices';
import { Canvas } from './canvas';
import { fixedDisplay, runningDisplay } from './on-screen-display';
import { between, seededRandom } from './random';
import type { Scene } from './scene';
import { sceneFor } from './scenes';
import { HEIGHT_PX, View, WIDTH_PX } from './view';

/** A scene with its background, ready for any number of pictures. */
interface PreparedScene {
	readonly scene: Scene;
	readonly view: View;
	readonly startSeconds: number;
	readonly background: Promise<Buffer>;
	/** Name and id, which nothing that moves may cover. */
	readonly display: string;
}

const JPEG_QUALITY = 82;
// Backgrounds are kept as JPEGs (about 0.3 MB) because raw ones would need 2.8 MB each.
const BACKGROUND_QUALITY = 94;
const BACKGROUNDS_KEPT = 200;
const LENS_BLUR_SIGMA = 0.6;
const NOISE_SIGMA = 9;
const VIGNETTE =
	`<radialGradient id="vignette" cx=".5" cy=".5" r=".72"><stop offset=".5" stop-color="#000" stop-opacity="0"/>` +
	`<stop offset="1" stop-color="#000" stop-opacity=".55"/></radialGradient>`;

async function noise(): Promise<Buffer> {
	const grain = { type: 'gaussian', mean: 128, sigma: NOISE_SIGMA } as const;
	const create = {
		width: WIDTH_PX,
		height: HEIGHT_PX,
		channels: 3 as const,
		background: '#808080',
		noise: grain,
	};
	return await sharp({ create }).png({ compressionLevel: 1 }).toBuffer();
}

async function renderBackground(scene: Scene, view: View): Promise<Buffer> {
	const canvas = new Canvas(view, scene.haze);
	scene.drawPlace(canvas);
	canvas.define(VIGNETTE);
	canvas.raw(`<rect width="${WIDTH_PX}" height="${HEIGHT_PX}" fill="url(#vignette)"/>`);
	return await sharp(Buffer.from(canvas.toSvg()))
		.flatten({ background: '#000' })
		.blur(LENS_BLUR_SIGMA)
		.composite([{ input: await noise(), blend: 'soft-light' }])
		.jpeg({ quality: BACKGROUND_QUALITY, chromaSubsampling: '4:4:4' })
		.toBuffer();
}

/** Draws pictures and remembers the backgrounds of the cameras seen last. */
export class SceneRenderer {
	private readonly prepared = new Map<string, PreparedScene>();

	/** The camera's picture at this moment. */
	async render(camera: Device, at: Date): Promise<Buffer> {
		const { scene, view, startSeconds, background, display } = this.prepare(camera);
		const canvas = new Canvas(view, scene.haze);
		scene.drawAction(canvas, startSeconds + at.getTime() / 1000);
		canvas.raw(display + runningDisplay(at));
		return await sharp(await background)
			.composite([{ input: Buffer.from(canvas.toSvg()) }])
			.jpeg({ quality: JPEG_QUALITY })
			.toBuffer();
	}

	private prepare(camera: Device): PreparedScene {
		const key = `${camera.id} ${camera.name}`;
		const known = this.prepared.get(key);
		const prepared = known ?? this.create(camera);
		// Taken out and put in again, the oldest is the one that was not used for longest.
		this.prepared.delete(key);
		this.prepared.set(key, prepared);
		const [oldest] = this.prepared.keys();
		if (this.prepared.size > BACKGROUNDS_KEPT && oldest !== undefined) {
			this.prepared.delete(oldest);
		}
		return prepared;
	}

	private create(camera: Device): PreparedScene {
		const random = seededRandom(camera.id);
		const scene = sceneFor(camera.name, random);
		const view = new View(scene.mounting);
		const startSeconds = between(random, 0, 600);
		const background = renderBackground(scene, view);
		const display = fixedDisplay(camera.name, camera.id);
		return { scene, view, startSeconds, background, display };
	}
}
