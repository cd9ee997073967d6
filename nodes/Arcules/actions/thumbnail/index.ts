/**
 * The resource "Thumbnail": its operations and their parameters.
 */
import type { INodeProperties } from 'n8n-workflow';
import * as getLive from './getLive';
import * as getManyLive from './getManyLive';

export { getLive, getManyLive };

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
			{
				name: 'Get Many Live Thumbnails',
				value: 'getManyLive',
				action: 'Get many live thumbnails',
				description: 'Get the pictures all cameras see now, and which cameras gave none',
			},
		],
		default: 'getLive',
	},
	...getLive.description,
	...getManyLive.description,
];
