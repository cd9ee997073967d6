/**
 * The node "Arcules": what it looks like in the editor. What it does is in `actions/`.
 */
import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import * as device from './actions/device';
import { router } from './actions/router';
import * as thumbnail from './actions/thumbnail';
import { searchChannels } from './methods/searchChannels';

export class Arcules implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Arcules',
		name: 'arcules',
		icon: { light: 'file:arcules.svg', dark: 'file:arcules.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle:
			'={{ ({ list: "List Devices", getLive: "Get Live Thumbnail", getManyLive: "Get Many Live Thumbnails" })[$parameter["operation"]] }}',
		description: 'List the cameras of an Arcules account and get live pictures from them',
		defaults: { name: 'Arcules' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'arculesApi', required: true }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Device', value: 'device' },
					{ name: 'Thumbnail', value: 'thumbnail' },
				],
				default: 'thumbnail',
			},
			...device.description,
			...thumbnail.description,
		],
	};

	methods = { listSearch: { searchChannels } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router.call(this);
	}
}
