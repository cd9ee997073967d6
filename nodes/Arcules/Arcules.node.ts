/**
 * The node "Arcules": what it looks like in the editor. What it does is in `resources/`.
 */
import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { getCameras, getDeviceTypes, getGateways, getLocations } from './listSearch/loadOptions';
import { searchChannels } from './listSearch/searchChannels';
import { executeOperation, properties, subtitle } from './resources';

export class Arcules implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Arcules',
		name: 'arcules',
		icon: { light: 'file:arcules.svg', dark: 'file:arcules.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle,
		// n8n shows one entry for this node and the trigger where one searches for nodes, so it names both.
		description:
			'Get live pictures of Arcules cameras, or start a workflow when one goes dark, comes back or freezes',
		defaults: { name: 'Arcules' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'arculesApi', required: true }],
		properties,
	};

	methods = {
		listSearch: { searchChannels },
		loadOptions: { getCameras, getDeviceTypes, getGateways, getLocations },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperation.call(this);
	}
}
