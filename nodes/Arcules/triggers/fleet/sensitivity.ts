/**
 * How far apart two scenes must be to be another view.
 */
import { SAME_VIEW_MAX_DISTANCE, SCENE_HASH_BITS, sceneDistance } from '../../picture/sceneHash';
import { oneOf } from '../../shared/parameters';
import type { IsSameView } from './view';

/**
 * The largest distances of two pictures of the same view. Night, people and weather came to 55 at most, a camera that was
 * turned or moved by a tenth of the picture to 85 at least, another camera to 128 on average.
 */
const MAX_DISTANCES = { medium: SAME_VIEW_MAX_DISTANCE, low: 95, high: 60 } as const;

/** @throws {ArculesError} when it is none */
export const parseSensitivity = oneOf('Sensitivity', ['medium', 'low', 'high']);

/** The test for a sensitivity; of hashes that were shortened, both must have been. */
export function sameViewTest(sensitivity: keyof typeof MAX_DISTANCES): IsSameView {
	const maxShare = MAX_DISTANCES[sensitivity] / SCENE_HASH_BITS;
	return (one, other) => sceneDistance(one, other) <= maxShare * one.length * BITS_PER_DIGIT;
}

const BITS_PER_DIGIT = 4;
