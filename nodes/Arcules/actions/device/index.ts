/**
 * The resource "Device": its operations and their parameters.
 */
import type { INodeProperties } from 'n8n-workflow';
import * as list from './list';

export { list };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['device'] } },
		options: [
			{
				name: 'List Devices',
				value: 'list',
				action: 'List devices',
				description: 'List the cameras and other devices of the account',
			},
		],
		default: 'list',
	},
	...list.description,
];
