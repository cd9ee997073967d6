/**
 * What can be told from the luma image of an eighth of the size: how bright it is, how rich in contrast, how sharp, whether
 * anything can be seen at all, and which view it is.
 */
import type { DcImage } from './dcImage';
import { sceneHashOf } from './sceneHash';

/** What a picture looks like. */
export interface Analysis {
	/** Mean luma, 0 (black) to 1 (white): `mean(Y) / 255`. */
	readonly brightness: number;
	/**
	 * Root-mean-square contrast, 0 (one grey) to 1 (half black, half white): `std(Y) / 127.5`, without the strips.
	 * E. Peli, "Contrast in complex images", J. Opt. Soc. Am. A 7 (1990), divided by the largest value it can have.
	 */
	readonly contrast: number;
	/**
	 * Share of high frequencies, 0 (smooth) to 1 (white noise): the mean square of the differences between neighbouring
	 * blocks, over twice the variance, without the strips. J. von Neumann, "Distribution of the ratio of the mean square
	 * successive difference to the variance", Ann. Math. Stat. 12 (1941). With the power S at the frequency f (periods
	 * per block) it is `Σ S(f)·(1 − cos 2πf) / Σ S(f)`. JPEG quality, brightness and contrast do not change it; blur of
	 * half a block halves it. It compares pictures of one camera, not of two. 0 when the variance is below one level.
	 */
	readonly sharpness: number;
	/** Whether nothing can be seen: black, white, one colour, a covered lens. */
	readonly isBlank: boolean;
	/** Fingerprint of the view, to be compared by `sceneDistance`. */
	readonly sceneHash: string;
}

/**
 * Cameras write names and clocks at the top and at the bottom: two lines of the usual height (4 to 5 %) and a margin
 * fit into an eighth.
 */
const STRIP_SHARE = 1 / 8;
const MIN_ROWS_WITH_STRIPS = 8;

/*
 * A picture is blank when it has no edges. An edge is a pair of neighbouring blocks which differ by more than
 * - 4 levels: the slopes of a dark blur (a covered lens) stay below, the faint edges in fog do not;
 * - 1.5 steps of the quantisation: a low quality makes a staircase of a slope;
 * - 5.5 times the mean difference, but at most 10 levels: where there is only noise, this happens once in 100,000 pairs
 *   (4.4 standard deviations). The limit is for pictures that are full of edges.
 * A small light in the dark, one or two blocks wide, makes about eight.
 */
const EDGE_LEVELS = 4;
const EDGE_STEPS = 1.5;
const EDGE_MEANS = 5.5;
const MAX_NOISE_LEVELS = 10;
const MIN_EDGES = 8;

const LEVELS = 256;
const MAX_LEVEL = 255;
const MAX_DEVIATION = 127.5;
const DECIMALS = 4;

/** Analyses the luma image. */
export function analyze(image: DcImage): Analysis {
	const inner = withoutStrips(image);
	const { mean } = momentsOf(levelsOf(image));
	const { variance } = momentsOf(levelsOf(inner));
	const differences = differencesOf(inner);
	return {
		brightness: rounded(mean / MAX_LEVEL),
		contrast: rounded(Math.sqrt(variance) / MAX_DEVIATION),
		sharpness: variance < 1 ? 0 : rounded(Math.min(1, meanSquareOf(differences) / 2 / variance)),
		isBlank: edgesIn(differences, image.stepLevels) < MIN_EDGES,
		sceneHash: sceneHashOf(inner),
	};
}

function withoutStrips(image: DcImage): DcImage {
	if (image.height < MIN_ROWS_WITH_STRIPS) return image;
	const strip = Math.ceil(image.height * STRIP_SHARE);
	const height = image.height - 2 * strip;
	const from = strip * image.width;
	return { ...image, height, levels: image.levels.subarray(from, from + height * image.width) };
}

/** How often each value from 0 to 255 occurs. */
type Histogram = Uint32Array;

function levelsOf({ levels }: DcImage): Histogram {
	const histogram = new Uint32Array(LEVELS);
	for (let index = 0; index < levels.length; index++) {
		const level = levels[index] ?? 0;
		histogram[level] = (histogram[level] ?? 0) + 1;
	}
	return histogram;
}

/** The differences between each block and the ones to its right and below it. */
function differencesOf({ levels, width, height }: DcImage): Histogram {
	const histogram = new Uint32Array(LEVELS);
	for (let row = 0; row < height; row++) {
		const end = (row + 1) * width;
		for (let index = row * width; index < end; index++) {
			const level = levels[index] ?? 0;
			if (index + 1 < end) count(histogram, level, levels[index + 1] ?? 0);
			if (row + 1 < height) count(histogram, level, levels[index + width] ?? 0);
		}
	}
	return histogram;
}

function count(histogram: Histogram, level: number, neighbour: number): void {
	const difference = Math.abs(level - neighbour);
	histogram[difference] = (histogram[difference] ?? 0) + 1;
}

function totalOf(histogram: Histogram): number {
	return histogram.reduce((sum, times) => sum + times, 0);
}

function momentsOf(histogram: Histogram): { mean: number; variance: number } {
	const total = totalOf(histogram) || 1;
	const mean = histogram.reduce((sum, times, value) => sum + times * value, 0) / total;
	return { mean, variance: Math.max(0, meanSquareOf(histogram) - mean * mean) };
}

function meanSquareOf(histogram: Histogram): number {
	const sum = histogram.reduce((squares, times, value) => squares + times * value * value, 0);
	return sum / (totalOf(histogram) || 1);
}

function edgesIn(differences: Histogram, stepLevels: number): number {
	const noiseLevels = EDGE_MEANS * momentsOf(differences).mean;
	const limit = Math.max(
		EDGE_LEVELS,
		EDGE_STEPS * stepLevels,
		Math.min(MAX_NOISE_LEVELS, noiseLevels),
	);
	return totalOf(differences.subarray(Math.floor(limit) + 1));
}

function rounded(value: number): number {
	return Number(value.toFixed(DECIMALS));
}
