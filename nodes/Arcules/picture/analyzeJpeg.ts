/**
 * Looks into a JPEG: whether it is whole, down to its last block, and what can be seen.
 */
import { analyze, type Analysis } from './analysis';
import { dcImageOf } from './dcImage';
import { isSequentialHuffman } from './frame';
import { hasLuma, readJpeg, type Jpeg } from './jpeg';

/** Why a JPEG that its markers show to be whole was not looked into. */
type NotAnalyzedReason =
	/** Progressive, arithmetic, lossless or hierarchical. */
	| 'process'
	/** Samples of more than 8 bits. */
	| 'precision'
	/** Whole down to its last block, but RGB or CMYK: without luma. */
	| 'colour';

/** What was found. */
export type JpegAnalysis =
	| {
			readonly kind: 'analyzed';
			readonly width: number;
			readonly height: number;
			readonly analysis: Analysis;
	  }
	| {
			readonly kind: 'notAnalyzed';
			readonly width: number;
			readonly height: number;
			readonly reason: NotAnalyzedReason;
	  }
	| { readonly kind: 'incomplete' }
	| { readonly kind: 'notAJpeg' };

const SAMPLE_BITS = 8;

/**
 * Walks over the markers and, where it can, over all Huffman codes. A scan that has fewer MCUs than its frame needs, or
 * bits that are no code, makes the picture incomplete; what cannot be walked over passes on its markers alone.
 */
export function analyzeJpeg(bytes: Uint8Array): JpegAnalysis {
	const jpeg = readJpeg(bytes);
	if (jpeg.kind !== 'jpeg') return jpeg;
	const { width, height } = jpeg.frame;
	if (!isSequentialHuffman(jpeg.frame)) return notAnalyzed(jpeg, 'process');
	if (jpeg.frame.precisionBits !== SAMPLE_BITS) return notAnalyzed(jpeg, 'precision');
	const image = dcImageOf(jpeg);
	if (!image) return { kind: 'incomplete' };
	if (!hasLuma(jpeg)) return notAnalyzed(jpeg, 'colour');
	return { kind: 'analyzed', width, height, analysis: analyze(image) };
}

function notAnalyzed({ frame }: Jpeg, reason: NotAnalyzedReason): JpegAnalysis {
	return { kind: 'notAnalyzed', width: frame.width, height: frame.height, reason };
}
