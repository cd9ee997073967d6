/**
 * The resource "Thumbnail": its operations and their parameters.
 */
import type { INodeProperties } from 'n8n-workflow';
import * as getLive from './getLive';

export { getLive };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['thumbnail'] } },
		options: [
			{
				name: 'Get Live Thumbnail',
				value: 'getLive',
				action: 'Get live thumbnail',
				description: 'Get the picture a camera sees now, as a JPEG file',
			},
		],
		default: 'getLive',
	},
	...getLive.description,
];
