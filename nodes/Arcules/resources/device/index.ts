/**
 * The resource "Device".
 */
import type { Resource } from '../operation';
import { list } from './list';

export const device: Resource = {
	option: { name: 'Device', value: 'device' },
	operations: [list],
};
