/**
 * libvips as the measure of the luma image: sharp's own decoding, shrunk to an eighth.
 */
import sharp from 'sharp';
import { mean, sampleCorrelation, standardDeviation } from 'simple-statistics';
import { dcImageOf } from '../../../../nodes/Arcules/picture/dcImage';
import { readJpeg } from '../../../../nodes/Arcules/picture/jpeg';

/** How far two images are apart. */
export interface Difference {
	/** Mean of the absolute differences. */
	readonly meanLevels: number;
	/** Pearson's correlation; 1 when one of them is of one level. */
	readonly correlation: number;
}

/**
 * Compares the luma image with sharp's. libvips rounds the size of an eighth down, where the last block is not whole. sharp
 * uses libjpeg's shrinking by eight only for a ninth or less: picking the nearest pixels, in both images alike, takes it there.
 */
export async function differenceFromLibvips(jpeg: Buffer): Promise<Difference> {
	const parts = readJpeg(jpeg);
	const image = parts.kind === 'jpeg' ? dcImageOf(parts) : undefined;
	if (parts.kind !== 'jpeg' || !image) throw new Error('The picture is not whole');
	const raw = { width: image.width, height: image.height, channels: 1 as const };
	const size = {
		width: Math.floor(parts.frame.width / 9),
		height: Math.floor(parts.frame.height / 9),
		fit: 'fill' as const,
		kernel: 'nearest' as const,
	};
	const eighth = await sharp(image.levels, { raw })
		.extract({
			left: 0,
			top: 0,
			width: Math.floor(parts.frame.width / 8),
			height: Math.floor(parts.frame.height / 8),
		})
		.raw()
		.toBuffer({ resolveWithObject: true });
	const ours = await sharp(eighth.data, { raw: eighth.info })
		.resize(size)
		.toColourspace('b-w')
		.raw()
		.toBuffer();
	const theirs = await sharp(jpeg).resize(size).raw().toBuffer({ resolveWithObject: true });
	return differenceOf([...ours], lumaOf(theirs.data, theirs.info.channels));
}

function lumaOf(pixels: Buffer, channels: number): number[] {
	const luma: number[] = [];
	for (let at = 0; at < pixels.length; at += channels) {
		const [red, green, blue] = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
		luma.push(channels < 3 ? red : 0.299 * red + 0.587 * green + 0.114 * blue);
	}
	return luma;
}

function differenceOf(ours: readonly number[], theirs: readonly number[]): Difference {
	const differences = ours.map((level, index) => Math.abs(level - (theirs[index] ?? 0)));
	const isFlat = [ours, theirs].some((levels) => standardDeviation([...levels]) === 0);
	return {
		meanLevels: mean(differences),
		correlation: isFlat ? 1 : sampleCorrelation([...ours], [...theirs]),
	};
}
