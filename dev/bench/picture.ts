// What looking into a picture costs: the walk and the check of the markers, beside libvips decoding the same file.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import CliTable3 from 'cli-table3';
import sharp from 'sharp';
import { median } from 'simple-statistics';
import type { analyzeJpeg } from '../../nodes/Arcules/picture/analyzeJpeg';
import type { checkJpeg } from '../../nodes/Arcules/picture/jpeg';

/** The compiled functions: n8n runs these, and the loop over the codes takes several times longer as tsx translates it. */
export interface PictureRoom {
	readonly analyzeJpeg: typeof analyzeJpeg;
	readonly checkJpeg: typeof checkJpeg;
}

/** A picture to measure. */
export interface PictureKind {
	readonly width: number;
	readonly height: number;
	readonly quality: number;
}

/** What it took, as the median of several times in turn. */
export interface PictureCost extends PictureKind {
	readonly bytes: number;
	readonly walkMs: number;
	readonly markersMs: number;
	/** sharp, which is libvips, which is written in C: decoded and shrunk to an eighth. */
	readonly sharpMs: number;
}

const ROOT = path.join(__dirname, '../..');
const BUILT_ROOM = path.join(ROOT, 'dist/nodes/Arcules/picture');
const STILL = {
	file: path.join(ROOT, 'dev/simulator/stills/warehouse.jpg'),
	width: 1280,
	height: 720,
};
const SIZES = [
	[320, 180],
	[640, 360],
	[1280, 720],
	[1920, 1080],
	[3840, 2160],
] as const;
const QUALITIES = [50, 65, 80, 90, 95];
const ALL_KINDS: readonly PictureKind[] = SIZES.flatMap(([width, height]) =>
	QUALITIES.map((quality) => ({ width, height, quality })),
);
const ROUNDS = 40;
const WARM_UP_ROUNDS = 20;
// sharp lets libjpeg shrink by eight only for targets below a ninth; the pixels that are left out cost nothing.
const SHARP_SHRINK = 9;
const MEGABYTE = 1_000_000;

/** Loads the room from a folder with its compiled files. */
export async function loadRoom(folder = BUILT_ROOM): Promise<PictureRoom> {
	const load = async (file: string) => await import(pathToFileURL(path.join(folder, file)).href);
	const [analysis, markers] = await Promise.all([load('analyzeJpeg.js'), load('jpeg.js')]);
	return { analyzeJpeg: analysis.analyzeJpeg, checkJpeg: markers.checkJpeg };
}

/** Measures pictures of these kinds; one thread each, and nothing kept by libvips from one time to the next. */
export async function measurePicture(
	room?: PictureRoom,
	kinds: readonly PictureKind[] = ALL_KINDS,
	onMeasured: (cost: PictureCost) => void = () => {},
): Promise<PictureCost[]> {
	sharp.cache(false);
	sharp.concurrency(1);
	const loaded = room ?? (await loadRoom());
	const costs: PictureCost[] = [];
	for (const kind of kinds) {
		const cost = await measureKind(loaded, kind);
		onMeasured(cost);
		costs.push(cost);
	}
	return costs;
}

/** Prints the costs as a table. */
export function printPictureCosts(costs: readonly PictureCost[]): void {
	const table = new CliTable3({
		head: [
			'picture',
			'quality',
			'kB',
			'walk ms',
			'ms per MB',
			'markers ms',
			'sharp ⅛ ms',
			'walk : sharp',
		],
		colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'right'],
		style: { head: [], border: [] },
	});
	for (const { width, height, quality, bytes, walkMs, markersMs, sharpMs } of costs) {
		table.push([
			`${width}×${height}`,
			quality,
			(bytes / 1000).toFixed(0),
			walkMs.toFixed(2),
			((walkMs / bytes) * MEGABYTE).toFixed(1),
			markersMs.toFixed(3),
			sharpMs.toFixed(2),
			(walkMs / sharpMs).toFixed(2),
		]);
	}
	console.log(table.toString());
}

async function measureKind(room: PictureRoom, kind: PictureKind): Promise<PictureCost> {
	const jpeg = await pictureOf(kind);
	const size = {
		width: Math.floor(kind.width / SHARP_SHRINK),
		height: Math.floor(kind.height / SHARP_SHRINK),
		fit: 'fill' as const,
		kernel: 'nearest' as const,
	};
	const times = { walk: [] as number[], markers: [] as number[], sharp: [] as number[] };
	for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
		const kept = round < 0 ? { walk: [], markers: [], sharp: [] } : times;
		kept.walk.push(await timed(() => room.analyzeJpeg(jpeg)));
		kept.markers.push(await timed(() => room.checkJpeg(jpeg)));
		kept.sharp.push(await timed(async () => await sharp(jpeg).resize(size).raw().toBuffer()));
	}
	return {
		...kind,
		bytes: jpeg.length,
		walkMs: median(times.walk),
		markersMs: median(times.markers),
		sharpMs: median(times.sharp),
	};
}

async function timed(work: () => unknown): Promise<number> {
	const startedAt = performance.now();
	const result = work();
	if (result instanceof Promise) await result;
	return performance.now() - startedAt;
}

/** A still, shrunk for small sizes and laid side by side for large ones, so that it is equally rich in detail. */
async function pictureOf({ width, height, quality }: PictureKind): Promise<Buffer> {
	const still = sharp(STILL.file);
	if (width <= STILL.width) {
		return await still.resize(width, height, { fit: 'fill' }).jpeg({ quality }).toBuffer();
	}
	const create = { width, height, channels: 3 as const, background: '#000' };
	const tiled = sharp({ create }).composite([
		{ input: await still.png().toBuffer(), tile: true, gravity: 'northwest' },
	]);
	return await tiled.jpeg({ quality }).toBuffer();
}

if (require.main === module) {
	void measurePicture().then(printPictureCosts);
}
