/**
 * The resource "I/O Port".
 */
import type { Resource } from '../operation';
import { getState } from './getState';

export const ioPort: Resource = {
	option: { name: 'I/O Port', value: 'ioPort' },
	operations: [getState],
};
