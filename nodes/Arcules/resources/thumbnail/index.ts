/**
 * The resource "Thumbnail".
 */
import type { Resource } from '../operation';
import { getLive } from './getLive';
import { getManyLive } from './getManyLive';

export const thumbnail: Resource = {
	option: { name: 'Thumbnail', value: 'thumbnail' },
	operations: [getLive, getManyLive],
};
